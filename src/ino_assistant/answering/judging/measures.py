"""Figures of a question held against those of a statement: equal, above, higher in which arm.

Only figures that are bound to the same thing are compared: the same endpoint, arm, group,
statistic and time. Where a binding is not sure nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ino_assistant.answering.judging.known import Told
from ino_assistant.answering.judging.matching import Wanted, covers
from ino_assistant.fidelity.binding.claims import Claim
from ino_assistant.fidelity.binding.kinds import VERSUS
from ino_assistant.fidelity.binding.mentions import key_of
from ino_assistant.fidelity.checks.context import COMPOSED
from ino_assistant.fidelity.checks.direction_check import Direction, directions_of
from ino_assistant.fidelity.quantity.model import Quantity

_SHARES = {"half": Decimal(50), "majority": Decimal(50), "third": Decimal(100) / 3,
           "quarter": Decimal(25), "two thirds": Decimal(200) / 3}  # fmt: skip
_HUNDRED = Decimal(100)
_COMPARED = ("percent", "duration", "measure", "number", "count", "ratio", "multiple", "fraction",
             "p_value")  # fmt: skip
_DIMENSIONS = ("cond", "time", "stat")
_PLACES = 3
"""Decimal places that a printed figure has at most; a quotient has any number."""
_LOOSE_STATISTICS = frozenset(("range", "median", "mean", "cumulative"))


def share_of(quantity: Quantity) -> Decimal | None:
    """A quantity as a percentage, if it is a share of something."""
    if quantity.kind == "percent" and quantity.values:
        return quantity.values[0]
    if quantity.kind == "fraction" and len(quantity.values) > 1 and quantity.values[1]:
        return quantity.values[0] / quantity.values[1] * _HUNDRED
    if quantity.kind == "vague":
        return _SHARES.get(quantity.symbol)
    return None


def asked_figures(wanted: Wanted) -> list[Claim]:
    """The figures that a question asserts; not those that say which patients or when."""
    return [
        c
        for c in wanted.reading.claims
        if c.role == "main"
        and (c.quantity.kind in _COMPARED or share_of(c.quantity) is not None)
        and c.quantity.kind != "label"
    ]


def comparable(asked: Quantity, printed: Claim) -> Decimal | None:
    """The printed value in the unit of the one asked, if they can be held together."""
    wanted_share = share_of(asked)
    for quantity in printed.quantities:
        if wanted_share is not None:
            share = share_of(quantity) if quantity.kind != "vague" else None
            if share is not None and _open_alike(asked, quantity):
                return share
        elif (
            quantity.kind == asked.kind
            and quantity.unit == asked.unit
            and len(quantity.values) == 1 == len(asked.values)
            and _open_alike(asked, quantity)
        ):
            return quantity.values[0]
        elif quantity.kind == asked.kind == "ratio" and len(quantity.values) == len(asked.values):
            return None if quantity.values != asked.values else quantity.values[0]
    return None


def _open_alike(asked: Quantity, printed: Quantity) -> bool:
    """Whether a printed value is exact, or open to the same side from the same figure."""
    return not printed.comparator or (
        printed.comparator == asked.comparator and printed.values == asked.values
    )


def within(asked: Quantity, printed: Claim) -> bool | None:
    """Whether an amount keeps to a printed limit, `up to 6 cycles`; None where there is none."""
    for quantity in printed.quantities:
        if (
            quantity.comparator == "<="
            and quantity.kind == asked.kind
            and quantity.unit == asked.unit
            and len(quantity.values) == 1 == len(asked.values)
            and asked.comparator in ("", "<=")
        ):
            return asked.values[0] <= quantity.values[0]
    return None


def holds(asked: Quantity, value: Decimal, printed: Quantity) -> bool:
    """Whether a printed value is what is asked: equal as far as it is written, or beyond it."""
    limit = share_of(asked)
    limit = asked.values[0] if limit is None else limit
    if printed.comparator:
        # `above 8 times` is the very threshold that is asked after.
        return True
    if asked.kind == "vague" and asked.symbol == "majority" and not asked.comparator:
        return value > limit
    if asked.comparator == ">":
        return value > limit
    if asked.comparator == ">=":
        return value >= limit
    if asked.comparator == "<":
        return value < limit
    if asked.comparator == "<=":
        return value <= limit
    if asked.kind == "fraction":
        # `69/88` is 78.4 %, however it is printed.
        return same_figure(value, limit)
    return same_figure(limit, value, hedged=bool(asked.hedge) or asked.kind == "vague")


def same_figure(said: Decimal, printed: Decimal, *, hedged: bool = False) -> bool:
    """Whether a figure is the printed one, or that rounded."""
    if said == printed:
        return True
    exponent = said.normalize().as_tuple().exponent
    places = min(-exponent, _PLACES) if isinstance(exponent, int) and exponent < 0 else 0
    if round(printed, places) == round(said, places):
        return True
    return hedged and abs(said - printed) <= abs(printed) / 20


@dataclass(frozen=True, slots=True)
class Frame:
    """What a figure belongs to."""

    what: frozenset[str]
    arms: frozenset[str]
    others: frozenset[str]

    @classmethod
    def of(cls, claim: Claim, defaults: frozenset[str]) -> Frame:
        """The frame of a claim; of no arm is of the product."""
        others = frozenset[str]().union(*(claim.bound[d] for d in _DIMENSIONS))
        arms = frozenset(a.split(" @")[0] for a in claim.bound["arm"])
        return cls(claim.bound["what"], arms or defaults, others - _LOOSE_STATISTICS)


def figures_of(
    claim: Claim, wanted: Wanted, told: Told, defaults: frozenset[str], *, endpoint: bool
) -> list[tuple[Claim, Decimal]]:
    """Printed figures that are of the very thing that a question's figure is of.

    Args:
        claim: the question's.
        wanted: the question.
        told: the statement.
        defaults: arms that are the product itself.
        endpoint: an endpoint must be shared; else the words around must be.
    """
    found = []
    # Beside cells of arms, that of both together is not of the product.
    product_only = not any(c.bound["arm"] for c in told.reading.claims)
    for printed in told.reading.claims:
        if printed.role != "main" or printed.unit.contrast:
            continue
        value = comparable(claim.quantity, printed)
        if value is None and within(claim.quantity, printed) is not None:
            value = printed.quantity.values[0]
        if value is None:
            continue
        frame = Frame.of(printed, defaults if product_only else frozenset())
        if claim.quantity.kind == "measure" and not claim.bound["time"]:
            # How often a dose is given makes it no other dose.
            frame = replace(frame, others=frame.others - printed.bound["time"])
        if wanted.arms and not (wanted.arms & frame.arms):
            continue
        if wanted.arms and len(printed.bound["arm"]) > 1:
            continue
        asked_what = claim.bound["what"]
        loosely = wanted.asked.granted and any(
            COMPOSED.get(k, frozenset()) & asked_what for k in frame.what
        )
        if endpoint and not (asked_what and (_same_what(asked_what, frame.what) or loosely)):
            continue
        if not endpoint and asked_what and frame.what and not _same_what(asked_what, frame.what):
            continue
        # A group or time that the question does not name makes it another figure.
        if any(not covers(o, wanted.keys) and o not in asked_labels(wanted) for o in frame.others):
            continue
        named = {k for d in _DIMENSIONS for k in claim.bound[d]} - _LOOSE_STATISTICS
        around = told.around | told.keys | _labels_in_text(wanted, told)
        if any(o not in frame.others and not covers(o, around) for o in named):
            continue
        found.append((printed, value))
    return found


def _labels_in_text(wanted: Wanted, told: Told) -> frozenset[str]:
    """Times and labels of a question that stand in a statement or its headings as written."""
    return frozenset(
        key_of(q)
        for c in wanted.reading.claims
        for q in c.quantities
        if q.text.strip().lower() in told.text
    )


def asked_labels(wanted: Wanted) -> frozenset[str]:
    """Thresholds, times and groups that a question names, as a claim's dimensions name them."""
    return frozenset(k for c in wanted.reading.claims for d in _DIMENSIONS for k in c.bound[d])


