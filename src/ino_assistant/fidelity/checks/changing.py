"""Forms of a change or a distance: `A lowered X by 34 %`, `a difference of 5 points`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from ino_assistant.fidelity.checks.relation import (
    FIGURE,
    GAP,
    VERSUS,
    Amount,
    Relation,
    any_of,
    capital,
    listed,
    relation_of,
    sides_of,
    tidy,
    turned,
)


def moved_by(sentence: str, amount: Amount) -> Iterator[Relation]:
    """`A lowered X by 34 % compared with B`, `X was reduced by 34 %`, `X fell by 18 points`."""
    start, end = amount.span
    verb = _verb_before(sentence[:start])
    if verb is None:
        return
    sign = 1 if verb["verb"].lower() in listed("rising") else -1
    subject, about = verb["subject"].strip(), verb["object"].strip()
    after = sentence[end:]
    found = sides_of(after, VERSUS)
    tail, other, rest = found or (after.rstrip(" ."), "", ".")
    span = (verb.start("verb"), end)
    if about and not verb["be"]:
        # `A lowered X`: what it is of stands behind the verb.
        lead, _, who = subject.rpartition(", ")
        lead = f"{lead}, " if lead else ""
        told = f"{lead}{capital(about)} was {GAP} with {who}{tail}{rest}"
        yield relation_of(amount, sign, told, span, other)
        about_of = f"{capital(about)} was {GAP} with {who}"
        yield from _over_time(amount, sign, about_of, tail, rest, span)
    else:
        yield relation_of(amount, sign, f"{subject} was {GAP}{tail}{rest}", span, other)
        if not other:
            yield from _over_time(amount, sign, f"{subject} was {GAP}", tail, rest, span)


@cache
def _moving() -> re.Pattern[str]:
    verbs = any_of(listed("rising") | listed("falling"))
    return re.compile(
        rf"^(?P<subject>.*?)\b(?P<be>(?:was|were)\s)?(?P<verb>{verbs})\b(?P<object>[^;]*?)\s(?:by|of)\s$",
        re.IGNORECASE,
    )


def _verb_before(lead: str) -> re.Match[str] | None:
    return _moving().match(lead)


_FROM_TO = re.compile(
    r"\s(?:from|between)\s(?P<one>(?:baseline|\w+\s\d+|\d+\s?\w*|the\s\w+\s\w+))\s(?:to|and|through|until)\s"
    r"(?P<two>(?:baseline|Week\s\d+|Month\s\d+|Day\s\d+|Year\s\d+|\d+\s\w+|the\s\w+\s\w+))",
    re.IGNORECASE,
)
_UNITS_OF_TIME = r"(?:days?|weeks?|months?|years?|hours?|minutes?)"


def _over_time(
    amount: Amount, sign: int, told: str, tail: str, rest: str, span: tuple[int, int]
) -> Iterator[Relation]:
    """A change of one thing: what it was when it began, and when it arrived."""
    found = _FROM_TO.search(tail)
    one = two = ""
    if found is not None:
        tail = tail[: found.start()] + tail[found.end() :]
        one, two = found["one"], found["two"]
        if behind := re.search(rf"\s{_UNITS_OF_TIME}$", two):
            one = one if re.search(r"[a-z]", one) else f"{one}{behind.group()}"
        one, two = f" at {one}", f" at {two}"
    is_ratio, value, places = amount.ratio(sign)
    yield Relation(
        is_ratio, value, sign, tidy(f"{told}{tail}{rest}"), span, "", (two, one),
        "" if is_ratio else amount.unit, amount.comparator, turned(amount, sign), places,
    )  # fmt: skip


def multiplied(sentence: str, amount: Amount) -> Iterator[Relation]:
    """`A more than doubled X compared with B`, `X doubled with A`, `X was halved`."""
    start, end = amount.span
    if not amount.verb:
        return
    sign = (amount.value > 1) - (amount.value < 1)
    subject = re.sub(r"\b(?:was|were)\s*$", "", sentence[:start]).strip()
    passive = subject != sentence[:start].strip()
    found = sides_of(sentence[end:], VERSUS)
    tail, other, rest = found or (sentence[end:].rstrip(" ."), "", ".")
    by_itself = passive or not tail or _PREPOSITION.match(tail)
    if by_itself:
        told = f"{subject} was {GAP}{tail}{rest}"
    else:
        lead, _, who = subject.rpartition(", ")
        told = f"{lead + ', ' if lead else ''}{capital(tail.strip())} was {GAP} with {who}{rest}"
    relation = Relation(
        True, amount.value, sign, tidy(told), (start, end), other,
        comparator=amount.comparator, hedge=amount.hedge,
    )  # fmt: skip
    yield relation
    if by_itself and not other:
        for over in _over_time(amount, sign, f"{subject} was {GAP}", tail, rest, relation.span):
            yield replace(over, value=amount.value, is_ratio=True, hedge=amount.hedge)


_PREPOSITION = re.compile(
    r"\s?(?:with|on|in|among|for|under|of|after|at|by|from|between)\b", re.IGNORECASE
)


def differing(sentence: str, amount: Amount) -> Iterator[Relation]:
    """`The difference in X between A and B was 5 points`, `X differed by 5 points`."""
    start, end = amount.span
    if amount.is_factor:
        return
    lead, rest = sentence[:start], sentence[end:]
    if added := _ADDED.search(lead):
        # `48 % with A and 22 % with B, a difference of 26 points`: both are told.
        yield Relation(
            False, amount.value, 0, tidy(lead[: added.start()] + rest.removeprefix(")")),
            (added.start(), end), unit=amount.unit, comparator=amount.comparator,
            hedge=amount.hedge,
        )  # fmt: skip
        return
    match = _DIFFERENCE.match(lead)
    if match is None:
        return
    about, two = match["about"] or "", _BETWEEN.search(match["about"] or "")
    one = other = ""
    if two is not None:
        one, other = two["one"].strip(), two["two"].strip()
        about = about[: two.start()] + about[two.end() :]
    about = re.sub(r"^\s?(?:in|of|for)\s(?:the\s)?", "", about.strip())
    about = about or match["subject"] or "it"
    favored = re.match(r"\s(?:in\sfavou?r\sof|favou?ring)\s(?P<one>[^,;(.]+)", rest, re.IGNORECASE)
    sign = 0
    if favored is not None and not one:
        one, rest = favored["one"].strip(), rest[favored.end() :]
        sign = _better(about) or int(amount.unit in ("percentage points", "points"))
        if not sign:
            return
    if not other and (found := sides_of(rest, VERSUS)) is not None:
        rest, other = found[0] + found[2], found[1]
    told = f"{match['lead']}{about} was {GAP}{' with ' + one if one else ''}"
    if both := _BOTH.match(rest):
        # `The difference in X was 5 points (16 % with A, 21 % with B)`.
        told, rest = f"{match['lead']}{about} was {both['told']}", rest[both.end() :]
    yield Relation(
        False, amount.value, sign, tidy(f"{told}{rest}"), (0, end), other,
        unit=amount.unit, comparator=amount.comparator, hedge=amount.hedge,
    )  # fmt: skip


def _better(about: str) -> int:
    """1 where more of a thing is better, -1 where it is worse, 0 where it can't be told."""
    said = set(re.findall(r"[a-z]+", about.lower()))
    return -1 if said & listed("worse") else 1 if said & listed("better") else 0


_ADDED = re.compile(
    r"(?:,\s|;\s|\s\(|\s-\s)(?:that\sis,?\s|i\.e\.,?\s)?(?:an?\s|with\san?\s|the\s)?(?:absolute\s)?"
    r"(?:difference|gap|margin)(?:\sof|\sbeing|,|:)\s$",
    re.IGNORECASE,
)
_DIFFERENCE = re.compile(
    r"^(?P<lead>(?:[^;]*?[\s,])??)(?:(?:the\s|an?\s)?(?:absolute\s|mean\s|median\s)?(?:difference|gap|margin)\b"
    r"(?P<about>[^;]*?)\s(?:was|is|amounted\sto|of|came\sto)\s|(?P<subject>[^;]*?)\s(?:differed|differs)\sby\s)$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"\sbetween\s(?P<one>.+?)\sand\s(?P<two>.+?)(?=\s(?:in|at|for)\s|$)", re.IGNORECASE
)
_BOTH = re.compile(rf"\s?\((?P<told>{FIGURE}[^()]*?{FIGURE}[^()]*)\)")


__all__ = ["differing", "moved_by", "multiplied"]
