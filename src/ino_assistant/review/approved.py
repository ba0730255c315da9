"""Approved answers first: who asks the same question gets the answer that was signed."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ino_assistant.answering.answer import Answer
from ino_assistant.answering.citing import UnsupportedSegmentError
from ino_assistant.answering.question import Question, Reader
from ino_assistant.corpus.model import Corpus
from ino_assistant.records.actors import Role
from ino_assistant.records.audit import last_of
from ino_assistant.records.canonical import iso
from ino_assistant.records.content import Content
from ino_assistant.records.review_tables import ReviewVersion, Signature, Variant
from ino_assistant.records.store import Store
from ino_assistant.review.frame import Frame, frame_of
from ino_assistant.review.queues import is_latest
from ino_assistant.review.signing import holds


@dataclass(frozen=True, slots=True)
class Validated:
    """An approved answer that may be served now.

    Attributes:
        content: what was signed.
        approved_at: by the server's clock.
        expires_on: the first day on which it is no longer served.
    """

    review_id: str
    version: int
    content: Content
    approved_by: str
    approved_at: datetime
    expires_on: date

    def as_dict(self) -> dict[str, Any]:
        """`validated` of the contract."""
        return {
            "id": self.review_id,
            "version": self.version,
            "approved_by": self.approved_by,
            "approved_at": iso(self.approved_at),
            "expires_on": self.expires_on.isoformat(),
        }

    def answer(self, corpus: Corpus, question: str, **more: Any) -> Answer:
        """The Answer: the words that were signed, and the boxed warning whole.

        Args:
            corpus: the one that it was looked up with.
            question: as asked.
            more: further arguments of `Answer`: `standalone_question`, `relevant`,
                `index_version`, `timings_ms`.
        """
        given = {"validated": self.as_dict(), "answerer": "validated", **more}
        return self.content.answer(corpus, question, **given)


@dataclass(frozen=True, slots=True)
class Entry:
    """An approved answer with the frames of the questions that it answers."""

    review_id: str
    version: int
    content: Content
    approved_by: str
    effective_from: datetime
    expires_on: date
    frames: frozenset[Frame]

    def is_in_date(self, now: datetime) -> bool:
        """Whether it has not expired."""
        return now.date() < self.expires_on

    def is_for(self, role: Role) -> bool:
        """Whether a role may have it; sales gets nothing that is not on label."""
        if role == "sales" and self.content.label != "on_label":
            return False
        return role in self.content.audience


class ApprovedAnswers:
    """Looks approved answers up; safe to share between threads.

    Args:
        store: the records.
        corpus: what is answered from; what an answer cites must be in it unchanged.
        reader: reads questions with the vocabulary of the corpus.
    """

    def __init__(self, store: Store, corpus: Corpus, reader: Reader) -> None:
        self._store, self._corpus, self._reader = store, corpus, reader
        self._lock = threading.Lock()
        self._stamp: tuple[int, int] | None = None
        self._entries: tuple[Entry, ...] = ()
        # Versions never change: each is checked once.
        self._checked: dict[tuple[str, int], Entry | None] = {}
        self._frames: dict[str, Frame] = {}

    def approved_for(self, question: Question, role: Role) -> Validated | None:
        """The approved answer to exactly this question, if there is one for this role.

        None as well where a word of the question had to be corrected, where two answer it,
        where one has expired or was withdrawn, where anything that it cites has changed, and
        while the trail has a gap.

        Args:
            question: as understood, by the same reader.
            role: of who asks.

        Raises:
            RecordsError: the records can't be read.
        """
        if question.corrected:
            # A name that was taken for a misspelt other one may well be another medicine.
            return None
        found = self._in_force(question)
        if len(found) != 1 or not found[0].is_for(role) or self._store.has_gap():
            return None
        one = found[0]
        return Validated(
            one.review_id,
            one.version,
            one.content,
            one.approved_by,
            one.effective_from,
            one.expires_on,
        )

    def kept_from(self, question: Question, role: Role) -> Entry | None:
        """The answer in force to this question that is not for this role, if there is one.

        Args:
            question: as understood; whether a word of it was corrected makes no difference here.
            role: of who asks.

        Raises:
            RecordsError: the records can't be read.
        """
        found = self._in_force(question)
        if any(entry.is_for(role) for entry in found):
            return None
        return found[0] if found else None

    def _in_force(self, question: Question) -> list[Entry]:
        frame = frame_of(question, self._reader)
        with self._store.reading() as session:
            at = last_of(session).at
            entries = self.entries(session)
        found = [e for e in entries if frame in e.frames]
        if not found:
            return []
        now = self._store.clock()
        # A clock that stepped back brings nothing back to life.
        now = now if at is None else max(now, at)
        return [e for e in found if e.is_in_date(now) and e.effective_from <= now]

    def entries(self, session: Session) -> tuple[Entry, ...]:
        """Approved answers that can be served with this corpus, whatever their dates."""
        stamp = stamp_of(session)
        with self._lock:
            if stamp != self._stamp:
                self._entries, self._stamp = tuple(self._made(session)), stamp
            return self._entries

    def _made(self, session: Session) -> Iterator[Entry]:
        variants = variants_of(session)
        there = select(ReviewVersion.review_id, ReviewVersion.version)
        keys = [(r, v) for r, v in session.execute(approved_only(there))]
        new = [key for key in keys if key not in self._checked]
        for row in _rows(session, new):
            self._checked[row.review_id, row.version] = self._entry(session, row)
        for key in keys:
            entry = self._checked[key]
            if entry is not None:
                asked = frozenset(self._frame(text) for text in variants.get(key[0], ()))
                yield replace(entry, frames=entry.frames | asked)

    def _entry(self, session: Session, row: ReviewVersion) -> Entry | None:
        content = Content.from_dict(row.content)
        if row.effective_from is None or row.expires_on is None or row.approved_by is None:
            return None
        servable = content.outcome in ("answered", "corrected")
        if not servable or not is_signed(session, row) or not is_served_by(content, self._corpus):
            return None
        return Entry(
            row.review_id,
            row.version,
            content,
            row.approved_by,
            row.effective_from,
            row.expires_on,
            frozenset({self._frame(content.question)}),
        )

    def _frame(self, text: str) -> Frame:
        if text not in self._frames:
            self._frames[text] = frame_of(self._reader.read(text), self._reader)
        return self._frames[text]


def stamp_of(session: Session) -> tuple[int, int]:
    """What changes with every step of a review and every variant."""
    reviews = session.scalar(select(func.max(ReviewVersion.audit_seq)))
    variants = session.scalar(select(func.max(Variant.audit_seq)))
    return reviews or 0, variants or 0


def _rows(session: Session, keys: Sequence[tuple[str, int]]) -> Iterator[ReviewVersion]:
    for key in keys:
        yield session.get_one(ReviewVersion, key)


def approved_versions() -> Any:
    """The latest versions that are approved."""
    return approved_only(select(ReviewVersion))


def approved_only(query: Any) -> Any:
    """Of versions those that are the latest and approved."""
    return query.where(ReviewVersion.state == "approved", is_latest())


def variants_of(session: Session) -> Mapping[str, tuple[str, ...]]:
    """Other ways of asking that are attached now, by review."""
    found: dict[str, dict[str, None]] = {}
    for row in session.scalars(select(Variant).order_by(Variant.audit_seq)):
        texts = found.setdefault(row.review_id, {})
        if row.attached:
            texts[row.text] = None
        else:
            texts.pop(row.text, None)
    return {review: tuple(texts) for review, texts in found.items()}


def is_signed(session: Session, row: ReviewVersion) -> bool:
    """Whether a version has a signature of approval that holds."""
    query = select(Signature).where(
        Signature.review_id == row.review_id,
        Signature.version == row.version,
        Signature.meaning == "approval",
    )
    signatures = list(session.scalars(query))
    return bool(signatures) and all(holds(s, row) for s in signatures)


def is_served_by(content: Content, corpus: Corpus) -> bool:
    """Whether all that a content rests on is in the corpus unchanged, and it passes the gate."""
    if content.changed_sources(corpus):
        return False
    try:
        content.answer(corpus, content.question)
    except (UnsupportedSegmentError, ValueError):
        return False
    return True
