"""Ages, weights and times that fall between printed limits, and codes that end in a number.

`An 8-year-old` is of the row `6 to 11 years`, and `45 kg` of `30 kg to less than 60 kg`; the
figures themselves stand in none of them. `Week 52` and `PRISM-2` are names: `52` and `2`
beside other words say nothing of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import inf

from ino_assistant.vocabulary.tokens import normalise

_HOURS = {"hour": 1.0, "day": 24.0, "week": 168.0, "month": 730.5, "year": 8766.0}
_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
_UNIT = (
    r"(?:(?P<{0}time>years?|yrs?|yo|months?|weeks?|wks?|days?|hours?|hrs?)\b(?:[ -]olds?\b)?|"
    r"(?P<{0}unit>kg|g/dL|mL/min|mg/dL|mmol/L|%|°C|msec|ms\b|mmHg|[np]g/mL|bpm|I?U/L|mEq/L"
    r"|[×x] ?ULN))"
)
_LESS = r"(?:<|less than |lower than |below |under |younger than |up to |≤)(?:the )?(?:age of )?"
_MORE = (
    r"(?:≥|>|more than |greater than |higher than |exceeding |above |over |older than |at least |"
    r"from (?=(?:the )?age of ))(?:the )?(?:age of )?"
)
_BETWEEN = re.compile(
    rf"(?P<low>{_NUMBER}) ?-?(?:{_UNIT.format('a')})? ?(?:to|-|and) ?"
    rf"(?P<less><|less than |below |under )?(?P<high>{_NUMBER}) ?-?{_UNIT.format('b')}",
    re.IGNORECASE,
)
_ABOVE = re.compile(
    rf"(?:(?P<before>{_MORE})(?P<low>{_NUMBER}) ?-?{_UNIT.format('a')}|"
    rf"(?P<least>{_NUMBER}) ?-?{_UNIT.format('b')}(?: of age| \([^)]*\))? (?:or|and) "
    r"(?:more|older|above|over|longer|higher))",
    re.IGNORECASE,
)
_BELOW = re.compile(
    rf"(?:(?P<before>{_LESS})(?P<high>{_NUMBER}) ?-?{_UNIT.format('a')}|"
    rf"(?P<most>{_NUMBER}) ?-?{_UNIT.format('b')}(?: of age)? (?:or|and) "
    r"(?:less|younger|below|under|shorter|lower))",
    re.IGNORECASE,
)
_MEASURED = re.compile(rf"(?<![\d.,≥≤<>-])(?P<value>{_NUMBER})[ -]?{_UNIT.format('a')}", re.I)
SERIES = re.compile(r"\b([A-Z][A-Za-z]*[A-Z])-\d{1,3}\b(?![.,]?\d)")
"""A name of a series that is written with a hyphen before its number: `PRISM-1`, `EASI-75`."""
_CODE = re.compile(r"\b([A-Z][A-Za-z]*[A-Z][A-Za-z]*)-?(\d{1,3})\b(?![.,]?\d)")
_DOTTED = re.compile(r"\b([A-Z]{1,4})\.(\d{1,2})\b(?![.,]?\d)(?! [A-Z])")
"""A strain or line that is written with a point before its number: `GII.4`."""
_PLACE = re.compile(
    r"\b(day|week|month|cycle|visit|part)s? "
    r"(\d{1,3}(?:(?:,? (?:and|or|to) |, ?|/|-)\d{1,3})*)[a-z]?\b",
    re.IGNORECASE,
)
_LASTING = re.compile(r"(?<!to )(?<![-–\d.])\b(\d{1,3})[ -](day|week|month|year|cycle)s?\b", re.I)


@dataclass(frozen=True, slots=True)
class Range:
    """Limits of one measure; times are in hours.

    Attributes:
        label: it is what a row of a table is on: `15 to 29`, in the unit of its heading if any.
    """

    measure: str
    low: float
    high: float
    closed: bool = True
    label: bool = False

    def holds(self, value: float) -> bool:
        """Whether a value of the measure lies between the limits."""
        return self.low <= value and (value <= self.high if self.closed else value < self.high)


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure with its unit: `figure` as it is written, `value` in hours if it is a time.

    Attributes:
        label: only what a row is on holds it: `week 6`, and a figure without a unit.
    """

    figure: str
    measure: str
    value: float
    label: bool = False

    def within(self, printed: Range) -> bool:
        """Whether a printed range holds the figure."""
        if self.label and not printed.label:
            return False
        # A clearance of 12 is not within `every 12 hours`.
        alike = printed.measure == self.measure or (not self.measure and printed.measure != "time")
        return alike and printed.holds(self.value)


