"""Pairs of printed figures that a relation may be of, by arithmetic alone.

What each figure is of is not asked here: a pair that comes to the right value is put into the
statement's own words, and these are judged like any other.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from ino_assistant.fidelity.binding.claims import Claim
from ino_assistant.fidelity.binding.item import Item
from ino_assistant.fidelity.binding.mentions import WHAT
from ino_assistant.fidelity.binding.reading import Reading
from ino_assistant.fidelity.checks.relation import Relation
from ino_assistant.fidelity.quantity.model import Quantity
from ino_assistant.fidelity.quantity.singles import TIMES

_KINDS = ("percent", "number", "measure", "duration", "count", "multiple")
_COUNTED = ("", "patient", "event", "case", "death", "response", "episode")
_MOST = 60
"""How many figures are paired; where more may be meant, nothing can be told."""


@dataclass(frozen=True, slots=True)
class Operand:
    """A printed figure, or the share that a printed fraction is.

    Attributes:
        text: as printed.
        scale: what it may be compared with: a unit, `%` for shares, `n` for counts.
    """

    text: str
    value: Decimal
    scale: str
    claim: Claim
    place: int = 0
    """Which of the figures of its unit it is."""
    group: str = ""
    """Whom it is a share of, where all of the text is about them: `women`."""


def operands_of(evidence: Reading) -> list[Operand]:
    """Every figure of a text that a relation could be of, exact ones only."""
    found: list[Operand] = []
    for claim in evidence.claims:
        if claim.role not in ("main", "size") or claim.unit.contrast:
            continue
        has_percent = any(q.kind == "percent" for q in claim.quantities)
        for quantity in claim.quantities:
            found += [
                replace(o, group=_group_of(claim, evidence) if o.scale == "%" else "")
                for o in _of_quantity(quantity, claim, has_percent=has_percent)
            ]
    return found


_GROUPS = frozenset(("women", "men", "children", "adolescents", "infants", "adults"))


def _group_of(claim: Claim, evidence: Reading) -> str:
    """The one group that a text is about, where a share is told of it: `2.3 % of women`."""
    items = evidence.sentences[claim.sentence].items
    behind = [i.text.lower() for i in items[claim.unit.first + 1 : claim.unit.first + 3]]
    named = {w for w in re.findall(r"[a-z]+", evidence.text.lower()) if w in _GROUPS}
    return behind[1] if behind[:1] == ["of"] and named == set(behind[1:]) else ""


def _of_quantity(quantity: Quantity, claim: Claim, *, has_percent: bool) -> Iterator[Operand]:
    text = quantity.text.strip()
    if quantity.comparator or quantity.hedge or not quantity.values:
        return
    if quantity.kind == "fraction" and quantity.values[1]:
        top, whole = quantity.values
        yield Operand(text, top, "n", claim)
        if not has_percent:
            yield Operand(text, top / whole * 100, "%", claim)
    elif quantity.kind == "interval" and quantity.level is None and len(quantity.values) > 1:
        # `from 8.3 % to 6.8 %`: both ends are figures, of two times.
        for place, value in enumerate(quantity.values):
            space = "" if quantity.unit in ("", "%") else " "
            end = f"{value}{space}{quantity.unit}"
            yield Operand(end, value, quantity.unit or "number", claim, place)
    elif quantity.kind in _KINDS or quantity.kind == "spread":
        if quantity.symbol == "n":
            text = f"{quantity.values[0]}"
        elif quantity.unit.startswith("per ") and "per" not in text:
            text = f"{text} {quantity.unit}"
        scale = _scale(quantity)
        if scale == "number" and has_percent:
            scale = "n"  # `26 (8.0 %)`
        yield Operand(text, quantity.values[0], scale, claim)


def _scale(quantity: Quantity) -> str:
    if quantity.kind == "percent":
        return "%"
    if quantity.kind == "count":
        return "n" if quantity.unit in _COUNTED else quantity.unit
    if quantity.kind in ("number", "spread"):
        return quantity.unit or "number"
    return " ".join((quantity.unit, quantity.rate)).strip()


def changes_of(operands: Sequence[Operand], sign: int) -> list[Operand]:
    """How far a figure moved, where it is printed for two times of one arm: `from 8.3 to 6.8`.

    Args:
        operands: the figures.
        sign: 1 for rises, -1 for falls.
    """
    found = []
    for one, two in itertools.combinations(operands, 2):
        first, second = one.claim, two.claim
        same = (
            one.scale == two.scale
            and first.sentence == second.sentence
            and first.bound["arm"] == second.bound["arm"]
            and first.bound["what"] == second.bound["what"]
        )
        apart = first.bound["time"] != second.bound["time"]
        moved = (two.value > one.value) - (two.value < one.value)
        if same and (first.group == second.group or apart) and moved == sign:
            text = f"from {one.text} to {two.text}"
            found.append(Operand(text, abs(one.value - two.value), one.scale, first))
    return found


def sums_for(quantity: Quantity, operands: Sequence[Operand]) -> Iterator[tuple[Operand, ...]]:
    """Figures of several arms that a count or a fraction is the sum of."""
    if quantity.kind not in ("count", "number", "fraction") or quantity.comparator:
        return
    counts = [o for o in operands if o.scale in ("n", "number") and o.claim.bound["arm"]]
    for many in (2, 3):
        for parts in itertools.combinations(counts, many):
            claims = [p.claim for p in parts]
            if (
                len({c.sentence for c in claims}) == 1
                and len({c.bound["arm"] for c in claims}) == many
                and len({c.bound["what"] for c in claims}) == 1
                and sum(p.value for p in parts) == quantity.values[0]
                and (quantity.kind != "fraction" or _whole(parts) == quantity.values[1])
            ):
                yield parts


def _whole(parts: Sequence[Operand]) -> Decimal | None:
    wholes = [
        next((q.values[1] for q in p.claim.quantities if q.kind == "fraction"), None) for p in parts
    ]
    return sum((w for w in wholes if w is not None), Decimal(0)) if all(wholes) else None


def fitting(said: Sequence[Item], operands: Sequence[Operand], evidence: Reading) -> list[Operand]:
    """The figures that may be of what a statement names, the first of them if there are many."""
    return list(itertools.islice((o for o in operands if _is_of(said, o, evidence)), _MOST))


def _is_of(said: Sequence[Item], operand: Operand, evidence: Reading) -> bool:
    """Whether a figure may be of what a statement names, by where it stands.

    Not if it stands in a sentence with a subject of its own while what the statement names
    stands in another.
    """
    claim = operand.claim
    if claim.role == "size":
        return True  # how many there were, whatever was seen in them
    if claim.sentence in evidence.rows:
        return _of_row(said, evidence.rows[claim.sentence], evidence)
    what = {i.key for i in said if i.role in WHAT and not i.population}
    if not what or what & evidence.keys[claim.sentence]:
        return True
    return _points_back(evidence, claim.sentence) or not any(what & k for k in evidence.keys)


def _of_row(said: Sequence[Item], label: str, evidence: Reading) -> bool:
    """Whether a row may be what a statement names: it has a word of its label, or no row has."""
    names = {w for i in said for w in i.text.lower().split() if i.kind in ("word", "mention")}
    own = [len(names & set(row.split())) for row in {*evidence.rows.values()}]
    return not any(own) or bool(names & set(label.split()))


_BACK = frozenset(("it", "this", "these", "they", "that", "those", "rates", "corresponding"))


def _points_back(evidence: Reading, sentence: int) -> bool:
    """Whether a sentence is about what the one before it is: `at 5 years it was 42 %`."""
    items = evidence.sentences[sentence].items
    return any(i.text.lower() in _BACK for i in items[:6])


def pairs_for(relation: Relation, operands: Sequence[Operand]) -> Iterator[tuple[Operand, Operand]]:
    """Pairs of figures of one kind that stand in a relation, the first of its two sides first.

    Those of one sentence come first.
    """
    ordered = sorted(
        itertools.permutations(operands, 2),
        key=lambda p: abs(p[0].claim.sentence - p[1].claim.sentence),
    )
    for one, two in ordered:
        if one.scale == two.scale and one is not two and _holds(relation, one, two):
            yield one, two


def levels(operands: Sequence[Operand], evidence: Reading) -> list[Operand]:
    """Figures that something went from or to, which are no changes."""
    found = []
    for operand in operands:
        claim = operand.claim
        items = evidence.sentences[claim.sentence].items
        before = items[claim.unit.first - 1].text.lower() if claim.unit.first else ""
        if claim.quantity.kind == "interval" or before in ("from", "to"):
            found.append(operand)
    return found


def fallen(operands: Sequence[Operand]) -> list[Operand]:
    """Changes printed with a minus as how far each fell."""
    return [replace(o, value=-o.value, text=o.text.lstrip("-")) for o in operands if o.value < 0]


def _holds(relation: Relation, one: Operand, two: Operand) -> bool:
    """Whether the first of two figures stands to the second as a relation says."""
    return (
        _two_sides(relation, one, two)
        and _as_told(relation, one, two)
        and (
            bool(two.value) and is_times(relation, one.value / two.value)
            if relation.is_ratio
            else _alike(relation.unit, one.scale)
            and is_amount(relation, _distance(relation, one, two))
        )
    )


def _distance(relation: Relation, one: Operand, two: Operand) -> Decimal:
    return abs(one.value - two.value) * _factor(one.scale, relation.unit)


def _two_sides(relation: Relation, one: Operand, two: Operand) -> bool:
    """Whether two figures can be those of two sides, or of two times of one."""
    if _of_two_things(one.claim, two.claim):
        return False
    if relation.times is None:
        return one.claim.group != two.claim.group
    return one.claim.bound["arm"] == two.claim.bound["arm"] and _before(two, one)


def _of_two_things(one: Claim, two: Claim) -> bool:
    """`Cmax by 56 % and exposure by 39 %`: what one of them did, the other is not compared with."""
    together = (one.sentence, one.clause) == (two.sentence, two.clause)
    groups = one.bound["cond"] | two.bound["cond"]
    first, second = one.exclusive - groups, two.exclusive - groups
    apart = bool(first and second) and not first & second
    return together and apart and one.bound["arm"] == two.bound["arm"]


def _as_told(relation: Relation, one: Operand, two: Operand) -> bool:
    """Whether two figures are of the kind and in the order that a sentence tells them in."""
    above = (one.value > two.value) - (one.value < two.value)
    counted = relation.of == "share" and one.scale == "n" and (_shares(one) or _shares(two))
    return (
        not counted
        and _of_kind(relation, one.scale)
        and relation.first in (None, one.value)
        and relation.second in (None, two.value)
        and relation.sign in (0, above)
    )


def _before(one: Operand, two: Operand) -> bool:
    """Whether a figure is the earlier of two: that at baseline, else the one printed first."""
    began = ["baseline" in o.claim.bound["time"] for o in (one, two)]
    if began[0] != began[1]:
        return began[0]
    return (one.claim.group, one.place) < (two.claim.group, two.place)


def _of_kind(relation: Relation, scale: str) -> bool:
    """Whether a figure can be what is told of as `as often`, `longer`, `more patients`."""
    timed = scale in TIMES
    if relation.of == "counted":
        return scale in ("n", "number") or scale.startswith("per ")
    if relation.of == "share":
        return scale in ("%", "n", "number") or scale.startswith("per ")
    if relation.of == "people":
        return scale in ("%", "n")
    return timed if relation.of == "time" else True


def _shares(operand: Operand) -> bool:
    """Whether a count is printed with its share, which alone says how frequent something is."""
    return any(q.kind in ("percent", "fraction") for q in operand.claim.quantities)


_SAME = {"%": ("percentage points", "points"), "number": ("points", ""), "n": (""), "points": ("",)}
_PARTS = {
    ("week", "day"): 7, ("day", "hour"): 24, ("hour", "minute"): 60, ("year", "month"): 12,
    ("year", "week"): 52, ("g", "mg"): 1000, ("mg", "mcg"): 1000, ("L", "mL"): 1000,
    ("kg", "g"): 1000,
}  # fmt: skip
"""How many of the smaller unit make one of the larger."""


def _alike(unit: str, scale: str) -> bool:
    plain = scale.partition(" ")[0] if not scale.startswith("per ") else ""
    return (
        unit in (scale, plain)
        or unit in _SAME.get(scale, ())
        or (scale.startswith("per ") and not unit)
        or (unit, scale) in _PARTS
        or (scale, unit) in _PARTS
    )


def _factor(scale: str, unit: str) -> Decimal:
    if (scale, unit) in _PARTS:
        return Decimal(_PARTS[scale, unit])
    return 1 / Decimal(_PARTS[unit, scale]) if (unit, scale) in _PARTS else Decimal(1)


def converted(value: Decimal, unit: str, other: str) -> Decimal | None:
    """A value in another unit; None where the one is no multiple of the other."""
    known = (unit, other) in _PARTS or (other, unit) in _PARTS
    return value * _factor(unit, other) if known else None


def is_amount(told: Relation, exact: Decimal) -> bool:
    """Whether a difference is told fairly: to its digits, or as a hedge or bound allows."""
    return fairly(told.value, exact, told.comparator, told.hedge)


def fairly(value: Decimal, exact: Decimal, comparator: str, hedge: str) -> bool:
    """Whether `value` is a fair name of `exact`, hedged or bounded as it is.

    A hedge allows what rounding to the digits told does, and no more; `nearly` and `over` say on
    which side of a figure, close to it, the exact one is.
    """
    last = Decimal(1).scaleb(min(0, int(value.as_tuple().exponent)))
    if comparator or hedge in ("+", "-"):
        above = comparator in (">", ">=") or hedge == "+"
        beyond = exact - value if above else value - exact
        small = comparator and abs(value) <= _SMALL
        reach = max(last if small else Decimal(0), abs(value) / 10)
        least = beyond >= 0 if comparator in (">=", "<=") else beyond > 0
        return least and beyond <= (reach if comparator else min(last, reach))
    return exact.quantize(last, ROUND_HALF_UP) == value


_SMALL = 5
"""Up to this a whole number is a bound by itself: 0.8 % is `fewer than 1 %`."""


def is_times(told: Relation, ratio: Decimal) -> bool:
    """Whether a ratio is told fairly: `three times`, `more than doubled`, `34 % lower`."""
    value = told.value
    if told.places is not None:
        moved, shown = abs(ratio - 1) * 100, abs(value - 1) * 100
        shown = shown.quantize(Decimal(1).scaleb(-told.places))
        back = {"+": "-", "-": "+"}.get(told.hedge, told.hedge) if value < 1 else told.hedge
        return fairly(shown, moved, told.comparator, back)
    if told.comparator or told.hedge in ("+", "-"):
        above = told.comparator in (">", ">=") or told.hedge == "+"
        reach = value / 4 if value >= 1 else value / 3
        return Decimal(0) < (ratio - value if above else value - ratio) <= reach
    if value > 1 and value != value.to_integral_value() and told.hedge != "~":
        return fairly(value, ratio, "", "")
    near = Decimal(10) if told.hedge == "~" else Decimal(20)
    return abs(ratio - value) <= value / near


__all__ = [
    "Operand", "changes_of", "converted", "fairly", "fallen", "fitting", "is_times", "levels",
    "operands_of", "pairs_for", "sums_for",
]  # fmt: skip
