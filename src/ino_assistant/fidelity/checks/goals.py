"""Whether a goal was met, and patients were let in: `missed`, `did not meet`, `excluded`."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from ino_assistant.fidelity.binding.item import Item
from ino_assistant.fidelity.binding.items import Sentence
from ino_assistant.fidelity.binding.reading import Reading
from ino_assistant.fidelity.checks.findings import Finding, contradicted
from ino_assistant.fidelity.terms.vocabulary import words

_MET = frozenset(("met", "meet", "meets", "meeting"))
_MISSED = "not met"
_FAILED = frozenset(("failed", "fails", "fail", "failing"))
_GOALS = frozenset((
    "endpoint", "endpoints", "outcome", "outcomes", "objective", "objectives", "goal", "goals",
    "margin", "criterion", "criteria",
))  # fmt: skip
_NEAR = 4


def goal_sign(items: Sequence[Item]) -> int:
    """1 where items say that a goal was met, -1 where it was not, 0 where they say neither."""
    for at, item in enumerate(items):
        met = item.text.lower() in _MET
        if not met and item.key != _MISSED:
            continue
        around = items[max(0, at - _NEAR) : at + _NEAR + 1]
        if not any(w in _GOALS for i in around for w in i.text.lower().split()):
            continue
        before = items[max(0, at - _NEAR) : at]
        denied = any(i.text.lower() in words("negation") | _FAILED for i in before)
        return 1 if met and not denied else -1
    return 0


def goal_findings(
    statement: Reading, sentence: int, evidence: Reading, sources: Collection[int]
) -> list[Finding]:
    """A goal told as met that the evidence says was missed, or the other way round."""
    said = goal_sign(statement.sentences[sentence].items)
    near = {*sources, *(s - 1 for s in sources if s)}
    signs = {goal_sign(evidence.sentences[s].items) for s in near} - {0}
    if not said or not signs or said in signs:
        return []
    text = statement.sentences[sentence].text.strip()[:60]
    detail = "the evidence says that it was met" if 1 in signs else "the evidence says it was not"
    return [contradicted("negation", text, detail)]


_TAKE_PART = r"(?:take part|participate|be (?:enrolled|enroled|included|recruited|admitted)|enter)"
_LEFT_OUT = re.compile(
    r"\b(?:excluded|ineligible|barred)\b|\b(?:were|was|are|is) not (?:eligible|enrolled|included)\b"
    rf"|\b(?:could|can|may|did) not {_TAKE_PART}\b"
)
_LET_IN = re.compile(
    rf"\b(?:eligible|took part)\b|\b(?:were|are) (?:enrolled|recruited)\b"
    rf"|\b(?:could|can|may|allowed to) {_TAKE_PART}\b"
)


@lru_cache(maxsize=8192)
def _admission(sentence: Sentence) -> int:
    """1 where a sentence says that patients could take part, -1 where they could not, else 0."""
    text = sentence.text.lower()
    if _LEFT_OUT.search(text):
        return -1
    return 1 if _LET_IN.search(text) else 0


_NONINFERIOR = re.compile(r"\bnon-?\s?inferior")
_SUPERIOR = re.compile(r"\bsuperior")


def superiority_findings(
    statement: Reading, sentence: int, evidence: Reading, sources: Collection[int]
) -> list[Finding]:
    """`superior` where the evidence says noninferior, and of no superiority."""
    said = statement.sentences[sentence].text.lower()
    if (
        not _SUPERIOR.search(said)
        or _NONINFERIOR.search(said)
        or statement.senses[sentence].negated
    ):
        return []
    theirs = [evidence.sentences[s].text.lower() for s in sources]
    if any(_NONINFERIOR.search(t) for t in theirs) and not any(_SUPERIOR.search(t) for t in theirs):
        detail = "the evidence says only that it is not inferior"
        return [contradicted("direction", "superior", detail)]
    return []


def admission_findings(
    statement: Reading, sentence: int, evidence: Reading, sources: Collection[int]
) -> list[Finding]:
    """Patients told as eligible that the evidence excludes, or the other way round."""
    said = _admission(statement.sentences[sentence])
    signs = {_admission(evidence.sentences[s]) for s in sources} - {0}
    if not said or not signs or said in signs:
        return []
    text = statement.sentences[sentence].text.strip()[:60]
    return [contradicted("negation", text, "the evidence says the opposite of these patients")]


__all__ = ["admission_findings", "goal_findings", "goal_sign", "superiority_findings"]