@lru_cache(maxsize=4096)
def ranges_in(text: str) -> tuple[Range, ...]:
    """The ranges that a text prints: from one limit to another, above one, below one."""
    text = normalise(text)
    found = []
    taken: list[tuple[int, int]] = []
    for m in _BETWEEN.finditer(text):
        taken.append(m.span())
        measure, low = _measure(m["btime"], m["bunit"], m["low"])
        _, high = _measure(m["btime"], m["bunit"], m["high"])
        if m["atime"]:
            low = _measure(m["atime"], None, m["low"])[1]
        elif measure == "time" and (m["btime"] or "").lower().startswith("y"):
            # Somebody is 11 until the day on which he is 12.
            high += _HOURS["year"] * (0.99 if not m["less"] else 0)
        if low <= high:
            found.append(Range(measure, low, high, not m["less"]))
    for m in _free(_ABOVE, text, taken):
        figure, kind = (m["low"], "a") if m["low"] else (m["least"], "b")
        measure, low = _measure(m[f"{kind}time"], m[f"{kind}unit"], figure)
        found.append(Range(measure, low, inf))
    for m in _free(_BELOW, text, taken):
        figure, kind = (m["high"], "a") if m["high"] else (m["most"], "b")
        measure, high = _measure(m[f"{kind}time"], m[f"{kind}unit"], figure)
        found.append(Range(measure, 0.0, high, _limit(m["before"]) not in _OPEN))
    return tuple(found)


def _limit(before: str | None) -> str:
    return re.sub(r"(?:the )?(?:age of )?$", "", before or "", flags=re.IGNORECASE).strip().lower()


def young_in(text: str) -> Iterator[str]:
    """Concepts of the young whom an age that a text prints takes in: `below 18 years`."""
    if _AGES.search(text):
        ranges = [r for r in ranges_in(text) if r.measure == "time" and r.low < r.high]
        for concept, years in _YOUNG.items():
            if any(r.holds(years * _HOURS["year"]) for r in ranges):
                yield concept


def ages_named(question: str) -> Iterator[Measured]:
    """The ages of those whom a question calls young: a teenager is 15."""
    for pattern, years in _CALLED:
        if pattern.search(question):
            yield Measured("", "time", years * _HOURS["year"])


_CALLED = (
    (re.compile(r"\b(?:teen\w*|adolescents?)\b", re.IGNORECASE), 15.0),
    (re.compile(r"\b(?:child(?:ren)?|kids?|pa?ediatrics?)\b", re.IGNORECASE), 8.0),
    (re.compile(r"\b(?:infants?|bab(?:y|ies)|toddlers?)\b", re.IGNORECASE), 0.5),
)
_AGES = re.compile(r"\bage[ds]?\b|\b(?:years|months) (?:or|and) (?:older|over|above|younger)", re.I)
_YOUNG = {"§adolescents": 15.0, "§pediatric": 8.0, "§infants": 0.5}
"""Concept → an age in years that is of it."""


def _free(
    pattern: re.Pattern[str], text: str, taken: Sequence[tuple[int, int]]
) -> Iterator[re.Match[str]]:
    """Matches that are no part of a range with two ends."""
    for m in pattern.finditer(text):
        if not any(start < m.end() and m.start() < end for start, end in taken):
            yield m


def points_in(text: str) -> Iterator[Range]:
    """The ages, weights and times that a text prints, each as a range of its own."""
    for m in measured_in(text):
        yield Range(m.measure, m.value, m.value)


def label_ranges(label: str, heading: str) -> tuple[Range, ...]:
    """What a row is on where its label is a range: `15 to 29` under `CrCl, mL/min`.

    Args:
        label: of the row.
        heading: of the column of labels; empty if it has none.
    """
    found = _BARE.fullmatch(normalise(label).strip())
    if found is None:
        return tuple(replace(r, label=True) for r in ranges_in(label))
    low, high = found["low"] or found["least"] or found["from"], found["high"] or found["most"]
    unit = re.search(_UNIT.format("a"), heading, re.IGNORECASE)
    measure, factor = _measure(unit["atime"], unit["aunit"], "1") if unit else ("", 1.0)
    least = float(low) * factor if low else 0.0
    return (Range(measure, least, float(high) * factor if high else inf, label=True),)


