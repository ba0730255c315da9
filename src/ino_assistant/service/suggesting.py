"""Questions to ask next, found out when somebody wants them, and kept for each corpus."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Final

from ino_assistant.answering.assistant import Assistant
from ino_assistant.answering.indicated import Indications
from ino_assistant.answering.saying.answer import Answer
from ino_assistant.answering.suggesting import (
    Candidate,
    Suggestion,
    candidates,
    fitting,
    is_news,
    verified,
)
from ino_assistant.records.actors import STRICTEST, Actor
from ino_assistant.records.errors import RecordsError

if TYPE_CHECKING:
    from ino_assistant.service.room import Room

MOST: Final = 3
"""Questions that are offered at once."""
KINDS: Final = 2
"""Kinds of questions that are tried out beforehand, besides those to begin with."""
LONGEST_S: Final = 0.3
"""For so long questions are tried out while somebody waits for an answer; those that were tried
once are known from then on."""
_log = logging.getLogger(__name__)


class Suggestions:
    """What may be asked next over the corpus of an assistant.

    To find out whether a question is answered it has to be asked. That is done for those that are
    about to be offered, once for each; nothing is done beforehand.

    Args:
        assistant: answers without records.
        longest: seconds after which no further question is tried out for the one who waits.
    """

    def __init__(self, assistant: Assistant, longest: float = LONGEST_S) -> None:
        self._assistant, self._longest = assistant, longest
        names = assistant.searcher.index.statements
        self._row = {name: place for place, name in enumerate(names)}
        self._tried: dict[Candidate, Suggestion | None] = {}

    def wait(self, seconds: float) -> bool:
        """Try out those to begin with, for so long at most; whether there are any.

        And one of each further kind: what is done but once for a kind of question is done then.
        """
        began = time.monotonic()
        found = list(islice(self._answered(self._in_turn, seconds), MOST))
        kinds = {candidate.place: candidate for candidate in self._all}
        last = [kinds[place] for place in sorted(kinds, reverse=True)[:KINDS]]
        list(self._answered(last, seconds - (time.monotonic() - began)))
        return bool(found)

    def first(self) -> Iterator[Suggestion]:
        """Questions to begin with, of the products in turn."""
        return self._answered(self._in_turn, self._longest)

    def after(self, answer: Answer, asked: Sequence[str]) -> Iterator[Suggestion]:
        """Questions that go with an answer, the best first.

        Args:
            answer: what they are shown under.
            asked: the questions of the conversation.
        """
        found = fitting(self._all, answer, self._assistant.corpus, self._alike)
        tried = self._answered(found, self._longest)
        return (suggestion for suggestion in tried if is_news(suggestion, answer, asked))

    def _answered(self, found: Iterable[Candidate], seconds: float) -> Iterator[Suggestion]:
        """Of some candidates those that are answered, as far as is known within so long."""
        end = time.monotonic() + seconds
        given: set[tuple[str, ...]] = set()
        for candidate in found:
            if candidate not in self._tried:
                if time.monotonic() > end:
                    continue
                self._tried[candidate] = self._try(candidate)
            suggestion = self._tried[candidate]
            # Two candidates may be answered by the same; it need not be offered twice.
            if suggestion is not None and suggestion.statements not in given:
                given.add(suggestion.statements)
                yield suggestion

    def _try(self, candidate: Candidate) -> Suggestion | None:
        assistant = self._assistant
        try:
            return verified(candidate, assistant.ask, assistant.corpus, self._indications)
        except Exception:
            # To have nothing to suggest is no reason to stop anything.
            _log.exception("a question to suggest could not be tried out")
            return None

    @cached_property
    def _indications(self) -> Indications:
        return Indications(self._assistant.corpus, self._assistant.searcher.concepts)

    @cached_property
    def _all(self) -> tuple[Candidate, ...]:
        searcher = self._assistant.searcher
        try:
            return candidates(
                self._assistant.corpus, searcher.claims, self._indications, searcher.concepts
            )
        except Exception:
            _log.exception("no questions to suggest")
            return ()

    @cached_property
    def _in_turn(self) -> tuple[Candidate, ...]:
        turn: Counter[str] = Counter()
        ranked: list[tuple[int, Candidate]] = []
        for candidate in sorted(self._all, key=lambda c: c.place):
            turn[candidate.product] += 1
            ranked.append((turn[candidate.product], candidate))
        return tuple(candidate for _, candidate in sorted(ranked, key=lambda pair: pair[0]))

    def _alike(self, one: Sequence[str], other: Sequence[str]) -> float:
        """The nearest two of their vectors: a cosine."""
        vectors = self._assistant.searcher.index.vectors
        first, second = (vectors[[self._row[name] for name in names]] for names in (one, other))
        return float((first @ second.T).max())


def suggested(
    room: Room,
    actor: Actor,
    answer: Answer | None = None,
    asked: Sequence[str] = (),
) -> tuple[str, ...]:
    """Questions to ask next: the documents answer each, and keep to the label in doing so.

    What medical information has decided against is not among them, nor what the actor may not
    have as an answer.

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
            if (s.label_only or actor.role != STRICTEST)
            and room.decided.review_of(s.understood, s.text, against=True) is None
        )
        return tuple(islice(given, MOST))
    except RecordsError:
        # Whether they would be answered can't be told; asking will say why.
        return ()


__all__ = ["MOST", "Suggestions", "suggested"]
