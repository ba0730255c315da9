"""Whether an endpoint, a margin or another goal was met: `met`, `missed`, `did not meet`."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ino_assistant.fidelity.binding.item import Item
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


__all__ = ["goal_findings", "goal_sign"]
