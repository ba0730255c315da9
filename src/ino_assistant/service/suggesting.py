"""Questions to ask next, made once for each corpus, beside what is being asked."""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final

from ino_assistant.answering.answer import Answer
from ino_assistant.answering.assistant import Assistant
from ino_assistant.answering.suggesting import Suggestion, candidates, fitting, verified
from ino_assistant.records.actors import Actor
from ino_assistant.records.errors import RecordsError

if TYPE_CHECKING:
    from ino_assistant.service.room import Room

MOST: Final = 3
"""Questions that are offered at once."""
_log = logging.getLogger(__name__)


class Suggestions:
    """What may be asked next over the corpus of an assistant.

    Made in a thread of its own when somebody first wants it: to find out what is answered, every
    question has to be asked. Until then there is none.

    Args:
        assistant: answers without records.
    """

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        names = assistant.searcher.index.statements
        self._row = {name: place for place, name in enumerate(names)}
        self._made: tuple[Suggestion, ...] | None = None
        self._begun = threading.Lock()
        self._thread = threading.Thread(target=self._make, name="suggestions", daemon=True)

    def begin(self) -> None:
        """Have them made, if nobody has yet; returns at once."""
        if self._begun.acquire(blocking=False):
            self._thread.start()

    def wait(self, seconds: float) -> bool:
        """Wait until they are made; whether they are."""
        self.begin()
        self._thread.join(seconds)
        return self._made is not None

    def first(self) -> tuple[Suggestion, ...]:
        """Questions to begin with, of the products in turn."""
        self.begin()
        turn: Counter[str] = Counter()
        ranked: list[tuple[int, Suggestion]] = []
        for suggestion in sorted(self._made or (), key=lambda s: s.place):
            turn[suggestion.product] += 1
            ranked.append((turn[suggestion.product], suggestion))
        return tuple(suggestion for _, suggestion in sorted(ranked, key=lambda pair: pair[0]))

    def after(self, answer: Answer, asked: Sequence[str]) -> tuple[Suggestion, ...]:
        """Questions that go with an answer, the best first.

        Args:
            answer: what they are shown under.
            asked: the questions of the conversation.
        """
        self.begin()
        return fitting(self._made or (), answer, asked, self._assistant.corpus, self._alike)

    def _alike(self, one: Sequence[str], other: Sequence[str]) -> float:
        """The nearest two of their vectors: a cosine."""
        vectors = self._assistant.searcher.index.vectors
        first, second = (vectors[[self._row[name] for name in names]] for names in (one, other))
        return float((first @ second.T).max())

    def _make(self) -> None:
        try:
            found = candidates(self._assistant.corpus)
            self._made = tuple(verified(found, self._assistant.ask))
        except Exception:
            # To have nothing to suggest is no reason to stop anything.
            _log.exception("no questions to suggest")


def suggested(
    room: Room,
    actor: Actor,
    answer: Answer | None = None,
    asked: Sequence[str] = (),
) -> tuple[str, ...]:
    """Questions to ask next: the documents answer each, from their label text.

    What medical information has decided against is not among them. They are made when first asked
    for, which takes a second or more; until then there are none.

    Args:
        room: the corpus, and what was decided on its answers.
        actor: who may ask.
        answer: what they are shown under; None: to begin with.
        asked: the questions of the conversation; none of them is suggested again.
    """
    if not actor.may("ask"):
        return ()
    made = room.suggestions
    found = made.first() if answer is None else made.after(answer, asked)
    try:
        given = (
            s.question
            for s in found
            if room.decided.review_of(s.understood, s.text, against=True) is None
        )
        return tuple(islice(given, MOST))
    except RecordsError:
        # Whether they would be answered can't be told; asking will say why.
        return ()


__all__ = ["MOST", "Suggestions", "suggested"]
