"""How numbers, comparators, units and lists of labels are written."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from ino_assistant import data
from ino_assistant.fidelity.terms.patterns import lookup

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8}
_MEMBER = re.compile(r"(?<!\d)-?\d+|\d+|\b[a-zA-Z]{1,6}\b")
_RANGE = re.compile(r"(\d+)\s?(?:-|to|through)\s?(\d+)")


def number(writing: str) -> Decimal:
    """The value of digits or of a number word, exact.

    Raises:
        InvalidOperation: it is neither.
    """
    plain = writing.strip().lower()
    words: dict[str, int] = data.load("quantities")["number_words"]
    if plain[:1].isalpha():
        return _worded(plain, words)
    sign = ""
    if plain[0] in "+-":
        sign, plain = plain[0].replace("+", ""), plain[1:].strip()
    # `1,520` groups thousands; `0,82` and `80,7` have decimal commas.
    if re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", plain):
        plain = plain.replace(",", "")
    return Decimal(sign + plain.replace(",", "."))


def _worded(plain: str, words: dict[str, int]) -> Decimal:
    """The value of `one hundred and twenty`, `eighty point seven`."""
    whole, _, places = plain.partition(" point ")
    total = part = 0
    for word in re.split(r"[-\s,]+", whole):
        if word == "thousand":
            total, part = total + (part or 1) * 1000, 0
        elif word == "hundred":
            part = (part or 1) * 100
        elif word not in ("and", "a"):
            part += words[word]
    digits = "".join(str(words[w]) for w in places.split())
    return Decimal(f"{total + part}.{digits}" if digits else total + part)


def comparison(words: str | None) -> tuple[str, str]:
    """Comparator and hedge that words before (or after) a number stand for."""
    if not words or not words.strip():
        return "", ""
    plain = " ".join(words.lower().split())
    if plain in _comparators():
        return _comparators()[plain], ""
    if plain in lookup("hedges"):
        return "", lookup("hedges")[plain]
    comparator = hedge = ""
    found = [writing for writing in _comparators() if writing in plain]
    if found:
        # `as long as at least 2 days`: what stands next to the number compares it.
        nearest = max(
            found, key=lambda writing: (plain.rfind(writing) + len(writing), len(writing))
        )
        comparator = _comparators()[nearest]
        plain = plain.replace(nearest, " ")
    for writing, sign in sorted(lookup("hedges").items(), key=lambda e: -len(e[0])):
        if writing in plain:
            hedge = sign
            break
    return comparator, hedge


@lru_cache(maxsize=1)
def _comparators() -> dict[str, str]:
    return {**lookup("comparators"), **lookup("comparators_after")}


def unit_name(writing: str | None) -> str:
    """Canonical name of a unit as written; empty for none."""
    return lookup("units").get(" ".join((writing or "").lower().split()), "")


def members_of(writing: str) -> tuple[Decimal, ...]:
    """The members of a label list, ascending, a run of days written out."""
    run = _RANGE.search(writing)
    found = {v for w in _MEMBER.findall(writing) if (v := _member(w.lower())) is not None}
    if run and 0 < int(run[2]) - int(run[1]) < 60:
        found |= {Decimal(n) for n in range(int(run[1]), int(run[2]) + 1)}
    return tuple(sorted(found))


def _member(word: str) -> Decimal | None:
    if not word.isalpha():
        return Decimal(word)
    names: dict[str, int] = data.load("quantities")["number_words"]
    value = _ROMAN.get(word) or names.get(word)
    return None if value is None else Decimal(value)
