"""Reading quantities: every run of digits of a text becomes a quantity, a name or a mark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from ino_assistant.corpus.references import marks_after_stops
from ino_assistant.fidelity.quantity.makers import make, which
from ino_assistant.fidelity.quantity.model import Quantity
from ino_assistant.fidelity.terms.normal import normal
from ino_assistant.fidelity.terms.patterns import grammar, opening_words

_DIGITS = re.compile(r"\d+")


@lru_cache(maxsize=4096)
def read_quantities(text: str) -> tuple[Quantity, ...]:
    """Every quantity, name with digits and mark of `text`, in order, without overlap."""
    plain = normal(text)
    found: list[Quantity] = []
    masked = plain
    for start, end in marks_after_stops(plain):
        if _CAPTION_NUMBER.search(plain, max(0, start - 12), start):
            continue
        found.append(Quantity("mark", (start, end), text[start:end], symbol=plain[start:end]))
        masked = masked[:start] + "\x00" * (end - start) + masked[end:]
    for match in _matches(masked):
        kind = which(match)
        quantity = None if kind == "mark_at" else make(kind, match, plain)
        if quantity is not None and quantity.kind == "number" and _of_enzyme(plain, quantity):
            quantity = Quantity("name", quantity.span, quantity.text, symbol=quantity.text)
        for each in _each_named(quantity) if quantity is not None else ():
            found.append(replace(each, text=text[slice(*each.span)]))
    found += _unread(plain, found)
    return distribute(sorted(found, key=lambda q: q.span), plain)


_ENZYME = re.compile(r"\b[a-z]{2,}(?:er|in|at|id|ct|te|yl|cl)ase\s$", re.IGNORECASE)


def _of_enzyme(text: str, quantity: Quantity) -> bool:
    """`phosphodiesterase 9`: a number that is a part of a name."""
    before = text[max(0, quantity.span[0] - 40) : quantity.span[0]]
    return quantity.text.isdigit() and _ENZYME.search(before) is not None


_NAMED = {"studies": "study", "trials": "trial"} | {
    f"{word}s": word for word in ("table", "figure", "section")
}


def _each_named(quantity: Quantity) -> list[Quantity]:
    """`Studies 1 and 2` as what `Study 1` and `Study 2` are; any other as it is."""
    one = _NAMED.get(quantity.text.split(maxsplit=1)[0].lower()) if quantity.kind == "name" else ""
    if not one:
        return [quantity]
    start = quantity.span[0]
    members = list(re.finditer(r"\d+[a-z]?", quantity.text))
    starts = [start, *(start + m.start() for m in members[1:])]
    return [
        Quantity("name", (a, start + m.end()), m.group(), symbol=f"{one} {m.group().lower()}")
        for a, m in zip(starts, members, strict=True)
    ]


_BEGINNING = re.compile(r"[^\W\d_]+|[\d≥≤<>=~\[.+\-\x00]")


def _matches(text: str) -> Iterator[re.Match[str]]:
    """What `finditer` gives, tried only where a form can begin."""
    pattern, opening = grammar(), opening_words()
    end = 0
    for begins in _BEGINNING.finditer(text):
        start = begins.start()
        if start < end or (text[start].isalpha() and begins.group().lower() not in opening):
            continue
        match = pattern.match(text, start)
        if match is not None:
            end = match.end()
            yield match


_JOINS = re.compile(r"\s?(?:,|,?\s?(?:and|or|vs\.?|versus|to|then)|, respectively,?)\s?(?:for\s)?$")


def distribute(found: list[Quantity], text: str) -> tuple[Quantity, ...]:
    """Give the members of a list what is written once: `at least 5 and 8 months`.

    The unit stands behind the last, the comparator before the first.
    """
    result = list(found)
    for i in range(len(result) - 2, -1, -1):
        here, after = result[i], result[i + 1]
        if not _joined(here, after, text):
            continue
        if here.kind == "number" and after.kind in ("duration", "measure", "percent", "count"):
            result[i] = replace(here, kind=after.kind, unit=after.unit, rate=after.rate)
    for i in range(len(result) - 1):
        here, after = result[i], result[i + 1]
        same = here.kind == after.kind and here.unit == after.unit and here.comparator in _DOWN
        if same and not after.comparator and _joined(here, after, text) and _wordy(here):
            result[i + 1] = replace(after, comparator=here.comparator)
    return tuple(result)


_DOWN = (">=", "<=")


def _joined(here: Quantity, after: Quantity, text: str) -> bool:
    between = text[here.span[1] : after.span[0]]
    return len(between) < 20 and _JOINS.fullmatch(between) is not None


def _wordy(here: Quantity) -> bool:
    """Whether the comparator is words: a sign belongs to its own number only."""
    return here.text[:1].isalpha() and not here.text.lower().startswith("p")


_CAPTION_NUMBER = re.compile(r"(?:table|figure|fig\.?|section)\s\d+\.$", re.IGNORECASE)


def _unread(text: str, found: list[Quantity]) -> list[Quantity]:
    """The digit runs that no form consumed: marks glued to a last word, else names."""
    covered = sorted(q.span for q in found)
    names: list[Quantity] = []
    for match in _DIGITS.finditer(text):
        if any(s <= match.start() < e for s, e in covered):
            continue
        start, end = match.span()
        while start > 0 and (text[start - 1].isalnum() or text[start - 1] in "+-/"):
            start -= 1
        while end < len(text) and (text[end].isalnum() or text[end] in "+"):
            end += 1
        for s, e in covered:
            if s < end and start < e:
                start, end = (max(start, e), end) if e <= match.start() else (start, min(end, s))
        symbol = text[start:end].strip("-/").lower()
        names.append(Quantity("name", (start, end), text[start:end], symbol=symbol))
        covered.append((start, end))
    return names
