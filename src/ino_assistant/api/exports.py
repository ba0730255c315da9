"""Exports of what was approved, and of the records."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter
from starlette.responses import Response

from ino_assistant.api.answering import download, problems, stream
from ino_assistant.api.bodies import Id
from ino_assistant.api.state import Here, Who

router = APIRouter(tags=["exports"], responses=problems(401, 403, 404, 409, 422, 429, 503))


@router.get("/reviews/{review_id}/export", response_class=Response)
def response_document(
    here: Here, who: Who, review_id: Id, form: Literal["docx", "pdf"] = "docx"
) -> Response:
    """A standard response document; what is not approved is marked so on every page."""
    return download(here.office.export_response(who, review_id, form))


@router.get("/exports/records", response_class=Response)
def records(here: Here, who: Who, form: Literal["csv", "jsonl"] = "jsonl") -> Response:
    """All cases, requests and responses, the oldest first."""
    return stream(here.office.export_records(who, form))
