"""A relation of two figures as a sentence tells it, and the amounts that tell one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from ino_assistant import data
from ino_assistant.fidelity.terms.patterns import lookup, number_word
from ino_assistant.fidelity.terms.writing import comparison, number, unit_name

GAP = "\x01"
"""Stands for the figure of a side."""


@dataclass(frozen=True, slots=True)
class Relation:
    """Two figures of one thing, as a sentence relates them.

    Attributes:
        is_ratio: the first is `value` times the second; else `value` above or below it.
        value: how far apart they are, in `unit`, or what the first is of the second.
        sign: 1 where the first is the larger, -1 the smaller, 0 where it is not said.
        told: the sentence of its first side, with a `GAP` for the figure.
        other: the side that it is compared with, in the sentence's words; empty if none is named.
        times: of a change, when it arrived and when it began; None for a comparison.
        comparator, hedge: of the value, as in `Quantity`.
        places: decimals that the share of a `34 % lower` is told to; None for any other.
        span: of the words that tell the relation, in the sentence.
        first, second: the figures of the two sides where the sentence tells them itself.
        of: `share`, `time`, `people` or `counted` where its words can be of nothing else.
    """

    is_ratio: bool
    value: Decimal
    sign: int
    told: str
    span: tuple[int, int]
    other: str = ""
    times: tuple[str, str] | None = None
    unit: str = ""
    comparator: str = ""
    hedge: str = ""
    places: int | None = None
    of: str = ""
    first: Decimal | None = None
    second: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount that may tell a relation: its words, and what they come to."""

    span: tuple[int, int]
    value: Decimal
    unit: str
    is_factor: bool
    comparator: str
    hedge: str
    verb: bool = False

    def ratio(self, sign: int) -> tuple[bool, Decimal, int | None]:
        """Whether it is a ratio if told with `more` or `less`, its value, and its decimals."""
        if self.unit == "%":
            places = -int(self.value.as_tuple().exponent)
            return True, 1 + sign * self.value / 100, places
        if self.is_factor and self.value < 1:
            return True, 1 + sign * self.value, None
        if self.is_factor:
            return True, self.value if sign > 0 else 1 / self.value, None
        return False, self.value, None


@cache
def listed(name: str) -> frozenset[str]:
    """A list of words of `relations.toml`."""
    return frozenset(data.load("relations")["words"][name].split())


@cache
def _valued(table: str) -> dict[str, Decimal]:
    told: dict[str, list[str]] = data.load("relations")[table]
    return {writing: Decimal(value) for value, writings in told.items() for writing in writings}


def any_of(words: frozenset[str] | list[str]) -> str:
    """An alternation, the longest first."""
    found = sorted(words, key=lambda w: (-len(w), w))
    return "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in found)


DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)"
FIGURE = rf"(?:n\s?=\s?)?({DIGITS})(?:\s?%|\s?[A-Za-z/]+)?"


@cache
def _amount() -> re.Pattern[str]:
    hedged = rf"(?:(?:{any_of([*lookup('comparators'), *lookup('hedges')])})\s)*"
    units = any_of([u for u in lookup("units") if u != "%"])
    word = number_word()
    return re.compile(
        rf"(?<![\w.,-])(?P<cmp>{hedged})(?:(?P<verb>{any_of(list(_valued('multiplying')))})\b"
        rf"|(?P<times>{DIGITS}|{word})[\s-]?(?:times|fold)\b"
        rf"|(?P<factor>{any_of(list(_valued('factors')))})\b(?!\s(?:a|an)\s)"
        rf"|(?P<half>half\s(?:an?|of\sa)\s(?P<half_unit>{units})\b)"
        rf"|(?P<figure>{DIGITS}|{word}\b)(?:\s?-?(?P<unit>%|(?:{units})(?![\w/])))?(?![\w.]\d))",
        re.IGNORECASE,
    )


