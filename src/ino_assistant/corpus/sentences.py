"""Splitting text into sentences, with reference marks told apart from what they follow."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ino_assistant.corpus.references import MARKS, PLAIN, MarkForms, expand_marks, marks_after_stops

# Words that end in a stop without ending a sentence.
_STOPPED = (
    "dr prof mr mrs ms vs al fig figs no nos approx ca cf e.g i.e u.s u.k st jr sr inc ltd co "
    "vol pp ed eds ref refs resp incl excl max min avg wk wks mo yr yrs biol j"
)
_ABBREVIATIONS = frozenset(_STOPPED.split())
# Units that are abbreviations: behind a slash or a number they end what is said.
_UNITS = frozenset(("min", "wk", "wks", "mo", "yr", "yrs"))
_OF_FIGURE = re.compile(r"(?:/|\d\s?)$")
# Before a capital that is no initial: a unit's (`mmol/L`, `30 °C`, `2 L`), or that of a kind
# (`vitamin C`, `arm A`). Before an initial stands a name, a title or one of a few small words.
_OF_NO_NAME = re.compile(
    r"(?:[/°µ·]|\d\s?|(?<![^\s(])(?!(?:and|by|from|of|with|to|for|de|van|von|der|the|al)\s)[a-z]{3,}\s)$"
)
# A number directly behind one of these belongs to it: `Fig.5` has no reference mark.
_BEFORE_NUMBERS = frozenset(("fig", "figs", "no", "nos", "vol", "pp", "ed", "eds", "ref", "refs"))
_STOP = rf"[.?!][\"”’)\]]*(?P<marks>(?<=[.?!]){MARKS})?[\"”’)\]]*"
# A figure may begin a sentence; `2019;25` is the middle of a literature reference.
_NEXT = r"\s+[\"“(\[]?(?:[A-Z•*†‡§–]|\d(?!\d*;))|\s*$"
_END = re.compile(rf"{_STOP}(?={_NEXT})")
_END_IN_BRACKETS = re.compile(rf"{_STOP}(?={_NEXT}|\[{MARKS}\](?:\s|$))")
# Behind the stop, in a document whose marks stand in brackets: `... is rare.[4]`.
_MARK_BEHIND = re.compile(rf"\s?\[{MARKS}\](?=\s+[A-Z“\"(]|\s*$)")
_LAST_WORD = re.compile(r"([\w.]+)[.?!]$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence's range in its text, without the reference marks behind it."""

    start: int
    end: int
    references: tuple[str, ...]


def split_sentences(
    text: str, known_marks: frozenset[int] = frozenset(), forms: MarkForms = PLAIN
) -> list[Sentence]:
    """Sentences of `text` in order; every non-blank character but marks is in one.

    Args:
        text: prose with line ends inside sentences, as extracted.
        known_marks: positions at which a reviewer says that reference marks begin.
        forms: what the document tells of its marks.
    """
    marks = {start for start, _ in marks_after_stops(text, forms.names)} | known_marks
    sentences, start = [], 0
    for match in (_END_IN_BRACKETS if forms.bracketed else _END).finditer(text):
        stop = match.start() + 1
        if match.start() < start:
            continue
        short = _abbreviation(text, start, stop)
        # `et al.12` ends what is said: its reference mark shows it.
        if short and not (match["marks"] and short not in _BEFORE_NUMBERS):
            continue
        if match["marks"] and match.start("marks") not in marks:
            # A decimal such as `5.5 Grade`: the stop belongs to the number.
            continue
        end = match.end()
        references: tuple[str, ...] = ()
        if match["marks"]:
            references = expand_marks(match["marks"])
            end = match.start("marks")
        behind = _MARK_BEHIND.match(text, match.end()) if forms.bracketed else None
        if behind:
            end = behind.end()
        sentences += _sentence(text, start, end, references)
        start = behind.end() if behind else match.end()
    sentences += _sentence(text, start, len(text), ())
    return sentences


def _sentence(text: str, start: int, end: int, references: tuple[str, ...]) -> list[Sentence]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return [Sentence(start, end, references)] if start < end else []


def _abbreviation(text: str, start: int, stop: int) -> str:
    """The word that the stop belongs to, in small letters; empty if it ends a sentence."""
    word = _LAST_WORD.search(text, max(start, stop - 20), stop)
    if word is None or text[stop - 1] != ".":
        return ""
    token = word.group(1).lower().rstrip(".")
    if token in _UNITS and _OF_FIGURE.search(text, start, word.start()):
        return ""
    initial = len(token) == 1 and token.isalpha() and text[stop - 2].isupper()
    if initial and _OF_NO_NAME.search(text, start, word.start()):
        return ""
    return token if token in _ABBREVIATIONS or initial else ""
