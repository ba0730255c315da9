"""Figures that add up parts which the evidence prints: of two arms, two cycles, two doses.

The parts are figures of one sentence or one row of a table, of one thing, and differ in nothing
but the arm, the time or the group. That they are added must be plain: the statement says so
(`together`), tells the parts too, names all their times, or tells the whole that they are of.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from ino_assistant.fidelity.binding.claims import Claim
from ino_assistant.fidelity.binding.reading import Reading
from ino_assistant.fidelity.checks.parts import same_arm
from ino_assistant.fidelity.quantity.equality import rounds_to
from ino_assistant.fidelity.quantity.model import Quantity

_COUNTS = ("count", "number")
_TOGETHER = frozenset(
    ("together", "combined", "altogether", "total", "sum", "both", "all", "overall", "either")
)
_UNTIL = frozenset(("by", "through", "until"))
_MOST_PARTS = 3
_MOST_CLAIMS = 8


def sums_of(
    said: Claim, statement: Reading, evidence: Reading
) -> Iterator[tuple[tuple[Claim, Claim], ...]]:
    """The parts that a figure is the sum of: the claim as to be judged, and each part.

    Args:
        said: a count, a fraction or a percentage that stands nowhere in the evidence.
        statement: which it is of.
        evidence: where the parts are looked for.
    """
    quantity = said.quantity
    if quantity.comparator or quantity.hedge or quantity.kind not in (
        *_COUNTS, "fraction", "percent",
    ):  # fmt: skip
        return
    for claims in _families(evidence):
        for many in range(2, _MOST_PARTS + 1):
            for parts in itertools.combinations(claims, many):
                if _adds_up(quantity, parts, evidence) and _meant(said, statement, evidence, parts):
                    yield _pairs(said, statement, parts)


def _families(evidence: Reading) -> Iterator[Sequence[Claim]]:
    """Results of one thing that stand in one sentence or one row."""
    rows: dict[str, list[Claim]] = {}
    for claim in evidence.claims:
        if claim.role not in ("main", "size") or claim.unit.contrast or _top(claim) is None:
            continue
        rows.setdefault(evidence.rows.get(claim.sentence, f"#{claim.sentence}"), []).append(claim)
    for claims in rows.values():
        if 1 < len(claims) <= _MOST_CLAIMS:
            yield claims


def _top(claim: Claim) -> Decimal | None:
    """How many a claim counts."""
    for quantity in claim.quantities:
        if quantity.comparator or quantity.hedge:
            continue
        if quantity.kind in (*_COUNTS, "fraction") and quantity.values:
            return quantity.values[0]
    return None


def _whole(claim: Claim) -> Decimal | None:
    return next(
        (q.values[1] for q in claim.quantities if q.kind == "fraction" and q.values[1]), None
    )


def _adds_up(quantity: Quantity, parts: Sequence[Claim], evidence: Reading) -> bool:
    """Whether the parts of one thing give the figure, and its whole where it has one."""
    if len({p.bound["what"] for p in parts}) > 1 or not _apart(parts):
        return False
    total = sum((_top(p) or Decimal(0) for p in parts), Decimal(0))
    wholes = [_whole(p) for p in parts]
    same = wholes[0] if len(set(wholes)) == 1 else None
    arms = {p.bound["arm"] for p in parts}
    if quantity.kind == "percent":
        exact = total / same * 100 if same and len(arms) == 1 else None
        return exact is not None and rounds_to(exact.quantize(Decimal("1e-9")), quantity.values[0])
    if quantity.values[0] != total:
        return False
    if quantity.kind != "fraction":
        return quantity.unit in ("", "patient", "event", "case", "death", "response")
    told = quantity.values[1]
    if same is not None and len(arms) == 1:
        return told == same
    if all(wholes) and len(arms) == len(parts):
        return told == sum((w for w in wholes if w), Decimal(0))
    sizes = _sizes(parts, evidence)
    if sizes is not None:
        return told == sizes
    return all(_is_size(p) for p in parts) and any(
        q.kind in _COUNTS and q.values[:1] == (told,)
        for c in evidence.claims if c not in parts for q in c.quantities
    )  # fmt: skip


def _is_size(claim: Claim) -> bool:
    return claim.role == "size" or any(q.symbol == "n" for q in claim.quantities)


def _sizes(parts: Sequence[Claim], evidence: Reading) -> Decimal | None:
    """How many were looked at in all: the sizes that stand in the heads of the parts' cells."""
    found = Decimal(0)
    for part in parts:
        size = next(
            (q.values[0] for c in evidence.claims_in(part.sentence) for q in c.quantities
             if c.group != part.group and q.symbol == "n" and c.unit.first < part.unit.first),
            None,
        )  # fmt: skip
        if size is None or part.sentence not in evidence.rows:
            return None
        found += size
    return found


