"""The queues: which reviews are where, filtered, sorted and searched, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, Literal, cast

from sqlalchemy import ColumnElement, Text, case, func, select, tuple_, type_coerce
from sqlalchemy.orm import Session, aliased

from ino_assistant.records.canonical import canonical, iso
from ino_assistant.records.errors import RejectedError
from ino_assistant.records.exchanges import Flag
from ino_assistant.records.review_tables import Asked, ReviewVersion
from ino_assistant.review.states import AGAIN, OPEN, PRIORITIES, Priority, State

Queue = Literal["to_review", "approved", "expiring", "invalidated", "closed", "all"]
Sort = Literal["due", "priority", "opened", "changed", "question", "asked"]

_QUEUES: Final[Mapping[Queue, frozenset[State]]] = {
    "to_review": OPEN,
    "approved": frozenset({"approved"}),
    "expiring": frozenset({"approved"}),
    "invalidated": AGAIN,
    "closed": frozenset({"rejected", "withdrawn", "superseded", "duplicate", "answered_outside"}),
}
_ESCAPE: Final = "!"
PAGE = 50
MOST = 500


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which reviews are looked for.

    Attributes:
        text: words that the question or the answer holds, capitals or not.
        assignee: id of whom it is assigned to; empty string: of nobody.
        product: that its answer concerns.
        topic: a part of the topic that a reviewer gave it.
        approved_by: name of who approved it.
        expires_until: the last day on which it expires.
        page: from 1.
        size: reviews a page.
    """

    queue: Queue = "to_review"
    state: State | None = None
    flag: Flag | None = None
    priority: Priority | None = None
    assignee: str | None = None
    text: str = ""
    overdue: bool = False
    product: str | None = None
    topic: str = ""
    approved_by: str | None = None
    expires_until: date | None = None
    sort: Sort = "due"
    descending: bool = False
    page: int = 1
    size: int = PAGE


