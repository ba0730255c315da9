"""The queue of safety reports: which ones are where, narrowed and searched, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal, get_args

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased, defer

from ino_assistant.records.canonical import iso
from ino_assistant.records.errors import RejectedError
from ino_assistant.records.tables import SafetyEvent, SafetyReport

State = Literal["received", "claimed", "handed_over", "closed"]
WAITING: Final[tuple[State, ...]] = ("received", "claimed")
MOST: Final = 500
"""Reports of a page."""


@dataclass(frozen=True, slots=True)
class SafetyWanted:
    """Which reports are looked for.

    Attributes:
        states: in which they are.
        kind: what they were taken for.
        assignee: id of whom they are with; empty string: of nobody.
        text: words that a report holds: its own, a number, a name, a note.
        overdue: only those past their due time.
        latest_first: those due last at the top, for what is done with.
        page: from 1.
        size: reports a page.
    """

    states: Sequence[State] = WAITING
    kind: str | None = None
    assignee: str | None = None
    text: str = ""
    overdue: bool = False
    latest_first: bool = False
    page: int = 1
    size: int = MOST


@dataclass(frozen=True, slots=True)
class SafetyItem:
    """A report in the queue: where it stands, and nothing of what it says."""

    id: str
    exchange_id: str | None
    route: str
    kind: str
    received_at: datetime
    due_at: datetime
    state: State
    version: int
    assignee_id: str | None
    assignee_name: str | None
    reference: str
    overdue: bool

    def as_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "id": self.id,
            "exchange": self.exchange_id,
            "route": self.route,
            "kind": self.kind,
            "received_at": iso(self.received_at),
            "due_at": iso(self.due_at),
            "state": self.state,
            "version": self.version,
            "assignee": self.assignee_name,
            "assignee_id": self.assignee_id,
            "reference": self.reference,
            "overdue": self.overdue,
        }


@dataclass(frozen=True, slots=True)
class SafetyPage:
    """A page of the queue, and how many reports there are in all."""

    items: tuple[SafetyItem, ...]
    total: int


def safety_page(session: Session, wanted: SafetyWanted, now: datetime) -> SafetyPage:
    """A page of the reports that are looked for.

    Raises:
        RejectedError: the page or its size is none.
    """
    if wanted.page < 1 or not 1 <= wanted.size <= MOST:
        raise RejectedError(f"a page has a number from 1 and holds 1 to {MOST} reports")
    conditions = _conditions(wanted, now)
    due = SafetyEvent.due_at
    order = (due.desc() if wanted.latest_first else due, SafetyEvent.report_id)
    skipped = (wanted.page - 1) * wanted.size
    query = latest_reports().where(*conditions).order_by(*order)
    words = wanted.text.casefold().split()
    if words:
        # Sealed words are no text that a database searches: they are read one by one.
        rows = session.execute(query.execution_options(yield_per=500))
        found = [item_of(r, e, now) for r, e in rows if _holds(r, e, words)]
        return SafetyPage(tuple(found[skipped : skipped + wanted.size]), len(found))
    counted = latest_reports().where(*conditions).with_only_columns(func.count())
    # What was said is not read to list that something was.
    query = query.options(defer(SafetyReport.sealed)).offset(skipped).limit(wanted.size)
    items = tuple(item_of(report, event, now) for report, event in session.execute(query))
    return SafetyPage(items, session.scalar(counted) or 0)


def _conditions(wanted: SafetyWanted, now: datetime) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [SafetyEvent.state.in_(wanted.states)]
    if wanted.kind is not None:
        found.append(SafetyReport.kind == wanted.kind)
    if wanted.assignee is not None:
        whose = SafetyEvent.assignee_id
        found.append(whose == wanted.assignee if wanted.assignee else whose.is_(None))
    if wanted.overdue:
        found += [SafetyEvent.due_at < now, SafetyEvent.state.in_(WAITING)]
    return found


def _holds(report: SafetyReport, event: SafetyEvent, words: Sequence[str]) -> bool:
    sealed = report.sealed
    told = "\n".join(
        str(part or "")
        for part in (
            sealed["words"],
            sealed["question"],
            *sealed["conversation"],
            sealed["contact"],
            report.id,
            report.exchange_id,
            report.actor_name,
            event.reference,
            event.note,
        )
    ).casefold()
    return all(word in told for word in words)


def count_by_state(session: Session, now: datetime) -> tuple[dict[str, int], int]:
    """How many reports are in each state, and how many of them are past their due time."""
    # Without the sealed words: they are nobody's here.
    rows = session.execute(
        latest_reports().with_only_columns(SafetyEvent.state, SafetyEvent.due_at)
    )
    found: dict[str, int] = dict.fromkeys(get_args(State), 0)
    late = 0
    for state, due_at in rows:
        found[state] += 1
        late += state in WAITING and now > due_at
    return found, late


def latest_reports() -> Any:
    """Reports with where they stand."""
    later = aliased(SafetyEvent)
    superseded = (
        select(later.version)
        .where(later.report_id == SafetyEvent.report_id, later.version == SafetyEvent.version + 1)
        .exists()
    )
    joined = SafetyReport.id == SafetyEvent.report_id
    return select(SafetyReport, SafetyEvent).join(SafetyEvent, joined).where(~superseded)


def item_of(report: SafetyReport, event: SafetyEvent, now: datetime) -> SafetyItem:
    """A report as it stands in the queue."""
    state: Any = event.state
    return SafetyItem(
        id=report.id,
        exchange_id=report.exchange_id,
        route=report.route,
        kind=report.kind,
        received_at=report.received_at,
        due_at=event.due_at,
        state=state,
        version=event.version,
        assignee_id=event.assignee_id,
        assignee_name=event.assignee_name,
        reference=event.reference,
        overdue=event.state in WAITING and now > event.due_at,
    )


__all__ = [
    "MOST",
    "WAITING",
    "SafetyItem",
    "SafetyPage",
    "SafetyWanted",
    "State",
    "count_by_state",
    "item_of",
    "latest_reports",
    "safety_page",
]
