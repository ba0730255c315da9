"""The safety desk: its queue, its reports, and what becomes of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.responses import Response

from ino_assistant.api.answering import download, problems
from ino_assistant.api.bodies import Body, Id, SafetyStep
from ino_assistant.api.state import Here, Parts, Who
from ino_assistant.records.actors import LOCAL, Actor
from ino_assistant.records.canonical import storable
from ino_assistant.records.errors import NotFoundError
from ino_assistant.records.safety_queue import MOST, WAITING, SafetyWanted, State
from ino_assistant.records.store import require

router = APIRouter(
    prefix="/safety", tags=["safety"], responses=problems(401, 403, 404, 409, 422, 429, 503)
)


class Looked(Body):
    """Which reports are looked for."""

    state: list[State] | None = Field(default=None, max_length=4)
    kind: str | None = Field(default=None, max_length=64)
    assignee: str | None = Field(
        default=None, max_length=64, description="whose they are; empty: nobody's"
    )
    text: str = Field(default="", max_length=200, description="words that a report holds")
    overdue: bool = False
    latest_first: bool = False
    page: int = Field(default=1, ge=1, le=1_000_000)
    size: int = Field(default=50, ge=1, le=MOST)


@router.get("")
def queue(here: Here, who: Who, looked: Annotated[Looked, Query()]) -> dict[str, Any]:
    """A page of the reports in these states, due first at the top; nothing of what they say.

    That their words were searched stands in the audit trail.
    """
    wanted = SafetyWanted(
        states=WAITING if looked.state is None else tuple(looked.state),
        kind=None if looked.kind is None else storable(looked.kind),
        assignee=None if looked.assignee is None else storable(looked.assignee),
        text=storable(looked.text),
        overdue=looked.overdue,
        latest_first=looked.latest_first,
        page=looked.page,
        size=looked.size,
    )
    found = here.office.safety.page(who, wanted)
    return {
        "reports": [item.as_dict() for item in found.items],
        "total": found.total,
        "page": looked.page,
        "size": looked.size,
    }


@router.get("/staff")
def staff(here: Here, who: Who) -> dict[str, Any]:
    """Whom a report can be given to."""
    require(here.office.store, who, "see_safety", ("queue", "safety"))
    return {"staff": [{"id": actor.id, "name": actor.name} for actor in _staff(here)]}


@router.get("/{report_id}")
def report(here: Here, who: Who, report_id: Id) -> dict[str, Any]:
    """A report whole, its words untouched; that it was read stands in the audit trail."""
    return here.office.safety.read(who, report_id)


@router.post("/{report_id}/steps")
def step(here: Here, who: Who, report_id: Id, sent: SafetyStep) -> dict[str, int]:
    """Take a report on, give it to somebody, hand it over, close or reopen it."""
    require(here.office.store, who, "see_safety", ("safety_report", report_id))
    to = None
    if sent.to:
        to = next((actor for actor in _staff(here) if actor.id == storable(sent.to)), None)
        if to is None:
            raise NotFoundError("nobody here has this id; GET /safety/staff tells who there is")
    version = here.office.safety.step(
        who, report_id, sent.action, sent.version, reference=sent.reference, note=sent.note, to=to
    )
    return {"version": version}


@router.get("/{report_id}/export", response_class=Response)
def export(here: Here, who: Who, report_id: Id, form: Literal["docx", "json"] = "docx") -> Response:
    """A report as a form with the four minimum criteria."""
    return download(here.office.export_safety(who, report_id, form))


def _staff(here: Parts) -> Sequence[Actor]:
    return [LOCAL] if here.people is None else here.people.safety_staff()
