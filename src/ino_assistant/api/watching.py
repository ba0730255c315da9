"""The audit trail, and the state of the service."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.responses import Response

from ino_assistant.api.answering import Json, problems
from ino_assistant.api.bodies import Body
from ino_assistant.api.state import Here, Who
from ino_assistant.records.canonical import storable
from ino_assistant.records.store import require
from ino_assistant.service.trail import MOST_ENTRIES

router = APIRouter(tags=["watching"])
_METRICS = "text/plain"
_USUAL = problems(401, 403, 422, 429, 503)


class Looked(Body):
    """Which entries are looked for."""

    after: int = Field(default=0, ge=0, le=2**53, description="number of the last one seen")
    before: int = Field(
        default=0, ge=0, le=2**53, description="number of the one seen that is next; 0: to the end"
    )
    newest_first: bool = False
    limit: int = Field(default=100, ge=1, le=MOST_ENTRIES)
    kind: str | None = Field(default=None, max_length=100, description="of the record; with `id`")
    id: str | None = Field(default=None, max_length=100)
    by: str | None = Field(default=None, max_length=100, description="id of who did it")
    action: str | None = Field(
        default=None, max_length=100, description="what was done, or its beginning up to a dot"
    )


@router.get("/audit", responses=_USUAL)
def audit(here: Here, who: Who, looked: Annotated[Looked, Query()]) -> dict[str, Any]:
    """Entries of the audit trail in order, or the newest first; `before` pages back."""
    kind, id_, by, action = (
        None if value is None else storable(value)
        for value in (looked.kind, looked.id, looked.by, looked.action)
    )
    entries = here.office.audit_entries(
        who,
        after=looked.after,
        before=looked.before,
        newest_first=looked.newest_first,
        limit=looked.limit,
        record=None if kind is None or id_ is None else (kind, id_),
        by=by,
        action=action,
    )
    return {"entries": entries}


@router.get("/audit/verify", responses=_USUAL)
def verify(here: Here, who: Who) -> dict[str, Any]:
    """Whether any entry is altered, missing or out of order, and which."""
    return here.office.verify_audit(who).as_dict()


@router.get("/health")
def health(here: Here) -> dict[str, Any]:
    """That the program runs, and what it answers from; asks no database."""
    return here.office.health()


@router.get("/ready", responses={503: {"description": "not now; `problems` says why"}})
def ready(here: Here) -> Response:
    """Whether questions can be answered now."""
    found = here.office.readiness()
    return Json(found, 200 if found["ready"] else 503)


@router.get(
    "/metrics", response_class=Response, responses={**_USUAL, 200: {"content": {_METRICS: {}}}}
)
def metrics(here: Here, who: Who) -> Response:
    """Counters and gauges as Prometheus reads them; needs the right `see_audit`."""
    require(here.office.store, who, "see_audit", ("metrics", ""))
    return Response(here.office.metrics(), media_type=f"{_METRICS}; version=0.0.4; charset=utf-8")
