"""Single figures: a number or number word with what compares it, its unit and its rate."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from ino_assistant.fidelity.quantity.model import Kind, Quantity
from ino_assistant.fidelity.terms.patterns import EXPOSURE, RATE, lookup
from ino_assistant.fidelity.terms.vocabulary import words
from ino_assistant.fidelity.terms.writing import comparison, number, unit_name

TIMES = frozenset(("second", "msec", "minute", "hour", "day", "week", "month", "year"))
_WORD_BEHIND = re.compile(r"[\s-]+([^\W\d_][\w']*)")
_HUNDRED_YEARS = (1900, 2100)
SHORT = {"h": "hour", "d": "day", "w": "week", "wk": "week", "m": "month", "mo": "month",
          "y": "year", "yr": "year", "hr": "hour", "min": "minute"}  # fmt: skip


def single(m: re.Match[str], text: str) -> Quantity | None:
    """One figure as a quantity; None where its word turns out to be no number."""
    prefix = "v" if m["value"] is not None else "w"
    value = number(m[f"{prefix}_num"])
    comparator, hedge = comparison(m[f"{prefix}_cmp"])
    after = comparison(m[f"{prefix}_after"])[0]
    if prefix == "v" and m["v_plus"]:
        after = ">="
    unit = unit_name(m[f"{prefix}_unit"])
    start, end = m.span()
    if after and not unit and (behind := _timed_behind().match(text, end)):
        # `4 or more weeks`
        unit, end = unit_name(behind[1]), behind.end()
    daily = unit.endswith("/day")
    unit = unit.removesuffix("/day")
    if comparator == "<=" and _GOES.search(text[:start]) and text[start:].lower().startswith("up"):
        # `the dose goes up to 5 mg` arrives there.
        comparator, start = "", m.start(f"{prefix}_num")
    # `infused over 90 minutes` lasts so long; `aged over 65 years` compares.
    if (
        comparator == ">"
        and unit in TIMES
        and _lasting(m[f"{prefix}_cmp"], text[:start], value, unit)
    ):
        comparator, start = "", m.start(f"{prefix}_num")
    if prefix == "w" and not unit and _no_count(m, text):
        return None
    kind, unit, rate = _kind_and_unit(unit, text, end, daily=daily)
    told = unit not in TIMES and _IN_YEAR.search(text[:start]) and not _NOUN_BEHIND.match(text, end)
    if (unit == "" or told) and kind in ("number", "count") and _is_year(m, value):
        return Quantity("date", m.span(), m.group(), (value,), "year")
    if kind == "duration" and not (comparator or after) and _from_age(text, start, end):
        comparator = ">="
    if text[:start].lower().endswith("from ") and (onwards := _ONWARDS.match(text, end)):
        comparator, start, end = ">=", start - 5, onwards.end()
    if (
        comparator == "<="
        and _LATEST.match(text, end)
        and (m[f"{prefix}_cmp"] or "").startswith("no later")
    ):
        comparator = ">="
    if kind == "number" and comparator and _years_meant(m[f"{prefix}_cmp"], text[:start], value):
        kind, unit = "duration", "year"
    old = re.search(r"\bage[d]?:?\s*(?:of\s|was\s|is\s)?$", text[:start], re.IGNORECASE) is not None
    if old and unit == "":
        kind, unit = "duration", "year"
    aged = (unit == "year" and old) or (
        unit == "year" and _AGED.match(text, max(start, end - 12), end + 12) is not None
    )
    return Quantity(
        kind, (start, end), text[start:end], (value,), unit, after or comparator, hedge, rate=rate,
        symbol="age" if aged else "",
    )  # fmt: skip


_GOES = re.compile(
    r"\b(?:go|goes|went|going|gone|move[sd]?|moving|step(?:s|ped)?)\s$", re.IGNORECASE
)


@cache
def _timed_behind() -> re.Pattern[str]:
    names = [writing for writing, unit in lookup("units").items() if unit in TIMES]
    return re.compile(rf"\s({'|'.join(sorted(names, key=len, reverse=True))})\b", re.IGNORECASE)


_IN_YEAR = re.compile(r"\b(?:in|for|during|since|until|by)\s$", re.IGNORECASE)
_NOUN_BEHIND = re.compile(
    r"\s(?:patients|adults|children|people|participants|subjects|women|men|cases)\b", re.IGNORECASE
)
_ONWARDS = re.compile(r"\s(?:on(?=[\s]*[,.;)\"]|$)|onwards?|upwards?)", re.IGNORECASE)


def _kind_and_unit(unit: str, text: str, end: int, *, daily: bool) -> tuple[Kind, str, str]:
    """Kind, unit and rate of a figure, by its unit or by what stands behind it."""
    if unit == "%":
        return "percent", unit, ""
    if unit in TIMES:
        return "duration", unit, ""
    if unit:
        follows = RATE.match(text, end)
        return "measure", unit, "day" if daily else _rate(follows) if follows else ""
    if exposure := EXPOSURE.match(text, end):
        return "measure", f"per 1{exposure['many']} patient-years", ""
    return ("count" if counted(text, end) else "number"), counted(text, end), ""


def _from_age(text: str, start: int, end: int) -> bool:
    """`from the age of 6 months`, `from 9 months of age`: that age or older."""
    opened = text[:start].lower().endswith("from ")
    return bool(_FROM_AGE.search(text[:start]) or (opened and _OF_AGE.match(text, end)))


def _years_meant(words: str | None, before: str, value: Decimal) -> bool:
    """`younger than 55`, `adults over 60`: ages, which people are of."""
    aged = (words or "").lower().startswith(("younger", "older", "no older", "no younger"))
    return 0 < value < OLDEST and (aged or PEOPLE.search(before) is not None)


OLDEST = 110
_ADULT = 18
PEOPLE = re.compile(
    r"\b(?:adults|people|patients|those|women|men|participants|subjects|children)(?:\saged?)?\s$",
    re.IGNORECASE,
)
_OF_AGE = re.compile(r"\sof\sage\b(?!\s?(?:to|until|through|and))", re.IGNORECASE)
_FROM_AGE = re.compile(r"\bfrom\s(?:the\s)?age\sof\s$|\bfrom\sage\s$", re.IGNORECASE)
_LATEST = re.compile(r"\s(?:before|prior)\b", re.IGNORECASE)
"""`no later than 3 months before` is at least 3 months."""
_AGED = re.compile(r".*?(?:years?[-\s]old|of\sage)\b", re.IGNORECASE | re.DOTALL)


def _lasting(words: str, before: str, value: Decimal, unit: str) -> bool:
    """Whether `over 52 weeks` says how long, and not how old: no adult is 52 weeks old."""
    if words.strip().lower() != "over":
        return False
    whom = re.search(r"\b(aged?|adults|patients|women|men|older|people)\s*$", before, re.IGNORECASE)
    if whom is None:
        return True
    grown = whom[1].lower() in ("adults", "women", "men")
    return grown and (unit != "year" or value < _ADULT)


def _rate(follows: re.Match[str]) -> str:
    """`twice a day` is `2 day`; `daily`, `once a day` and `per day` are `day`."""
    word = (follows["in"] or follows["per"] or follows["adverb"]).lower()
    word = {"daily": "day", "weekly": "week", "monthly": "month", "yearly": "year"}.get(word, word)
    word = SHORT.get(word.removesuffix("s"), word.removesuffix("s"))
    times = (follows["times"] or "once").lower().split()[0]
    often = {"once": 1, "twice": 2}.get(times) or number(times)
    return word if often == 1 else f"{often} {word}"


def _no_count(m: re.Match[str], text: str) -> bool:
    """`one` is mostly no number: only before something that is counted, or as a part of many."""
    if m["w_num"].lower() != "one":
        return False
    return not counted(text, m.end())


def _is_year(m: re.Match[str], value: Decimal) -> bool:
    """A bare number of four digits that could be a year; what is counted was asked before."""
    low, high = _HUNDRED_YEARS
    return low <= value < high and re.fullmatch(r"\d{4}", m.group()) is not None


def counted(text: str, end: int) -> str:
    """The noun that a bare number counts, among the next three words."""
    nouns = lookup("count_nouns")
    position = end
    for _ in range(4):
        word = _WORD_BEHIND.match(text, position)
        if word is None:
            break
        plain = word[1].lower()
        if position != end and text[position] == "-":
            position = word.end()  # `four combination-group patients`
            continue
        if plain in nouns and text[word.end() : word.end() + 1] != "-":
            return nouns[plain]
        if plain in _NOT_COUNTED:
            break
        position = word.end()
    return ""


_NOT_COUNTED = words("lists", "not_counted")


__all__ = ["OLDEST", "PEOPLE", "SHORT", "TIMES", "counted", "single"]
