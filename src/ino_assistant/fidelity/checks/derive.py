"""Figures that a statement computes from those of the evidence: differences and ratios.

They are never `supported`: right ones are `derived`, and only where both operands are bound
to the two arms of one comparison; wrong ones are contradicted.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from ino_assistant.fidelity.binding.claims import Claim
from ino_assistant.fidelity.binding.reading import Reading
from ino_assistant.fidelity.checks.context import context_keys
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


def complement_of(said: Claim, evidence: Reading) -> Claim | None:
    """The ratio of 0.72 that `28 % lower` tells."""
    quantity = said.quantity
    if quantity.kind != "percent" or quantity.comparator:
        return None
    if not (said.unit.contrast or said.bound["what"] or said.bound["word"] & {"lower"}):
        return None
    ours = said.bound["what"]
    for claim in evidence.claims:
        if claim.quantity.kind != "number" or not claim.bound["stat"] & _RATIOS:
            continue
        if (1 - claim.quantity.values[0]) * 100 != quantity.values[0]:
            continue
        theirs = claim.bound["what"]
        if (alike(ours, theirs) or not (ours and theirs)) and not _part_only(ours, claim, evidence):
            return claim
    return None


def _named(key: str, keys: frozenset[str]) -> bool:
    return alike(frozenset((key,)), keys)


def _part_only(ours: frozenset[str], claim: Claim, evidence: Reading) -> bool:
    """Whether only one half of `X or Y` is named, which the ratio is of together."""
    for number in range(max(0, claim.sentence - 1), claim.sentence + 1):
        items = evidence.sentences[number].items
        for at, item in enumerate(items):
            if item.text.lower() != "or":
                continue
            one = [i.key for i in items[max(0, at - 2) : at] if i.role == "endpoint"]
            two = [i.key for i in items[at + 1 : at + 4] if i.role == "endpoint"]
            if one and two and _named(one[-1], ours) != _named(two[0], ours):
                return True
    return False


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
            ours = said.bound["what"]
            if ours and not ours & one.bound["what"] and not _of_subject(ours, one, evidence):
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


def _of_subject(ours: frozenset[str], one: Claim, evidence: Reading) -> bool:
    """`It occurred in 23.3 % and 27.5 %`: of what the sentence before is about."""
    return not one.bound["what"] and ours <= context_keys(evidence, one.sentence)


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
        return bool(low) and _times(quantity, high / low)
    same = quantity.unit in (one.unit, "percentage points", "points" if one.unit == "%" else "")
    return same and _shown(high - low, value)


def _times(quantity: Quantity, ratio: Decimal) -> bool:
    """`3.1 times`, `three times`, `more than three times`: a fair name of a ratio."""
    value = quantity.values[0]
    above = quantity.comparator == ">" or quantity.hedge == "+"
    if above or quantity.comparator == "<" or quantity.hedge == "-":
        return Decimal(0) < (ratio - value if above else value - ratio) <= value / 4
    if quantity.comparator:
        return False
    if value != value.to_integral_value():
        return _shown(ratio, value)
    return abs(ratio - value) <= value / (10 if quantity.hedge == "~" else 20)


def _shown(exact: Decimal, value: Decimal) -> bool:
    places = value.as_tuple().exponent
    return (
        isinstance(places, int)
        and exact.quantize(Decimal(1).scaleb(places), ROUND_HALF_UP) == value
    )
