"""The same question asked again is the same piece of work: one review, with a count."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final, Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ino_assistant.answering.understanding.question import Reader
from ino_assistant.records.errors import ForbiddenError
from ino_assistant.records.exchanges import Flag
from ino_assistant.records.review_tables import Asked, Comment, ReviewVersion
from ino_assistant.records.store import Work
from ino_assistant.records.tables import Exchange
from ino_assistant.review.frame import frame_of
from ino_assistant.review.queues import is_latest
from ino_assistant.review.states import AGAIN, OPEN, PRIORITIES
from ino_assistant.review.versions import check, due_after, open_review, priority_of, step
from ino_assistant.settings import Settings

_WAITING: Final = sorted(OPEN | AGAIN)
LONGEST: Final = 10_000
"""Characters; what is longer is a pasted document, which takes long to read."""
SHOWN: Final = 50
"""Exchanges of one review that are listed."""


def frame_key(question: str, reader: Reader) -> str:
    """What two wordings of the same question have in common; empty where that can't be told.

    Args:
        question: written out.
        reader: reads it with the vocabulary of the corpus.
    """
    if len(question) > LONGEST:
        return ""
    asked = reader.read(question)
    frame = frame_of(asked, reader)
    # A name that was taken for a misspelt other one may well be another medicine.
    if asked.corrected or not frame.items:
        return ""
    return frame.key


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
    before = next(iter(waiting(work.session, {frame}, most=1)), None) if frame else None
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


def frames_in(session: Session, review_id: str) -> frozenset[str]:
    """Hashes of the frames of the questions that a review is about."""
    query = select(Asked.frame_sha256).where(Asked.review_id == review_id)
    return frozenset(session.scalars(query)) - {""}


def waiting(
    session: Session, frames: Collection[str], but: str = "", most: int | None = None
) -> list[ReviewVersion]:
    """The reviews of a question that wait, the one that was asked first at the top."""
    # In the order of the trail: what is renewed is opened anew, and its clock may step back.
    first = select(Asked.review_id, func.min(Asked.audit_seq).label("at"))
    first = first.where(Asked.frame_sha256.in_(sorted(frames))).group_by(Asked.review_id)
    among = first.subquery()
    query = select(ReviewVersion).join(among, among.c.review_id == ReviewVersion.review_id)
    query = query.where(ReviewVersion.state.in_(_WAITING), ReviewVersion.review_id != but)
    query = query.where(is_latest()).order_by(among.c.at)
    return list(session.scalars(query if most is None else query.limit(most)))


def frames_of(session: Session, row: ReviewVersion, reader: Reader) -> frozenset[str]:
    """The same, and that of the question as a reviewer has put it."""
    return (frames_in(session, row.review_id) | {frame_key(row.question, reader)}) - {""}


def revision(
    work: Work, before: ReviewVersion, reason: str, settings: Settings, reader: Reader
) -> ReviewVersion:
    """A review that is to take the place of an approved answer, with its words.

    Raises:
        ForbiddenError: it is not approved, or its question waits already.
    """
    check(work, before, "revise", reason)
    there = waiting(work.session, frames_of(work.session, before, reader), most=1)
    if there:
        raise ForbiddenError(
            f"this question waits already, as review {there[0].review_id}: work on that one"
        )
    return open_review(
        work,
        work.session.get_one(Exchange, before.exchange_id),
        before.flags,
        settings,
        reason=reason.strip(),
        frame_sha256=frame_key(before.question, reader),
        revised=before,
    )


def join(
    work: Work,
    before: ReviewVersion,
    into: str,
    reason: str,
    action: Literal["join", "merge"] = "join",
) -> ReviewVersion:
    """Close a review as the same question as another one, which takes over what was asked."""
    asked = select(Asked).where(Asked.review_id == before.review_id).order_by(Asked.audit_seq)
    for row in list(work.session.scalars(asked)):
        exchange = work.session.get_one(Exchange, row.exchange_id)
        _add(work, into, exchange, row.frame_sha256)
    return step(work, before, action, reason=reason, assignee_id=None, assignee_name=None)


def absorb(work: Work, review_id: str) -> tuple[Flag, ...]:
    """Join to a review all others of its question that wait and that nobody has worked on.

    Returns:
        Their reasons to be reviewed.
    """
    found: dict[Flag, None] = {}
    for other in waiting(work.session, frames_in(work.session, review_id), review_id):
        if not _is_untouched(work.session, other):
            continue
        found.update(dict.fromkeys(other.flags))
        join(work, other, review_id, f"the same question as review {review_id}", "merge")
    return tuple(found)


def _is_untouched(session: Session, row: ReviewVersion) -> bool:
    query = select(func.count()).select_from(Comment).where(Comment.review_id == row.review_id)
    return row.state == "to_review" and not row.authors and not session.scalar(query)
