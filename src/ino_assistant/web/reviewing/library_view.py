"""The library of approved answers; and what an approved answer has besides a review's parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from ino_assistant.review.queues import Item, Page, Queue, Wanted
from ino_assistant.web.markup import shortened, text
from ino_assistant.web.reviewing.files import response_url
from ino_assistant.web.reviewing.frame_view import screen
from ino_assistant.web.reviewing.parts import (
    address,
    area,
    badge,
    button,
    day,
    empty,
    field,
    form,
    hidden,
    link,
    listed,
)
from ino_assistant.web.reviewing.queue_view import pages, state_badge

SHELVES: Final[Mapping[Queue, str]] = {
    "approved": "In force",
    "expiring": "Expiring soon",
    "invalidated": "Expired or source changed",
    "closed": "Closed",
}


def library_screen(
    found: Page,
    wanted: Wanted,
    counts: Mapping[Queue, int],
    wordings: Mapping[str, Sequence[str]],
) -> str:
    """Approved answers, a page at a time.

    Args:
        found: the answers.
        wanted: what was asked for.
        counts: answers on each shelf.
        wordings: other ways of asking, by the answer's review.
    """
    shelves = "".join(
        f'<li><a href="{address("library", queue=name)}"'
        f"{' aria-current=true' if name == wanted.queue else ''}>{text(words)}"
        f' <span class="count">{counts.get(name, 0)}</span></a></li>'
        for name, words in SHELVES.items()
    )
    search = (
        '<form data-go="library" class="filters shelf-filters" role="search" '
        'aria-label="Search the library">'
        f'<input type="hidden" name="queue" value="{text(wanted.queue)}">'
        f"{field('text', 'Question or answer holds', wanted.text, kind='search')}"
        f"{button('Show')}</form>"
    )
    rows = listed(
        [_row(item, len(wordings.get(item.review_id, ()))) for item in found.items],
        name="rows shelf",
    )
    body = (
        f'<nav class="queues" aria-label="Shelves"><ul role="list">{shelves}</ul></nav>{search}'
        + (rows or empty("No answer is here."))
        + pages(found, "library", {"queue": wanted.queue, "text": wanted.text})
    )
    return screen("library-screen", "Library of approved answers", body)


def variants(review: Mapping[str, Any], *, may_change: bool) -> str:
    """Other ways of asking that get this answer, to be attached and taken off."""
    items = []
    for one in review["variants"]:
        off = (
            hidden(review=review["id"], text=one)
            + field("reason", "Reason", more=" required")
            + button("Take off")
        )
        fold = f"<details><summary>Take off</summary>{form('detach', off, name='inline')}</details>"
        items.append(f"<p>{text(one)}</p>{fold if may_change else ''}")
    add = ""
    if may_change:
        body = (
            hidden(review=review["id"])
            + area("text", "Another way of asking the same", more=" required")
            + field("reason", "Reason", more=" required")
            + button("Attach")
        )
        add = form("attach", body, name="narrow")
    return listed(items, name="history-list") + add


def exports(review: Mapping[str, Any]) -> str:
    """The standard response as a file; anything but an approval in force is marked as such."""
    note = (
        ""
        if review["state"] == "approved"
        else '<p class="soft">Not approved: every page of it says so.</p>'
    )
    links = " ".join(
        link(words, response_url(review["id"], kind))
        for kind, words in (("docx", "Word (.docx)"), ("pdf", "PDF"))
    )
    return f'<p class="exports">{links}</p>{note}'


def _row(item: Item, wordings: int) -> str:
    also = f"{wordings} other wording{'s' if wordings > 1 else ''}" if wordings else ""
    until = f"expires {day(item.expires_on.isoformat())}" if item.expires_on else ""
    files = ""
    if item.state == "approved":
        files = " ".join(
            link(kind, response_url(item.review_id, kind), name="file") for kind in ("docx", "pdf")
        )
    return (
        f'<a class="question" data-row href="{address("answer", item.review_id, back="library")}">'
        f"{text(shortened(item.question, 220))}</a>"
        f'<span class="why">{badge(f"version {item.version}")} '
        f"{badge(f'approved by {item.approved_by}') if item.approved_by else ''} "
        f"{badge(also) if also else ''}</span>"
        f'<span class="stands"><span class="state">{state_badge(item.state)}</span>'
        f'<span class="when">{until}</span><span class="whose">{files}</span></span>'
    )


def shelf_of(query: Mapping[str, str]) -> Sequence[Queue]:
    """The shelf that an address names, as a list of one; the first where it names none."""
    return [name for name in SHELVES if name == query.get("queue")] or list(SHELVES)[:1]


__all__ = ["SHELVES", "exports", "library_screen", "shelf_of", "variants"]
