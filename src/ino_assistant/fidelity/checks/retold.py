"""Figures that are told in another form than they are printed in.

`151 of the 2,905 on A` where 151 (5.2 %) and A (n=2,905) stand apart, `from 52 % to 67 %`
where each is told of its time, `by 1.6 points and by 0.3` with the unit written once, a sum of
two printed counts, a change between two times. Each gives the claim of the evidence that the
roles are then judged by; what is computed is `derived`, never `supported`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from ino_assistant.fidelity.binding.claims import Claim
from ino_assistant.fidelity.binding.reading import Reading
from ino_assistant.fidelity.checks.parts import is_part, same_arm
from ino_assistant.fidelity.checks.shares import exact_of, is_among, is_few, is_share, share_of
from ino_assistant.fidelity.checks.sums import sums_of
from ino_assistant.fidelity.quantity.equality import compare
from ino_assistant.fidelity.quantity.model import Quantity
from ino_assistant.fidelity.terms.vocabulary import stem, words

_COUNTS = ("count", "number")


@dataclass(frozen=True, slots=True)
class Retold:
    """A claim of the statement as the evidence prints it, and where; one pair per figure."""

    pairs: tuple[tuple[Claim, Claim], ...]
    derived: bool


def retellings(said: Claim, statement: Reading, evidence: Reading) -> Iterator[Retold]:
    """The ways in which a figure that is not printed as told may yet be in the evidence."""
    yield from _vague_share(said, evidence)
    yield from _none(said, evidence)
    yield from _past(said, evidence)
    yield from _unit_in_words(said, statement, evidence)
    yield from _of_whole(said, evidence)
    yield from _ordinals(said, statement, evidence)
    yield from _bounds(said, statement, evidence)
    yield from _from_to(said, statement, evidence)
    yield from _unit_once(said, statement, evidence)
    yield from _labels(said, evidence)
    yield from _sums(said, statement, evidence)
    yield from _changes(said, statement, evidence)


def _none(said: Claim, evidence: Reading) -> Iterator[Retold]:
    """`none of the 164` where 0 is printed."""
    if said.quantity.symbol != "none":
        return
    for printed in evidence.claims:
        first = printed.quantity
        counts = first.kind in (*_COUNTS, "percent", "fraction") and not first.comparator
        if counts and first.values[:1] == (Decimal(0),):
            yield Retold(((replace(said, quantities=(said.quantity,)), printed),), False)


_REACH = Decimal("0.1")
"""How far beyond its bound a figure may be, of the bound: 84 % is `over 80 %`, 97 % is not."""


def _past(said: Claim, evidence: Reading) -> Iterator[Retold]:
    """`over 80 %` where 80.7 % is printed, `fewer than 1 %` where 0.9 % is."""
    quantity = said.quantity
    if quantity.comparator not in (">", "<") or quantity.kind not in ("percent", "count", "number"):
        return
    bound = quantity.values[0]
    for printed in evidence.claims:
        for other in printed.quantities:
            alike = (other.kind, other.unit) == (quantity.kind, quantity.unit)
            if not alike or other.comparator or other.hedge or printed.role != "main":
                continue
            beyond = (
                other.values[0] - bound if quantity.comparator == ">" else bound - other.values[0]
            )
            if 0 < beyond <= abs(bound) * _REACH:
                yield Retold(((said, printed),), True)


_COUNTED_IN = ("day", "week", "month", "year", "letters", "points")


def _unit_in_words(said: Claim, statement: Reading, evidence: Reading) -> Iterator[Retold]:
    """`migraine days fell by 4.8` where 4.8 days is printed: the unit is what was counted."""
    quantity = said.quantity
    if quantity.kind != "number" or quantity.unit or quantity.comparator:
        return
    named = {
        i.text.lower().rstrip("s")
        for i in statement.sentences[said.sentence].items
        if i.quantity is None
    }
    for printed in evidence.claims:
        theirs = printed.quantity
        if (
            theirs.unit in _COUNTED_IN
            and theirs.unit.rstrip("s") in named
            and not theirs.comparator
        ):
            told = replace(theirs, comparator="", hedge=quantity.hedge)
            beside = all(
                any(compare(q, other).fits for other in printed.quantities)
                for q in said.quantities[1:]
            )
            if beside and quantity.values == told.values:
                ours = replace(said, quantities=(told, *said.quantities[1:]))
                yield Retold(((ours, printed),), False)


def as_told(said: Claim, statement: Reading) -> Claim:
    """A claim as it is to be judged: where a change began has no time of its own."""
    quantity = said.quantity
    before = _before(said, statement)
    later = [c for c in statement.claims_in(said.sentence) if c.unit.first > said.unit.first]
    items = statement.sentences[said.sentence].items
    onward = any(
        c.quantity.kind == quantity.kind and items[c.unit.first - 1].text.lower() == "to"
        for c in later[:1]
    )
    if before[-1:] == ["from"] and onward:
        said = replace(said, bound={**said.bound, "time": frozenset()})
    around = items[max(0, said.unit.first - 1) : said.unit.last + 2]
    if any(i.text.lower() in ("+", "plus") for i in around):
        # `(42 + 38)` shows what a sum is made of, which is judged itself.
        said = replace(said, bound=dict.fromkeys(said.bound, frozenset[str]()))
    return exact_of(said)


def _vague_share(said: Claim, evidence: Reading) -> Iterator[Retold]:
    """`more than half` where 58 % is printed, `one in five` where 20.4 % is."""
    few = is_few(said.quantity)
    if said.quantity.kind != "vague" and not few:
        return
    for printed in evidence.claims:
        if printed.role != "main" or printed.unit.contrast:
            continue
        shares = [s for q in printed.quantities if (s := share_of(q)) is not None]
        if any(
            is_among(said.quantity, share) if few else is_share(said.quantity, share)
            for share in shares[:1]
        ):
            yield Retold(((said, printed),), True)


def _of_whole(said: Claim, evidence: Reading) -> Iterator[Retold]:
    """`54 of the 64`: part and whole printed apart, the share beside the part agreeing."""
    for top in evidence.claims:
        if is_part(said.quantity, top, evidence):
            yield Retold(((said, top),), False)


def _ordinals(said: Claim, statement: Reading, evidence: Reading) -> Iterator[Retold]:
    """`a first heart failure hospitalization` where `first hospitalization for ...` is printed."""
    if said.quantity.kind != "ordinal":
        return
    items = statement.sentences[said.sentence].items
    behind = {stem(i.text) for i in items[said.unit.last + 1 : said.unit.last + 6]}
    for printed in evidence.claims:
        theirs = printed.quantity
        if theirs.kind == "ordinal" and theirs.values == said.quantity.values:
            noun = stem(theirs.unit)
            if any(noun == word or noun in word.split() for word in behind):
                yield Retold(((replace(said, quantities=(theirs,)), printed),), False)


_BOUNDS = {"<=": frozenset(("maximum", "within")), ">=": frozenset(("minimum",))}


def _bounds(said: Claim, statement: Reading, evidence: Reading) -> Iterator[Retold]:
    """`should not exceed 300 mg` where `the maximum is 300 mg` is printed; `within 2 days`."""
    named = _BOUNDS.get(said.quantity.comparator)
    if not said.quantity.comparator:
        yield from _told_as_bound(said, statement, evidence)
    if named is None:
        return
    plain = replace(said.quantity, comparator="")
    for printed in evidence.claims:
        before = evidence.sentences[printed.sentence].items[printed.clause[0] : printed.unit.first]
        near = {before[-1].text.lower()} if before else set()
        told = near | {i.key for i in before if i.key in ("maximum", "minimum", "minim")}
        if _holds(plain, printed) and named & told and not printed.quantity.comparator:
            yield Retold(((said, printed),), False)


def _told_as_bound(said: Claim, statement: Reading, evidence: Reading) -> Iterator[Retold]:
    """`the maximum dose is 25 mg` where it should `not exceed 25 mg`."""
    items = statement.sentences[said.sentence].items[said.clause[0] : said.unit.first]
    keys = {i.key for i in items}
    sign = "<=" if "maximum" in keys else ">=" if keys & {"minimum", "minim"} else ""
    before = [i.text.lower() for i in items[-3:]]
    timed = said.quantity.kind == "duration" and {"the", "after"} & set(before)
    if not sign and timed and {"in", "within", "during", "over"} & set(before):
        sign = "<="  # `in the 6 months after`, where `up to 6 months after` is printed
    if not sign:
        return
    bound = replace(said.quantity, comparator=sign)
    for printed in evidence.claims:
        if printed.quantity.comparator == sign and _holds(bound, printed):
            yield Retold(((said, printed),), False)


def _before(said: Claim, statement: Reading) -> list[str]:
    items = statement.sentences[said.sentence].items
    return [i.text.lower() for i in items[said.clause[0] : said.unit.first]]


def _from_to(said: Claim, statement: Reading, evidence: Reading) -> Iterator[Retold]:
    """`rose from 52 % to 67 %`: two figures of one sentence, in the order of their times."""
    quantity = said.quantity
    if quantity.kind != "interval" or quantity.level is not None or len(quantity.values) != 2:
        return
    if _before(said, statement)[-1:] != ["from"] and not quantity.text.lower().startswith("from"):
        return
    low, high = (_plain(quantity, value) for value in quantity.values)
    for one in evidence.claims:
        if not _holds(low, one):
            continue
        for two in evidence.claims_in(one.sentence):
            later = two.unit.first > one.unit.first
            alike = one.bound["what"] == two.bound["what"]
            arms = one.bound["arm"] == two.bound["arm"] or not (
                one.bound["arm"] and two.bound["arm"]
            )
            if alike and _holds(high, two) and (
                _of_named_arm(said, one, two) or _of_named_group(said, statement, one, two)
            ):  # fmt: skip
                # `prolonged from 52 days with B to 74`: each of its own arm.
                bare = {**said.bound, "arm": frozenset[str](), "time": frozenset[str]()}
                yield Retold(((replace(said, quantities=(high,), bound=bare), two),), False)
            elif later and alike and arms and _holds(high, two):
                earlier = {**said.bound, "time": frozenset[str]()}
                yield Retold(
                    (
                        (replace(said, quantities=(low,), bound=earlier), one),
                        (replace(said, quantities=(high,)), two),
                    ),
                    False,
                )


def _of_named_group(said: Claim, statement: Reading, one: Claim, two: Claim) -> bool:
    """The same of groups that are called by words: `in the maintenance group`."""
    if one.bound["arm"] or two.bound["arm"] or one.bound["time"] != two.bound["time"]:
        return False
    own = two.territory - one.territory
    return bool(own & statement.keys[said.sentence])


def _of_named_arm(said: Claim, one: Claim, two: Claim) -> bool:
    """Whether a change from one figure to another is that from one arm to the one named."""
    arms = one.bound["arm"], two.bound["arm"]
    return all(arms) and not arms[0] & arms[1] and same_arm(said.bound["arm"], arms[1])


def _plain(interval: Quantity, value: Decimal) -> Quantity:
    """One end of an interval as a figure of its own."""
    timed = interval.unit in ("day", "week", "month", "year", "hour", "minute")
    kind = (
        "percent" if interval.unit == "%" else "duration" if timed
        else "measure" if interval.unit else "number"
    )  # fmt: skip
    return replace(interval, kind=kind, values=(value,), symbol="")  # type: ignore[arg-type]


def _holds(quantity: Quantity, printed: Claim) -> bool:
    return any(compare(quantity, q).outcome == "equal" for q in printed.quantities)


def _unit_once(said: Claim, statement: Reading, evidence: Reading) -> Iterator[Retold]:
    """`by 1.6 points with A and by 0.3 with B`: a bare figure in the unit of one beside it."""
    quantity = said.quantity
    if quantity.kind != "number" or quantity.unit or said.role != "main":
        return
    units: set[tuple[str, str]] = set()
    if _beginning(said, statement):
        others = [
            c for c in statement.claims_in(said.sentence)
            if c.role == "main" and c.quantity.kind in ("percent", "measure", "duration")
        ]  # fmt: skip
        earlier = [c for c in others if c.unit.last < said.unit.first]
        units = {(c.quantity.kind, c.quantity.unit) for c in earlier[-1:] or others[:1]}
    rated = [
        c.quantity for c in statement.claims_in(said.sentence)
        if c.quantity.unit.startswith("per 1") and c.unit.last < said.unit.first
    ]  # fmt: skip
    units |= {(q.kind, q.unit) for q in rated if q.kind == "measure"}
    if len(units) != 1:
        return
    ((kind, unit),) = units
    names = ("percentage points", "points") if unit == "percentage points" else (unit,)
    for printed, name in ((c, n) for c in evidence.claims for n in names):
        full = replace(quantity, kind=kind, unit=name)  # type: ignore[arg-type]
        # `fell by 1.9` where -1.9 is printed.
        lower = replace(full, values=(-quantity.values[0],))
        if _holds(full, printed) or (_falls(said, statement) and _holds(lower, printed)):
            told = full if _holds(full, printed) else lower
            yield Retold(
                ((replace(said, quantities=(told, *said.quantities[1:])), printed),), False
            )


def _falls(said: Claim, statement: Reading) -> bool:
    return any(word in words("direction", "down") for word in _before(said, statement))


_LINKS = frozenset(("by", ",", "and", "or", "vs", "versus", "to", "against"))
_OF_WHOM = frozenset(("on", "with", "in", "for", "among", "after"))


def _beginning(claim: Claim, statement: Reading) -> bool:
    """Whether a figure is one of several: `by 1.6 with A and by 0.3 with B`, `1.9 on B`."""
    items = statement.sentences[claim.sentence].items
    before = items[claim.unit.first - 1] if claim.unit.first else None
    behind = items[claim.unit.last + 1] if claim.unit.last + 1 < len(items) else None
    if before is None:
        return False
    named = before.role == "arm" or (
        before.text.lower() in _LINKS and behind is not None and behind.text.lower() in _OF_WHOM
    )
    return named or before.text.lower() == "by"


def _labels(said: Claim, evidence: Reading) -> Iterator[Retold]:
    """`Cycles 1 and 2` beside a result, where each is printed with a result of its own."""
    quantity = said.quantity
    if quantity.kind != "label" or said.role != "time" or len(quantity.values) < 2:
        return
    for first in evidence.claims:
        beside = [
            c for c in evidence.claims_in(first.sentence)
            if c.quantity.kind == "label" and c.quantity.unit == quantity.unit
            and not c.quantity.comparator
        ]  # fmt: skip
        if {v for c in beside for v in c.quantity.values} >= set(quantity.values):
            yield Retold(
                ((replace(said, bound=dict.fromkeys(said.bound, frozenset[str]())), beside[0]),),
                False,
            )
            return


def _sums(said: Claim, statement: Reading, evidence: Reading) -> Iterator[Retold]:
    """`132 patients` of both arms together, where each arm's number is printed."""
    for pairs in sums_of(said, statement, evidence):
        yield Retold(pairs, True)


