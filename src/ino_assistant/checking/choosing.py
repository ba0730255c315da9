"""Which evidence counts for a sentence, and with which verdict.

Supported or derived by any one statement that fits is right. Else the statement that fits
best is what the sentence is held against: a verdict of `contradicted` from a passage about
something else would be as misleading as `supported` from one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ino_assistant.checking.evidence import Evidence, Library, figures_of
from ino_assistant.checking.units import Unit
from ino_assistant.fidelity import Problem, Verdict, verify
from ino_assistant.fidelity.terms.normal import normal
from ino_assistant.fidelity.terms.vocabulary import stem, tokens_of

ACCEPTED = ("supported", "derived")
_SPEAKS_OF_IT = 0.45
"""Share of a sentence that evidence must speak of, to be able to contradict it."""
_NEAR = 0.2
"""Share below which a passage is not even near."""
_SETTLED = 5
"""Candidates among which a better authority is looked for, once one supports the sentence."""
_AUTHORITY = {"label": 0, "trial": 0, "guideline": 1, "background": 2, "case": 2, "opinion": 3}
_JOINT = re.compile(
    r"\s*;\s+(?:and\s+|while\s+|whereas\s+|but\s+)?|,\s+(?:while|whereas|and|but)\s+"
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on a sentence and the evidence that it rests on.

    Attributes:
        evidence: what was held against it; empty if nothing of the corpus is near.
    """

    verdict: Verdict
    evidence: tuple[Evidence, ...]

    @property
    def accepted(self) -> bool:
        """Whether the sentence is right."""
        return self.verdict.verdict in ACCEPTED


def judge(unit: Unit, library: Library, products: Sequence[str]) -> Judgement:
    """Judge a unit by the best of its readings.

    Args:
        unit: with at least one reading.
        library: the corpus.
        products: that the draft is about; empty for all.
    """
    judged: list[Judgement] = []
    for reading in unit.readings:
        found = _judge_reading(reading, library, products, member=unit.member)
        if found.accepted:
            return found
        judged.append(found)
    # What is wrong is told of the sentence by itself, without what introduces it.
    return judged[0]


def _judge_reading(
    text: str, library: Library, products: Sequence[str], *, member: bool
) -> Judgement:
    candidates = library.candidates(text, products)
    tried: list[Judgement] = []
    right: list[Judgement] = []
    for number, evidence in enumerate(candidates):
        judgement = _held_against(text, evidence, member=member)
        tried.append(judgement)
        if judgement.accepted:
            right.append(judgement)
        if right and (number >= _SETTLED or _is_best(right[-1])):
            break
    if right:
        return min(right, key=_preference)
    against = {j.evidence[0].statements for j in tried if j.verdict.verdict == "contradicted"}
    for evidence in library.joined(candidates, text):
        if any((statement,) in against for statement in evidence.statements):
            # What one of them denies, the other does not make right.
            continue
        judgement = _held_against(text, evidence, member=member)
        if judgement.accepted:
            return judgement
    parts = _in_parts(text, candidates, member=member)
    return parts or _best_of(text, tried)


def _held_against(text: str, evidence: Evidence, *, member: bool) -> Judgement:
    verdict = _verdict(text, evidence)
    if member and verdict.problems and all(p.kind == "list" for p in verdict.problems):
        # One item of a list is no list cut short: the list is checked as a whole.
        verdict = Verdict("supported")
    return Judgement(verdict, (evidence,))


def _verdict(text: str, evidence: Evidence) -> Verdict:
    """The verdict by a passage alone, or by it and what the document says around it.

    A heading may supply a word of the sentence, and a qualification printed apart from the
    passage may be told with it; neither helps where anything else is wrong.
    """
    verdict = verify(text, evidence.text, evidence.vocabulary)
    if verdict.verdict != "not_in_evidence":
        return verdict
    around = ""
    if _supplied(verdict.problems, evidence.companions, ("claim", "number", "caveat")):
        around = f"{evidence.text}\n{evidence.companions}"
    elif _supplied(verdict.problems, evidence.heading, ("claim", "population")):
        around = f"{evidence.heading.rstrip('.')}.\n{evidence.text}"
    if not around:
        return verdict
    wider = verify(text, around, evidence.vocabulary)
    return wider if wider.verdict in ACCEPTED else verdict