def names_measure(heading: str) -> bool:
    """Whether the heading of a column says what its figures measure, and no result's spread."""
    return bool(re.search(_UNIT.format("a"), heading, re.I)) and not _SPREAD.search(heading)


_SPREAD = re.compile(r"\b(?:CI|confidence|range|IQR|interquartile|median|mean)\b", re.IGNORECASE)
_BARE = re.compile(
    r"(?P<low>\d+(?:\.\d+)?) ?(?:to|-|–|through) ?(?P<high>\d+(?:\.\d+)?)"
    r"|(?:≥|>|at least |over |above |from ) ?(?P<least>\d+(?:\.\d+)?)"
    r"|(?P<from>\d+(?:\.\d+)?) ?"
    r"(?:onwards?|or (?:more|higher|above|over|later)|and (?:above|over|up)|\+)"
    r"|(?:≤|<|up to |below |under |less than ) ?(?P<most>\d+(?:\.\d+)?)",
    re.IGNORECASE,
)
_OPEN = frozenset({"<", "less than", "lower than", "below", "under", "younger than"})


@lru_cache(maxsize=256)
def measured_in(question: str) -> tuple[Measured, ...]:
    """The figures of a question that have a unit in which ranges are printed."""
    text = normalise(question)
    return tuple(
        Measured(m["value"], *_measure(m["atime"], m["aunit"], m["value"]))
        for m in _MEASURED.finditer(text)
    )


def values_in(text: str) -> Iterator[str]:
    """The figures of a text that are no times, as terms: `#12`, but not of `every 12 hours`."""
    for m in _VALUE.finditer(normalise(text)):
        yield f"#{m[0]}"


_VALUE = re.compile(
    rf"(?<![\w.,]){_NUMBER}(?![\w.,]*\d)"
    r"(?![ -]?(?:years?|yrs?|months?|weeks?|wks?|days?|hours?|hrs?|minutes?|mins?)\b)",
    re.IGNORECASE,
)


def aged_in(question: str) -> frozenset[str]:
    """Figures that are ages of somebody, as written: `a 4-year-old`."""
    return frozenset(m["age"] for m in _AGED.finditer(normalise(question)))


_AGED = re.compile(
    r"(?<![\d.,≥≤<>])(?P<age>\d{1,3})[ -]?(?:years?|yrs?|y/?o|months?)\b[ -]?(?:olds?\b|of age\b)",
    re.IGNORECASE,
)


def _measure(time: str | None, unit: str | None, figure: str) -> tuple[str, float]:
    value = float(figure.replace(",", ""))
    if time is None:
        return (unit or "").lower(), value
    short = {"y": "year", "w": "week", "h": "hour"}
    name = next((n for n in _HOURS if time.lower().startswith(n)), short.get(time[0].lower(), ""))
    return "time", value * _HOURS.get(name, 1.0)


@lru_cache(maxsize=8192)
def codes_in(text: str) -> frozenset[str]:
    """Names that end in a number, as terms: `PRISM-2` is `prism-2`, `52 weeks` is `week-52`."""
    text = _IL.sub(r"IL-\1", normalise(text))
    return frozenset(
        (
            *(f"{m[1].lower()}-{m[2]}" for m in _CODE.finditer(text)),
            *(f"{m[1].lower()}.{m[2]}" for m in _DOTTED.finditer(text)),
            *(place for place, _ in places_in(text)),
            *(f"{m[2].lower()}-{m[1]}" for m in _LASTING.finditer(text)),
        )
    )


_IL = re.compile(r"\binterleukin[- ](\d+)", re.IGNORECASE)


def spans_in(text: str) -> Iterator[tuple[str, str]]:
    """Spans of time after which something is asked, `2-year survival`: the term, its figure."""
    for m in _AFTER.finditer(normalise(text)):
        yield f"{m[2].lower()}-{m[1]}", m[1]


_AFTER = re.compile(r"\b(\d{1,2})-(year|month|week|day)\b(?!-old| old)", re.IGNORECASE)


def placed(place: str) -> Measured:
    """A point in time by its term, `week-6`, as a row of a table may be on it: `5 to 8`."""
    unit, _, figure = place.rpartition("-")
    measure, value = _measure(unit if unit in _HOURS else None, "", figure)
    return Measured(figure, measure, value, label=True)


def places_in(text: str) -> Iterator[tuple[str, str]]:
    """Points in time and order that a text names by number, `Week 52`: the term, its figure."""
    for m in _PLACE.finditer(text):
        for figure in re.findall(r"\d+", m[2]):
            yield f"{m[1].lower()}-{figure}", figure