@dataclass(frozen=True, slots=True)
class Item:
    """A review in a queue.

    Attributes:
        times: how often its question was asked while it waited.
        why: the reason of its last step: why it has expired, for instance.
        label_version: of the label that it was compared with, and on which day.
    """

    review_id: str
    version: int
    exchange_id: str
    state: State
    priority: Priority
    flags: tuple[str, ...]
    question: str
    outcome: str
    opened_at: datetime
    due_at: datetime
    changed_at: datetime
    assignee_id: str | None
    assignee_name: str | None
    approved_by: str | None
    expires_on: date | None
    overdue: bool
    times: int = 1
    why: str = ""
    label_version: str | None = None
    label_checked_on: date | None = None

    def as_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "id": self.review_id,
            "version": self.version,
            "exchange": self.exchange_id,
            "state": self.state,
            "priority": self.priority,
            "flags": list(self.flags),
            "question": self.question,
            "outcome": self.outcome,
            "opened_at": iso(self.opened_at),
            "due_at": iso(self.due_at),
            "changed_at": iso(self.changed_at),
            "assignee": None
            if self.assignee_id is None
            else {"id": self.assignee_id, "name": self.assignee_name},
            "approved_by": self.approved_by,
            "expires_on": None if self.expires_on is None else self.expires_on.isoformat(),
            "overdue": self.overdue,
            "times": self.times,
            "why": self.why,
            "label_version": self.label_version,
            "label_checked_on": None
            if self.label_checked_on is None
            else self.label_checked_on.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a queue, and how many reviews there are in all."""

    items: tuple[Item, ...]
    total: int
    page: int
    size: int


def is_latest() -> ColumnElement[bool]:
    """Of a version of a review: that none follows it."""
    later = aliased(ReviewVersion)
    return ~(
        select(later.version)
        .where(
            later.review_id == ReviewVersion.review_id,
            later.version == ReviewVersion.version + 1,
        )
        .exists()
    )


def page_of(session: Session, wanted: Wanted, now: datetime, expiring_days: int) -> Page:
    """One page of a queue.

    Args:
        session: to read with.
        wanted: which reviews.
        now: the present, for what is overdue and expiring.
        expiring_days: days before expiry from which an answer counts as expiring.

    Raises:
        RejectedError: the page or its size is none.
    """
    if wanted.page < 1 or not 1 <= wanted.size <= MOST:
        raise RejectedError(f"a page has a number from 1 and holds 1 to {MOST} reviews")
    conditions = _conditions(wanted, now, expiring_days)
    total = session.scalar(select(func.count()).select_from(ReviewVersion).where(*conditions))
    # First which, then what they hold: sorted are keys, not rows with all their words.
    keys = _sorted(select(ReviewVersion.review_id, ReviewVersion.version), wanted)
    keys = keys.where(*conditions).offset((wanted.page - 1) * wanted.size).limit(wanted.size)
    found = [(str(review_id), int(version)) for review_id, version in session.execute(keys)]
    these = tuple_(ReviewVersion.review_id, ReviewVersion.version).in_(found)
    rows = {(r.review_id, r.version): r for r in session.execute(select(*_COLUMNS).where(these))}
    times = times_asked(session, [review_id for review_id, _ in found])
    items = tuple(_item(rows[key], now, times.get(key[0], 1)) for key in found)
    return Page(items, total or 0, wanted.page, wanted.size)


def counts(session: Session, now: datetime, expiring_days: int) -> dict[Queue, int]:
    """How many reviews each queue has."""
    found: dict[Queue, int] = {}
    for queue in _QUEUES:
        conditions = _conditions(Wanted(queue=queue), now, expiring_days)
        query = select(func.count()).select_from(ReviewVersion).where(*conditions)
        found[queue] = session.scalar(query) or 0
    return found


def overdue(session: Session, now: datetime) -> int:
    """How many reviews are past their due time."""
    conditions = _conditions(Wanted(queue="all", overdue=True), now, 0)
    return session.scalar(select(func.count()).select_from(ReviewVersion).where(*conditions)) or 0


_COLUMNS = (
    ReviewVersion.review_id,
    ReviewVersion.version,
    ReviewVersion.exchange_id,
    ReviewVersion.state,
    ReviewVersion.priority,
    ReviewVersion.flags,
    ReviewVersion.question,
    ReviewVersion.outcome,
    ReviewVersion.opened_at,
    ReviewVersion.due_at,
    ReviewVersion.at,
    ReviewVersion.assignee_id,
    ReviewVersion.assignee_name,
    ReviewVersion.approved_by,
    ReviewVersion.expires_on,
    ReviewVersion.reason,
    ReviewVersion.label_version,
    ReviewVersion.label_checked_on,
)


def _conditions(wanted: Wanted, now: datetime, expiring_days: int) -> list[ColumnElement[bool]]:
    row = ReviewVersion
    found = [is_latest()]
    if wanted.queue != "all":
        found.append(row.state.in_(sorted(_QUEUES[wanted.queue])))
    if wanted.queue == "expiring":
        found.append(row.expires_on <= (now + timedelta(days=expiring_days)).date())
    if wanted.state is not None:
        found.append(row.state == wanted.state)
    if wanted.flag is not None:
        # Flags are kept as canonical JSON: each stands between quotes.
        found.append(_like(_text_of(row.flags), f'"{wanted.flag}"'))
    if wanted.priority is not None:
        found.append(row.priority == wanted.priority)
    if wanted.assignee is not None:
        nobody = row.assignee_id.is_(None)
        found.append(row.assignee_id == wanted.assignee if wanted.assignee else nobody)
    if wanted.overdue:
        found += [row.due_at < now, row.state.in_(sorted(OPEN | AGAIN))]
    if wanted.product is not None:
        found.append(_concerns(wanted.product))
    if wanted.topic:
        found.append(_has_topic(wanted.topic))
    if wanted.approved_by is not None:
        found.append(row.approved_by == wanted.approved_by)
    if wanted.expires_until is not None:
        found.append(row.expires_on <= wanted.expires_until)
    found += [_like(row.searchable, word) for word in wanted.text.casefold().split()]
    return found


def _concerns(product: str) -> ColumnElement[bool]:
    """That a product is named in the list of an answer's products.

    Contents are kept as canonical JSON: their keys stand in one order, and within a text no
    quotation mark stands by itself. What stands between two keys is the list, and only it.
    """
    named = _escaped(canonical(product))
    return cast(
        "ColumnElement[bool]",
        _text_of(ReviewVersion.content).like(
            f'%"products":[%{named}%],"question":%', escape=_ESCAPE
        ),
    )


def _has_topic(topic: str) -> ColumnElement[bool]:
    """That an answer's topic holds some words, capitals or not."""
    within = _escaped(canonical(topic.casefold())[1:-1])
    kept = func.lower(_text_of(ReviewVersion.content))
    return cast(
        "ColumnElement[bool]", kept.like(f'%"topic":"%{within}%","warnings":%', escape=_ESCAPE)
    )


