"""Figures that a statement computes from those of the evidence: differences and ratios.

They are never right as they stand: one that follows is `derived` by what it comes to in plain
figures (`worked_out`), where the operands are judged; one that does not is contradicted here.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from ino_assistant.fidelity.binding.claims import Claim
from ino_assistant.fidelity.binding.item import Item
from ino_assistant.fidelity.binding.kinds import VERSUS
from ino_assistant.fidelity.binding.reading import Reading
from ino_assistant.fidelity.checks.context import context_keys
from ino_assistant.fidelity.checks.findings import Finding, contradicted, missing, unbound
from ino_assistant.fidelity.checks.operands import fairly, is_times
from ino_assistant.fidelity.checks.relation import Relation
from ino_assistant.fidelity.checks.turns import alike
from ino_assistant.fidelity.quantity.model import Quantity
from ino_assistant.fidelity.terms.vocabulary import words

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
    """What is wrong with a computed figure as it stands; None if it is none."""
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
        # Right by arithmetic; whether of what it is said of, its telling in plain figures shows.
        return [unbound("number", text, "the evidence does not give such figures for these two")]
    shown = "; ".join(f"{one.text.strip()} and {two.text.strip()}" for one, two in pairs[:3])
    return [contradicted("number", text, f"not what follows from {shown}")]


_CONTROLS = ("placebo", "control")
_TURNED = words("direction", "up") | words("direction", "down") | {"efficacy", "effective"}
_RATIOS = frozenset(("hazard ratio", "odds ratio", "risk ratio", "rate ratio"))


def complement_of(said: Claim, statement: Reading, evidence: Reading) -> Claim | None:
    """The ratio of 0.72 that `28 % lower` tells."""
    quantity = said.quantity
    if quantity.kind != "percent" or quantity.comparator:
        return None
    items = statement.sentences[said.sentence].items
    turn = next((n for n, i in enumerate(items) if _TURNED & set(i.text.lower().split())), None)
    if turn is None or _lowering(items[:turn]) in _CONTROLS:
        return None  # what lowers is what is compared with a control, never the control
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


def _lowering(items: Sequence[Item]) -> str:
    """The arm that a sentence tells the effect of: the first, if not behind `compared with`."""
    for index, item in enumerate(items):
        before = {i.text.lower() for i in items[max(0, index - 2) : index]}
        if item.role == "arm" and not before & VERSUS:
            return item.key
    return ""


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
    """Whether a difference or a ratio of two figures is this one, whichever is the larger."""
    high, low = max(one.values[0], two.values[0]), min(one.values[0], two.values[0])
    factor = _FACTORS.get(quantity.symbol) if quantity.kind == "vague" else None
    if quantity.kind == "multiple":
        factor = quantity.values[0]
    if factor is not None:
        told = Relation(
            True, factor, 1, "", quantity.span,
            comparator=quantity.comparator, hedge=quantity.hedge,
        )  # fmt: skip
        return bool(low) and is_times(told, high / low)
    same = quantity.unit in (one.unit, "percentage points", "points" if one.unit == "%" else "")
    plain = bool(quantity.values) and same
    return plain and fairly(quantity.values[0], high - low, quantity.comparator, quantity.hedge)
