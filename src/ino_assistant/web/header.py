"""The top of the page: what is answered from, and how far the answers may be relied on."""

from __future__ import annotations

from datetime import date

from ino_assistant.corpus.model import Corpus, Document
from ino_assistant.web.markup import text

TITLE = "Ino Assistant"


def header(corpus: Corpus, contact: str) -> str:
    """Title, the documents with what is to be known of each, and the mode.

    Args:
        corpus: what is answered from.
        contact: who answers what the documents do not say.
    """
    documents = "".join(_document(document) for document in corpus.documents)
    return (
        f'<header class="top"><div class="title"><h1>{TITLE}</h1>'
        "<p>Answers in the words of the documents, each with its source. "
        f"What they do not say goes to {text(contact)}.</p></div>"
        '<p class="mode"><strong>Local mode without sign-in.</strong> '
        "This app is reachable from this machine only.</p>"
        f'<section class="documents" aria-label="Documents"><h2>Documents</h2>'
        f'<ul role="list">{documents}</ul></section></header>'
    )


def _document(document: Document) -> str:
    facts = "; ".join(part for part in (document.kind, _date(document.date)) if part)
    notices = "".join(f'<p class="notice">{text(notice)}</p>' for notice in document.notices)
    return (
        f'<li><span class="document-title">{text(document.title)}</span> '
        f'<span class="origin">{text(facts)}</span>{notices}</li>'
    )


def _date(value: str) -> str:
    """An ISO day as people write it; anything else, such as a bare year, as it is."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return value
    return f"{day.day} {day:%B %Y}"


__all__ = ["TITLE", "header"]