def _same_what(one: frozenset[str], two: frozenset[str]) -> bool:
    return one <= two or (bool(two) and two <= one and len(two) == len(one))


def filters_covered(question: Wanted, told: Told, asserted: str) -> bool:
    """Whether times, labels and thresholds that a question names are in the statement."""
    printed = told.reading.claims
    values = {(q.kind, q.unit, q.values, q.comparator) for c in printed for q in c.quantities}
    for claim in question.reading.claims:
        for quantity in claim.quantities:
            if quantity.text == asserted or quantity.text.strip().lower() in told.text:
                continue
            if (quantity.kind, quantity.unit, quantity.values, quantity.comparator) not in values:
                return False
    return True


# Comparisons.


def printed_directions(
    said: Direction, question: Wanted, told: Told, number: int, arms: Sequence[str]
) -> list[Direction]:
    """Comparisons of a sentence that may be held against one of a question.

    A sentence that names one arm compares it with the other only where it names nothing
    else that could be compared: no `than`, no other group of patients.
    """
    items = told.reading.sentences[number].items
    named = {i.key for i in items if i.role == "arm"}
    if not said.first:
        return directions_of(told.reading, number, ())
    if {said.first, said.second} <= named or not said.second:
        return directions_of(told.reading, number, arms)
    others = any(
        (i.role == "condition" or i.population) and not covers(i.key, question.keys) for i in items
    )
    versus = any(i.text.lower() in VERSUS or i.text.lower() == "than" for i in items)
    return [] if others or versus else directions_of(told.reading, number, arms)


