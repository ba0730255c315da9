"""Following: which reading of a turn is taken, by what answers it.

Rules make the readings; a reading counts if the documents answer it as well as it wants. So a
fragment that fits two ways is what it makes sense as.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, Protocol, TypeVar

from ino_assistant.answering.choosing.coverage import missing
from ino_assistant.answering.choosing.deciding import Decision
from ino_assistant.answering.turns.focus import carries, nearness
from ino_assistant.answering.turns.resolution import Leans, Reading, Resolution
from ino_assistant.answering.turns.thread import Thread
from ino_assistant.answering.understanding.question import Question, Reader
from ino_assistant.answering.understanding.slots import hard_slots
from ino_assistant.corpus.model import Statement

WHOLE = 0.2
"""Share of a question that may be open where one statement is said to answer all of it."""


class Part(Protocol):
    """One question of a turn, and what answers it."""

    @property
    def asked(self) -> Question:
        """The question."""

    @property
    def decision(self) -> Decision:
        """What was decided about it."""

    @property
    def statements(self) -> list[Statement]:
        """What answers it; empty if nothing does."""


P = TypeVar("P", bound=Part)


@dataclass(frozen=True, slots=True)
class Followed(Generic[P]):
    """A turn as it was taken.

    Attributes:
        alone: the standalone question.
        product: the medicine that it was taken to be about without naming it; or empty.
        parts: its questions, each with what answers it.
    """

    alone: str
    product: str
    parts: Sequence[P]

    @property
    def told(self) -> str:
        """The standalone question as the user reads it."""
        return f"{self.alone} ({self.product})" if self.product else self.alone

    @property
    def shown(self) -> tuple[Statement, ...]:
        """What the answer rests on."""
        return tuple(statement for part in self.parts for statement in part.statements)


def follow(
    turn: Resolution,
    thread: Thread,
    answered: Callable[[str, Sequence[Statement], Leans, str], Sequence[P]],
    reader: Reader,
    rarity: Mapping[str, float],
) -> Followed[P]:
    """A turn in the first of its readings that is answered well enough; else as it stands.

    Args:
        turn: with its readings.
        thread: what was said before.
        answered: answers a standalone question: its text, what was shown last, on what it
            leans, and the medicine that it is about if it names none.
        reader: reads questions with the vocabulary of the corpus.
        rarity: of terms and concepts.
    """
    fallback: Followed[P] | None = None
    for reading in turn.readings:
        text, product = reading.text, thread.product
        carried = carries(text, product, reader)
        for of in (product, "") if carried and not reading.stays else (product if carried else "",):
            found = Followed(text, of, answered(text, thread.shown, reading.leans, of))
            # Of the medicine spoken of only if nothing of the question is left open.
            wants = replace(reading, wants="whole") if of and reading.wants == "answer" else reading
            if _counts(found.parts, wants, thread, reader, rarity):
                return found
            if fallback is None and text == turn.standalone:
                fallback = found
    return fallback or Followed(turn.standalone, "", answered(turn.standalone, (), "nothing", ""))


def _counts(
    parts: Sequence[Part],
    reading: Reading,
    thread: Thread,
    reader: Reader,
    rarity: Mapping[str, float],
) -> bool:
    """Whether parts answer a reading as well as it wants."""
    answered = [part for part in parts if part.statements]
    if reading.wants == "answer":
        return bool(answered)
    if len(answered) < len(parts):
        return False
    if reading.wants == "near":
        return all(nearness(part.statements[0], thread.shown) >= 1 for part in parts)
    return all(
        missing(p.asked, p.decision.chosen, hard_slots(p.asked, reader), rarity).share <= WHOLE
        for p in parts
        if p.decision.chosen
    )
