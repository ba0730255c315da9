"""Rows that are ranges of one measure: `11 kg to less than 20 kg`, `30-49` under `CLcr (mL/min)`.

Such a row says which patients its cells are of. A statement may tell the range in other words, or a
value inside it, or leave it out; so each range gets a name of its own, a word that stands for it in
the row and in the statement: one row's figure with another row's range is then another thing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from ino_assistant.fidelity.terms.normal import normal

_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_UNIT = (
    r"(?:[-\s]?(?:kg/m2|kg/m²|kg\b(?!/)|mL/min(?:/1\.73\s?m(?:2|²))?|years?\b|months?\b|weeks?\b|days?\b"
    r"|mg/dL|mmol/L|[µu]mol/L|g/dL|IU/mL|ng/mL|pg/mL|[x×]\s?10\^?9/L|%))"
)
_OLD = r"(?:[-\s](?:old(?:er)?\b|of\sage\b|age\b))?"
_LOWER = (
    r"(?:(?:≥|>=|>|at\sleast|(?:more|greater|higher|older)\sthan(?:\sor\sequal\sto)?|over|above"
    r"|from|exceeding)\s?)"
)
_UPPER = (
    r"(?:(?:≤|<=|<|up\sto|at\smost|(?:less|fewer|lower|younger)\sthan(?:\sor\sequal\sto)?|under|below"
    r"|(?:no|not)\smore\sthan)\s?)"
)
_TWO = re.compile(
    rf"(?:between\s|from\s|≥\s?|>=\s?|>\s?)?(?P<low>{_NUMBER})(?P<one>{_UNIT})?"
    rf"(?P<joint>\s?[-–—]\s?|\s(?:up\s)?(?:to|and)\s)(?:(?P<under>{_UPPER}))?"
    rf"(?P<high>{_NUMBER})(?P<unit>{_UNIT})?{_OLD}",
    re.IGNORECASE,
)
_FROM = re.compile(
    rf"(?P<before>{_LOWER})(?P<low>{_NUMBER})(?P<unit>{_UNIT})?{_OLD}"
    rf"|(?P<bare>{_NUMBER})(?P<own>{_UNIT})?{_OLD}\s(?:or|and)\s"
    r"(?:more|older|above|over|greater|higher|heavier|longer)\b",
    re.IGNORECASE,
)
_TO = re.compile(
    rf"(?P<before>{_UPPER})(?P<high>{_NUMBER})(?P<unit>{_UNIT})?{_OLD}"
    rf"|(?P<bare>{_NUMBER})(?P<own>{_UNIT})?{_OLD}\s(?:or|and)\s"
    r"(?:less|younger|below|under|fewer|lower|lighter|shorter)\b",
    re.IGNORECASE,
)
_ONE = re.compile(
    rf"(?<![\w.,/-])(?P<low>{_NUMBER})(?P<unit>{_UNIT})(?:[-\s]old\b)?", re.IGNORECASE
)
_OPEN = re.compile(r"^(?:>(?!=)|<(?!=)|(?:more|greater|higher|older|less|fewer|lower|younger)\sthan"
                   r"(?!\sor)|over|above|under|below|exceeding)")  # fmt: skip
_MEASURE = re.compile(
    r"\b(?:grade|stage|week|day|month|cycle|visit|phase|line|type|class)s?\b", re.I
)
"""Labels with figures that are names, and no amounts that a patient may have between them."""


@dataclass(frozen=True, slots=True)
class Range:
    """A range of values, its ends with whether they belong to it.

    Attributes:
        unit: as compared; empty if none is told.
        span: where it stands in the text that it was read from.
        single: it is one value.
    """

    low: Decimal | None
    high: Decimal | None
    unit: str
    span: tuple[int, int]
    open_low: bool = False
    open_high: bool = False
    single: bool = False

    def same(self, other: Range) -> bool:
        """Whether two are one range of one measure."""
        return self.unit == other.unit and (self.low, self.open_low, self.high, self.open_high) == (
            other.low,
            other.open_low,
            other.high,
            other.open_high,
        )

    def holds(self, value: Decimal) -> bool:
        """Whether a value lies in it."""
        above = self.low is None or value > self.low or (value == self.low and not self.open_low)
        below = (
            self.high is None or value < self.high or (value == self.high and not self.open_high)
        )
        return above and below

    def meets(self, other: Range) -> bool:
        """Whether two share a value."""
        ends = [v for r in (self, other) for v in (r.low, r.high) if v is not None]
        return any(self.holds(v) and other.holds(v) for v in ends) or (
            self.low == other.low and self.high == other.high
        )


def ranges_in(text: str) -> list[Range]:
    """The ranges and single values with a unit that a text tells, in order."""
    plain = normal(text)
    found: list[Range] = []
    taken: list[tuple[int, int]] = []
    for pattern in (_TWO, _FROM, _TO, _ONE):
        for match in pattern.finditer(plain):
            if any(match.start() < b and a < match.end() for a, b in taken):
                continue
            made = _made(pattern, match)
            if made is not None:
                found.append(made)
                taken.append(match.span())
    return sorted(found, key=lambda r: r.span)


def _made(pattern: re.Pattern[str], match: re.Match[str]) -> Range | None:
    group = match.groupdict()
    if pattern is _TWO:
        low, high = _value(group["low"]), _value(group["high"])
        unit = _unit(group["unit"] or group["one"])
        lead = match.group()[:2].lstrip()
        opens = lead.startswith(">") and not lead.startswith(">=")
        under = bool(_OPEN.match((group["under"] or "").strip().lower()))
        between = match.group().lower().startswith("between")
        if low >= high or (group["joint"].strip() == "and" and not between):
            return None
        return Range(low, high, unit, match.span(), opens, under)
    if pattern is _ONE:
        value = _value(group["low"])
        return Range(value, value, _unit(group["unit"]), match.span(), single=True)
    value = _value(group["low" if pattern is _FROM else "high"] or group["bare"])
    unit = _unit(group["unit"] or group["own"])
    if not unit and re.search(r"young|old", match.group(), re.IGNORECASE):
        unit = "year"
    opens = bool(group["before"]) and bool(_OPEN.match(group["before"].strip().lower()))
    if pattern is _FROM:
        return Range(value, None, unit, match.span(), opens)
    return Range(None, value, unit, match.span(), open_high=opens)


def _value(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _unit(text: str | None) -> str:
    unit = (text or "").strip(" -").lower().replace("²", "2").replace(" ", "")
    return unit.removesuffix("s") if unit[:4] in ("year", "mont", "week", "days") else unit


def band_of(label: str, heading: str) -> Range | None:
    """The range that a label is, its unit that of its heading if it has none itself.

    None if the label holds no range, two of them, or figures besides.
    """
    if _MEASURE.search(label) or _MEASURE.search(heading):
        return None
    found = ranges_in(label)
    if len(found) != 1 or found[0].single:
        return None
    band = found[0]
    rest = normal(label)[: band.span[0]] + normal(label)[band.span[1] :]
    if re.search(r"\d", rest):
        return None
    unit = (
        band.unit
        or _unit_of(heading)
        or ("year" if re.search(r"\bage", f"{heading} {label}", re.I) else "")
    )
    return Range(band.low, band.high, unit, band.span, band.open_low, band.open_high)


def _unit_of(heading: str) -> str:
    named = re.search(r"[(,]\s*([^(),]+?)\)?$", normal(heading).strip())
    unit = re.fullmatch(_UNIT, f" {named[1]}", re.IGNORECASE) if named else None
    return _unit(unit.group()) if unit else ""


def apart(bands: Sequence[Range]) -> bool:
    """Whether ranges are of one measure and share no value."""
    return len({b.unit for b in bands}) == 1 and not any(
        one.meets(two) for one, two in combinations(bands, 2)
    )


__all__ = ["Range", "apart", "band_of", "ranges_in"]