def amounts_in(sentence: str) -> Iterator[Amount]:
    """Every amount of a sentence that may tell a relation."""
    for m in _amount().finditer(sentence):
        comparator, hedge = comparison(m["cmp"])
        if m["figure"] is not None:
            unit = unit_name(m["unit"])
            yield Amount(m.span(), number(m["figure"]), unit, False, comparator, hedge)
        elif m["half"] is not None:
            unit = unit_name(m["half_unit"])
            yield Amount(m.span(), Decimal("0.5"), unit, False, comparator, hedge)
        elif m["times"] is not None:
            yield Amount(m.span(), number(m["times"]), "", True, comparator, hedge)
        else:
            name = " ".join((m["factor"] or m["verb"]).lower().split())
            verb = m["factor"] is None
            value = _valued("multiplying" if verb else "factors")[name]
            yield Amount(m.span(), value, "", True, comparator, hedge, verb)


# What stands around an amount.

STOP = re.compile(
    r"\s?[,;(]|\.?\s*$|\.\s|\s(?:at|by|through)\s(?:Week|Month|Day|Year|\d)"
    r"|\s(?:within|after|over|during)\s(?:the\s)?(?:first\s)?\d",
    re.IGNORECASE,
)
THAN = re.compile(r",?\s?\bthan\s", re.IGNORECASE)
AS = re.compile(r"\bas\s", re.IGNORECASE)
VERSUS = re.compile(
    r",?\s?\b(?:(?:when\s|as\s)?compared\s(?:with|to)|versus|vs\.?|relative\sto|against|over)\s",
    re.IGNORECASE,
)


def sides_of(after: str, joint: re.Pattern[str]) -> tuple[str, str, str] | None:
    """What stands before a `than`, the side behind it, and the rest."""
    joined = joint.search(after)
    if joined is None:
        return None
    stop = STOP.search(after, joined.end())
    end = stop.start() if stop is not None else len(after)
    return after[: joined.start()].rstrip(), after[joined.end() : end], after[end:]


@cache
def grade_pattern() -> re.Pattern[str]:
    """`longer`, `more frequent`: what compares."""
    graded = any_of(listed("above") | listed("below"))
    compared = any_of(listed("compared"))
    return re.compile(rf"(?P<grade>{graded})\b(?:\s(?:{compared})\b)?", re.IGNORECASE)


def sign_of(word: str) -> int:
    """1 for a word of more, -1 for one of less."""
    return 1 if word.lower() in listed("above") else -1


def relation_of(
    amount: Amount, sign: int, told: str, span: tuple[int, int], other: str = "", by: str = ""
) -> Relation:
    """A relation told with `more` or `less`, of an amount with its sign."""
    is_ratio, value, places = amount.ratio(sign)
    return Relation(
        is_ratio, value, sign, tidy(told), span, other, None,
        "" if is_ratio else amount.unit, amount.comparator, turned(amount, sign), places,
        kind_of(by, told) if is_ratio or amount.unit else "counted",
    )  # fmt: skip


def kind_of(words: str, told: str) -> str:
    """What a comparison in these words can only be of."""
    if re.match(rf"\s?(?:{any_of(listed('whom'))})\b", told.partition(GAP)[2], re.IGNORECASE):
        return "people"
    said = set(re.findall(r"[a-z]+", words.lower()))
    if said & listed("frequencies"):
        return "share"
    return "time" if said & listed("lengths") else ""


def turned(amount: Amount, sign: int) -> str:
    """The hedge of what is left, where an amount tells what is taken away."""
    share = amount.unit == "%" or (amount.is_factor and amount.value < 1)
    return (
        {"-": "+", "+": "-"}.get(amount.hedge, amount.hedge) if share and sign < 0 else amount.hedge
    )


def tidy(text: str) -> str:
    """A text with single blanks, none before its stops."""
    return re.sub(r"\s+(?=[,;.])", "", " ".join(text.split()))


def capital(text: str) -> str:
    """A text that begins a sentence."""
    return text[:1].upper() + text[1:]


__all__ = [
    "AS",
    "DIGITS",
    "FIGURE",
    "GAP",
    "STOP",
    "THAN",
    "VERSUS",
    "Amount",
    "Relation",
    "amounts_in",
    "any_of",
    "capital",
    "grade_pattern",
    "kind_of",
    "listed",
    "relation_of",
    "sides_of",
    "sign_of",
    "tidy",
    "turned",
]  # fmt: skip
