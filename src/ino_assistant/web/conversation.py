"""One browser session's conversation; its records are kept by the office."""

from __future__ import annotations

from dataclasses import dataclass, replace

MAX_EXCHANGES = 30
"""More would make every new answer send a page that nobody scrolls through."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and its answer as shown.

    `question` is None where it is not to be taken over into later questions, because it
    could not be worked on.
    """

    number: int
    question: str | None
    fragment: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """The exchanges that are shown, oldest first."""

    exchanges: tuple[Exchange, ...] = ()
    id: str | None = None
    """Of its records; None before the first answer."""
    pending: str | None = None
    """The question that is being worked on, as typed."""

    @property
    def earlier(self) -> tuple[str, ...]:
        """The questions that a new one may refer to, oldest first."""
        return tuple(e.question for e in self.exchanges if e.question is not None)

    @property
    def next_number(self) -> int:
        """The number of the next exchange, from 1; numbers are not used again."""
        return self.exchanges[-1].number + 1 if self.exchanges else 1

    def with_pending(self, question: str | None) -> Conversation:
        """The conversation with a question that is being worked on, or with none."""
        return replace(self, pending=question)

    def with_exchange(
        self, question: str | None, fragment: str, recorded_as: str | None = None
    ) -> Conversation:
        """The conversation with one exchange more; the oldest goes when there are too many."""
        added = (*self.exchanges, Exchange(self.next_number, question, fragment))
        return Conversation(added[-MAX_EXCHANGES:], recorded_as or self.id)


__all__ = ["MAX_EXCHANGES", "Conversation", "Exchange"]
