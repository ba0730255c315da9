"""The shape of an answer: what kind of thing a question asks for, and a statement holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
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


def asked_shapes(question: str) -> frozenset[Shape]:
    """What kinds of thing a question asks for; empty where nothing tells."""
    text = normalise(question)
    return frozenset(shape for shape, pattern in _ASKED.items() if pattern.search(text))


def held_shapes(text: str) -> frozenset[Shape]:
    """What kinds of thing a text holds."""
    return frozenset(shape for shape, pattern in _HELD.items() if pattern.search(text))
