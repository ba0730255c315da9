"""Safety reports: the queue that says nothing of their words, and one report whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from ino_assistant.records.canonical import iso
from ino_assistant.records.safety import MOST, STEPS, SafetyItem
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
)
from ino_assistant.web.reviewing.words import (
    CRITERIA,
    REPORTS,
    ROLES,
    SAFETY_STATES,
    SAFETY_STEPS,
    named,
)

_OPEN = ("received", "claimed")


def safety_screen(
    waiting: Sequence[SafetyItem],
    finished: Sequence[SafetyItem],
    now: datetime,
    *,
    done: bool,
    page: int = 1,
) -> str:
    """The queue, those due first at the top.

    Args:
        waiting: a page of reports to be handed over; what they say is not among it.
        finished: a page of those that were handed over or closed, the latest first.
        now: the server's time.
        done: whether the finished ones are shown.
        page: which page of them is shown.
    """
    items = finished if done else waiting
    ways = "".join(
        f'<li><a href="{where}"{" aria-current=true" if now_here else ""}>{words} '
        f'<span class="count">{_counted(of, page if now_here else 1)}</span></a></li>'
        for words, where, of, now_here in (
            ("To hand over", address("safety"), waiting, not done),
            ("Handed over or closed", address("safety", done="1"), finished, done),
        )
    )
    rows = listed([_row(item, now) for item in items], name="rows shelf")
    body = (
        f'<nav class="queues" aria-label="Reports"><ul role="list">{ways}</ul></nav>'
        '<p class="summary">What a report says is shown when it is opened; that it was read is '
        "recorded.</p>" + (rows or empty("No report is here.")) + _pages(items, done, page)
    )
    return screen("safety-screen", "Safety reports", body)


def _counted(of: Sequence[SafetyItem], page: int) -> str:
    """How many there are, as far as a page tells."""
    count = (page - 1) * MOST + len(of)
    return f"{count}+" if len(of) == MOST else str(count)


def _pages(items: Sequence[SafetyItem], done: bool, page: int) -> str:
    shown = "1" if done else ""
    before = link("Previous page", address("safety", done=shown, page=page - 1)) if page > 1 else ""
    full = len(items) == MOST
    after = link("Next page", address("safety", done=shown, page=page + 1)) if full else ""
    ways = f"{before} {after}".strip()
    return f'<nav class="pages" aria-label="Pages">{ways}</nav>' if ways else ""


def report_screen(report: Mapping[str, Any], now: datetime) -> str:
    """One report with its words untouched, and the steps that can be taken."""
    sealed = report["sealed"]
    state, tone, sign = SAFETY_STATES.get(report["state"], (report["state"], "plain", "none"))
    waiting = report["state"] in _OPEN
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
        + section("steps", "Next step", _steps(report))
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
    waiting = item.state in _OPEN
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


def _steps(report: Mapping[str, Any]) -> str:
    made = []
    for step, (sources, _, needs_note) in STEPS.items():
        if report["state"] not in sources or (step == "claimed" and report["state"] == "claimed"):
            continue
        body = hidden(report=report["id"], version=report["version"], step=step)
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
        items.append(
            f"<strong>Version {one['version']}: {text(state)}</strong>{case} "
            f'<span class="soft">{text(one["by"])}, {moment(one["at"])}</span>{note}'
        )
    return listed(items, name="history-list", ordered=True)


__all__ = ["report_screen", "safety_screen"]
