"""How far something moved against where it arrived: `rose by 15 %` and `rose to 67 %`."""

from __future__ import annotations

from ino_assistant.fidelity.binding.claims import Claim
from ino_assistant.fidelity.binding.reading import Reading
from ino_assistant.fidelity.checks.findings import Finding, contradicted
from ino_assistant.fidelity.quantity.model import Quantity
from ino_assistant.fidelity.terms.vocabulary import words

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
    sides = [_last(c, r) for c, r in ((said, statement), (printed, evidence))]
    if said.quantity.kind == printed.quantity.kind == "duration":
        late = [s == "after" for s in sides]
        if late[0] != late[1] and "within" in sides:
            return [contradicted("time", text, "the evidence says the opposite")]
    turns = _own_turn(said, statement), _own_turn(printed, evidence)
    if 0 not in turns and turns[0] != turns[1]:
        return [contradicted("direction", text, "the evidence says the opposite")]
    begun = _begun_with(said, statement, printed, evidence)
    if begun is not None:
        return [contradicted("number", text, f"the evidence begins with {begun.text.strip()}")]
    ours, theirs = _form(said, statement), _form(printed, evidence)
    if ours == "change" and theirs == "level":
        return [contradicted("statistic", text, "the evidence gives it as what was reached")]
    if ours == "level" and theirs == "change":
        return [contradicted("statistic", text, "the evidence gives it as a change")]
    return []


_EVERY = ("every", "each")
_OVER = ("over", "for", "within", "during")


def _begun_with(said: Claim, statement: Reading, at: Claim, evidence: Reading) -> Quantity | None:
    """The other figure that the evidence begins with: `start at 5 mg` where it is 2.5 mg."""
    if not _begins(said, statement):
        return None
    unit = (said.quantity.kind, said.quantity.unit)
    printed = [
        c.quantity for c in evidence.claims
        if (c.quantity.kind, c.quantity.unit) == unit and _begins(c, evidence)
        and evidence.rows.get(c.sentence) == evidence.rows.get(at.sentence)
    ]  # fmt: skip
    same = any(q.values == said.quantity.values for q in printed)
    return None if same or not printed else printed[0]


def _begins(claim: Claim, reading: Reading) -> bool:
    """Whether a figure is the first of its unit behind a word for beginning in its sentence."""
    if claim.quantity.kind != "measure":
        return False
    items = reading.sentences[claim.sentence].items
    start = next((n for n, i in enumerate(items) if i.key == "begin"), None)
    if start is None or start > claim.unit.first:
        return False
    between = (i.quantity for i in items[start : claim.unit.first] if i.quantity is not None)
    return all(q.unit != claim.quantity.unit for q in between)


def _own_turn(claim: Claim, reading: Reading) -> int:
    """1 or -1 for the word of change that a figure has: the nearest before it in its clause."""
    if claim.role != "main" or claim.quantity.kind not in ("percent", "measure", "number"):
        return 0
    items = reading.sentences[claim.sentence].items
    for item in reversed(items[claim.clause[0] : claim.unit.first]):
        lower = item.text.lower()
        if lower in words("lists", "changes") | _NOUNS:
            return 1 if lower in words("direction", "up") else -1 if (
                lower in words("direction", "down")) else 0  # fmt: skip
        if item.key in (";", "(") or (item.kind == "mention" and item.role == "statistic"):
            break
    return 0


_NOUNS = frozenset(
    ("increase", "decrease", "reduction", "rise", "fall", "drop", "decline", "gain", "loss")
)


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
