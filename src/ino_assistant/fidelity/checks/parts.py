"""Part and whole of a share that the evidence prints apart: `54 of the 64`."""

from __future__ import annotations

from decimal import Decimal

from ino_assistant.fidelity.binding.claims import Claim
from ino_assistant.fidelity.binding.reading import Reading
from ino_assistant.fidelity.checks.arm_check import same_dose
from ino_assistant.fidelity.quantity.equality import rounds_to
from ino_assistant.fidelity.quantity.model import Quantity

_COUNTS = ("count", "number")


def is_part(quantity: Quantity, top: Claim, evidence: Reading) -> bool:
    """Whether a claim is the part of a fraction whose whole the evidence prints elsewhere."""
    if quantity.kind != "fraction" or quantity.comparator or not quantity.values[1]:
        return False
    part, whole = quantity.values[:2]
    if not any(q.kind in _COUNTS and q.values == (part,) for q in top.quantities):
        return False
    share = (part / whole * 100).quantize(Decimal("1e-9"))
    percents = [q for q in top.quantities if q.kind == "percent"]
    agrees = any(rounds_to(share, p.values[0]) for p in percents)
    for size in evidence.claims:
        if not any(q.kind in _COUNTS and q.values == (whole,) for q in size.quantities):
            continue
        theirs = size.bound["arm"] or _arm_before(size, evidence)
        both = bool(top.bound["arm"] and theirs)
        known = {a for c in evidence.claims for a in c.bound["arm"]}
        alone = not (top.bound["arm"] or theirs) or (agrees and len(known) == 1)
        same = same_arm(top.bound["arm"], theirs) if both else alone
        told = not percents and both and top.sentence == size.sentence
        if same and (agrees or told):
            return True
    return False


def _arm_before(size: Claim, evidence: Reading) -> frozenset[str]:
    """The arm that `A 5 mg twice daily (n=2,907)` gives the size of: the last one named."""
    items = evidence.sentences[size.sentence].items
    for index in range(size.unit.first - 1, -1, -1):
        item = items[index]
        if item.role == "arm":
            return frozenset((item.key,))
        if item.quantity is not None and item.quantity.kind == "count":
            break
    return frozenset()


def same_arm(one: frozenset[str], two: frozenset[str]) -> bool:
    """Whether two sets of arms have one in common, its dose left out or not."""
    return any(a == b or same_dose(a, b) for a in one for b in two)


__all__ = ["is_part", "same_arm"]
