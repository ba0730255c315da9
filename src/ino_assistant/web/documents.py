"""The route that serves a document to read."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import HTMLResponse

from ino_assistant.records.actors import LOCAL
from ino_assistant.web.asking import Asks
from ino_assistant.web.document import document_page, read_spans


def documents_router(assistant: Asks) -> APIRouter:
    """`/documents/ID`: a document of the corpus, open at the spans of the address.

    To sales go its label text and nothing else: they may not have the rest as an answer either.
    """
    router = APIRouter()

    @router.get("/documents/{document_id}", include_in_schema=False)
    def document(
        request: Request, document_id: str, spans: str = "", quote: str = "", number: str = ""
    ) -> HTMLResponse:
        found = next((d for d in assistant.corpus.documents if d.id == document_id), None)
        if found is None:
            raise HTTPException(404, "no such document")
        # Spans that can't be read are not spans of nothing: the page has to say so.
        cited = read_spans(spans) or (((0, 0),) if spans else ())
        role = getattr(request.state, "actor", LOCAL).role
        page = document_page(found, cited, quote, read_spans(number), label_only=role == "sales")
        return HTMLResponse(page)

    return router


__all__ = ["documents_router"]
