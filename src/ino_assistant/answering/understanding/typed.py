"""What people type: short forms, limits in words, whose view is asked for, what is set aside."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ino_assistant.answering.understanding.shapes import asks_who
from ino_assistant.data import load
from ino_assistant.data import words as words_of_data
from ino_assistant.vocabulary.tokens import SEARCH_STOP_WORDS

_BESIDES = frozenset({"besides", "except", "excluding"})
_OTHER_THAN = ("other than", "apart from", "aside from", "in addition to")
_TITLES = words_of_data("titles")
_VOICES = words_of_data("voices")
_BEFORE_VOICE = frozenset({"the", "this", "our", "these"})
_ASKING = words_of_data("clause")
_SHORTHAND = tuple(
    (re.compile(pattern, re.IGNORECASE), meant) for pattern, meant in load("words")["shorthand"]
)
PLACES = {"1st": 1, "first": 1, "2nd": 2, "second": 2, "3rd": 3, "third": 3}
NTH_CASE = re.compile(
    rf"\b({'|'.join(PLACES)}) (?:patient|case|person)\b(?! (?:in|enrol\w*|dosed|randomi\w+|to)\b)",
    re.IGNORECASE,
)


def bounded(figure: str) -> str:
    """A limit as it is compared: `over 90 kg` asks for the group of `90 kg or more`."""
    return _BOUNDS.get(figure[:1], figure[:1]) + figure[1:]


_BOUNDS = {">": "≥", "<": "≤"}


def written_out(text: str) -> str:
    """What people type for short, in full: `b4` is before, `wk16` week 16."""
    for pattern, meant in _SHORTHAND:
        text = pattern.sub(meant, text)
    return text


def searched(text: str, tokens: Sequence[str], speakers: set[int]) -> str:
    """A question for search: an author that is named is `the author`."""
    # An author's name stands where he is introduced, not where he says what he thinks.
    for at in sorted(speakers):
        if at + 1 in speakers and tokens[at].lower() in _TITLES:
            name = rf"\b{re.escape(tokens[at])}\W+{re.escape(tokens[at + 1])}\b"
            text = re.sub(name, "the author", text)
    return text


def speakers_in(tokens: Sequence[str]) -> set[int]:
    """Positions of `Dr NAME`: whose view is asked for, not what it is about."""
    found: set[int] = set()
    for at, token in enumerate(tokens[:-1]):
        if token.lower() in _TITLES and tokens[at + 1].lower() not in SEARCH_STOP_WORDS:
            found |= {at, at + 1}
    lower = [t.lower() for t in tokens]
    if not asks_who(" ".join(tokens)):
        for at in range(1, len(lower)):
            if lower[at].removesuffix("'s") in _VOICES and lower[at - 1] in _BEFORE_VOICE:
                found.add(at)
    return found


def excluded(tokens: Sequence[str]) -> set[int]:
    """Positions of what a question sets aside: `besides bilirubin, what other factors …`."""
    lower = [t.lower() for t in tokens]
    for at, word in enumerate(lower):
        pair = " ".join(lower[at : at + 2])
        opens = 1 if word in _BESIDES else 2 if pair in _OTHER_THAN else 0
        if opens:
            end = at + opens
            while end < len(lower) and lower[end] not in _ASKING:
                end += 1
            return set(range(at, end))
    return set()
