"""What the web layer needs of an assistant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ino_assistant.answering.answer import Answer
from ino_assistant.corpus.model import Corpus


class Asks(Protocol):
    """Anything that answers from a corpus; has to bear several threads at once."""

    @property
    def corpus(self) -> Corpus:
        """What is answered from."""

    @property
    def index_version(self) -> str:
        """The index that is searched."""

    def ask(self, question: str, earlier: Sequence[str] = ()) -> Answer:
        """Answer a question, given the earlier questions of the same conversation."""


__all__ = ["Asks"]