def _supplied(problems: Sequence[Problem], text: str, kinds: Sequence[str]) -> bool:
    """Whether a text has every word that a passage was found not to have."""
    held = {stem(word) for word, _, _ in tokens_of(normal(text))}
    return bool(held) and all(
        p.kind in kinds
        and (p.kind == "caveat" or {stem(word) for word, _, _ in tokens_of(normal(p.text))} <= held)
        for p in problems
    )


def _is_best(judgement: Judgement) -> bool:
    return _preference(judgement)[:2] == (0, 0)


def _preference(judgement: Judgement) -> tuple[int, int]:
    statement = judgement.evidence[0].statements[0]
    return (ACCEPTED.index(judgement.verdict.verdict), _AUTHORITY[statement.authority])


def _in_parts(text: str, candidates: Sequence[Evidence], *, member: bool) -> Judgement | None:
    """A sentence that joins two facts: each of its parts must stand by itself."""
    for match in _JOINT.finditer(text):
        parts = [text[: match.start()].strip(), text[match.end() :].strip()]
        if any(len(part.split()) < 4 for part in parts):
            continue
        found: list[Judgement] = []
        for part in parts:
            held = (_held_against(part, evidence, member=member) for evidence in candidates)
            judgement = next((j for j in held if j.accepted), None)
            if judgement is None:
                break
            found.append(judgement)
        if len(found) == len(parts):
            verdict = max(
                (j.verdict for j in found), key=lambda verdict: ACCEPTED.index(verdict.verdict)
            )
            return Judgement(verdict, tuple(e for j in found for e in j.evidence))
    return None


def _best_of(text: str, tried: Sequence[Judgement]) -> Judgement:
    """The judgement by the evidence that fits best; of none that fits, that nothing is near."""
    ranked = sorted(tried, key=lambda j: _closeness(text, j), reverse=True)
    best = ranked[0] if ranked else None
    if best is None or best.evidence[0].fit < _NEAR:
        problem = Problem("claim", text[:80], "no passage of the documents says this")
        return Judgement(Verdict("not_in_evidence", (problem,)), ())
    if best.verdict.verdict == "contradicted" and best.evidence[0].fit < _SPEAKS_OF_IT:
        return Judgement(Verdict("not_in_evidence", best.verdict.problems), best.evidence)
    if best.verdict.verdict == "not_in_evidence":
        return Judgement(best.verdict, (*best.evidence, *_the_rest(best, ranked[1:])))
    return best


def _the_rest(best: Judgement, others: Sequence[Judgement]) -> tuple[Evidence, ...]:
    """A passage that has what the best one lacks, for people to read both.

    Two passages that hold a sentence between them need not say it together.
    """
    lacking = {p.text.lower() for p in best.verdict.problems}
    for other in others:
        verdict, evidence = other.verdict, other.evidence[0]
        theirs = {p.text.lower() for p in verdict.problems}
        near = evidence.fit >= _SPEAKS_OF_IT and verdict.verdict == "not_in_evidence"
        if near and not lacking & theirs and len(lacking) > 1:
            return other.evidence
    return ()


def _closeness(text: str, judgement: Judgement) -> float:
    """How near evidence is: what it speaks of, whose figures it has, how little is wrong."""
    evidence = judgement.evidence[0]
    asked = figures_of(text)
    # A figure with more digits is less likely to be there by chance.
    total = sum(len(figure) ** 2 for figure in asked)
    held = sum(len(figure) ** 2 for figure in asked & figures_of(evidence.text))
    shared = held / total if total else 0.0
    otherwise = judgement.verdict.verdict == "contradicted"
    kinds = {p.kind for p in judgement.verdict.problems}
    return evidence.fit + 0.4 * shared + 0.3 * otherwise - 0.05 * min(len(kinds), 6)
