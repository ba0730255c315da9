"""Versions of a review: the latest is looked up, the next is made from it, none is changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import Select, inspect, select
from sqlalchemy.orm import Session

from ino_assistant.records.canonical import iso
from ino_assistant.records.content import Content
from ino_assistant.records.errors import ConflictError, ForbiddenError, NotFoundError
from ino_assistant.records.exchanges import Flag
from ino_assistant.records.review_tables import Asked, ReviewVersion, Signature
from ino_assistant.records.store import Work
from ino_assistant.records.tables import Exchange
from ino_assistant.review.signing import sign
from ino_assistant.review.states import PRIORITIES, TRANSITIONS, Action, Priority, may_follow
from ino_assistant.settings import Settings

_BY_FLAG: Final[Mapping[Flag, Priority]] = {
    "escalated_by_user": "high",
    "thumbs_down": "high",
    "numbers_replaced": "high",
    "sampled": "low",
}
_RECORD = "review"


def priority_of(flags: Sequence[Flag]) -> Priority:
    """The highest priority that the reasons for a review ask for."""
    asked = [_BY_FLAG.get(flag, "normal") for flag in flags] or ["normal"]
    return min(asked, key=PRIORITIES.index)


def due_after(opened: datetime, priority: Priority, settings: Settings) -> datetime:
    """When a review is due, by its priority."""
    hours = {
        "urgent": settings.due_hours_urgent,
        "high": settings.due_hours_high,
        "normal": settings.due_hours_normal,
        "low": settings.due_hours_low,
    }
    return opened + timedelta(hours=hours[priority])


def latest(session: Session, review_id: str) -> ReviewVersion:
    """Where a review stands.

    Raises:
        NotFoundError: there is no such review.
    """
    found = session.scalars(_versions(review_id).limit(1)).first()
    if found is None:
        raise NotFoundError(f"no review {review_id!r}")
    return found


def outside_of(row: ReviewVersion) -> dict[str, str] | None:
    """Where and when a question was answered by other means, as JSON; None where it was not."""
    if row.outside_on is None:
        return None
    return {"reference": row.outside_reference or "", "on": row.outside_on.isoformat()}


def history(session: Session, review_id: str) -> list[ReviewVersion]:
    """Every version of a review, the latest first."""
    return list(session.scalars(_versions(review_id)))


def _versions(review_id: str) -> Select[ReviewVersion]:
    query = select(ReviewVersion).where(ReviewVersion.review_id == review_id)
    return query.order_by(ReviewVersion.version.desc())


def open_review(
    work: Work,
    exchange: Exchange,
    flags: Sequence[Flag],
    settings: Settings,
    *,
    reason: str = "",
    frame_sha256: str = "",
    revised: ReviewVersion | None = None,
) -> ReviewVersion:
    """Open a review of a recorded answer; see `grouping.put_in_queue`.

    Args:
        work: the transaction.
        exchange: the answer.
        flags: why it is to be reviewed.
        settings: when it is due.
        reason: why, in words.
        frame_sha256: of its question.
        revised: the approved answer that this one is to take the place of: it begins with
            its words, and with those who wrote them.
    """
    chosen = priority_of(flags)
    drafted = Content.from_dict(exchange.draft)
    content = drafted
    if revised is not None:
        # Whoever approves it compares it with the label anew.
        content = replace(Content.from_dict(revised.content), label_checked=None)
    action: Action = "queue" if revised is None else "revise"
    row = ReviewVersion(
        review_id=uuid4().hex,
        version=1,
        exchange_id=exchange.id,
        state="to_review",
        action=action,
        at=work.now,
        opened_at=work.now,
        due_at=due_after(work.now, chosen, settings),
        actor_id=work.actor.id,
        actor_name=work.actor.name,
        actor_role=work.actor.role,
        reason=reason or ", ".join(flags),
        assignee_id=None,
        assignee_name=None,
        priority=chosen,
        flags=list(flags),
        authors=[] if revised is None else revised.authors,
        approved_by=None,
        effective_from=None,
        expires_on=None,
        supersedes=None if revised is None else revised.review_id,
        drafted_sha256=drafted.sha256,
        outside_reference=None,
        outside_on=None,
        **_held(content),
    )
    asked = Asked(
        review_id=row.review_id, exchange_id=exchange.id, at=work.now, frame_sha256=frame_sha256
    )
    record = (_RECORD, row.review_id)
    work.audit(f"review.{action}", record, new=_summary(row), reason=row.reason, rows=[row, asked])
    return row


def step(
    work: Work,
    before: ReviewVersion,
    action: Action,
    *,
    reason: str = "",
    content: Content | None = None,
    **changes: Any,
) -> ReviewVersion:
    """The next version of a review, with its entry in the trail and its signature, if it needs one.

    Args:
        work: the transaction, by the actor whose step it is.
        before: the version that it follows.
        action: the step.
        reason: why.
        content: the new content, if it changes.
        changes: of other columns.

    Raises:
        ForbiddenError: the state, the right or the rule does not allow it.
    """
    check(work, before, action, reason)
    transition = TRANSITIONS[action]
    kept = {c.key: getattr(before, c.key) for c in inspect(ReviewVersion).column_attrs}
    kept |= {
        "version": before.version + 1,
        "state": transition.target or before.state,
        "action": action,
        "at": work.now,
        "actor_id": work.actor.id,
        "actor_name": work.actor.name,
        "actor_role": work.actor.role,
        "reason": reason.strip(),
        **(_held(content) if content is not None else {}),
        **changes,
    }
    kept.pop("audit_seq")
    row = ReviewVersion(**kept)
    rows: list[ReviewVersion | Signature] = [row]
    if transition.meaning:
        rows.append(sign(work, row, transition.meaning))
    work.audit(
        f"review.{action}",
        (_RECORD, row.review_id),
        old=_summary(before),
        new=_summary(row),
        reason=row.reason,
        rows=rows,
    )
    return row


def check(work: Work, before: ReviewVersion, action: Action, reason: str) -> None:
    """Whether a step may be taken now, by this actor.

    Raises:
        ForbiddenError: it may not; says why.
    """
    transition = TRANSITIONS[action]
    named = action.replace("_", " ")
    if not may_follow(before.state, action):  # type: ignore[arg-type]  # states are text there
        raise ForbiddenError(f"a review that is {before.state.replace('_', ' ')} can't: {named}")
    if transition.right is not None and not work.actor.may(transition.right):
        raise ForbiddenError(f"{work.actor.name} has no right to this ({transition.right})")
    if transition.own and before.assignee_id != work.actor.id:
        holder = before.assignee_name or "nobody"
        raise ForbiddenError(f"claim the review first: it is with {holder}")
    if transition.reason and not reason.strip():
        raise ForbiddenError(f"{named} needs a reason")


def expect(before: ReviewVersion, version: int) -> None:
    """That nobody has changed a review since the actor saw it.

    Raises:
        ConflictError: somebody has; says who, when and how.
    """
    if before.version != version:
        raise ConflictError(
            f"{before.actor_name} was first: {before.action.replace('_', ' ')} at "
            f"{iso(before.at)} (version {before.version}, you have {version}); nothing of yours "
            "was recorded, load the review again"
        )


def _held(content: Content) -> dict[str, Any]:
    held, checked = content.as_dict(), content.label_checked
    return {
        "question": held["question"],
        "outcome": held["outcome"],
        "searchable": f"{held['question']}\n{held['text']}".casefold(),
        "content": held,
        "content_sha256": content.sha256,
        "label_version": None if checked is None else checked.version,
        "label_checked_on": None if checked is None else checked.on,
    }


def _summary(row: ReviewVersion) -> dict[str, Any]:
    """What the trail says of a version; the version itself is bound to the entry by its hash."""
    return {
        "version": row.version,
        "state": row.state,
        "priority": row.priority,
        "assignee": row.assignee_id,
        "flags": row.flags,
        "content_sha256": row.content_sha256,
        "expires_on": _day(row.expires_on),
        **({"outside": [row.outside_reference, _day(row.outside_on)]} if row.outside_on else {}),
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
