"""How many were looked at: wholes and group sizes that belong to another figure."""

from __future__ import annotations

from ino_assistant.fidelity.binding.claims import Claim
from ino_assistant.fidelity.binding.mentions import key_of
from ino_assistant.fidelity.binding.reading import Reading
from ino_assistant.fidelity.checks.findings import Finding, contradicted
from ino_assistant.fidelity.terms.vocabulary import words


def sizes_exchanged(
    said: Claim, statement: Reading, printed: Claim, evidence: Reading
) -> list[Finding]:
    """`>2 years (n=61)` where the evidence has `>2 years (n=49)` and gives 61 to another limit."""
    if said.quantity.symbol != "n" or printed.quantity.symbol != "n":
        return []
    ours, theirs = _limit_before(said, statement), _limit_before(printed, evidence)
    limits = {_limit_before(c, evidence) for c in evidence.claims if c.quantity.symbol == "n"}
    if ours and theirs and ours != theirs and ours in limits:
        detail = f"the evidence gives it for {theirs}"
        return [contradicted("denominator", said.quantity.text.strip(), detail)]
    return []


def _limit_before(size: Claim, reading: Reading) -> str:
    """The limit right before the bracket that a size stands in."""
    items = reading.sentences[size.sentence].items
    before = items[size.unit.first - 2 : size.unit.first]
    if len(before) < 2 or before[1].key not in ("(", "["):
        return ""
    return key_of(before[0].quantity)


def other_whole(said: Claim, statement: Reading, printed: Claim) -> list[Finding]:
    """`Of 117 patients, 289` where 289/298 is printed."""
    fraction = next((q for q in printed.quantities if q.kind == "fraction"), None)
    sizes = [
        c for c in statement.claims_in(said.sentence)
        if c.role == "size" and c.clause == said.clause and c.unit.first < said.unit.first
        and c.quantity.kind in ("count", "number") and c.quantity.unit in ("", "patient")
    ]  # fmt: skip
    if said.role != "main" or fraction is None or not sizes or said.quantity.kind == "fraction":
        return []
    if said.quantity.values != fraction.values[:1]:
        return []
    whole = sizes[-1].quantity
    if whole.values == fraction.values[1:]:
        return []
    return [contradicted("denominator", whole.text.strip(), f"the evidence has {fraction.text}")]


def of_what(said: Claim, statement: Reading, printed: Claim, evidence: Reading) -> list[Finding]:
    """`96 % of these reactions` told of patients, `79/164 patients` of trials."""
    ours, theirs = _counted(said, statement), _counted(printed, evidence)
    if ours and theirs and ours != theirs:
        text = said.quantity.text.strip()
        return [contradicted("denominator", text, f"the evidence has it of {theirs}")]
    return []


_SHARES = ("percent", "fraction")


def _counted(claim: Claim, reading: Reading) -> str:
    """What a share is a share of: patients, events or trials; empty where it can't be told."""
    if claim.quantity.kind not in _SHARES:
        return ""
    items = reading.sentences[claim.sentence].items
    behind = [
        i for i in items[claim.unit.last + 1 : claim.unit.last + 5]
        if i.text.lower() not in ("of", "the", "these", "those", "all", ")")
    ]  # fmt: skip
    if not behind:
        return ""
    last = behind[0].text.lower().rpartition(" ")[2]
    if last in words("limits", "whom"):
        return "patients"
    opened = items[claim.unit.last + 1].text.lower() == "of"
    return next((n for n in ("events", "trials") if opened and last in words("shares", n)), "")


def of_other(size: Claim, printed: Claim, evidence: Reading) -> bool:
    """Whether `>2 years (n=49)` gives a size to another figure than the one looked at."""
    if size.quantity.kind != "count":
        return False
    before = [c for c in evidence.claims_in(size.sentence) if c.unit.last < size.unit.first]
    owner = max(before, key=lambda c: c.unit.last, default=None)
    return owner is not None and owner.group != printed.group and owner.role == printed.role