def _apart(parts: Sequence[Claim]) -> bool:
    """Whether parts are of other arms, or of other times or groups of one arm."""
    for one, two in itertools.combinations(parts, 2):
        arms = one.bound["arm"], two.bound["arm"]
        if all(arms) and not arms[0] & arms[1]:
            continue
        other = any(
            one.bound[role] and two.bound[role] and not one.bound[role] & two.bound[role]
            for role in ("time", "cond")
        )
        if arms[0] != arms[1] or not other:
            return False
    return True


def _meant(said: Claim, statement: Reading, evidence: Reading, parts: Sequence[Claim]) -> bool:
    """Whether the statement plainly adds these parts."""
    if statement.sentences[said.sentence].items[said.unit.first].depth:
        return False  # `31/79 (39 patients)` tells the same figure again
    tops = {_top(p) for p in parts}
    told = {_top(c) for c in statement.claims_in(said.sentence) if c.group != said.group}
    ours = said.bound["arm"]
    if not tops <= told and ours and not all(same_arm(ours, p.bound["arm"]) for p in parts):
        return False
    arms = {p.bound["arm"] for p in parts}
    if len(arms) == 1 and not ours and arms != {frozenset()}:
        known = {a for c in evidence.claims for a in c.bound["arm"]}
        if len(known) > 1:
            return False
    if said.bound["time"] and not _all_times(said, statement, parts):
        return False
    lower = {i.text.lower() for i in statement.sentences[said.sentence].items}
    return bool(
        lower & _TOGETHER
        or tops <= told
        or (said.bound["time"] and len(arms) == 1)
        or (ours and said.quantity.kind == "fraction")
        or (len(arms) == len({a for c in evidence.claims for a in c.bound["arm"]}) == len(parts))
    )


def _all_times(said: Claim, statement: Reading, parts: Sequence[Claim]) -> bool:
    """Whether a statement names the times of all parts, or the last of them as an end."""
    theirs = frozenset().union(*(p.bound["time"] for p in parts))
    ours = said.bound["time"]
    if ours == theirs or _members(ours) == _members(theirs):
        return True
    items = [i.text.lower() for i in statement.sentences[said.sentence].items]
    numbers = sorted(_members(theirs))
    onward = numbers == [f"{n} {numbers[0].partition(' ')[2]}" for n in range(1, len(numbers) + 1)]
    return bool(set(items) & _UNTIL) and onward and _members(ours) == {numbers[-1]}


def _members(keys: frozenset[str]) -> frozenset[str]:
    """Single times: `1,2 cycle` is cycle 1 and cycle 2."""
    found = set()
    for key in keys:
        head, _, unit = key.rpartition(" ")
        found |= {f"{n} {unit}" for n in head.split(",")}
    return frozenset(found)


def _pairs(
    said: Claim, statement: Reading, parts: Sequence[Claim]
) -> tuple[tuple[Claim, Claim], ...]:
    """The sum as said of each part, without what the parts differ in."""
    arms = {p.bound["arm"] for p in parts}
    bare: dict[str, frozenset[str]] = {}
    if len(arms) > 1:
        bare["arm"] = frozenset()
    if len({p.bound["time"] for p in parts}) > 1:
        bare["time"] = frozenset()
    if len({p.bound["cond"] for p in parts}) > 1:
        bare["cond"] = frozenset()
    # What stands around it tells which parts it is the sum of.
    ours = replace(said, bound={**said.bound, **bare}, territory=frozenset())
    return tuple((ours, replace(p, bound={**p.bound, **bare})) for p in parts)


__all__ = ["sums_of"]
