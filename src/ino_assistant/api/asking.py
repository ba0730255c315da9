"""Asking, and what one has asked."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from starlette.responses import Response

from ino_assistant.api.answering import Json, download, problems
from ino_assistant.api.bodies import AnswerOut, Id, Question, Reason, Report, Thumb, Words
from ino_assistant.api.state import Here, Who

router = APIRouter(tags=["asking"], responses=problems(401, 403, 422, 429, 503))
Page = Annotated[int, Query(ge=1, le=1_000_000)]
Size = Annotated[int, Query(ge=1, le=200)]


@router.post("/ask", response_model=AnswerOut, responses=problems(404))
def ask(here: Here, who: Who, asked: Question) -> Any:
    """Answer a question; the answer is in the records before it is returned."""
    given = here.office.ask(
        who, asked.question, conversation=asked.conversation, earlier=asked.turns
    )
    if given.fault:
        return Json({"error": _FAULT}, 500)
    return Json(given.as_dict())


@router.post("/reports", response_model=AnswerOut, responses=problems(404))
def report(here: Here, who: Who, sent: Report) -> Any:
    """Take words as a report of an adverse event or the like, whatever they look like."""
    given = here.office.report_adverse_event(
        who, sent.words, kind=sent.kind, conversation=sent.conversation, contact=sent.contact
    )
    return Json(given.as_dict())


@router.get("/conversations")
def conversations(
    here: Here, who: Who, page: Page = 1, size: Size = 50, everyone: bool = False
) -> dict[str, Any]:
    """One's conversations, the latest first; `everyone`'s for who may see records."""
    found = here.office.conversations(who, page=page, size=size, everyone=everyone)
    return {"conversations": [listed.as_dict() for listed in found]}


@router.get("/conversations/{conversation_id}", responses=problems(404))
def conversation(here: Here, who: Who, conversation_id: Id) -> dict[str, Any]:
    """A conversation with its questions and answers, the first one first."""
    turns = here.office.conversation(who, conversation_id)
    return {"id": conversation_id, "turns": turns}


@router.delete("/conversations/{conversation_id}", status_code=204, responses=problems(404))
def put_away(here: Here, who: Who, conversation_id: Id) -> None:
    """Take a conversation out of one's list; records are kept."""
    here.office.delete_conversation(who, conversation_id)


@router.get(
    "/conversations/{conversation_id}/export", response_class=Response, responses=problems(404)
)
def export_conversation(
    here: Here, who: Who, conversation_id: Id, form: Literal["json", "markdown"] = "json"
) -> Response:
    """A conversation as a file."""
    return download(here.office.export_conversation(who, conversation_id, form))


@router.get("/answers/{exchange_id}", responses=problems(404))
def answer(here: Here, who: Who, exchange_id: Id) -> dict[str, Any]:
    """An answer as it was shown."""
    return here.office.exchange(who, exchange_id)


@router.get("/answers/{exchange_id}/export", response_class=Response, responses=problems(404))
def export_answer(
    here: Here, who: Who, exchange_id: Id, form: Literal["docx", "pdf"] = "pdf"
) -> Response:
    """A copy of an answer, with its sources and boxed warning."""
    return download(here.office.export_answer(who, exchange_id, form))


@router.post("/answers/{exchange_id}/feedback", responses=problems(404))
def feedback(here: Here, who: Who, exchange_id: Id, sent: Thumb) -> dict[str, Any]:
    """What one thinks of an answer; one that points down queues it for review."""
    review = here.office.feedback(who, exchange_id, sent.thumb, sent.reasons, sent.words)
    return {"review_id": review}


@router.post("/answers/{exchange_id}/escalate", responses=problems(404))
def escalate(here: Here, who: Who, exchange_id: Id, sent: Words) -> dict[str, Any]:
    """Send an answer to medical information."""
    return {"review_id": here.office.escalate(who, exchange_id, sent.words)}


@router.post("/answers/{exchange_id}/queue", responses=problems(404))
def queue(here: Here, who: Who, exchange_id: Id, sent: Reason) -> dict[str, Any]:
    """Queue an answer for review that nothing else has queued."""
    row = here.office.desk.queue(who, exchange_id, sent.reason)
    return {"review_id": row.review_id}


_FAULT = "a fault in the assistant; nothing was answered"
