"""An office of medical information for tests: people, a corpus, and answers to review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from ino_assistant.answering.saying.answer import Answer
from ino_assistant.answering.saying.citing import Citation, Segment, mark
from ino_assistant.answering.saying.compose import caveats_of
from ino_assistant.answering.understanding.question import Question, Reader
from ino_assistant.corpus.model import Corpus, Statement
from ino_assistant.records import Actor, Store
from ino_assistant.records.exchanges import Circumstances
from ino_assistant.records.review_tables import ReviewVersion
from ino_assistant.review.approved import ApprovedAnswers
from ino_assistant.review.decisions import Terms
from ino_assistant.review.desk import ReviewDesk
from ino_assistant.review.editing import Edit
from ino_assistant.review.intake import Intake
from ino_assistant.review.variants import Variants
from ino_assistant.review.versions import latest
from ino_assistant.settings import Settings
from ino_assistant.vocabulary.concepts import concepts_for
from search.prepared import small_corpus

ANN = Actor("u1", "Ann Example", "medical_information")
BEN = Actor("u2", "Ben Example", "medical_information")
FAY = Actor("u3", "Fay Example", "field_medical")
SAM = Actor("u4", "Sam Example", "sales")
SUE = Actor("u5", "Sue Example", "safety")
ADA = Actor("u6", "Ada Example", "administrator")

QUESTION = "What was the rate of recurrence with KARDENTO?"
OTHER_ARM = "What was the rate of recurrence with warfarin?"
SECRET = "correct horse"
COMPARED: Terms = {"label_version": "Revised 2/2026", "label_checked_on": date(2026, 3, 2)}
"""With which label an answer was compared that says something of the label."""


def trusts(actor: Actor, secret: str) -> bool:
    return secret == SECRET


@cache
def reader_of(corpus: Corpus) -> Reader:
    return Reader(corpus, concepts_for(corpus.documents))


def said(corpus: Corpus, *words: str) -> Statement:
    """The statement that holds these words."""
    return next(s for s in corpus.statements if all(w in s.display for w in words))


class Office:
    """A store with everything that works on it."""

    def __init__(
        self, store: Store, corpus: Corpus | None = None, settings: Settings | None = None
    ) -> None:
        self.store = store
        self.corpus = small_corpus() if corpus is None else corpus
        self.settings = settings or Settings(sample_every=0)
        self.reader = reader_of(self.corpus)
        self.desk = ReviewDesk(store, self.corpus, self.reader, self.settings, trusts)
        self.intake = Intake(store, self.corpus, self.reader, self.settings)
        self.variants = Variants(store, self.corpus, self.reader, trusts)
        self.approved = ApprovedAnswers(store, self.corpus, self.reader)

    def with_corpus(self, corpus: Corpus) -> Office:
        """The same records over another corpus."""
        return Office(self.store, corpus, self.settings)

    def with_settings(self, **changes: Any) -> Office:
        return Office(self.store, self.corpus, self.settings.model_copy(update=changes))

    def answer(self, question: str = QUESTION, *statements: Statement, **more: Any) -> Answer:
        """An answer that quotes statements."""
        chosen = statements or (said(self.corpus, "36/1,731"),)
        segments: list[Segment] = []
        for marker, statement in enumerate(chosen, start=1):
            segments += [Segment("\n\n")] if segments else []
            segments += [Segment(statement.display, marker), mark(marker)]
        given = {"outcome": "answered", "products": ("KARDENTO",), **more}
        return Answer(
            corpus=self.corpus,
            question=question,
            segments=tuple(segments),
            standalone_question=question,
            citations=tuple(Citation.of(self.corpus, s, n) for n, s in enumerate(chosen, start=1)),
            caveats=caveats_of(chosen, self.corpus),
            **given,
        )

    def refusal(self, question: str = QUESTION) -> Answer:
        text = "The documents do not say this. Please ask your medical information department."
        return Answer(
            corpus=self.corpus,
            question=question,
            outcome="refused",
            segments=(Segment(text),),
            standalone_question=question,
            reason="thing",
            route="medical_information",
        )

    def queued(
        self, question: str = QUESTION, answer: Answer | None = None, actor: Actor = FAY
    ) -> str:
        """The id of a review that waits."""
        shown = answer or self.answer(question)
        recorded = self.intake.record(shown, actor, Circumstances(margin=0.0, channel="web"))
        assert recorded.review_id is not None
        return recorded.review_id

    def claimed(self, question: str = QUESTION, by: Actor = ANN, **more: Any) -> str:
        review = self.queued(question, **more)
        self.desk.claim(by, review, 1)
        return review

    def approved_review(self, question: str = QUESTION, by: Actor = ANN, **more: Any) -> str:
        review = self.claimed(question, by)
        self.desk.approve(by, review, 2, SECRET, "checked against the source", **more)
        return review

    def now(self, review: str) -> ReviewVersion:
        with self.store.reading() as session:
            row = latest(session, review)
            session.expunge(row)
        return row

    def read(self, question: str) -> Question:
        return self.reader.read(question)

    def served(self, question: str = QUESTION, role: Any = "field_medical") -> str | None:
        """The id of the approved answer that a question gets."""
        found = self.approved.approved_for(self.read(question), role)
        return None if found is None else found.review_id


def changed_source(corpus: Corpus, document: str) -> Corpus:
    """A corpus in which one document's source has another hash."""
    documents = tuple(
        replace(d, sha256="f" * 64) if d.id == document else d for d in corpus.documents
    )
    return replace(corpus, documents=documents, version="another")


def edit(text: str | None = None, **more: Any) -> Edit:
    return Edit(text=text, **more)


Changes = Sequence[str]
