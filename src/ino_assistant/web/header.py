"""The top of the page: what is answered from, and how far the answers may be relied on."""

from __future__ import annotations

from ino_assistant.corpus.model import Corpus, Document
from ino_assistant.records.actors import Actor
from ino_assistant.web.markup import long_date, text
from ino_assistant.web.reviewing.screens import SCREENS

TITLE = "Ino Assistant"


_EARLIER = (
    '<button type="button" class="place" popovertarget="earlier" aria-haspopup="dialog">'
    "Earlier conversations</button>"
)
_PANEL = (
    '<div popover id="earlier" class="earlier source-panel" role="dialog" tabindex="-1" '
    'aria-labelledby="earlier-title"><div class="panel-head">'
    '<h3 id="earlier-title">Earlier conversations</h3>'
    '<button type="button" class="close" popovertarget="earlier" '
    'popovertargetaction="hide">Close</button></div>'
    '<label>Find <input type="search" autocomplete="off"></label>'
    '<p class="done" role="status" aria-live="polite"></p><ul role="list"></ul></div>'
)
_LOCAL = (
    "<strong>Local mode without sign-in.</strong> Reachable from this machine only; "
    "whoever uses it may do everything, as “Local user”."
)
# The place of the banner is a live region from the start: what is put into it later is announced.
# connection.js tells when documents or index have changed; what is said of it is made here.
ANNOUNCED = """
element.setAttribute('role', 'status');
element.setAttribute('aria-live', 'polite');
document.addEventListener('ino:changed', () => trigger('submit'));
"""
_REVIEWING = '<a class="place" href="/review/">Reviewing</a>'
_RENEWING = (
    '<p class="renewing"><strong>The index is being rebuilt.</strong> Until that is '
    "done answers come from the one before; each says which version of the documents it has.</p>"
)


def header(
    corpus: Corpus, contact: str, actor: Actor | None = None, *, signs_in: bool = False
) -> str:
    """Title, the documents with what is to be known of each, and the mode.

    Args:
        corpus: what is answered from.
        contact: who answers what the documents do not say.
        actor: who looks at it; None where that is not known.
        signs_in: whether people have to sign in; if not, a banner says so.
    """
    documents = "".join(_document(document) for document in corpus.documents)
    reviews = actor is not None and any(actor.may(screen.right) for screen in SCREENS.values())
    return (
        f'<header class="top"><div class="title"><h1>{TITLE}</h1>'
        "<p>Answers in the words of the documents, each with its source. "
        f"What they do not say goes to {text(contact)}.</p></div>"
        f'<p class="mode">{_signed_in(actor) if signs_in else _LOCAL}</p>'
        f'<div class="places">{_EARLIER}{_REVIEWING if reviews else ""}</div>{_PANEL}'
        f'<section class="documents" aria-label="Documents"><h2>Documents</h2>'
        f'<ul role="list">{documents}</ul></section></header>'
    )


def banner(*, renewing: bool) -> str:
    """What has to be known of the state of the index; nothing where there is nothing."""
    return _RENEWING if renewing else ""


def _signed_in(actor: Actor | None) -> str:
    if actor is None:
        return '<a href="/sign-out">Who is signed in</a>'
    role = actor.role.replace("_", " ")
    return f'{text(actor.name)}, {text(role)} <a href="/sign-out">Sign out</a>'


def _document(document: Document) -> str:
    facts = "; ".join(part for part in (document.kind, long_date(document.date)) if part)
    notices = "".join(f'<p class="notice">{text(notice)}</p>' for notice in document.notices)
    return (
        f'<li><span class="document-title">{text(document.title)}</span> '
        f'<span class="origin">{text(facts)}</span>{notices}</li>'
    )


__all__ = ["ANNOUNCED", "TITLE", "banner", "header"]
