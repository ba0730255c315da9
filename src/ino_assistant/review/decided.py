"""What medical information has decided on: a rejected answer is not given again.

Nor is a refusal that somebody has looked at put before them again each time.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from ino_assistant.answering.understanding.question import Reader
from ino_assistant.records.content import Content
from ino_assistant.records.review_tables import ReviewVersion
from ino_assistant.records.store import Store
from ino_assistant.records.tables import Exchange
from ino_assistant.review.approved import Key, frame_key_of, stamp_of
from ino_assistant.review.frame import frame_of
from ino_assistant.review.grouping import LONGEST, frame_key
from ino_assistant.review.queues import is_latest
from ino_assistant.review.readings import Readings
from ino_assistant.review.wordings import variants_of

AGAINST = ("rejected", "withdrawn")
"""States in which somebody has signed that an answer is not to be given."""
_SETTLED = (*AGAINST, "approved")


@dataclass(frozen=True, slots=True)
class _Decision:
    review_id: str
    against: bool
    texts: frozenset[str]
    frames: frozenset[str]


class Decided:
    """Looks up decisions on an answer; safe to share between threads.

    What the program drafts anew in other words, or from another source, nobody has decided on.

    Args:
        store: the records.
        reader: reads questions with the vocabulary of the corpus.
        readings: frames of questions that were read before; None: in memory alone.
    """

    def __init__(self, store: Store, reader: Reader, readings: Readings | None = None) -> None:
        self._store, self._reader = store, reader
        self._readings = readings or Readings(store)
        self._lock = threading.Lock()
        self._stamp: tuple[int, int] | None = None
        self._by_frame: Mapping[str, tuple[Key, ...]] = {}

    def review_of(self, question: str, text: str, *, against: bool) -> str | None:
        """The review in which an answer to a question was decided on, if any.

        Args:
            question: written out.
            text: of the answer.
            against: only where it was rejected or withdrawn; else where it was approved too.

        Raises:
            RecordsError: the records can't be read.
        """
        wanted = frame_of(self._reader.read(question), self._reader).key
        with self._store.reading() as session:
            keys = dict.fromkeys(self._current(session).get(wanted, ()))
            decisions = [self._decision(session, key) for key in keys]
        found = [d for d in decisions if text in d.texts and (d.against or not against)]
        if not found:
            return None
        frame = frame_key(question, self._reader)
        return next((d.review_id for d in found if frame in d.frames), None)

    def prepare(self) -> None:
        """Read the questions of all decisions, so that the next who asks does not wait.

        Raises:
            RecordsError: the records can't be read.
        """
        with self._store.reading() as session:
            self._current(session)
        self._readings.save()

    def _current(self, session: Session) -> Mapping[str, tuple[Key, ...]]:
        """Versions that are decided, by the key of the frame of what was asked."""
        stamp = stamp_of(session)
        with self._lock:
            if stamp == self._stamp:
                return self._by_frame
            self._readings.load(session)
            variants = variants_of(session)
            query = select(
                ReviewVersion.review_id,
                ReviewVersion.version,
                ReviewVersion.question,
                Exchange.standalone,
            ).join(Exchange, Exchange.id == ReviewVersion.exchange_id)
            query = query.where(ReviewVersion.state.in_(_SETTLED), is_latest())
            found: dict[str, tuple[Key, ...]] = {}
            for review, version, *texts in session.execute(query):
                for text in {*texts, *variants.get(review, ())}:
                    if len(text) <= LONGEST:
                        frame = frame_key_of(text, self._reader, self._readings)
                        found[frame] = (*found.get(frame, ()), (str(review), int(version)))
            self._by_frame, self._stamp = found, stamp
            return found

    def _decision(self, session: Session, key: Key) -> _Decision:
        row = session.get_one(ReviewVersion, key)
        exchange = session.get_one(Exchange, row.exchange_id)
        decided, drafted = Content.from_dict(row.content), Content.from_dict(exchange.draft)
        # Of a revision only its own words: those that it was made of are in force, or were.
        texts = {decided.text} if row.supersedes is not None else {decided.text, drafted.text}
        asked = {decided.question, drafted.question}
        asked |= set(variants_of(session).get(row.review_id, ()))
        return _Decision(
            row.review_id,
            row.state in AGAINST,
            frozenset(texts),
            frozenset(frame_key(question, self._reader) for question in asked) - {""},
        )
