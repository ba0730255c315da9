"""Safety reports: sealed apart with their words untouched, for those alone who may see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, Protocol
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from ino_assistant.records.actors import Actor
from ino_assistant.records.canonical import digest, iso, storable
from ino_assistant.records.errors import ConflictError, ForbiddenError, NotFoundError, RejectedError
from ino_assistant.records.safety_queue import (
    MOST,
    WAITING,
    SafetyItem,
    SafetyPage,
    SafetyWanted,
    State,
    item_of,
    safety_page,
)
from ino_assistant.records.store import Store, Work, require
from ino_assistant.records.tables import SafetyEvent, SafetyReport

STEPS: Final[Mapping[str, tuple[frozenset[State], State, bool]]] = {
    # Action: from which states, to which, and whether it needs a note.
    "claimed": (frozenset({"received", "claimed"}), "claimed", False),
    "assigned": (frozenset({"received", "claimed"}), "claimed", False),
    "handed_over": (frozenset({"received", "claimed"}), "handed_over", False),
    "closed": (frozenset({"claimed", "handed_over"}), "closed", True),
    "reopened": (frozenset({"closed", "handed_over"}), "claimed", True),
}


class Reported(Protocol):
    """What is reported: a `routing.Routing`."""

    @property
    def kind(self) -> str:
        """What it was taken for."""

    @property
    def route(self) -> str:
        """Which desk it goes to."""

    @property
    def reported(self) -> str:
        """The words, letter for letter."""

    @property
    def received_at(self) -> datetime:
        """When the words were received: the time of awareness."""

    @property
    def criteria(self) -> Any:
        """Which of patient, reporter, product and event are named."""

    @property
    def question(self) -> str | None:
        """What is asked besides."""


def file_report(
    work: Work,
    report: Reported,
    *,
    due_hours: int,
    exchange_id: str | None = None,
    conversation: Sequence[str] = (),
    contact: str = "",
) -> str:
    """Seal a report and put it into the queue of the safety desk.

    The time for handing it over runs from when its words were received, not from now.

    Args:
        work: the transaction that also records the answer.
        report: as routed.
        due_hours: hours until it has to be handed over.
        exchange_id: the answer that was given to it.
        conversation: earlier messages, letter for letter, the oldest first.
        contact: how the reporter can be reached, as given.

    Returns:
        The report's id.
    """
    actor, report_id = work.actor, uuid4().hex
    criteria = report.criteria
    sealed = {
        "words": report.reported,
        "question": report.question,
        "conversation": list(conversation),
        "contact": contact,
        "criteria": {
            name: bool(getattr(criteria, name))
            for name in ("patient", "reporter", "product", "event")
        },
    }
    row = SafetyReport(
        id=report_id,
        exchange_id=exchange_id,
        received_at=report.received_at,
        recorded_at=work.now,
        actor_id=actor.id,
        actor_name=actor.name,
        role=actor.role,
        route=report.route,
        kind=report.kind,
        sealed=sealed,
    )
    first = SafetyEvent(
        report_id=report_id,
        version=1,
        state="received",
        at=work.now,
        due_at=report.received_at + timedelta(hours=due_hours),
        actor_id=actor.id,
        actor_name=actor.name,
        assignee_id=None,
        assignee_name=None,
        reference="",
        note="",
    )
    # The trail is read by others: it has the hash of the words, and none of them.
    told = {"route": report.route, "kind": report.kind, "sealed_sha256": digest(sealed)}
    work.audit("safety.received", ("safety_report", report_id), new=told, rows=[row, first])
    return report_id


class SafetyDesk:
    """The queue of safety reports; every method needs the right to see them.

    Args:
        store: the records.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def queue(
        self,
        actor: Actor,
        states: Sequence[State] = WAITING,
        *,
        latest_first: bool = False,
        page: int = 1,
        size: int = MOST,
    ) -> list[SafetyItem]:
        """A page of the reports in these states, those due first at the top.

        Args:
            actor: of the safety desk.
            states: in which they are.
            latest_first: those due last at the top, for what is done with.
            page: from 1.
            size: reports a page.

        Raises:
            ForbiddenError: the actor may not see them.
            RejectedError: the page or its size is none.
        """
        wanted = SafetyWanted(states, latest_first=latest_first, page=page, size=size)
        return list(self.page(actor, wanted).items)

    def page(self, actor: Actor, wanted: SafetyWanted) -> SafetyPage:
        """A page of the reports that are looked for; that their words were searched is recorded.

        Raises:
            ForbiddenError: the actor may not see them.
            RejectedError: the page or its size is none.
        """
        require(self._store, actor, "see_safety", ("queue", "safety"))
        with self._store.reading() as session:
            found = safety_page(session, wanted, self._store.clock())
        if wanted.text.strip():
            # What was looked for may name somebody: the trail has its hash alone.
            told = {"searched_sha256": digest(storable(wanted.text)), "found": found.total}
            with self._store.writing(actor) as work:
                work.audit("safety.searched", ("queue", "safety"), new=told)
        return found

    def read(self, actor: Actor, report_id: str) -> dict[str, Any]:
        """A report whole, words untouched, with every step; that it was read is recorded.

        Raises:
            ForbiddenError: the actor may not see it.
            NotFoundError: there is no such report.
        """
        require(self._store, actor, "see_safety", ("safety_report", report_id))
        with self._store.writing(actor) as work:
            report = work.session.get(SafetyReport, report_id)
            if report is None:
                raise NotFoundError(f"no safety report {report_id!r}")
            work.audit("safety.read", ("safety_report", report_id))
            steps = select(SafetyEvent).where(SafetyEvent.report_id == report_id)
            events = list(work.session.scalars(steps.order_by(SafetyEvent.version)))
            return {
                **item_of(report, events[-1], work.now).as_dict(),
                "reported_by": {
                    "id": report.actor_id,
                    "name": report.actor_name,
                    "role": report.role,
                },
                "sealed": report.sealed,
                "steps": [
                    {
                        "version": e.version,
                        "state": e.state,
                        "at": iso(e.at),
                        "by": e.actor_name,
                        "assignee": e.assignee_name,
                        "reference": e.reference,
                        "note": e.note,
                    }
                    for e in events
                ],
            }

    def step(
        self,
        actor: Actor,
        report_id: str,
        action: str,
        expected: int,
        *,
        reference: str = "",
        note: str = "",
        to: Actor | None = None,
    ) -> int:
        """Take a report on, give it to somebody, hand it over, close or reopen it.

        Args:
            actor: of the safety desk.
            report_id: the report.
            action: one of `STEPS`.
            expected: the version that the actor saw.
            reference: number of the case in the safety database.
            note: what is to be said of it.
            to: to whom it is given, where it is `assigned`.

        Returns:
            The new version.

        Raises:
            ForbiddenError: the actor may not, or the report's state does not allow it.
            ConflictError: somebody else was first.
            NotFoundError: there is no such report.
            RejectedError: there is no such step.
        """
        require(self._store, actor, "see_safety", ("safety_report", report_id))
        if action not in STEPS:
            raise RejectedError(f"no such step: {action!r}; one of {', '.join(STEPS)}")
        allowed, state, needs_note = STEPS[action]
        if action == "assigned" and (to is None or not to.may("see_safety")):
            raise ForbiddenError("a report is given to somebody who may see it")
        if needs_note and not note.strip():
            raise ForbiddenError(f"{action} needs a note that says why")
        with self._store.writing(actor) as work:
            before = _last(work.session, report_id)
            if before.version != expected:
                raise ConflictError(f"{before.actor_name} changed this report first: load it again")
            if before.state not in allowed:
                raise ForbiddenError(f"a report that is {before.state} can't be {action}")
            whose = {"assigned": to, "claimed": actor, "reopened": actor}.get(action)
            row = SafetyEvent(
                report_id=report_id,
                version=expected + 1,
                state=state,
                at=work.now,
                due_at=before.due_at,
                actor_id=actor.id,
                actor_name=actor.name,
                assignee_id=before.assignee_id if whose is None else whose.id,
                assignee_name=before.assignee_name if whose is None else whose.name,
                reference=reference or before.reference,
                note=note,
            )
            work.audit(
                f"safety.{action}",
                ("safety_report", report_id),
                old={
                    "state": before.state,
                    "version": before.version,
                    "assignee": before.assignee_id,
                },
                new={
                    "state": state,
                    "version": row.version,
                    "reference": row.reference,
                    "assignee": row.assignee_id,
                },
                reason=note,
                rows=[row],
            )
        return expected + 1


def _last(session: Session, report_id: str) -> SafetyEvent:
    steps = select(SafetyEvent).where(SafetyEvent.report_id == report_id)
    found = session.scalars(steps.order_by(SafetyEvent.version.desc()).limit(1)).first()
    if found is None:
        raise NotFoundError(f"no safety report {report_id!r}")
    return found
