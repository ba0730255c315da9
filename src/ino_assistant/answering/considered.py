"""What is known of an answer besides the answer itself: for who keeps records of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ino_assistant.answering.choosing.ranking import Candidate
from ino_assistant.answering.saying.answer import Answer
from ino_assistant.answering.understanding.question import Question
from ino_assistant.routing import Routing

Approved = Callable[[Question, str, Mapping[str, Any]], Answer | None]
"""Looks up an approved answer: by the question as understood, the question as typed, and further
arguments of `Answer`. None where there is none."""

TRAIL = 10
"""Candidates that are told of, of each question of a turn."""


@dataclass(frozen=True, slots=True)
class Considered:
    """An answer, and how it came about.

    Attributes:
        answer: as it may be shown.
        routing: why it belongs to people, with the words untouched; None if it does not.
        margin: by how much the best statement beat the next; of several questions in one
            turn the least. None where nothing was ranked.
        replaced: whether the gate, or the check of a language model's sentences, put other
            words in the place of those first drafted.
        trail: what search saw, the best first: statement, score, whether it was chosen.
    """

    answer: Answer
    routing: Routing | None = None
    margin: float | None = None
    replaced: bool = False
    trail: tuple[Mapping[str, Any], ...] = field(default=())


def margin_of(ranked: Sequence[Candidate]) -> float | None:
    """By how much the first candidate beats the second; None without a second."""
    return ranked[0].score - ranked[1].score if len(ranked) > 1 else None


def trail_of(ranked: Sequence[Candidate], chosen: Sequence[str]) -> list[dict[str, Any]]:
    """The first candidates; scores as text, so that they are written alike everywhere.

    Args:
        ranked: candidates, the best first.
        chosen: ids of the statements that are shown.
    """
    return [
        {
            "statement": c.facts.statement.id,
            "score": f"{c.score:.3f}",
            "chosen": c.facts.statement.id in chosen,
        }
        for c in ranked[:TRAIL]
    ]
