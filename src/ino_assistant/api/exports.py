"""Exports of what was approved, and of the records."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from starlette.responses import Response

from ino_assistant.api.answering import download, problems, stream
from ino_assistant.api.bodies import Id
from ino_assistant.api.state import Here, Who
from ino_assistant.exports import Days, File
from ino_assistant.exports.files import MEDIA

Since = Annotated[date | None, Query(description="the first day, in UTC")]
Until = Annotated[date | None, Query(description="the last day, in UTC")]
router = APIRouter(tags=["exports"], responses=problems(401, 403, 404, 409, 422, 429, 503))


@router.get("/reviews/{review_id}/export", response_class=Response)
def response_document(
    here: Here, who: Who, review_id: Id, form: Literal["docx", "pdf"] = "docx"
) -> Response:
    """A standard response document; what is not approved is marked so on every page."""
    return download(here.office.export_response(who, review_id, form))


@router.get("/exports/records", response_class=Response)
def records(
    here: Here,
    who: Who,
    form: Literal["csv", "jsonl"] = "jsonl",
    since: Since = None,
    until: Until = None,
) -> Response:
    """Cases, requests and responses, the oldest first; of all days, or of some."""
    return stream(here.office.export_records(who, form, Days(since, until)))


@router.get("/exports/evaluation", response_class=Response)
def evaluation(here: Here, who: Who) -> Response:
    """Approved answers as cases of the evaluation, one a line, each question once."""
    data = here.office.evaluation_cases(who)
    return download(File("evaluation-cases.jsonl", MEDIA["jsonl"], data))
