"""The figures of a run: shares of what was passed, of each set and kind, from its results."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean, median

from ino_assistant.evaluation.results import Result, of_set
from ino_assistant.evaluation.shares import Figure, Macro, Share, share_of


def figures(results: Sequence[Result]) -> dict[str, Figure]:
    """Every figure by its name, `set.figure` or `set.figure.kind`; sets not run have none."""
    found: dict[str, Figure] = {}
    if of_set(results, "questions"):
        found |= _questions(of_set(results, "questions"))
    if of_set(results, "conversations"):
        found |= _conversations(of_set(results, "conversations"))
    if of_set(results, "claims"):
        found |= _claims(of_set(results, "claims"))
    if of_set(results, "mutations"):
        found |= _mutations(of_set(results, "mutations"))
    if of_set(results, "twins"):
        found |= _twins(of_set(results, "twins"))
    return found


def _check(results: Sequence[Result], name: str) -> Share:
    """Of the results that have a check or note, how many pass it."""
    every = [{**r.checks, **r.notes} for r in results]
    return share_of(checks[name] for checks in every if name in checks)


def _failing(results: Sequence[Result], name: str) -> Share:
    return share_of(not r.checks[name] for r in results if name in r.checks)


def _questions(results: Sequence[Result]) -> dict[str, Figure]:
    answerable = [r for r in results if r.group == "answerable"]
    unanswerable = [r for r in results if r.group == "unanswerable"]
    answered = [r for r in answerable if r.checks["outcome"]]
    found: dict[str, Figure] = {
        "answerable_right": share_of(r.right for r in answerable),
        "answerable_answered": _check(answerable, "outcome"),
        "over_refused": _failing(answerable, "outcome"),
        "unanswerable_refused": _check(unanswerable, "outcome"),
        "content": _check(answered, "content"),
        "citation_holds_evidence": _check(answered, "citation"),
        "value": _check(answered, "value"),
        "unit": _check(answered, "unit"),
        "denominator": _check(answered, "denominator"),
        "arm": _check(answered, "arm"),
        "caveat": _check(answered, "caveat"),
        "length": _check(answered, "length"),
        "not_misleading": _check(results, "misleading"),
        "numbers_supported": _check(results, "numbers"),
        "box_whole": _check(results, "box"),
    }
    for kind in sorted({r.kind for r in answerable}):
        found[f"right.{kind}"] = share_of(r.right for r in answerable if r.kind == kind)
    return {f"questions.{name}": figure for name, figure in found.items()}


def _conversations(results: Sequence[Result]) -> dict[str, Figure]:
    whole = {r.group: all(o.right for o in results if o.group == r.group) for r in results}
    found: dict[str, Figure] = {
        "turns_right": share_of(r.right for r in results),
        "whole_right": share_of(whole.values()),
        "outcome": _check(results, "outcome"),
        "standalone": _check(results, "standalone"),
        "route": _check(results, "route"),
        "content": _check(results, "content"),
        "citation_holds_evidence": _check(results, "citation"),
        "length": _check(results, "length"),
        "not_misleading": _check(results, "misleading"),
        "numbers_supported": _check(results, "numbers"),
        "box_whole": _check(results, "box"),
    }
    return {f"conversations.{name}": figure for name, figure in found.items()}


def _claims(results: Sequence[Result]) -> dict[str, Figure]:
    wrong = [r for r in results if r.group == "wrong"]
    right = [r for r in results if r.group == "right"]
    kinds = sorted({r.kind for r in wrong})
    stopped = {k: share_of(r.right for r in wrong if r.kind == k) for k in kinds}
    found: dict[str, Figure] = {
        "false_accepts": _failing(wrong, "stopped"),
        "false_rejects": _failing(right, "accepted"),
        "must_block": share_of(r.right for r in wrong if r.critical),
        "macro": Macro(tuple(stopped.values())),
        "verdict": _check(results, "verdict"),
    }
    for kind in sorted({r.kind for r in right}):
        found[f"accepted.{kind}"] = share_of(r.right for r in right if r.kind == kind)
    found |= {f"stopped.{kind}": share for kind, share in stopped.items()}
    return {f"claims.{name}": figure for name, figure in found.items()}


def _mutations(results: Sequence[Result]) -> dict[str, Figure]:
    kinds = {k: [r for r in results if r.kind == k] for k in sorted({r.kind for r in results})}
    caught = {kind: _check(of, "caught") for kind, of in kinds.items()}
    paired = {kind: share_of(r.right for r in of) for kind, of in kinds.items()}
    found: dict[str, Figure] = {
        "must_block": share_of(r.checks["caught"] for r in results if r.critical),
        "macro": Macro(tuple(caught.values())),
        "paired_macro": Macro(tuple(paired.values())),
        "reason": _check(results, "reason"),
    }
    for kind, of in kinds.items():
        found[f"caught.{kind}"] = caught[kind]
        found[f"false_block.{kind}"] = _failing(of, "twin")
        found[f"paired.{kind}"] = paired[kind]
    return {f"mutations.{name}": figure for name, figure in found.items()}


def _twins(results: Sequence[Result]) -> dict[str, Figure]:
    reworded = [r for r in results if r.kind != "quoted"]
    found: dict[str, Figure] = {"reworded_rejected": _failing(reworded, "accepted")}
    for kind in sorted({r.kind for r in results}):
        found[f"accepted.{kind}"] = share_of(r.right for r in results if r.kind == kind)
    return {f"twins.{name}": figure for name, figure in found.items()}


def lengths(results: Sequence[Result]) -> dict[str, float]:
    """Words of what is answered, so that quoting a page wins nothing."""
    words = [r.words for r in results if r.words is not None]
    if not words:
        return {}
    return {"mean": round(fmean(words), 1), "median": median(words), "longest": max(words)}
