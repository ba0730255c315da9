"""The shape of an answer: what kind of thing a question asks for, and a statement holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from ino_assistant.data import load
from ino_assistant.vocabulary.tokens import normalise

Shape = Literal[
    "percent",
    "count",
    "duration",
    "dose",
    "date",
    "age",
    "threshold",
    "interval",
    "ratio",
    "p_value",
    "definition",
    "reason",
    "list",
    "yes_no",
    "drug",
    "opinion",
]


@dataclass(frozen=True, slots=True)
class Demand:
    """Shapes of which an answer must hold one; a soft one gives way where none does."""

    shapes: frozenset[Shape]
    soft: bool = False


_DATA = load("shapes")


def _patterns(of: str) -> dict[Shape, re.Pattern[str]]:
    return {shape: re.compile(pattern, re.IGNORECASE) for shape, pattern in _DATA[of].items()}


_ASKED = _patterns("asked")
_HELD = _patterns("held")
_DEMANDS = tuple(
    (
        re.compile(entry["asked"], re.IGNORECASE),
        Demand(frozenset(entry["shapes"]), entry.get("soft", False)),
    )
    for entry in _DATA["demands"]
)


def demanded_shapes(question: str) -> list[Demand]:
    """What shapes a way of asking demands of its answer."""
    return [demand for pattern, demand in _DEMANDS if pattern.search(question)]


_CONTRASTS = tuple(
    tuple(re.compile(member, re.IGNORECASE) for member in entry["members"])
    for entry in _DATA["contrasts"]
)
_ABOUT_DOCUMENT = re.compile(_DATA["about_document"], re.IGNORECASE)
_ASKS_TO_DO = re.compile(_DATA["asks_to_do"], re.IGNORECASE)
_SAYS_TO_DO = re.compile(_DATA["says_to_do"], re.IGNORECASE)
_SIZED_LABEL = re.compile(_DATA["sized_label"], re.IGNORECASE)
_WHO = re.compile(_DATA["asks_who"], re.IGNORECASE)
_ASKS_OF_DOCUMENT = re.compile(_DATA["asks_of_document"], re.IGNORECASE)


@lru_cache(maxsize=64)
def asks_to_do(question: str) -> bool:
    """Whether a question is after what is to be done."""
    return _ASKS_TO_DO.search(question) is not None


def says_to_do(text: str) -> bool:
    """Whether a statement says what is to be done."""
    return _SAYS_TO_DO.search(text) is not None


def sized_label(text: str) -> bool:
    """Whether a text begins with a group and its size."""
    return _SIZED_LABEL.match(text) is not None


@lru_cache(maxsize=256)
def sides_of(text: str) -> frozenset[tuple[int, int]]:
    """Of pairs that exclude each other, those of which a text names one: pair and member."""
    found = set()
    for pair, members in enumerate(_CONTRASTS):
        named = [side for side, pattern in enumerate(members) if pattern.search(text)]
        if len(named) == 1:
            found.add((pair, named[0]))
    return frozenset(found)


def about_document(text: str) -> bool:
    """Whether a sentence is on the document itself, not on its subject."""
    return _ABOUT_DOCUMENT.search(text) is not None


def asks_who(question: str) -> bool:
    """Whether a question is after who somebody is, or who made something."""
    return _WHO.search(question) is not None


@lru_cache(maxsize=64)
def asks_of_document(question: str) -> bool:
    """Whether a question may be after who made a document, and whose view it gives."""
    return _ASKS_OF_DOCUMENT.search(question) is not None


def asked_shapes(question: str) -> frozenset[Shape]:
    """What kinds of thing a question asks for; empty where nothing tells."""
    text = normalise(question)
    return frozenset(shape for shape, pattern in _ASKED.items() if pattern.search(text))


def held_shapes(text: str) -> frozenset[Shape]:
    """What kinds of thing a text holds."""
    return frozenset(shape for shape, pattern in _HELD.items() if pattern.search(text))
