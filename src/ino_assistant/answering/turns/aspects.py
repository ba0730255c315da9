"""Aspects: what a turn asks about a thing just spoken of, and how statements tell it.

`Was it severe?` shares no word with `Most cases were mild`, and is answered by it where that
stands beside what was shown. So what is asked is an aspect (severity, onset, standing, …), and a
statement of that place that tells it goes before one that merely names the thing once more. The
words of asking and of telling are general data (`aspects.toml`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from ino_assistant.answering.turns.turn_slots import TOPICS, Slot
from ino_assistant.corpus.model import Statement
from ino_assistant.data import load

_POINTS = re.compile(
    r"\b(?:it|its|they|them|their|those|these|this|that|he|she|him|her|his|such|there|the (?:\w+ )?"
    r"(?:difference|comparison|result|finding|reaction|event|baby|child|patient|figure|one)s?)\b",
    re.IGNORECASE,
)
_ASKS_WHY = re.compile(r"\b(?:why|how come|what for)\b", re.IGNORECASE)
"""A reason is told in words of its own, whatever it is of."""
_MOST_WORDS = 14


@dataclass(frozen=True, slots=True)
class Aspect:
    """What may be asked about a thing.

    Attributes:
        name: what it is called.
        asked, told: the words of asking and of telling.
        does: whether what is to be done may tell it; of the others an instruction tells nothing.
    """

    name: str
    asked: re.Pattern[str]
    told: re.Pattern[str]
    does: bool = False

    def tells(self, statement: Statement) -> bool:
        """Whether a statement tells it."""
        return self.told.search(statement.display) is not None


@cache
def aspects() -> tuple[Aspect, ...]:
    """The aspects of the package, in the order in which they are looked for."""
    return tuple(
        Aspect(
            name,
            re.compile(words["asked"], re.IGNORECASE),
            re.compile(words["told"], re.IGNORECASE),
            bool(words.get("does")),
        )
        for name, words in load("aspects").items()
    )


def aspect_of(question: str, slots: Sequence[Slot]) -> Aspect | None:
    """The aspect that a turn asks for of what was spoken of; None where it names its own thing.

    Args:
        question: the turn, as typed.
        slots: what it names.
    """
    if len(question.split()) > _MOST_WORDS or _ASKS_WHY.search(question):
        return None
    for aspect in aspects():
        asks = aspect.asked.search(question)
        if asks is None:
            continue
        outside = [s for s in slots if s.end <= asks.start() or s.start >= asks.end()]
        own = [s for s in outside if s.kind in TOPICS]
        if _POINTS.search(question) or not own:
            return aspect
    return None
