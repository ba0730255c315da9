"""The safety desk: its queue, its reports, and what becomes of them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from starlette.responses import Response

from ino_assistant.api.answering import download, problems
from ino_assistant.api.bodies import Id, SafetyStep
from ino_assistant.api.state import Here, Who
from ino_assistant.records.safety import MOST, State

router = APIRouter(
    prefix="/safety", tags=["safety"], responses=problems(401, 403, 404, 409, 422, 429, 503)
)
_OPEN: tuple[State, ...] = ("received", "claimed")


@router.get("")
def queue(
    here: Here,
    who: Who,
    state: Annotated[list[State] | None, Query(max_length=4)] = None,
    latest_first: bool = False,
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
    size: Annotated[int, Query(ge=1, le=MOST)] = 50,
) -> dict[str, Any]:
    """A page of the reports in these states, due first at the top; nothing of what they say."""
    states = _OPEN if state is None else state
    found = here.office.safety.queue(who, states, latest_first=latest_first, page=page, size=size)
    return {"reports": [item.as_dict() for item in found], "page": page, "size": size}


@router.get("/{report_id}")
def report(here: Here, who: Who, report_id: Id) -> dict[str, Any]:
    """A report whole, its words untouched; that it was read stands in the audit trail."""
    return here.office.safety.read(who, report_id)


@router.post("/{report_id}/steps")
def step(here: Here, who: Who, report_id: Id, sent: SafetyStep) -> dict[str, int]:
    """Take a report on, hand it over, close or reopen it."""
    version = here.office.safety.step(
        who, report_id, sent.action, sent.version, reference=sent.reference, note=sent.note
    )
    return {"version": version}


@router.get("/{report_id}/export", response_class=Response)
def export(here: Here, who: Who, report_id: Id, form: Literal["docx", "json"] = "docx") -> Response:
    """A report as a form with the four minimum criteria."""
    return download(here.office.export_safety(who, report_id, form))
