"""The route that serves a document to read."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException
from starlette.responses import HTMLResponse

from ino_assistant.web.asking import Asks
from ino_assistant.web.document import document_page, read_spans


def documents_router(assistant: Asks) -> APIRouter:
    """`/documents/ID`: a document of the corpus, open at the spans of the address."""
    router = APIRouter()

    @router.get("/documents/{document_id}", include_in_schema=False)
    def document(
        document_id: str, spans: str = "", quote: str = "", number: str = ""
    ) -> HTMLResponse:
        found = next((d for d in assistant.corpus.documents if d.id == document_id), None)
        if found is None:
            raise HTTPException(404, "no such document")
        # Spans that can't be read are not spans of nothing: the page has to say so.
        cited = read_spans(spans) or (((0, 0),) if spans else ())
        return HTMLResponse(document_page(found, cited, quote, read_spans(number)))

    return router


__all__ = ["documents_router"]
