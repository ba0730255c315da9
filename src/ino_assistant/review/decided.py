"""What medical information has decided on: a rejected answer is not given again.

Nor is a refusal that somebody has looked at put before them again each time.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ino_assistant.answering.question import Reader
from ino_assistant.records.content import Content
from ino_assistant.records.review_tables import ReviewVersion
from ino_assistant.records.store import Store
from ino_assistant.records.tables import Exchange
from ino_assistant.review.approved import variants_of
from ino_assistant.review.grouping import frame_key
from ino_assistant.review.queues import is_latest

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
    """

    def __init__(self, store: Store, reader: Reader) -> None:
        self._store, self._reader = store, reader
        self._lock = threading.Lock()
        self._stamp: int | None = None
        self._decisions: tuple[_Decision, ...] = ()
        # Versions never change: each is read once.
        self._read: dict[tuple[str, int], _Decision] = {}

    def review_of(self, question: str, text: str, *, against: bool) -> str | None:
        """The review in which an answer to a question was decided on, if any.

        Args:
            question: written out.
            text: of the answer.
            against: only where it was rejected or withdrawn; else where it was approved too.

        Raises:
            RecordsError: the records can't be read.
        """
        with self._store.reading() as session:
            decisions = self._current(session)
        found = [d for d in decisions if text in d.texts and (d.against or not against)]
        if not found:
            return None
        frame = frame_key(question, self._reader)
        return next((d.review_id for d in found if frame in d.frames), None)

    def _current(self, session: Session) -> tuple[_Decision, ...]:
        stamp = session.scalar(select(func.max(ReviewVersion.audit_seq))) or 0
        with self._lock:
            if stamp != self._stamp:
                query = select(ReviewVersion.review_id, ReviewVersion.version)
                query = query.where(ReviewVersion.state.in_(_SETTLED), is_latest())
                keys = [(str(r), int(v)) for r, v in session.execute(query)]
                self._decisions = tuple(self._decision(session, key) for key in keys)
                self._stamp = stamp
            return self._decisions

    def _decision(self, session: Session, key: tuple[str, int]) -> _Decision:
        if key not in self._read:
            row = session.get_one(ReviewVersion, key)
            exchange = session.get_one(Exchange, row.exchange_id)
            decided, drafted = Content.from_dict(row.content), Content.from_dict(exchange.draft)
            # Of a revision only its own words: those that it was made of are in force, or were.
            texts = {decided.text} if row.supersedes is not None else {decided.text, drafted.text}
            asked = {decided.question, drafted.question}
            asked |= set(variants_of(session).get(row.review_id, ()))
            self._read[key] = _Decision(
                row.review_id,
                row.state in AGAINST,
                frozenset(texts),
                frozenset(frame_key(question, self._reader) for question in asked) - {""},
            )
        return self._read[key]
