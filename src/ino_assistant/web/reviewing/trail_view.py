"""The audit trail: its entries, and whether it is whole."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from ino_assistant.records.verify import Report
from ino_assistant.web.markup import icon, shortened, text
from ino_assistant.web.reviewing.files import TRAIL_URL
from ino_assistant.web.reviewing.frame_view import screen
from ino_assistant.web.reviewing.parts import (
    address,
    badge,
    button,
    empty,
    exactly,
    facts,
    field,
    form,
    link,
    listed,
)

_MOST_PROBLEMS = 50


def trail_screen(
    entries: Sequence[Mapping[str, Any]], query: Mapping[str, str], earlier: int
) -> str:
    """A page of the trail, the newest entry first.

    Args:
        entries: in the order that they are shown in.
        query: what was asked for: `record`, `by`, `action`, `before`.
        earlier: number before which the next page ends; 0: there is none.
    """
    search = (
        '<form data-go="trail" class="filters trail-filters" role="search" '
        'aria-label="Search the trail">'
        f"{field('record', 'Record: review/ID', query.get('record', ''))}"
        f"{field('action', 'Step: review.approve, or review. for all', query.get('action', ''))}"
        f"{field('by', 'Id of who did it', query.get('by', ''))}"
        f"{field('before', 'Before entry', query.get('before', ''), more=' inputmode=numeric')}"
        f"{button('Show')}</form>"
    )
    verify = (
        form("verify", button("Verify the whole trail"), name="inline")
        + '<div data-slot="verified"></div>'
        + f'<p class="exports">{link("Export the trail (.jsonl)", TRAIL_URL)}</p>'
    )
    asked = {k: v for k, v in query.items() if k in ("record", "by", "action")}
    latest = link("Latest", address("trail", "", **asked)) if query.get("before") else ""
    further = link("Earlier", address("trail", "", **asked, before=earlier)) if earlier else ""
    turns = f"{latest} {further}".strip()
    body = (
        f'<div class="part">{verify}</div>{search}<p class="summary">Latest first.</p>'
        + (listed([_entry(e) for e in entries], name="entries") or empty("No entry is here."))
        + (f'<nav class="pages" aria-label="Pages">{turns}</nav>' if turns else "")
    )
    return screen("trail-screen", "Audit trail", body)


def verified(report: Report) -> str:
    """What a check of the trail found."""
    head = f"{report.entries} entries, the last one {report.head[0]}, {report.head[1][:16]}"
    if report.whole:
        line = f'<p class="verdict good">{icon("check")}The trail is whole: {text(head)}.</p>'
    else:
        line = (
            f'<p class="verdict bad">{icon("warning")}The trail is not whole: '
            f"{len(report.problems)} found in {text(head)}.</p>"
        )
    problems = listed(
        [f"Entry {p.seq}: {text(p.text)}" for p in report.problems[:_MOST_PROBLEMS]],
        name="problems",
    )
    left = len(report.problems) - _MOST_PROBLEMS
    more = f'<p class="problems">and {left} more</p>' if left > 0 else ""
    notes = listed([text(n) for n in report.notes[:_MOST_PROBLEMS]], name="soft")
    return line + problems + more + notes


def _entry(entry: Mapping[str, Any]) -> str:
    record, user = entry["record"], entry["user"]
    one = f"{record['kind']}/{record['id']}"
    told = facts(
        [
            ("Before", _json(entry["old"])),
            ("After", _json(entry["new"])),
            ("Rows", text(", ".join(table for table, *_ in entry["rows"]))),
            ("Hash", f"<code>{text(entry['hash'])}</code>"),
            ("Hash before", f"<code>{text(entry['previous'])}</code>"),
            (
                "Narrow to",
                ", ".join(
                    link(words, where)
                    for words, where in (
                        (
                            "this record",
                            address("trail", record=one),
                        ),
                        (f"what {user['name']} did", address("trail", by=user["id"])),
                        ("steps like this", address("trail", action=entry["action"])),
                    )
                ),
            ),
        ]
    )
    clock = badge(entry["clock"], "warn", "clock") if entry["clock"] else ""
    reason = f"<q>{text(shortened(entry['reason'], 500))}</q>" if entry["reason"] else ""
    return (
        f"<details><summary><span>{entry['seq']}</span> <strong>{text(entry['action'])}</strong> "
        f"<span>{text(record['kind'])} <code>{text(record['id'][:12])}</code></span> "
        f'<span class="soft">{text(user["name"])}, {exactly(entry["at"])}</span> {clock}{reason}'
        f"</summary>{told}</details>"
    )


def _json(value: Any) -> str:
    if value is None:
        return ""
    return f"<code>{text(shortened(json.dumps(value, ensure_ascii=False), 2000))}</code>"


__all__ = ["trail_screen", "verified"]
