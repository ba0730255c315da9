"""When a quantity of a statement is that of the evidence: the policy, one rule a line.

| variation | rule |
|---|---|
| 80.7 % / 80.7 percent / 80,7 % | equal |
| 5.0 and 5 | equal |
| two and 2, Phase III and Phase 3, third cycle and Cycle 3 | equal |
| ≥ / >= / at least / or older; up to / at most / a maximum of | equal |
| > and ≥; up to 6 and 6 | different |
| 18 of 79 and 18/79; 18 patients where 18/79 is printed | equal |
| 48.2 % as `about 48 %` | derived: rounded half up to fewer digits, with a hedge |
| 48.2 % as `48 %` | different |
| `about 48.2 %` where 48.2 % is printed | equal |
| 30 % where `about 30 %` is printed | different: exactness |
| approximately half | the same class of vague amount, never a figure |
| 2 weeks for 14 days, 1 hour for 60 minutes | derived |
| months and years, mg and g | different here: `checks.worked_out` converts them |
| 95 % CI where another level, or none, is printed | different |
| a list of days or grades | equal only if complete; a single day may be one of a list |
| Grade 3 and Grade 3/4 | different |
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from ino_assistant.fidelity.quantity.model import Quantity


@dataclass(frozen=True, slots=True)
class Match:
    """How two quantities compare: `equal`, `rounded` or `differs`, and in what kind."""

    outcome: str
    kind: str = ""

    @property
    def fits(self) -> bool:
        """Whether the statement's may stand for the evidence's."""
        return self.outcome != "differs"


EQUAL = Match("equal")
ROUNDED = Match("rounded")
DIFFERS = Match("differs", "number")
_NUMBERS = ("percent", "count", "number", "measure", "duration", "multiple", "p_value")
_COUNTABLE = ("", "patient", "event", "case", "death", "response")
"""What the numerator of a printed fraction may be called."""


def compare(said: Quantity, printed: Quantity) -> Match:
    """The policy applied to a quantity of the statement and one of the evidence."""
    rule = _rule_for(said.kind, printed.kind)
    return DIFFERS if rule is None else rule(said, printed)


@cache
def _rule_for(said: str, printed: str) -> Callable[[Quantity, Quantity], Match] | None:
    return next((rule for _, applies, rule in RULES if applies(said, printed)), None)


def _both(*kinds: str) -> Callable[[str, str], bool]:
    return lambda s, e: s in kinds and e in kinds


def _sets(said: Quantity, printed: Quantity) -> Match:
    if said.unit != printed.unit:
        return Match("differs", "unit")
    if said.comparator != printed.comparator:
        return Match("differs", "comparator")
    if said.values == printed.values:
        return EQUAL
    timed = said.unit in ("day", "week", "month", "visit")
    if set(said.values) < set(printed.values):
        if len(said.values) == 1 and timed:
            return EQUAL
        return Match("differs", "list")
    return Match("differs", "time" if timed or said.unit == "cycle" else "number")


def _times(said: Quantity, printed: Quantity) -> Match:
    """`at Week 96` and `at 96 weeks`; a day is counted otherwise."""
    timed = said.unit == printed.unit and said.unit in ("week", "month", "year")
    plain = not (said.comparator or printed.comparator or said.hedge or printed.hedge)
    return EQUAL if timed and plain and said.values == printed.values else DIFFERS


def _fractions(said: Quantity, printed: Quantity) -> Match:
    if said.values == printed.values:
        return _qualified(said, printed)
    if said.values[0] == printed.values[0]:
        return Match("differs", "denominator")
    return Match("differs", "denominator" if said.values[1] == printed.values[1] else "number")


def _intervals(said: Quantity, printed: Quantity) -> Match:
    if (said.values, said.symbol) != (printed.values, printed.symbol):
        return Match("differs", "interval")
    if said.unit and printed.unit and said.unit != printed.unit:
        return Match("differs", "unit")
    if said.level is not None and printed.level is not None and said.level != printed.level:
        return Match("differs", "ci_level")
    return _qualified(said, printed)


def _numerator(said: Quantity, printed: Quantity) -> Match:
    whole = said.symbol == "n" or said.values[:1] == printed.values[:1]
    if said.values and said.values[0] in printed.values and said.unit in _COUNTABLE and whole:
        if said.comparator or said.hedge == "~":
            return Match("differs", "comparator")
        return EQUAL
    return Match("differs", "number")


def _vague(said: Quantity, printed: Quantity) -> Match:
    if said.kind != printed.kind:
        return Match("differs", "exactness")
    if said.symbol != printed.symbol:
        return Match("differs", "number")
    return _qualified(said, printed)


def _ratios(said: Quantity, printed: Quantity) -> Match:
    return (
        _qualified(said, printed) if said.values == printed.values else Match("differs", "number")
    )


def _spreads(said: Quantity, printed: Quantity) -> Match:
    if said.values != printed.values:
        return Match("differs", "number")
    return EQUAL if said.unit == printed.unit else Match("differs", "unit")


def _spread_mean(said: Quantity, printed: Quantity) -> Match:
    same = said.values[0] == printed.values[0] and said.unit == printed.unit
    return EQUAL if same else Match("differs", "number")


def _dates(said: Quantity, printed: Quantity) -> Match:
    same = said.symbol == printed.symbol and said.values == printed.values
    return EQUAL if same else Match("differs", "number")


def _numbers(said: Quantity, printed: Quantity) -> Match:
    one, two = said.values[0], printed.values[0]
    unit = _unit(said, printed)
    if _converted(said, printed):
        return ROUNDED
    if one != two:
        if unit is None and is_rounded(said, printed):
            return ROUNDED
        if "power" in (said.symbol, printed.symbol) and _digits(one) == _digits(two):
            return Match("differs", "exponent")
        return Match("differs", "number")
    if unit is not None:
        return unit
    return _qualified(said, printed)


_CONVERTED = {("week", "day"): 7, ("hour", "minute"): 60}
"""How many of the smaller unit are exactly one of the larger."""


def _converted(said: Quantity, printed: Quantity) -> bool:
    """`2 weeks` for 14 days, `1 hour` for 60 minutes: exactly as long, in another unit."""
    if said.unit == printed.unit or not said.kind == printed.kind == "duration":
        return False
    for (large, small), many in _CONVERTED.items():
        for one, two in ((said, printed), (printed, said)):
            if (one.unit, two.unit) == (large, small):
                same = one.values[0] * many == two.values[0]
                return same and _qualified(said, printed) == EQUAL
    return False


def _digits(value: Decimal) -> tuple[int, ...]:
    return value.normalize().as_tuple().digits


def _unit(said: Quantity, printed: Quantity) -> Match | None:
    if "p_value" in (said.kind, printed.kind) and said.kind != printed.kind:
        return Match("differs", "unit")
    one, two = said.unit, printed.unit
    if one == two or (_noun(said) and _noun(printed) and "" in (one, two)):
        strict = {said.rate, printed.rate} & {"hour", "minute", "year", "kg"}
        if said.rate != printed.rate and (strict or (said.rate and printed.rate)):
            return Match("differs", "unit")
        return None
    if {one, two} == {"points", ""} and not (said.rate or printed.rate):
        return None  # of a score
    if "age" in (said.symbol, printed.symbol) and {one, two} == {"", "year"}:
        return None
    if _noun(said) and _noun(printed) and {one, two} <= {
        "patient", "case", "event", "death", "response", "diagnosis",
    }:  # fmt: skip
        return None
    return Match("differs", "unit")


def _noun(quantity: Quantity) -> bool:
    return quantity.kind in ("count", "number")


def _qualified(said: Quantity, printed: Quantity) -> Match:
    """Comparator and hedge of quantities whose values are equal."""
    if said.comparator != printed.comparator:
        return Match("differs", "bound" if "<=" in (said.comparator, printed.comparator)
                     else "comparator")  # fmt: skip
    if said.hedge == printed.hedge:
        return EQUAL
    if printed.hedge and printed.hedge != "!":
        return Match("differs", "exactness")
    if said.hedge in ("~", "!", ""):
        return EQUAL
    return Match("differs", "exactness")


def is_rounded(said: Quantity, printed: Quantity) -> bool:
    """Whether a hedged figure is the printed one rounded half up to fewer digits."""
    one, two = said.values[0], printed.values[0]
    if said.comparator or printed.comparator or printed.hedge or said.hedge not in ("~", "-", "+"):
        return False
    if said.kind == "p_value":
        return False
    if (said.hedge == "-" and two > one) or (said.hedge == "+" and two < one):
        return False
    return rounds_to(two, one) or _rounded_whole(two, one)


def _rounded_whole(exact: Decimal, shown: Decimal) -> bool:
    """`just over 5,800` for 5,812: a whole number to its hundreds, at most 2 % from it."""
    if exact != exact.to_integral_value() or abs(exact) < 100 or shown % 100:
        return False
    return exact != shown and abs(exact - shown) * 50 <= abs(exact)


def rounds_to(exact: Decimal, shown: Decimal) -> bool:
    """Whether `shown` is `exact` rounded half up to the digits of `shown`, and shorter."""
    places = shown.as_tuple().exponent
    if not isinstance(places, int) or not isinstance(exact.as_tuple().exponent, int):
        return False
    finer = int(exact.as_tuple().exponent) < places
    return finer and exact.quantize(Decimal(1).scaleb(places), ROUND_HALF_UP) == shown


Rule = tuple[str, Callable[[str, str], bool], Callable[[Quantity, Quantity], Match]]
RULES: tuple[Rule, ...] = (
    ("labels are sets", _both("label"), _sets),
    ("a week is a time of so many weeks", lambda s, e: {s, e} == {"label", "duration"}, _times),
    ("dates", _both("date"), _dates),
    ("ordinals", _both("ordinal"), lambda s, e: EQUAL if s.values == e.values and
     (s.unit == e.unit) else Match("differs", "number")),
    ("vague amounts keep their class", lambda s, e: "vague" in (s, e), _vague),
    ("fractions", _both("fraction"), _fractions),
    ("a count is a printed numerator", lambda s, e: s in ("count", "number") and
     e == "fraction", _numerator),
    ("intervals", _both("interval"), _intervals),
    ("levels of confidence", _both("ci_level"), lambda s, e: EQUAL if s.level == e.level
     else Match("differs", "ci_level")),
    ("ratios", _both("ratio"), _ratios),
    ("means with their spread", _both("spread"), _spreads),
    ("a mean without its spread", lambda s, e: s in _NUMBERS and e == "spread",
     _spread_mean),
    ("numbers with a unit", _both(*_NUMBERS), _numbers),
)  # fmt: skip
"""Name, kinds that it applies to, what it says; the first that applies decides."""
