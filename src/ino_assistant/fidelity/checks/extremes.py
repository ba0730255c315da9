"""`The most common was X (18 %)`, `the highest rate`: borne out by the rows of a table."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from ino_assistant.fidelity.binding.claims import Claim
from ino_assistant.fidelity.binding.item import Item
from ino_assistant.fidelity.binding.reading import Reading
from ino_assistant.fidelity.checks.context import same_value

_HIGHEST = frozenset((
    "most common", "most frequent", "commonest", "highest", "largest", "greatest", "most often",
    "most commonly", "most frequently", "longest",
))  # fmt: skip
_LOWEST = frozenset((
    "lowest", "least common", "least frequent", "smallest", "shortest", "least often",
))  # fmt: skip
_SUMMING = frozenset((
    "any", "all", "total", "overall", "least", "discontinuation", "serious", "discontinued",
))  # fmt: skip
"""Words of rows that hold several things together, none of which is the most common one."""
_ROWS = 3
_KINDS = ("percent", "number", "measure", "duration", "count")


def is_extreme(item: Item, statement: Reading, sentence: int, evidence: Reading) -> bool:
    """Whether the figures told with a superlative are the highest or lowest of their column.

    Args:
        item: the word or words of the superlative.
        statement: which it is of.
        sentence: which of its sentences.
        evidence: with a table of three rows or more; else nothing can be told.
    """
    lower = item.text.lower()
    sign = 1 if lower in _HIGHEST else -1 if lower in _LOWEST else 0
    if not sign or not evidence.rows:
        return False
    told = [c for c in statement.claims_in(sentence) if c.role == "main" and not c.unit.contrast]
    places = [
        c for said in told for c in evidence.claims
        if c.sentence in evidence.rows and _same(c, said)
        and (not said.bound["arm"] or said.bound["arm"] & c.bound["arm"] or not c.bound["arm"])
        and (not said.bound["what"] or said.bound["what"] & c.bound["what"]
             or statement.keys[sentence] & evidence.keys[c.sentence])
    ]  # fmt: skip
    return bool(places) and any(_tops(place, evidence, sign) for place in places)


def _same(printed: Claim, said: Claim) -> bool:
    """Whether one of a claim's figures is one of another's: the count, or its share."""
    return any(same_value(printed, replace(said, quantities=(q,))) for q in said.quantities)


def _tops(place: Claim, evidence: Reading, sign: int) -> bool:
    """Whether no other row of the column has a figure beyond this one."""
    kind, unit = place.quantity.kind, place.quantity.unit
    if kind not in _KINDS:
        return False
    values: dict[str, Decimal] = {}
    for claim in evidence.claims:
        row = evidence.rows.get(claim.sentence)
        quantity = claim.quantity
        same = (quantity.kind, quantity.unit) == (kind, unit) and claim.role == "main"
        aside = claim.bound["arm"] != place.bound["arm"] or _grades(claim) != _grades(place)
        if row is None or not same or aside or _SUMMING & set(row.split()):
            continue
        if claim.bound["stat"] == place.bound["stat"] and row not in values:
            values[row] = quantity.values[0]
    own = place.quantity.values[0]
    beyond = [v for v in values.values() if (v - own) * sign > 0]
    return len(values) >= _ROWS and own in values.values() and not beyond


def _grades(claim: Claim) -> frozenset[str]:
    return frozenset(k for k in claim.bound["cond"] if k.endswith(" grade"))


__all__ = ["is_extreme"]
