"""Forms that compare two sides: `6.5 months longer with A than with B`, `half that with B`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from ino_assistant.fidelity.checks.relation import (
    AS,
    DIGITS,
    FIGURE,
    GAP,
    STOP,
    THAN,
    VERSUS,
    Amount,
    Relation,
    grade_pattern,
    kind_of,
    relation_of,
    sides_of,
    sign_of,
    tidy,
)
from ino_assistant.fidelity.terms.writing import number, unit_name

_ONE = re.compile(rf"\s?\({FIGURE}\)")
_TWO = re.compile(
    rf"(?:\s?\(|,\s|:\s){FIGURE}\s?(?:vs\.?|versus|and|,|compared\s(?:with|to)|minus|against|-)\s{FIGURE}\)?"
)


def _told(tail: str, rest: str) -> tuple[str, str, Decimal | None, Decimal | None]:
    """What stands before and behind the other side without the figures of both, and these."""
    if two := _TWO.match(rest):
        return tail, rest[two.end() :], number(two[1]), number(two[2])
    first, second = _ONE.search(tail), _ONE.match(rest)
    if first is None and second is None:
        return tail, rest, None, None
    if first is not None:
        tail = tail[: first.start()] + tail[first.end() :]
    if second is not None:
        rest = rest[second.end() :]
    return (
        tail, rest,
        number(first[1]) if first is not None else None,
        number(second[1]) if second is not None else None,
    )  # fmt: skip


def _told_before(lead: str, unit: str) -> tuple[str, Decimal] | None:
    """`V with A, D more than with B`: the sentence of the first side, and its figure."""
    main = re.sub(r",\s(?:(?:or|which\s(?:is|was)|that\sis,?|i\.e\.,?)\s)?$", "", lead)
    name = "%" if unit in ("percentage points", "points", "") else unit
    if main == lead:
        return None
    if bracket := _SHARE_OF.match(main):
        return f"{bracket['before']}{GAP} of {bracket['whom']}{main[bracket.end() :]}", number(
            bracket["value"]
        )
    figure = re.compile(
        rf"(?<![\w.,-])(?:(?:only|just|about)\s)?(?P<value>{DIGITS})(?P<unit>\s?-?[A-Za-z%]+)",
        re.IGNORECASE,
    )
    for match in figure.finditer(main):
        if unit_name(match["unit"].strip()) == name:
            return f"{main[: match.start()]}{GAP}{main[match.end() :]}", number(match["value"])
    return None


_SHARE_OF = re.compile(
    rf"^(?P<before>(?:[^,]*,\s)?)(?:[A-Za-z-]+\s){{1,4}}of\s(?:the\s)?(?P<whom>[^(,\d]*?)\s\((?P<value>{DIGITS})\s?%\)"
)
"""`Nearly half of the patients on A (48 %)`."""


def graded(sentence: str, amount: Amount) -> Iterator[Relation]:
    """`6.5 months longer with A than with B`, `three times higher`, `a third less frequent`."""
    start, end = amount.span
    grade = re.compile(rf"\s{grade_pattern().pattern}", re.IGNORECASE).match(sentence, end)
    lead = sentence[:start]
    if grade is None:
        by = re.compile(rf"\b{grade_pattern().pattern}\s(?:by|of)\s$", re.IGNORECASE).search(lead)
        if by is None:
            return
        grade, lead = by, lead[: by.start()]
    else:
        end = grade.end()
    sign, words = sign_of(grade["grade"]), grade.group()
    found = sides_of(sentence[end:], THAN) or sides_of(sentence[end:], VERSUS)
    tail, other, rest = found or (sentence[end:].rstrip(" ."), "", ".")
    span = (start, len(sentence) - len(rest))
    if before := _told_before(lead, amount.unit):
        told = relation_of(amount, sign, f"{before[0]}{tail}{rest}", span, other, words)
        yield replace(told, first=before[1])
        return
    tail, rest, first, second = _told(tail, rest)
    told = relation_of(amount, sign, f"{lead}{GAP}{tail}{rest}", span, other, words)
    yield replace(told, first=first, second=second)


def graded_before(sentence: str, amount: Amount) -> Iterator[Relation]:
    """`more frequent with A than with B, by 5 points`, `longer on A than on B (by 5 days)`."""
    start, end = amount.span
    lead = re.sub(_BY_SO_MUCH, "", sentence[:start])
    if lead == sentence[:start]:
        return
    for grade in grade_pattern().finditer(lead):
        found = sides_of(lead[grade.end() :], THAN)
        if found is None or found[2].strip(" ,("):
            continue
        tail, other, _ = found
        rest = sentence[end:].removeprefix(")")
        told = f"{lead[: grade.start()]}{GAP}{tail}{rest}"
        span = (grade.start(), end)
        yield relation_of(amount, sign_of(grade["grade"]), told, span, other, grade.group())
        return


_BY_SO_MUCH = re.compile(
    r"(?:,\s(?:by|(?:with\s)?an?\s(?:absolute\s)?(?:difference|gap)\sof)\s"
    r"|\s\((?:by\s|an?\s)?(?:absolute\s)?(?:difference|gap)?(?:,\s|\sof\s|:\s|\s)?)$",
    re.IGNORECASE,
)


def multiple(sentence: str, amount: Amount) -> Iterator[Relation]:
    """`twice as many were given A as B`, `half that with B`, `one third of the rate on B`."""
    start, end = amount.span
    if not amount.is_factor or amount.verb:
        return
    sign = (amount.value > 1) - (amount.value < 1)
    lead, after = sentence[:start], sentence[end:]
    found, by = None, ""
    if adjective := re.match(r"\sas\s[a-z]+", after, re.IGNORECASE):
        by = adjective.group()
        found = sides_of(after[adjective.end() :], AS)
    elif that := _OF_THAT.match(after):
        stop = STOP.search(after, that.end())
        cut = stop.start() if stop is not None else len(after)
        found = "", after[that.end() : cut], after[cut:]
    if found is None:
        return
    tail, other, rest = found
    span = (start, len(sentence) - len(rest))
    if before := _told_before(lead, ""):
        lead, known = before[0], before[1]
        rest = _told("", rest)[1]
        yield Relation(
            True, amount.value, sign, tidy(f"{lead}{tail}{rest}"), span, other,
            comparator=amount.comparator, hedge=amount.hedge, first=known,
            second=_told("", found[2])[3],
        )  # fmt: skip
        return
    tail, rest, first, second = _told(tail, rest)
    told = tidy(f"{lead}{GAP}{tail}{rest}")
    yield Relation(
        True, amount.value, sign, told, span, other, comparator=amount.comparator,
        hedge=amount.hedge, of=kind_of(by, told), first=first, second=second,
    )  # fmt: skip


_OF_THAT = re.compile(
    r"\s(?:of\s|as\s\w+\sas\s)?(?:that|those|the\s[a-z]+)(?:\s(?:seen|observed|reported|found))?\s"
    r"(?=(?:with|without|in|on|for|among|of|under|after|before|at)\s)",
    re.IGNORECASE,
)


__all__ = ["graded", "graded_before", "multiple"]
