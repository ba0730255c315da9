"""`the last one`, `the second`: one of the things that the answer before listed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ino_assistant.corpus.model import Statement

_ORDER = {
    **{"first": 0, "former": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2},
    **{"fourth": 3, "4th": 3, "fifth": 4, "5th": 4, "last": -1, "latter": -1},
}
_ONE_OF = re.compile(
    r"\bthe (?P<place>first|former|1st|second|2nd|third|3rd|fourth|4th|fifth|5th|last|latter)"
    r"(?:[- ](?:named|mentioned|listed))?"
    r"(?: (?:one|two|item|option|drug|agent|medicine|factor|reaction)\b(?: (?:of|in) (?:them|these|"
    r"those|the list|that list))?| of (?:them|these|those)|(?=\s*(?:[,?.!]|$)))",
    re.IGNORECASE,
)
_INTRODUCED = re.compile(
    r"\b(?:includ(?:e|es|ed|ing)|such as|namely|consist(?:s|ed|ing)? of|are|were|is|was|with|"
    r"contain(?:s|ed|ing)?|either|prefer(?:red)?|between|like)\b|:|•"
)
_LISTS = re.compile(r"includ|such as|namely|consist|contain|:|•", re.IGNORECASE)
"""Introductions behind which hardly anything but a list stands."""
_PARTS = re.compile(r",\s+(?:and|or)\s+|,\s+|\s+(?:and|or)\s+|\s*•\s*|;\s+")
_MOST_WORDS = 8
_MANY = 3


def one_of(question: str) -> re.Match[str] | None:
    """Where a turn points to one thing of a list."""
    return _ONE_OF.search(question)


def picked(match: re.Match[str], items: Sequence[str]) -> str | None:
    """The thing of a list that is pointed to; None where the list has no such place."""
    place = _ORDER[match["place"].lower()]
    return items[place] if -len(items) <= place < len(items) else None


def items_of(statements: Sequence[Statement]) -> tuple[str, ...]:
    """What an answer lists, in the order shown: rows by their labels, else an enumeration."""
    rows = [s.row.label for s in statements if s.row is not None]
    if len(rows) > 1:
        return tuple(dict.fromkeys(rows))
    for statement in statements:
        if statement.row is None and (found := _enumerated(statement.display)):
            return found
    return ()


def _enumerated(text: str) -> tuple[str, ...]:
    """The longest enumeration of a sentence, before all one that is introduced as such."""
    best, rank = tuple[str, ...](), (False, 0)
    for intro in _INTRODUCED.finditer(text):
        rest = re.split(r"[.;](?:\s|$)|\s\(", text[intro.end() :], maxsplit=1)[0]
        parts = tuple(p.strip(" .,•") for p in _PARTS.split(rest) if p.strip(" .,•"))
        fits = all(len(p.split()) <= _MOST_WORDS for p in parts)
        stands = bool(_LISTS.match(intro[0])), len(parts)
        if fits and len(parts) >= _MANY and stands > rank:
            best, rank = parts, stands
    return best
