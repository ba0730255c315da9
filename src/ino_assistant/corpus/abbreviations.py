"""Abbreviations that a document defines: `long form (ABBR)` and `ABBR=long form`.

The first form is found with the method of Schwartz and Hearst (A simple algorithm for
identifying abbreviation definitions in biomedical text, PSB 2003): the letters of the
short form are matched from the right against the words before the bracket.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_BRACKET = re.compile(r"\(([A-Z][\w+–/-]{1,11})\)")
# The long form has letters: `P=0.0104` defines nothing.
_ENTRY = re.compile(
    r"(?:^|(?<=[;.]))\s*(?P<short>[^\s=;.][^=;.]{0,24}?)="
    r"(?P<long>(?=[^=;]*[A-Za-z]{3})[^=;]+?)(?=[;.]\s|[;.]?\s*$)"
)
# `GMT: geometric mean titre; HR, hazard ratio.`
_LISTED = re.compile(
    r"\s*(?P<short>[A-Z][\w+–/-]{1,11})[:,]\s+(?P<long>[^\W\d][^:;=.]+?)(?:[;.]|\s*$)"
)
NOTE_TITLE = re.compile(r"\s*(?:Abbreviations?|Key|Legend)\s*:\s*", re.IGNORECASE)
"""What opens a note that defines abbreviations."""
_MAX_WORDS = 12


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A definition and where it stands in the text that it was found in."""

    short: str
    long: str
    start: int
    end: int


def find_in_prose(text: str) -> Iterator[Abbreviation]:
    """Definitions of the form `long form (ABBR)`, in order."""
    for match in _BRACKET.finditer(text):
        short = match[1]
        if not any(c.isupper() for c in short[1:]):
            continue
        before = text[: match.start()].rstrip()
        words = list(re.finditer(r"\S+", before))
        limit = min(_MAX_WORDS, len(short) + 5, len(short) * 2 + 1)
        if not words:
            continue
        low = words[max(0, len(words) - limit)].start()
        start = _match_right(short, before, low)
        if start is not None:
            yield Abbreviation(short, " ".join(before[start:].split()), start, match.end())


def _match_right(short: str, text: str, low: int) -> int | None:
    """Where the long form begins, or None: Schwartz and Hearst's backward scan."""
    if "/" in short:
        # Each part of `R/R` stands for a word: `relapsed or refractory`.
        initials = r"\w*\W+(?:\w+\W+){0,2}?".join(rf"\b{re.escape(p)}" for p in short.split("/"))
        match = re.search(initials + r"\w*\W*$", text[low:], re.IGNORECASE)
        return low + match.start() if match else None
    position = len(text) - 1
    for index in range(len(short) - 1, -1, -1):
        letter = short[index].lower()
        if not letter.isalnum():
            continue
        while position >= low and (
            text[position].lower() != letter
            or (index == 0 and position > 0 and text[position - 1].isalnum())
        ):
            position -= 1
        if position < low:
            return None
        position -= 1
    start = position + 1
    long = text[start:]
    if len(long) <= len(short) or "." in long.rstrip("."):
        return None
    return start


def find_listed(text: str) -> list[Abbreviation]:
    """Entries of a note that is all `GMT: geometric mean titre; HR: …`; none of any other."""
    found: list[Abbreviation] = []
    opening = NOTE_TITLE.match(text)
    position = opening.end() if opening else 0
    while text[position:].strip():
        match = _LISTED.match(text, position)
        if match is None or _match_right(match["short"], match["long"], 0) != 0:
            return []
        start, end = match.start("short"), match.end("long")
        found.append(Abbreviation(match["short"], " ".join(match["long"].split()), start, end))
        position = match.end()
    return found


def find_in_note(text: str) -> Iterator[Abbreviation]:
    """Entries of a note such as `ALT=alanine aminotransferase; VOD=…`, in order."""
    yield from find_listed(text)
    opening = NOTE_TITLE.match(text)
    start = opening.end() if opening else 0
    for match in _ENTRY.finditer(text, start):
        short = " ".join(match["short"].split())
        yield Abbreviation(
            short, " ".join(match["long"].split()), match.start("short"), match.end()
        )