def _changes(said: Claim, statement: Reading, evidence: Reading) -> Iterator[Retold]:
    """`rose by 2.9 g/dL` where 8.9 at baseline and 11.8 later are printed of one arm."""
    quantity = said.quantity
    before = _before(said, statement)
    if quantity.kind not in ("measure", "percent", "number") or before[-1:] != ["by"]:
        return
    up = any(w in words("direction", "up") or w == "up" for w in before)
    down = any(w in words("direction", "down") or w == "down" for w in before)
    if up == down:
        return
    for one in evidence.claims:
        for two in evidence.claims_in(one.sentence):
            same = one.bound["what"] == two.bound["what"] and one.bound["arm"] == two.bound["arm"]
            if one.role != "main" or two.role != "main" or not same or one.group >= two.group:
                continue
            first, second = one.quantity, two.quantity
            alike = (first.kind, first.unit) == (second.kind, second.unit) and first.kind in (
                "measure", "percent", "number",
            )  # fmt: skip
            points = {"percentage points", "points"} if first.unit == "%" else {first.unit}
            if not alike or quantity.unit not in points or one.bound["time"] == two.bound["time"]:
                continue
            change = second.values[0] - first.values[0]
            if change == (quantity.values[0] if up else -quantity.values[0]):
                yield Retold(((said, two),), True)


__all__ = ["Retold", "retellings"]
