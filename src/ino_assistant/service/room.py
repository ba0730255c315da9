"""Everything that works over one corpus; a rebuilt corpus gets a room of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ino_assistant.answering.assistant import Assistant
from ino_assistant.answering.question import Reader
from ino_assistant.corpus.model import Corpus
from ino_assistant.records.store import Store
from ino_assistant.review.approved import ApprovedAnswers
from ino_assistant.review.decided import Decided
from ino_assistant.review.desk import ReviewDesk
from ino_assistant.review.intake import Intake
from ino_assistant.review.signing import Authenticate
from ino_assistant.review.variants import Variants
from ino_assistant.service.measures import Measures
from ino_assistant.service.suggesting import Suggestions
from ino_assistant.settings import Settings


@dataclass(frozen=True, slots=True)
class Room:
    """An assistant with the records and the desks that see its corpus."""

    settings: Settings
    store: Store
    assistant: Assistant
    measures: Measures
    intake: Intake
    approved: ApprovedAnswers
    decided: Decided
    desk: ReviewDesk
    variants: Variants
    suggestions: Suggestions

    @property
    def corpus(self) -> Corpus:
        """What is answered from."""
        return self.assistant.corpus

    @property
    def reader(self) -> Reader:
        """Reads questions with the vocabulary of the corpus."""
        return self.assistant.reader

    @property
    def model(self) -> str:
        """Name and fingerprint of the embedding model."""
        encoder = self.assistant.searcher.encoder
        return f"{encoder.name} ({encoder.fingerprint[:16]})"


def furnished(
    settings: Settings,
    store: Store,
    assistant: Assistant,
    authenticate: Authenticate,
    measures: Measures,
) -> Room:
    """A room over the corpus of an assistant."""
    corpus, reader = assistant.corpus, assistant.reader
    return Room(
        settings=settings,
        store=store,
        assistant=assistant,
        measures=measures,
        intake=Intake(store, corpus, reader, settings),
        approved=ApprovedAnswers(store, corpus, reader),
        decided=Decided(store, reader),
        desk=ReviewDesk(store, corpus, reader, settings, authenticate),
        variants=Variants(store, corpus, reader),
        suggestions=Suggestions(assistant),
    )


Reopen = Callable[[], Assistant]
"""Opens the assistant anew, after its corpus was rebuilt."""
