"""The queues: which answers wait, how long, and for whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from ino_assistant.records.actors import Actor
from ino_assistant.records.canonical import iso
from ino_assistant.review.queues import Item, Page, Queue, Wanted
from ino_assistant.review.states import AGAIN
from ino_assistant.web.markup import shortened, text
from ino_assistant.web.reviewing.frame_view import screen
from ino_assistant.web.reviewing.parts import (
    address,
    badge,
    button,
    day,
    due,
    empty,
    field,
    form,
    link,
    listed,
    select,
)
from ino_assistant.web.reviewing.words import (
    FLAGS,
    OUTCOMES,
    PRIORITIES,
    QUEUES,
    SORTS,
    STATE_TONES,
    STATES,
    named,
)

_LONG = 220


def queue_screen(
    found: Page,
    wanted: Wanted,
    counts: Mapping[Queue, int],
    people: Sequence[Actor],
    actor: Actor,
    now: datetime,
) -> str:
    """One page of a queue with all that narrows and sorts it.

    Args:
        found: the reviews.
        wanted: what was asked for.
        counts: reviews in each queue.
        people: who may be given reviews.
        actor: who looks.
        now: the server's time.
    """
    rows = listed([_row(item, now) for item in found.items], name="rows")
    nothing = empty("No review is here: all is done, or the filter is too narrow.")
    turns = pages(found, "queue", query_of(wanted))
    again = (
        f"<p>{link('Those whose source says the same: approve them together', '#renewals')}</p>"
        if wanted.queue == "invalidated"
        else ""
    )
    body = (
        f"{_queues(wanted, counts)}{_filters(wanted, people, actor)}{again}{_summary(found)}"
        f"{f'{rows}{turns}{_bulk(people, actor)}' if rows else nothing}"
    )
    return screen("queue-screen", QUEUES[wanted.queue], body, seen=False)


def state_badge(state: str) -> str:
    """The state of a review in words, with an icon."""
    tone, sign = STATE_TONES.get(state, ("plain", "none"))
    return badge(named(STATES, state), tone, sign)


def flag_badges(flags: Sequence[str]) -> str:
    """Why a review was opened."""
    return " ".join(badge(named(FLAGS, flag), "flag") for flag in flags)


def query_of(wanted: Wanted) -> dict[str, str]:
    """What was asked for as the query of an address; what is usual is left out."""
    usual = Wanted()
    given = {
        "queue": wanted.queue,
        "text": wanted.text,
        "state": wanted.state or "",
        "flag": wanted.flag or "",
        "priority": wanted.priority or "",
        "assignee": "nobody" if wanted.assignee == "" else wanted.assignee or "",
        "overdue": "1" if wanted.overdue else "",
        "product": wanted.product or "",
        "topic": wanted.topic,
        "approved_by": wanted.approved_by or "",
        "expires_until": "" if wanted.expires_until is None else wanted.expires_until.isoformat(),
        "sort": "" if wanted.sort == usual.sort else wanted.sort,
        "descending": "1" if wanted.descending else "",
        "page": "" if wanted.page == 1 else str(wanted.page),
    }
    return {name: value for name, value in given.items() if value}


def _queues(wanted: Wanted, counts: Mapping[Queue, int]) -> str:
    items = "".join(
        f'<li><a href="{address("queue", queue=name)}"'
        f"{' aria-current=true' if name == wanted.queue else ''}>{text(words)}"
        f' <span class="count">{_counted(name, counts)}</span></a></li>'
        for name, words in QUEUES.items()
    )
    return f'<nav class="queues" aria-label="Queues"><ul role="list">{items}</ul></nav>'


def _counted(name: Queue, counts: Mapping[Queue, int]) -> int:
    """How many reviews a queue holds; what expires soon is approved, and counted there."""
    if name != "all":
        return counts.get(name, 0)
    return sum(count for queue, count in counts.items() if queue not in ("all", "expiring"))


def _filters(wanted: Wanted, people: Sequence[Actor], actor: Actor) -> str:
    names = {"nobody": "Nobody", actor.id: "Me"}
    names.update((p.id, p.name) for p in people if p.id != actor.id)
    assignee = "nobody" if wanted.assignee == "" else wanted.assignee or ""
    overdue = " checked" if wanted.overdue else ""
    reverse = " checked" if wanted.descending else ""
    return (
        '<form data-go="queue" class="filters" role="search" aria-label="Search this queue">'
        f'<input type="hidden" name="queue" value="{text(wanted.queue)}">'
        f"{field('text', 'Question or answer holds', wanted.text, kind='search')}"
        f"{select('flag', 'Why', FLAGS, wanted.flag or '', anything='Any reason')}"
        f"{select('priority', 'Priority', PRIORITIES, wanted.priority or '', anything='Any')}"
        f"{select('assignee', 'Assigned to', names, assignee, anything='Anybody')}"
        f"{select('sort', 'Sorted by', SORTS, wanted.sort)}"
        f'<label class="check"><input type="checkbox" name="descending" value="1"{reverse}> '
        "Last first</label>"
        f'<label class="check"><input type="checkbox" name="overdue" value="1"{overdue}> '
        f"Late only</label>{button('Show')}</form>"
    )


def _summary(found: Page) -> str:
    last = max(1, -(-found.total // found.size))
    words = "1 review" if found.total == 1 else f"{found.total} reviews"
    pages = f", page {found.page} of {last}" if last > 1 else ""
    return f'<p class="summary">{words}{pages}</p>'


def _row(item: Item, now: datetime) -> str:
    question = shortened(item.question, _LONG) or "(no question)"
    times = badge(f"asked {item.times} times", "plain") if item.times > 1 else ""
    urgent = (
        badge(PRIORITIES[item.priority], "bad" if item.priority == "urgent" else "warn", "warning")
        if item.priority in ("urgent", "high")
        else badge(PRIORITIES[item.priority])
    )
    waiting = item.state in ("to_review", "claimed", "escalated", "expired", "invalidated")
    when = due(iso(item.due_at), now) if waiting else ""
    until = f"expires {day(item.expires_on.isoformat())}" if item.expires_on else ""
    who = text(item.assignee_name or item.approved_by or "unassigned")
    return (
        f'<label class="pick"><input type="checkbox" name="review" form="bulk" '
        f'value="{text(item.review_id)}:{item.version}"><span class="unseen">'
        f"Select: {text(question)}</span></label>"
        f'<a class="question" data-row href="{address("answer", item.review_id)}">'
        f"{text(question)}</a>"
        f'<span class="why">{_outcome(item)} {flag_badges(item.flags)} '
        f"{times}{_ended(item)}</span>"
        f'<span class="stands"><span class="state">{state_badge(item.state)} '
        f"{urgent if waiting else ''}</span>"
        f'<span class="when">{when}{until}</span>'
        f'<span class="whose"><span class="unseen">With: </span>{who}</span></span>'
    )


def _ended(item: Item) -> str:
    """Why an answer that was approved is given no more."""
    return f' <span class="soft">{text(item.why)}</span>' if item.state in AGAIN else ""


def _outcome(item: Item) -> str:
    """What came of the question, unless a flag says just that."""
    return "" if item.outcome in item.flags else badge(named(OUTCOMES, item.outcome))


def pages(found: Page, where: str, query: Mapping[str, str]) -> str:
    """The ways to the pages before and after; nothing where there is one page."""
    last = max(1, -(-found.total // found.size))
    if last == 1:
        return ""

    def to(page: int, words: str) -> str:
        return link(words, address(where, "", **{**query, "page": str(page)}))

    before = to(found.page - 1, "Previous page") if found.page > 1 else ""
    after = to(found.page + 1, "Next page") if found.page < last else ""
    return f'<nav class="pages" aria-label="Pages">{before} {after}</nav>'


def _bulk(people: Sequence[Actor], actor: Actor) -> str:
    names = {p.id: p.name for p in people}
    names.setdefault(actor.id, actor.name)
    body = (
        '<label class="check"><input type="checkbox" data-all> Select all of this page</label>'
        '<p class="soft" role="status" data-selected>None selected</p>'
        f"{select('to', 'Assign what is selected to', names, actor.id)}"
        f"{field('reason', 'Reason (may be empty)')}{button('Assign')}"
    )
    made = form("assign_all", body, name="bulk", label="Assign what is selected")
    return made.replace("<form ", '<form id="bulk" ', 1)


__all__ = ["flag_badges", "pages", "query_of", "queue_screen", "state_badge"]
