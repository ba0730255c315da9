"""Everything that works over one corpus; a rebuilt corpus gets a room of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ino_assistant.answering.assistant import Assistant
from ino_assistant.answering.understanding.question import Reader
from ino_assistant.corpus.model import Corpus
from ino_assistant.records.store import Store
from ino_assistant.review.approved import ApprovedAnswers
from ino_assistant.review.decided import Decided
from ino_assistant.review.desk import ReviewDesk
from ino_assistant.review.intake import Intake
from ino_assistant.review.readings import Readings
from ino_assistant.review.renewing import Renewing
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
    renewing: Renewing
    variants: Variants
    suggestions: Suggestions
    readings: Readings

    def prepare(self) -> None:
        """Read what is approved and decided, so that who asks first does not wait for it.

        Raises:
            RecordsError: the records can't be read.
        """
        self.approved.prepare()
        self.decided.prepare()

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
    readings = Readings.of(store, corpus)
    approved = ApprovedAnswers(store, corpus, reader, readings)
    desk = ReviewDesk(store, corpus, reader, settings, authenticate, approved)
    return Room(
        settings=settings,
        store=store,
        assistant=assistant,
        measures=measures,
        intake=Intake(store, corpus, reader, settings),
        approved=approved,
        decided=Decided(store, reader, readings),
        desk=desk,
        renewing=Renewing(desk),
        variants=Variants(store, corpus, reader, authenticate, approved),
        suggestions=Suggestions(assistant),
        readings=readings,
    )


Reopen = Callable[[], Assistant]
"""Opens the assistant anew, after its corpus was rebuilt."""
