"""The top of the page: what is answered from, and how far the answers may be relied on."""

from __future__ import annotations

from datetime import date

from ino_assistant.corpus.model import Corpus, Document
from ino_assistant.web.markup import text

TITLE = "Ino Assistant"


_EARLIER = (
    '<div class="places"><button type="button" class="open-earlier" popovertarget="earlier" '
    'aria-haspopup="dialog">Earlier conversations</button></div>'
    '<div popover id="earlier" class="earlier source-panel" role="dialog" tabindex="-1" '
    'aria-labelledby="earlier-title"><div class="panel-head">'
    '<h3 id="earlier-title">Earlier conversations</h3>'
    '<button type="button" class="close" popovertarget="earlier" '
    'popovertargetaction="hide">Close</button></div>'
    '<label>Find <input type="search" autocomplete="off"></label>'
    '<p class="done" role="status" aria-live="polite"></p><ul role="list"></ul></div>'
)


_LOCAL = (
    "<strong>Local mode without sign-in.</strong> This app is reachable from this machine only; "
    "whoever uses it may do everything, as “Local user”."
)
_SIGNED_IN = '<a href="/sign-out">Who is signed in</a>'


def header(corpus: Corpus, contact: str, *, signs_in: bool = False) -> str:
    """Title, the documents with what is to be known of each, and the mode.

    Args:
        corpus: what is answered from.
        contact: who answers what the documents do not say.
        signs_in: whether people have to sign in; if not, a banner says so.
    """
    documents = "".join(_document(document) for document in corpus.documents)
    return (
        f'<header class="top"><div class="title"><h1>{TITLE}</h1>'
        "<p>Answers in the words of the documents, each with its source. "
        f"What they do not say goes to {text(contact)}.</p></div>"
        f'<p class="mode">{_SIGNED_IN if signs_in else _LOCAL}</p>'
        f"{_EARLIER}"
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
