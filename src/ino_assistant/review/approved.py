"""Approved answers first: who asks the same question gets the answer that was signed."""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ino_assistant.answering.saying.answer import Answer
from ino_assistant.answering.saying.citing import UnsupportedSegmentError
from ino_assistant.answering.understanding.question import Question, Reader
from ino_assistant.corpus.model import Corpus
from ino_assistant.records.actors import Role
from ino_assistant.records.audit import last_of
from ino_assistant.records.canonical import digest, iso
from ino_assistant.records.content import Content
from ino_assistant.records.review_tables import ReviewVersion, Signature, Variant
from ino_assistant.records.store import Store
from ino_assistant.review.frame import Frame, frame_of
from ino_assistant.review.queues import is_latest
from ino_assistant.review.readings import Readings
from ino_assistant.review.signing import holds
from ino_assistant.review.wordings import variants_of


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
        """`validated` of the contract, with the label that it was compared with."""
        checked = self.content.label_checked
        return {
            "id": self.review_id,
            "version": self.version,
            "approved_by": self.approved_by,
            "approved_at": iso(self.approved_at),
            "expires_on": self.expires_on.isoformat(),
            "label_checked": None if checked is None else checked.as_dict(),
        }

    def answer(self, corpus: Corpus, question: str, **more: Any) -> Answer:
        """The Answer: the words that were signed, and the boxed warning whole.

        Args:
            corpus: the one that it was looked up with.
            question: as asked.
            more: further arguments of `Answer`: `standalone_question`, `relevant`,
                `index_version`, `timings_ms`.
        """
        late = self.content.label_outdated(corpus)
        notices = (*self.content.notices, *((late,) if late else ()))
        given = {
            "validated": self.as_dict(),
            "answerer": "validated",
            "notices": notices,
            **more,
        }
        return self.content.answer(corpus, question, **given)


@dataclass(frozen=True, slots=True)
class Entry:
    """An approved answer with the frames of the questions that it answers.

    `label_outdated` says that a later label is known of than it was compared with, or is empty.
    """

    review_id: str
    version: int
    content: Content
    approved_by: str
    effective_from: datetime
    expires_on: date
    frames: frozenset[Frame]
    label_outdated: str = ""

    def is_in_date(self, now: datetime) -> bool:
        """Whether it has not expired."""
        return now.date() < self.expires_on

    def is_for(self, role: Role) -> bool:
        """Whether a role may have it; sales gets nothing that is not on label.

        What was on a label that has been revised since is not known to be on label.
        """
        if role == "sales" and (self.content.label != "on_label" or self.label_outdated):
            return False
        return role in self.content.audience


Key = tuple[str, int]
"""Of a version: its review and number."""


@dataclass(frozen=True, slots=True)
class _Index:
    """Which approved versions there are, and by which questions they are found.

    Attributes:
        asked: their questions, and other ways of asking.
        by_frame: versions by the key of the frame of one of these.
    """

    asked: Mapping[Key, tuple[str, ...]]
    by_frame: Mapping[str, tuple[Key, ...]]


class ApprovedAnswers:
    """Looks approved answers up; safe to share between threads.

    Only what is found by its question is read, and checked whole; see `readings`.

    Args:
        store: the records.
        corpus: what is answered from; what an answer cites must be in it unchanged.
        reader: reads questions with the vocabulary of the corpus.
        readings: frames of questions that were read before; None: in memory alone.
    """

    def __init__(
        self, store: Store, corpus: Corpus, reader: Reader, readings: Readings | None = None
    ) -> None:
        self._store, self._corpus, self._reader = store, corpus, reader
        self._readings = readings or Readings(store)
        self._lock = threading.Lock()
        self._stamp: tuple[int, int] | None = None
        self._index = _Index({}, {})
        # Versions never change: each is checked once.
        self._checked: dict[Key, Entry | None] = {}

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

    def answering(self, session: Session, frames: Collection[Frame]) -> list[Entry]:
        """Approved answers to a question that can be served with this corpus, whatever their dates.

        Args:
            session: to read with.
            frames: of the question, as it may be put.
        """
        index = self._indexed(session)
        keys = dict.fromkeys(key for f in frames for key in index.by_frame.get(f.key, ()))
        entries = [self._entry(session, key, index.asked[key]) for key in keys]
        # A reading that was kept only finds: what is found is read anew.
        return [e for e in entries if e is not None and not e.frames.isdisjoint(frames)]

    def prepare(self) -> None:
        """Read the questions of all approved answers, so that the next who asks does not wait.

        Raises:
            RecordsError: the records can't be read.
        """
        with self._store.reading() as session:
            self._indexed(session)
        self._readings.save()

    def _in_force(self, question: Question) -> list[Entry]:
        frame = frame_of(question, self._reader)
        with self._store.reading() as session:
            at = last_of(session).at
            found = self.answering(session, (frame,))
        if not found:
            return []
        now = self._store.clock()
        # A clock that stepped back brings nothing back to life.
        now = now if at is None else max(now, at)
        return [e for e in found if e.is_in_date(now) and e.effective_from <= now]

    def _indexed(self, session: Session) -> _Index:
        stamp = stamp_of(session)
        with self._lock:
            if stamp != self._stamp:
                self._index, self._stamp = self._made(session), stamp
            return self._index

    def _made(self, session: Session) -> _Index:
        self._readings.load(session)
        variants = variants_of(session)
        columns = select(ReviewVersion.review_id, ReviewVersion.version, ReviewVersion.question)
        asked = {
            (review, version): (question, *variants.get(review, ()))
            for review, version, question in session.execute(approved_only(columns))
        }
        by_frame: dict[str, tuple[Key, ...]] = {}
        for key, texts in asked.items():
            for text in texts:
                frame = frame_key_of(text, self._reader, self._readings)
                by_frame[frame] = (*by_frame.get(frame, ()), key)
        return _Index(asked, by_frame)

    def _entry(self, session: Session, key: Key, texts: Sequence[str]) -> Entry | None:
        with self._lock:
            known = key in self._checked
            checked = self._checked.get(key)
        if not known:
            checked = self._read(session, session.get_one(ReviewVersion, key))
            with self._lock:
                self._checked[key] = checked
        if checked is None:
            return None
        asked = frozenset(frame_of(self._reader.read(text), self._reader) for text in texts)
        return replace(checked, frames=asked)

    def _read(self, session: Session, row: ReviewVersion) -> Entry | None:
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
            frozenset(),
            content.label_outdated(self._corpus),
        )


def frame_key_of(text: str, reader: Reader, readings: Readings) -> str:
    """The key of a question's frame, read anew only where it was not read before."""
    name = digest(["frame", text])
    found = readings.get(name)
    if found is None:
        found = frame_of(reader.read(text), reader).key
        readings.put(name, found)
    return found


def stamp_of(session: Session) -> tuple[int, int]:
    """What changes with every step of a review and every variant."""
    reviews = session.scalar(select(func.max(ReviewVersion.audit_seq)))
    variants = session.scalar(select(func.max(Variant.audit_seq)))
    return reviews or 0, variants or 0


def approved_versions() -> Any:
    """The latest versions that are approved."""
    return approved_only(select(ReviewVersion))


def approved_only(query: Any) -> Any:
    """Of versions those that are the latest and approved."""
    return query.where(ReviewVersion.state == "approved", is_latest())


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
