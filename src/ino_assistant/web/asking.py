"""What the web layer needs of the office, and who asks it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from starlette.requests import HTTPConnection

from ino_assistant.answering.saying.answer import Answer
from ino_assistant.corpus.model import Corpus
from ino_assistant.records.actors import LOCAL, Actor
from ino_assistant.records.errors import ForbiddenError
from ino_assistant.service import Given
from ino_assistant.settings import Settings


class Asks(Protocol):
    """Anything that answers from a corpus and keeps records; bears several threads at once."""

    @property
    def corpus(self) -> Corpus:
        """What is answered from now."""

    @property
    def index_version(self) -> str:
        """The index that is searched now."""

    @property
    def renewing(self) -> bool:
        """Whether another index is being built."""

    def ask(
        self,
        actor: Actor,
        question: str,
        *,
        conversation: str | None = None,
        earlier: Sequence[str] | None = None,
        channel: str = "api",
    ) -> Given:
        """Answer a question; the answer is recorded before it is returned."""

    def suggestions(
        self, actor: Actor, answer: Answer | None = None, asked: Sequence[str] = ()
    ) -> tuple[str, ...]:
        """Questions to ask next, or to begin with; each is answered."""

    def conversation(self, actor: Actor, conversation_id: str) -> list[dict[str, Any]]:
        """The turns of one of the actor's conversations, as recorded.

        Raises:
            NotFoundError: there is none, or it is another's.
        """


def actor_of(request: HTTPConnection | None, settings: Settings) -> Actor:
    """Who asks: whom the guard has let in; on a machine without accounts its one user.

    Raises:
        ForbiddenError: people sign in here, and nobody has.
    """
    actor = None if request is None else getattr(request.state, "actor", None)
    if isinstance(actor, Actor):
        return actor
    if settings.signs_in:
        raise ForbiddenError("sign in first")
    return LOCAL


__all__ = ["Asks", "actor_of"]