def asked_directions(wanted: Wanted, arms: Sequence[str]) -> list[Direction]:
    """Comparisons that a question makes in words."""
    return directions_of(wanted.reading, 0, arms)


def compared_by_figures(said: Direction, wanted: Wanted, told: Told) -> bool | None:
    """Whether the figures of a statement bear a comparison out; None where they can't tell."""
    if not said.first or not said.second or said.graded:
        return None
    mains = [c for c in told.reading.claims if c.role == "main" and not c.unit.contrast]
    results = set()
    for one in mains:
        for two in mains:
            if one is two or not _on_sides(said, one, two):
                continue
            if one.sentence != two.sentence and told.statement.row is None:
                continue
            if one.bound["what"] != two.bound["what"]:
                continue
            if said.what and one.bound["what"] and not said.what & one.bound["what"]:
                continue
            sides = {said.first, said.second}
            others = [
                (c.bound["cond"] | c.bound["time"]) - sides - _LOOSE_STATISTICS for c in (one, two)
            ]
            if others[0] != others[1]:
                continue
            if any(not covers(o, (*wanted.keys, *asked_labels(wanted))) for o in others[0]):
                continue
            pair = _pair(one, two)
            if pair is not None:
                sign = (pair[0] > pair[1]) - (pair[0] < pair[1])
                if said.sign == 0 and sign:
                    # How near is near enough no figure tells.
                    return None
                results.add(sign == said.sign)
    return results.pop() if len(results) == 1 else None


def _on_sides(said: Direction, one: Claim, two: Claim) -> bool:
    ours, theirs = (c.bound["arm"] | c.bound["cond"] for c in (one, two))
    return (
        said.first in ours
        and said.second in theirs
        and said.second not in ours
        and said.first not in theirs
    )


def _pair(one: Claim, two: Claim) -> tuple[Decimal, Decimal] | None:
    for p in one.quantities:
        for q in two.quantities:
            left, right = share_of(p), share_of(q)
            if left is not None and right is not None and "vague" not in (p.kind, q.kind):
                return left, right
    for p in one.quantities:
        for q in two.quantities:
            if (
                p.kind == q.kind
                and p.unit == q.unit
                and p.kind in ("duration", "measure", "number")
            ):
                return p.values[0], q.values[0]
    return None


def compared_by_words(said: Direction, printed: Iterable[Direction]) -> bool | None:
    """Whether a statement's own words compare the same things the same way."""
    result: bool | None = None
    for other in printed:
        if not said.what & other.what:
            continue
        if said.graded and not other.graded and other.sign == 0:
            continue
        if said.first and other.first:
            if {said.first, said.second} != {other.first, other.second}:
                continue
            sign = other.sign if other.first == said.first else -other.sign
        elif said.first or other.first:
            continue
        else:
            sign = other.sign
        if sign == said.sign:
            return True
        result = False
    return result
