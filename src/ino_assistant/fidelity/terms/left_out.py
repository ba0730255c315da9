"""Names that a statement has and its passage leaves out: of the study, and of the drug.

A passage under a heading seldom repeats which study it reports or which drug it tells how to use.
Such a name is told as `the trial` or `the drug` where nothing in the passage could be another
one: no study is named at all, no arm and no share of patients. Else it stays and must be found.
"""

from __future__ import annotations

import re

from ino_assistant.fidelity.terms.discover import discover
from ino_assistant.fidelity.terms.vocabulary import Vocabulary

_STUDY = r"[A-Z]{4,}(?:-(?:[A-Z]{1,6}|\d{1,2}))+(?![A-Za-z])"
_NAMED = re.compile(rf"\b(?:{_STUDY})(?<![a-z])")
_IN_PLACE = re.compile(
    rf"(?P<before>\b(?:[Ii]n|[Oo]f|[Ff]rom|[Tt]hroughout|[Dd]uring)\s(?:the\s)?|^|(?<=\.\s))"
    rf"(?P<name>{_STUDY})(?P<noun>\s(?:trial|study)\b)?"
)
_ANY_STUDY = re.compile(
    r"\b[A-Z]{3,}-(?:[A-Z]{1,6}|\d{1,2})(?![A-Za-z])|\b(?:Study|Trial)\s[A-Z0-9]"
    r"|\b[A-Z][A-Z0-9]{3,}(?:\s[A-Z]+)?\s(?:trial|study|cohort)\b"
)
_NO_STUDIES = ("COVID", "HTLV", "SARS", "MERS")
_DRUG = re.compile(r"\b[A-Z]{5,}\b")
_OF_PATIENTS = re.compile(r"\d\s?%|\bpercent\b|\d\s?/\s?\d|\bn\s?=\s?\d|[|]", re.IGNORECASE)


def without_marks(statement: str, evidence: str) -> str:
    """The passage without the reference marks that stick to a study's name: `in LUNA-HF4`."""
    for name in set(_NAMED.findall(statement)):
        if name[-1].isalpha() and not re.search(rf"\b{name}\b", evidence):
            evidence = re.sub(rf"\b({name})\d{{1,2}}(?!\d)", r"\1", evidence)
    return evidence


_BROKEN = re.compile(r"([A-Za-z]{2,})-\s*\n\s*([a-z]{2,})")


def joined_as_said(statement: str, evidence: str) -> str:
    """The passage with words that a line's end divides in one, where the statement has them so."""
    known = {w.lower() for w in re.findall(r"[A-Za-z]+", statement)}
    return _BROKEN.sub(
        lambda m: m[1] + m[2] if f"{m[1]}{m[2]}".lower() in known else m.group(), evidence
    )


def joined_names(statement: str, evidence: str, vocabulary: Vocabulary) -> tuple[str, str]:
    """Both texts with each study's name in one word, where its end is a term: `LUNA-HF`."""
    for name in set(_NAMED.findall(statement)):
        tail = name.rpartition("-")[2]
        if vocabulary.knows(name) is None and vocabulary.knows(tail) is not None:
            joined = name.replace("-", "")
            statement = re.sub(rf"\b{name}\b", joined, statement)
            evidence = re.sub(rf"\b{name}\b", joined, evidence)
    return statement, evidence


def told_plainly(statement: str, evidence: str, vocabulary: Vocabulary) -> str:
    """The statement with `the trial` and `the drug` for names that the passage leaves out.

    Args:
        statement: prose.
        evidence: the passage, with the names that it has.
        vocabulary: names of it are never taken for a study or a drug.
    """
    if not _DRUG.search(statement) and not _NAMED.search(statement):
        return statement
    names = set(_NAMED.findall(statement))
    if len(names) == 1 and not _ANY_STUDY.search(evidence):
        (name,) = names
        known = vocabulary.knows(name) is not None or name.startswith(_NO_STUDIES)
        if not known and name.partition("-")[0] not in evidence:
            statement = _IN_PLACE.sub(_trial, statement)
            statement = re.sub(rf"\b{name}(?=\s(?:patients|participants)\b)", "trial", statement)
    return statement if statement.isupper() else _without_drug(statement, evidence, vocabulary)


def _trial(match: re.Match[str]) -> str:
    before = match["before"]
    if before.rstrip().endswith("the"):
        return f"{before}trial"
    return f"{before}the trial" if before else "The trial"


def _without_drug(statement: str, evidence: str, vocabulary: Vocabulary) -> str:
    names = set(_DRUG.findall(statement)) - set(re.findall(r"[A-Z]{5,}(?=-)", statement))
    if len(names) != 1 or _OF_PATIENTS.search(evidence) or _DRUG.search(evidence):
        return statement
    (name,) = names
    known = vocabulary.knows(name) is not None or name.lower() in evidence.lower()
    return statement if known else re.sub(rf"\b{name}\b", "the drug", statement)


_DOSE = re.compile(r"\b\d+(?:\.\d+)?\s?(?:mg|mcg|µg|g|units)(?:/\w+)?\b")
_INACTIVE = frozenset(("placebo", "control", "vehicle", "sham"))


def without_product(statement: str, evidence: str, vocabulary: Vocabulary) -> str:
    """The statement with `the drug` for the one product that the document is about.

    Only where the passage can be of no other: it names no active drug at all, and either tells
    nothing of patients, as a label's instructions do, or tells its groups by the doses that the
    statement repeats.
    """
    product = vocabulary.product
    if not product or "|" in evidence:
        return statement
    names = sorted({product, *vocabulary.arms.get(product, ())}, key=len, reverse=True)
    own = re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b(?!-)", re.IGNORECASE)
    if not own.search(statement) or own.search(evidence):
        return statement
    arms = discover(evidence, vocabulary).arms
    named = {
        arm for arm, called in arms.items() for name in (arm, *called)
        if not name[:1].isdigit() and re.search(rf"\b{re.escape(name)}\b", evidence, re.IGNORECASE)
    }  # fmt: skip
    doses = {"".join(d.split()) for d in _DOSE.findall(evidence)}
    by_dose = any("".join(d.split()) in doses for d in _DOSE.findall(statement))
    if named - _INACTIVE or (_OF_PATIENTS.search(evidence) and not by_dose):
        return statement
    if named and not by_dose:
        return statement
    return own.sub("the drug", statement)


__all__ = ["joined_as_said", "joined_names", "told_plainly", "without_marks", "without_product"]
