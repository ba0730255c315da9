"""The same question asked again is the same piece of work: one review, with a count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from ino_assistant.answering.question import Reader
from ino_assistant.records.canonical import digest
from ino_assistant.records.exchanges import Flag
from ino_assistant.records.review_tables import Asked, ReviewVersion
from ino_assistant.records.store import Work
from ino_assistant.records.tables import Exchange
from ino_assistant.review.frame import frame_of
from ino_assistant.review.queues import is_latest
from ino_assistant.review.states import AGAIN, OPEN, PRIORITIES
from ino_assistant.review.versions import due_after, open_review, priority_of, step
from ino_assistant.settings import Settings

_WAITING: Final = sorted(OPEN | AGAIN)
_LONGEST: Final = 10_000
"""Characters; what is longer is a pasted document, which takes long to read."""
SHOWN: Final = 50
"""Exchanges of one review that are listed."""


def frame_key(question: str, reader: Reader) -> str:
    """What two wordings of the same question have in common; empty where that can't be told.

    Args:
        question: written out.
        reader: reads it with the vocabulary of the corpus.
    """
    if len(question) > _LONGEST:
        return ""
    asked = reader.read(question)
    frame = frame_of(asked, reader)
    # A name that was taken for a misspelt other one may well be another medicine.
    if asked.corrected or not frame.items:
        return ""
    return digest([_plain(part) for part in astuple(frame)])


def put_in_queue(
    work: Work,
    exchange: Exchange,
    flags: Sequence[Flag],
    settings: Settings,
    reader: Reader,
    *,
    reason: str = "",
) -> str:
    """Put a recorded answer into the queue, or add it to the review of the same question.

    Returns:
        The review's id.
    """
    frame = frame_key(exchange.standalone, reader)
    before = _waiting(work.session, frame) if frame else None
    if before is None:
        return open_review(
            work, exchange, flags, settings, reason=reason, frame_sha256=frame
        ).review_id
    _add(work, before.review_id, exchange, frame)
    if before.state in OPEN:
        flag_review(work, before, flags, settings, reason)
    return before.review_id


def add_to_review(work: Work, review_id: str, exchange: Exchange, reader: Reader) -> None:
    """Count an answer with a review of the same question."""
    _add(work, review_id, exchange, frame_key(exchange.standalone, reader))


def _add(work: Work, review_id: str, exchange: Exchange, frame: str) -> None:
    if work.session.get(Asked, (review_id, exchange.id)) is not None:
        return
    row = Asked(review_id=review_id, exchange_id=exchange.id, at=work.now, frame_sha256=frame)
    told = {"exchange": exchange.id, "flags": exchange.flags}
    work.audit("review.asked_again", ("review", review_id), new=told, rows=[row])


def flag_review(
    work: Work,
    before: ReviewVersion,
    flags: Sequence[Flag],
    settings: Settings,
    reason: str = "",
) -> None:
    """Add reasons to an open review, and raise its priority if they ask for more."""
    new = [flag for flag in flags if flag not in before.flags]
    if not new and not reason:
        return
    changes: dict[str, Any] = {"flags": [*before.flags, *new]}
    priority = priority_of(flags)
    if PRIORITIES.index(priority) < PRIORITIES.index(before.priority):
        changes["priority"] = priority
        changes["due_at"] = due_after(before.opened_at, priority, settings)
    step(work, before, "flag", reason=reason or ", ".join(new), **changes)


def review_of(session: Session, exchange_id: str) -> ReviewVersion | None:
    """The review that an answer is in, as it stands; of several the last that was opened."""
    among = select(Asked.review_id).where(Asked.exchange_id == exchange_id)
    query = select(ReviewVersion).where(ReviewVersion.review_id.in_(among), is_latest())
    return session.scalars(query.order_by(ReviewVersion.opened_at.desc()).limit(1)).first()


def exchanges_in(session: Session, review_id: str) -> list[str]:
    """Ids of the answers that a review is about, the latest first."""
    query = select(Asked.exchange_id).where(Asked.review_id == review_id)
    return list(session.scalars(query.order_by(Asked.audit_seq.desc())))


def _waiting(session: Session, frame: str) -> ReviewVersion | None:
    among = select(Asked.review_id).where(Asked.frame_sha256 == frame)
    query = select(ReviewVersion).where(
        ReviewVersion.review_id.in_(among), ReviewVersion.state.in_(_WAITING), is_latest()
    )
    return session.scalars(query.order_by(ReviewVersion.opened_at).limit(1)).first()


def _plain(part: Any) -> Any:
    return sorted(part) if isinstance(part, frozenset) else list(part)