def _escaped(text: str) -> str:
    """A text of which `LIKE` takes no sign for a wildcard."""
    for sign in (_ESCAPE, "%", "_"):
        text = text.replace(sign, _ESCAPE + sign)
    return text


def approvers(session: Session) -> list[str]:
    """Names of those who have approved something, in order."""
    query = select(ReviewVersion.approved_by).distinct()
    return sorted(name for name in session.scalars(query) if name)


def _text_of(column: Any) -> Any:
    return type_coerce(column, Text)


def _like(column: Any, part: str) -> ColumnElement[bool]:
    return cast("ColumnElement[bool]", column.contains(part, autoescape=True))


def _sorted(query: Any, wanted: Wanted) -> Any:
    rank = case(
        {name: number for number, name in enumerate(PRIORITIES)}, value=ReviewVersion.priority
    )
    # What is in force is due when it expires; its review was due long ago.
    in_force = wanted.queue in ("approved", "expiring")
    keys: dict[Sort, Any] = {
        "due": ReviewVersion.expires_on if in_force else ReviewVersion.due_at,
        "priority": rank,
        "opened": ReviewVersion.opened_at,
        "changed": ReviewVersion.at,
        "question": ReviewVersion.question,
        "asked": select(func.count())
        .where(Asked.review_id == ReviewVersion.review_id)
        .correlate(ReviewVersion)
        .scalar_subquery(),
    }
    key = keys[wanted.sort]
    ordered = query.order_by(key.desc() if wanted.descending else key)
    # Always in one order: a page must not repeat what the page before showed.
    return ordered.order_by(ReviewVersion.due_at, ReviewVersion.review_id)


def times_asked(session: Session, review_ids: Sequence[str]) -> dict[str, int]:
    """How many answers each of some reviews is about."""
    query = select(Asked.review_id, func.count()).where(Asked.review_id.in_(review_ids))
    rows = session.execute(query.group_by(Asked.review_id))
    return {str(review_id): int(number) for review_id, number in rows}


def _item(row: Any, now: datetime, times: int) -> Item:
    return Item(
        review_id=row.review_id,
        version=row.version,
        exchange_id=row.exchange_id,
        state=row.state,
        priority=row.priority,
        flags=tuple(row.flags),
        question=row.question,
        outcome=row.outcome,
        opened_at=row.opened_at,
        due_at=row.due_at,
        changed_at=row.at,
        assignee_id=row.assignee_id,
        assignee_name=row.assignee_name,
        approved_by=row.approved_by,
        expires_on=row.expires_on,
        overdue=row.state in OPEN | AGAIN and now > row.due_at,
        times=times,
        why=row.reason,
        label_version=row.label_version,
        label_checked_on=row.label_checked_on,
    )
