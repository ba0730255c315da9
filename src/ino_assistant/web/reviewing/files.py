"""Files that the reviewing page hands out, each by an address of its own behind the same rights."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from typing import IO, Any, Final
from urllib.parse import quote

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response, StreamingResponse

from ino_assistant.corpus.show import document_page
from ino_assistant.errors import AssistantError
from ino_assistant.fidelity.binding.claim_table import ClaimTable
from ino_assistant.fidelity.binding.claims_html import claims_html
from ino_assistant.people import SignInError
from ino_assistant.records.actors import Actor
from ino_assistant.records.errors import ForbiddenError, NotFoundError, RecordsError
from ino_assistant.records.store import require
from ino_assistant.web.reviewing.office import Caller, File, Reviews

FOLDER: Final = "/review/files"
TRAIL_URL: Final = f"{FOLDER}/trail.jsonl"
_BATCH: Final = 1000
_IN_MEMORY: Final = 4_000_000
_PART: Final = 1 << 16


def response_url(review_id: str, form: str) -> str:
    """Where a standard response is."""
    return f"{FOLDER}/response/{quote(review_id, safe='')}.{form}"


def report_url(report_id: str, form: str) -> str:
    """Where a safety report is as a form."""
    return f"{FOLDER}/report/{quote(report_id, safe='')}.{form}"


CASES_URL = f"{FOLDER}/evaluation-cases.jsonl"


def records_url(form: str) -> str:
    """Where the records are."""
    return f"{FOLDER}/records.{form}"


def corpus_url(document_id: str, line: int | None = None) -> str:
    """Where a document stands beside what was read from it; a line of it from 1."""
    at = "" if line is None else f"#L{line}"
    return f"{FOLDER}/corpus/{quote(document_id, safe='')}{at}"


def files_router(office: Reviews, caller_of: Callable[[Request], Caller]) -> APIRouter:
    """The addresses. The office asks whether somebody may, and writes down that they did."""
    router = APIRouter(prefix=FOLDER, include_in_schema=False)

    @router.get("/response/{review_id}.{form}")
    def response(request: Request, review_id: str, form: str) -> Response:
        return _given(
            lambda: office.export_response(caller_of(request).actor, review_id, _form(form))
        )

    @router.get("/report/{report_id}.{form}")
    def report(request: Request, report_id: str, form: str) -> Response:
        return _given(
            lambda: office.export_safety(caller_of(request).actor, report_id, _form(form))
        )

    @router.get("/records.{form}")
    def records(request: Request, form: str) -> Response:
        def made() -> Response:
            stream = office.export_records(caller_of(request).actor, _form(form))
            return _kept(stream.chunks, stream.name, stream.media_type)

        return _said(made)

    @router.get("/evaluation-cases.jsonl")
    def cases(request: Request) -> Response:
        def made() -> Response:
            data = office.evaluation_cases(caller_of(request).actor)
            name = "evaluation-cases.jsonl"
            return Response(data, media_type="application/x-ndjson", headers=_as(name))

        return _said(made)

    @router.get("/trail.jsonl")
    def trail(request: Request) -> Response:
        def made() -> Response:
            lines = _trail(office, caller_of(request).actor)
            return _kept(lines, "audit-trail.jsonl", "application/x-ndjson")

        return _said(made)

    @router.get("/corpus/{document_id}")
    def corpus(request: Request, document_id: str) -> Response:
        def made() -> Response:
            require(office.store, caller_of(request).actor, "review", ("document", document_id))
            found = next((d for d in office.corpus.documents if d.id == document_id), None)
            if found is None:
                raise NotFoundError("no such document")
            claims = claims_of(office.assistant.searcher.claims, document_id)
            return HTMLResponse(document_page(found, claims_html(claims)))

        return _said(made)

    return router


def claims_of(table: ClaimTable, document_id: str) -> ClaimTable:
    """The claims of one document, as they were bound and stored when it was read in."""
    return ClaimTable(tuple(claim for claim in table.claims if claim.document == document_id))


def _trail(office: Reviews, actor: Actor) -> Iterator[bytes]:
    require(office.store, actor, "see_audit", ("audit", ""))
    with office.store.writing(actor) as work:
        work.audit("export.trail", ("audit", "all"), new={"entries": work.last.seq})
    after = 0
    while True:
        found = office.audit_entries(actor, after=after, limit=_BATCH)
        for entry in found:
            yield json.dumps(entry, ensure_ascii=False).encode() + b"\n"
        if len(found) < _BATCH:
            return
        after = found[-1]["seq"]


def _given(make: Callable[[], File]) -> Response:
    def made() -> Response:
        file = make()
        return Response(file.data, media_type=file.media_type, headers=_as(file.name))

    return _said(made)


def _kept(chunks: Iterable[bytes], name: str, media_type: str) -> Response:
    """A stream read to its end here, in one thread: it may hold a transaction."""
    kept: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed when sent
    try:
        for chunk in chunks:
            kept.write(chunk)
    except BaseException:
        kept.close()
        raise
    kept.seek(0)

    def parts() -> Iterator[bytes]:
        with kept:
            while part := kept.read(_PART):
                yield part

    return StreamingResponse(parts(), media_type=media_type, headers=_as(name))


def _said(make: Callable[[], Response]) -> Response:
    """A response, or in words why there is none."""
    try:
        return make()
    except SignInError as error:
        return PlainTextResponse(str(error), 401)
    except ForbiddenError as error:
        return PlainTextResponse(str(error), 403)
    except NotFoundError as error:
        return PlainTextResponse(str(error), 404)
    except RecordsError as error:
        return PlainTextResponse(str(error), 503)
    except AssistantError as error:
        return PlainTextResponse(str(error), 409)


def _form(written: str) -> Any:
    if written not in ("docx", "pdf", "csv", "json", "jsonl"):
        raise NotFoundError("no such form")
    return written


def _as(name: str) -> dict[str, str]:
    return {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        "Cache-Control": "no-store",
    }


__all__ = [
    "CASES_URL",
    "TRAIL_URL",
    "claims_of",
    "corpus_url",
    "files_router",
    "records_url",
    "report_url",
    "response_url",
]
