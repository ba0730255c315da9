"""Redaction: every detail found gives way to a placeholder that says what stood there.

Redacting what was redacted changes nothing. Nothing that is found by rule is found always: what
is kept sealed for the safety desk, not this, is the place for a patient's details.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ino_assistant.corpus.model import Corpus
from ino_assistant.data import load
from ino_assistant.privacy.model import Detail, DetailKind, Redacted
from ino_assistant.privacy.names import names
from ino_assistant.privacy.patterns import by_pattern
from ino_assistant.privacy.phones import telephones
from ino_assistant.text import Span
from ino_assistant.vocabulary.concepts import general_lexicon
from ino_assistant.vocabulary.tokens import words

_ROUNDS = 4
_ORDER: tuple[DetailKind, ...] = (
    "e-mail",
    "date of birth",
    "record number",
    "telephone",
    "identifier",
    "address",
    "facility",
    "name",
    "age",
)
"""Where details overlap, the first of these names what is removed."""
_FILL = "\x1f"
"""Stands for a placeholder while more is looked for: no name, no number, no space."""


def known_words(corpus: Corpus) -> frozenset[str]:
    """Words in small letters that are no person's name in questions about a corpus.

    They are the words that the documents print (medicines, trials, eponyms, authors, the
    patients of their cases) and those of the general clinical vocabulary.
    """
    printed = {w.lower() for s in corpus.statements for w in words(s.display)}
    printed |= {w.lower() for s in corpus.statements for part in s.section for w in words(part)}
    named = {w.lower() for p in corpus.products for n in p.names for w in words(n)}
    found = printed | named | _general()
    return frozenset(found | {w.removesuffix("'s").removesuffix("’s") for w in found})


@cache
def _general() -> frozenset[str]:
    """The words of the general clinical vocabulary, in small letters."""
    return frozenset(
        w.lower()
        for groups in general_lexicon().values()
        for terms in groups.values()
        for t in terms
        for w in words(t)
    )


def redact(text: str, known: frozenset[str]) -> Redacted:
    """A text without the details that identify a person.

    Args:
        text: as typed.
        known: words in small letters that are no person's name, as of `known_words`.

    Returns:
        The text with placeholders, and what was found with its places in `text`.
    """
    found: list[Detail] = []
    for _ in range(_ROUNDS):
        more = _merged([*found, *_find(_masked(text, found), known)], text)
        if more == found:
            break
        found = more
    return Redacted(_replaced(text, found), tuple(found))


def _find(text: str, known: frozenset[str]) -> Iterator[Detail]:
    yield from by_pattern(text, known)
    yield from telephones(text)
    yield from names(text, known)


def _masked(text: str, found: list[Detail]) -> str:
    """The text with what was found, and any placeholder, as something that is no word."""
    for detail in found:
        begin, end = detail.span
        text = text[:begin] + _FILL * (end - begin) + text[end:]
    return _placeholder().sub(lambda m: _FILL * len(m[0]), text)


def _merged(details: list[Detail], text: str) -> list[Detail]:
    """Details apart from each other, in order; those that overlap become one."""
    merged: list[Detail] = []
    for detail in sorted(details, key=lambda d: d.span):
        begin, end = _trimmed(text, detail.span)
        if begin >= end:
            continue
        if merged and begin < merged[-1].span[1]:
            last = merged.pop()
            kind = min(last.kind, detail.kind, key=_ORDER.index)
            begin, end = last.span[0], max(end, last.span[1])
            merged.append(Detail(kind, (begin, end)))
        else:
            merged.append(Detail(detail.kind, (begin, end)))
    return merged


def _trimmed(text: str, span: Span) -> Span:
    begin, end = span
    while begin < end and text[begin].isspace():
        begin += 1
    while end > begin and text[end - 1].isspace():
        end -= 1
    return begin, end


def _replaced(text: str, found: list[Detail]) -> str:
    placeholders: dict[str, str] = load("privacy")["placeholders"]
    pieces = []
    at = 0
    for detail in found:
        pieces += [text[at : detail.span[0]], placeholders[detail.kind]]
        at = detail.span[1]
    return "".join([*pieces, text[at:]])


@cache
def _placeholder() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(p) for p in load("privacy")["placeholders"].values()))
