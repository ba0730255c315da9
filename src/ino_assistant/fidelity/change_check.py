"""How far something moved against where it arrived: `rose by 15 %` and `rose to 67 %`."""

from __future__ import annotations

from ino_assistant.fidelity.claims import Claim
from ino_assistant.fidelity.findings import Finding, contradicted
from ino_assistant.fidelity.reading import Reading
from ino_assistant.fidelity.vocabulary import words

_LEVELS = ("to", "at")


def change_findings(
    said: Claim, statement: Reading, printed: Claim, evidence: Reading
) -> list[Finding]:
    """A change told as the level that was reached, or the level as the change."""
    text = said.quantity.text.strip()
    if said.quantity.kind == printed.quantity.kind == "duration":
        every = [_last(c, r) in _EVERY for c, r in ((said, statement), (printed, evidence))]
        over = [_last(c, r) in _OVER for c, r in ((said, statement), (printed, evidence))]
        if (every[0] and over[1]) or (every[1] and over[0]):
            detail = (
                "the evidence says it of how often"
                if every[1]
                else "the evidence says it of how long"
            )
            return [contradicted("frequency", text, detail)]
    ours, theirs = _form(said, statement), _form(printed, evidence)
    if ours == "change" and theirs == "level":
        return [contradicted("statistic", text, "the evidence gives it as what was reached")]
    if ours == "level" and theirs == "change":
        return [contradicted("statistic", text, "the evidence gives it as a change")]
    return []


_EVERY = ("every", "each")
_OVER = ("over", "for", "within", "during")


def _last(claim: Claim, reading: Reading) -> str:
    items = reading.sentences[claim.sentence].items
    return items[claim.unit.first - 1].text.lower() if claim.unit.first else ""


def _form(claim: Claim, reading: Reading) -> str:
    items = reading.sentences[claim.sentence].items[claim.clause[0] : claim.unit.first]
    lower = [i.text.lower() for i in items]
    if claim.role != "main" or not set(lower) & (
        words("direction", "up") | words("direction", "down") | words("lists", "changes")
    ):
        return ""
    last = lower[-1:] or [""]
    if last[0] == "by":
        return "change"
    return "level" if last[0] in _LEVELS else ""
