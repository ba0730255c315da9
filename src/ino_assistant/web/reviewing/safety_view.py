"""Safety reports: the queue that says nothing of their words, and one report whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from ino_assistant.records.actors import Actor
from ino_assistant.records.canonical import iso
from ino_assistant.records.safety import STEPS
from ino_assistant.records.safety_queue import (
    WAITING,
    SafetyItem,
    SafetyPage,
    SafetyWanted,
    State,
)
from ino_assistant.web.markup import text
from ino_assistant.web.reviewing.files import report_url
from ino_assistant.web.reviewing.frame_view import screen
from ino_assistant.web.reviewing.parts import (
    address,
    area,
    badge,
    button,
    due,
    empty,
    facts,
    field,
    form,
    hidden,
    link,
    listed,
    moment,
    section,
    select,
)
from ino_assistant.web.reviewing.words import (
    CRITERIA,
    REPORTS,
    ROLES,
    SAFETY_STATES,
    SAFETY_STEPS,
    named,
)

DONE: Final[tuple[State, ...]] = ("handed_over", "closed")


def safety_screen(
    found: SafetyPage,
    wanted: SafetyWanted,
    counts: Mapping[str, int],
    people: Sequence[Actor],
    actor: Actor,
    now: datetime,
) -> str:
    """The queue, those due first at the top.

    Args:
        found: a page of reports; what they say is not among it.
        wanted: what was asked for.
        counts: reports in each state.
        people: who may be given one.
        actor: who looks.
        now: the server's time.
    """
    done = tuple(wanted.states) == DONE
    ways = "".join(
        f'<li><a href="{where}"{" aria-current=true" if here else ""}>{words} '
        f'<span class="count">{sum(counts.get(state, 0) for state in states)}</span></a></li>'
        for words, where, states, here in (
            ("To hand over", address("safety"), WAITING, not done),
            ("Handed over or closed", address("safety", done="1"), DONE, done),
        )
    )
    rows = listed([_row(item, now) for item in found.items], name="rows shelf")
    number = "1 report" if found.total == 1 else f"{found.total} reports"
    body = (
        f'<nav class="queues" aria-label="Reports"><ul role="list">{ways}</ul></nav>'
        f"{_filters(wanted, people, actor, done=done)}"
        f'<p class="summary">{number}. What a report says is shown when it is opened; that it was '
        "read, or that the words were searched, is recorded.</p>"
        + (rows or empty("No report is here."))
        + _pages(found, wanted, done=done)
    )
    return screen("safety-screen", "Safety reports", body)


def _filters(wanted: SafetyWanted, people: Sequence[Actor], actor: Actor, *, done: bool) -> str:
    names = {"nobody": "Nobody", actor.id: "Me"}
    names.update((p.id, p.name) for p in people if p.id != actor.id)
    whose = "nobody" if wanted.assignee == "" else wanted.assignee or ""
    late = " checked" if wanted.overdue else ""
    return (
        '<form data-go="safety" class="filters" role="search" aria-label="Search the reports">'
        f'<input type="hidden" name="done" value="{"1" if done else ""}">'
        f"{field('text', 'Report holds: words, a number, a name', wanted.text, kind='search')}"
        f"{select('kind', 'Kind', REPORTS, wanted.kind or '', anything='Any kind')}"
        f"{select('assignee', 'With', names, whose, anything='Anybody')}"
        f'<label class="check"><input type="checkbox" name="overdue" value="1"{late}> '
        f"Late only</label>{button('Show')}</form>"
    )


def _pages(found: SafetyPage, wanted: SafetyWanted, *, done: bool) -> str:
    query: dict[str, str | int] = {
        "done": "1" if done else "",
        "text": wanted.text,
        "kind": wanted.kind or "",
        "assignee": "nobody" if wanted.assignee == "" else wanted.assignee or "",
        "overdue": "1" if wanted.overdue else "",
    }
    page = wanted.page

    def to(number: int, words: str) -> str:
        return link(words, address("safety", "", **{**query, "page": number}))

    before = to(page - 1, "Previous page") if page > 1 else ""
    after = to(page + 1, "Next page") if found.total > page * wanted.size else ""
    ways = f"{before} {after}".strip()
    return f'<nav class="pages" aria-label="Pages">{ways}</nav>' if ways else ""


def report_screen(
    report: Mapping[str, Any], people: Sequence[Actor], actor: Actor, now: datetime
) -> str:
    """One report with its words untouched, and the steps that can be taken.

    Args:
        report: as of `SafetyDesk.read`.
        people: who may be given it.
        actor: who looks.
        now: the server's time.
    """
    sealed = report["sealed"]
    state, tone, sign = SAFETY_STATES.get(report["state"], (report["state"], "plain", "none"))
    waiting = report["state"] in WAITING
    head = " ".join(
        (
            badge(state, tone, sign),
            badge(named(REPORTS, report["kind"])),
            due(report["due_at"], now) if waiting else "",
        )
    )
    left = section(
        "reported",
        "Reported, letter for letter",
        f'<div class="words-of-report">{text(sealed["words"])}</div>',
    ) + section(
        "before",
        "Said before",
        listed([f'<p class="said">{text(m)}</p>' for m in sealed["conversation"]], name="claims"),
    )
    by = report["reported_by"]
    right = (
        section("criteria", "Minimum criteria", _criteria(sealed["criteria"]))
        + section("steps", "Next step", _steps(report, people, actor))
        + section(
            "about",
            "About",
            facts(
                [
                    ("Received", moment(report["received_at"])),
                    ("Due", moment(report["due_at"])),
                    ("From", f"{text(by['name'])}, {text(named(ROLES, by['role']))}"),
                    ("Contact", text(sealed["contact"])),
                    ("Asked besides", text(sealed["question"] or "")),
                    ("Case number", text(report["reference"])),
                    ("Taken on by", text(report["assignee"] or "nobody")),
                    ("Report", f"<code>{text(report['id'])}</code>"),
                ]
            )
            + f'<p class="exports">{link("Form (.docx)", report_url(report["id"], "docx"))} '
            f"{link('Data (.json)', report_url(report['id'], 'json'))}</p>",
        )
        + section("history", "History", _history(report["steps"]))
    )
    lead = f'<p class="back">{link("Back to the reports", address("safety"), name="up")}</p>'
    body = (
        f'<p class="badges">{head} <span class="soft">version {report["version"]}</span></p>'
        f'<div class="columns"><div>{left}</div><div>{right}</div></div>'
    )
    title = f"{named(REPORTS, report['kind'])}, {report['id'][:8]}"
    return screen("report-screen", title, body, lead=lead)


def _row(item: SafetyItem, now: datetime) -> str:
    state, tone, sign = SAFETY_STATES[item.state]
    waiting = item.state in WAITING
    case = badge(f"case {item.reference}") if item.reference else ""
    return (
        f'<a class="question" data-row href="{address("report", item.id)}">'
        f"{text(named(REPORTS, item.kind))}</a>"
        f'<span class="why">{badge(item.id[:8])} {case} '
        f'<span class="soft">received {moment(iso(item.received_at))}</span></span>'
        f'<span class="stands"><span class="state">{badge(state, tone, sign)}</span>'
        f'<span class="when">{due(iso(item.due_at), now) if waiting else ""}</span>'
        f'<span class="whose"><span class="unseen">With: </span>'
        f"{text(item.assignee_name or 'nobody yet')}</span></span>"
    )


def _criteria(given: Mapping[str, bool]) -> str:
    """The four things that make a valid report; found by rules, to be confirmed by a person."""
    there, not_there = badge("named", "good", "check"), badge("not found", "warn", "none")
    items = [
        f"{there if given.get(name) else not_there} {text(words)}"
        for name, words in CRITERIA.items()
    ]
    missing = sum(not given.get(name) for name in CRITERIA)
    note = (
        "All four are named."
        if not missing
        else f"{missing} of four not found: ask the reporter. A report is handed over all the same."
    )
    return listed(items, name="criteria-list") + f'<p class="soft">{note} Found by rules.</p>'


def _steps(report: Mapping[str, Any], people: Sequence[Actor], actor: Actor) -> str:
    made = []
    for step, (sources, _, needs_note) in STEPS.items():
        mine = step == "claimed" and report["assignee_id"] == actor.id
        if report["state"] not in sources or mine:
            continue
        body = hidden(report=report["id"], version=report["version"], step=step)
        if step == "assigned":
            body += select("to", "Give to", {p.id: p.name for p in people}, actor.id)
        if step == "handed_over":
            body += field("reference", "Case number in the safety database")
        if step != "claimed":
            needed = " required" if needs_note else ""
            body += area("note", "Note" if needs_note else "Note (may be empty)", more=needed)
        body += button(SAFETY_STEPS[step], main=True)
        inside = form("safety_step", body, name="decision")
        if step == "claimed":
            made.append(inside)
        else:
            made.append(
                f'<details class="decide" name="decide"><summary>{text(SAFETY_STEPS[step])}'
                f"</summary>{inside}</details>"
            )
    return "".join(made) or empty("Nothing is left to be done.")


def _history(steps: Sequence[Mapping[str, Any]]) -> str:
    items = []
    for one in reversed(steps):
        state = SAFETY_STATES.get(one["state"], (one["state"], "", ""))[0]
        case = f" case {text(one['reference'])}" if one["reference"] else ""
        note = f"<q>{text(one['note'])}</q>" if one["note"] else ""
        whose = f", with {text(one['assignee'])}" if one["assignee"] else ""
        items.append(
            f"<strong>Version {one['version']}: {text(state)}</strong>{whose}{case} "
            f'<span class="soft">{text(one["by"])}, {moment(one["at"])}</span>{note}'
        )
    return listed(items, name="history-list", ordered=True)


__all__ = ["report_screen", "safety_screen"]
