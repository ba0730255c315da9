"""The library of approved answers; and what an approved answer has besides a review's parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ino_assistant.review.queues import Item, Page, Queue, Wanted
from ino_assistant.web.markup import shortened, text
from ino_assistant.web.reviewing.decision_view import signature
from ino_assistant.web.reviewing.files import CASES_URL, response_url
from ino_assistant.web.reviewing.frame_view import screen
from ino_assistant.web.reviewing.office import Caller
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
    moment,
    select,
)
from ino_assistant.web.reviewing.queue_view import pages, query_of, state_badge
from ino_assistant.web.reviewing.words import STATES

_ANYBODY: Final = {"anything": "Anybody"}
SHELVES: Final[Mapping[Queue, str]] = {
    "approved": "In force",
    "expiring": "Expiring soon",
    "invalidated": "Expired or source changed",
    "closed": "Closed",
}


@dataclass(frozen=True, slots=True)
class Shelves:
    """What narrows the library, and what is told beside its answers.

    Attributes:
        counts: answers on each shelf.
        wordings: other ways of asking, by the answer's review.
        outdated: by review that a later label is known of than it was compared with.
        products: that answers may concern.
        approvers: names of those who have approved something.
    """

    counts: Mapping[Queue, int]
    wordings: Mapping[str, Sequence[str]]
    outdated: Mapping[str, str]
    products: Sequence[str]
    approvers: Sequence[str]


def library_screen(found: Page, wanted: Wanted, beside: Shelves) -> str:
    """Approved answers, a page at a time.

    Args:
        found: the answers.
        wanted: what was asked for.
        beside: what narrows them, and what is told beside them.
    """
    shelves = "".join(
        f'<li><a href="{address("library", queue=name)}"'
        f"{' aria-current=true' if name == wanted.queue else ''}>{text(words)}"
        f' <span class="count">{beside.counts.get(name, 0)}</span></a></li>'
        for name, words in SHELVES.items()
    )
    rows = listed(
        [
            _row(
                item,
                len(beside.wordings.get(item.review_id, ())),
                beside.outdated.get(item.review_id, ""),
            )
            for item in found.items
        ],
        name="rows shelf",
    )
    number = "1 answer" if found.total == 1 else f"{found.total} answers"
    body = (
        f'<nav class="queues" aria-label="Shelves"><ul role="list">{shelves}</ul></nav>'
        f'{_filters(wanted, beside)}<p class="summary">{number}</p>'
        + (rows or empty("No answer is here."))
        + pages(found, "library", query_of(wanted))
        + f'<p class="exports">{link("All in force as evaluation cases (.jsonl)", CASES_URL)}</p>'
    )
    return screen("library-screen", "Library of approved answers", body)


def _filters(wanted: Wanted, beside: Shelves) -> str:
    products = {name: name for name in beside.products}
    approvers = {name: name for name in beside.approvers}
    until = "" if wanted.expires_until is None else wanted.expires_until.isoformat()
    return (
        '<form data-go="library" class="filters" role="search" '
        'aria-label="Search the library">'
        f'<input type="hidden" name="queue" value="{text(wanted.queue)}">'
        f"{field('text', 'Question or answer holds', wanted.text, kind='search')}"
        f"{select('state', 'State', STATES, wanted.state or '', anything='Any')}"
        f"{select('product', 'Product', products, wanted.product or '', anything='Any')}"
        f"{field('topic', 'Topic holds', wanted.topic)}"
        f"{select('approved_by', 'Approved by', approvers, wanted.approved_by or '', **_ANYBODY)}"
        f"{field('expires_until', 'Expires until', until, kind='date')}{button('Show')}</form>"
    )


def variants(review: Mapping[str, Any], caller: Caller, *, may_change: bool) -> str:
    """Other ways of asking that get this answer, to be attached and taken off with a signature."""
    items = []
    for one in review["wordings"]:
        off = (
            hidden(review=review["id"], text=one["text"])
            + field("reason", "Reason", more=" required")
            + signature(caller, "that it is another question", "this wording")
            + button("Take off")
        )
        fold = f"<details><summary>Take off</summary>{form('detach', off, name='narrow')}</details>"
        unsigned = (
            ""
            if one["signed"]
            else badge("Without a signature: not in use, attach it anew", "warn", "warning")
        )
        items.append(
            f"<p>{text(one['text'])} {unsigned}</p>"
            f'<p class="soft">{text(one["by"])}, {moment(one["at"])}: {text(one["reason"])}</p>'
            f"{fold if may_change else ''}"
        )
    add = ""
    if may_change:
        body = (
            hidden(review=review["id"])
            + area("text", "Another way of asking the same", more=" required")
            + field("reason", "Reason", more=" required")
            + signature(caller, "the same question: gets this answer", "this wording")
            + button("Attach")
        )
        words = "<summary>Attach another way of asking</summary>"
        add = f"<details>{words}{form('attach', body, name='narrow')}</details>"
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


def _row(item: Item, wordings: int, outdated: str) -> str:
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
        f"{badge(also) if also else ''} {_compared(item)}"
        f"{badge('Label revised since', 'warn', 'warning') if outdated else ''}</span>"
        f'<span class="stands"><span class="state">{state_badge(item.state)}</span>'
        f'<span class="when">{until}</span><span class="whose">{files}</span></span>'
    )


def _compared(item: Item) -> str:
    if item.label_version is None or item.label_checked_on is None:
        return ""
    on = day(item.label_checked_on.isoformat())
    return f'<span class="soft">label {text(item.label_version)}, compared {on}</span> '


def shelf_of(query: Mapping[str, str]) -> Sequence[Queue]:
    """The shelf that an address names, as a list of one; the first where it names none."""
    return [name for name in SHELVES if name == query.get("queue")] or list(SHELVES)[:1]


__all__ = ["SHELVES", "Shelves", "exports", "library_screen", "shelf_of", "variants"]
