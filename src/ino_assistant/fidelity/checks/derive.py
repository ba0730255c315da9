"""Figures that a statement computes from those of the evidence: differences and ratios.

They are never `supported`: right ones are `derived`, and only where both operands are bound
to the two arms of one comparison; wrong ones are contradicted.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from ino_assistant.fidelity.binding.claims import Claim
from ino_assistant.fidelity.binding.reading import Reading
from ino_assistant.fidelity.checks.findings import Finding, contradicted, missing
from ino_assistant.fidelity.checks.turns import alike
from ino_assistant.fidelity.quantity.model import Quantity

_FACTORS = {
    name: Decimal(value)
    for name, value in {
        "doubled": 2,
        "tripled": 3,
        "quadrupled": 4,
        "fivefold": 5,
        "tenfold": 10,
    }.items()
}


def derived_findings(said: Claim, evidence: Reading) -> list[Finding] | None:
    """What is wrong with a computed figure; empty if it is right, None if it is none."""
    quantity = said.quantity
    if _complement(said, evidence):
        return []
    if not said.unit.contrast or said.bound["stat"] & {
        "hazard ratio", "odds ratio", "risk ratio", "rate ratio", "relative reduction",
    }:  # fmt: skip
        return None
    pairs = _pairs(said, evidence)
    text = quantity.text.strip()
    if not pairs:
        return [
            missing(
                "number", text, "the evidence has no two figures that it could be computed from"
            )
        ]
    if any(_right(quantity, one, two) for one, two in pairs):
        return []
    shown = "; ".join(f"{one.text.strip()} and {two.text.strip()}" for one, two in pairs[:3])
    return [contradicted("number", text, f"not what follows from {shown}")]


_RATIOS = frozenset(("hazard ratio", "odds ratio", "risk ratio", "rate ratio"))


def _complement(said: Claim, evidence: Reading) -> bool:
    """`28 % lower` where a rate ratio of 0.72 is printed."""
    quantity = said.quantity
    if quantity.kind != "percent" or quantity.comparator:
        return False
    if not (said.unit.contrast or said.bound["what"] or said.bound["word"] & {"lower"}):
        return False
    ours = said.bound["what"]
    return any(
        (1 - c.quantity.values[0]) * 100 == quantity.values[0]
        for c in evidence.claims
        if c.quantity.kind == "number" and c.bound["stat"] & _RATIOS
        and (alike(ours, c.bound["what"]) or not (ours and c.bound["what"]))
    )  # fmt: skip


def _pairs(said: Claim, evidence: Reading) -> list[tuple[Quantity, Quantity]]:
    """Figures of one kind for the two arms, about what the statement names."""
    found = []
    mains = [c for c in evidence.claims if c.role == "main" and not c.unit.contrast]
    for index, one in enumerate(mains):
        for two in mains[index + 1 :]:
            row = evidence.rows.get(one.sentence, "")
            apart = one.sentence != two.sentence and row != evidence.rows.get(two.sentence)
            if apart or one.bound["what"] != two.bound["what"]:
                continue
            if not _two_sides(one, two):
                continue
            if said.bound["what"] and not said.bound["what"] & one.bound["what"]:
                continue
            found += [
                (p, q)
                for p in one.quantities
                for q in two.quantities
                if p.kind == q.kind
                and p.unit == q.unit
                and p.kind in ("percent", "duration", "number", "measure")
                and not (p.kind == "number" and one.sentence != two.sentence)
            ]
    return found


def _two_sides(one: Claim, two: Claim) -> bool:
    """Whether two figures are those of two arms, or of two groups of one arm."""
    arms = one.bound["arm"], two.bound["arm"]
    if all(arms) and not arms[0] & arms[1]:
        return True
    groups = one.bound["cond"], two.bound["cond"]
    return arms[0] == arms[1] and all(groups) and not groups[0] & groups[1]


def _right(quantity: Quantity, one: Quantity, two: Quantity) -> bool:
    high, low = max(one.values[0], two.values[0]), min(one.values[0], two.values[0])
    if quantity.kind == "vague":
        factor = _FACTORS.get(quantity.symbol, Decimal(0))
        if not low or not factor:
            return False
        ratio = high / low
        near = {"+": (factor, factor * 5 / 4), "-": (factor * 4 / 5, factor)}
        around = (factor * 19 / 20, factor * 21 / 20)
        if quantity.comparator == ">":
            around = (factor, ratio)
        low, high = near.get(quantity.hedge, around)
        return low <= ratio <= high and ratio != (factor if quantity.comparator else 0)
    value = quantity.values[0]
    if quantity.kind == "multiple":
        return bool(low) and _shown(high / low, value)
    same = quantity.unit in (one.unit, "percentage points", "points" if one.unit == "%" else "")
    return same and _shown(high - low, value)


def _shown(exact: Decimal, value: Decimal) -> bool:
    places = value.as_tuple().exponent
    return (
        isinstance(places, int)
        and exact.quantize(Decimal(1).scaleb(places), ROUND_HALF_UP) == value
    )
