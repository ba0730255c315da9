"""The records as CSV and JSON Lines, made while they are read."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from typing import Any, Final, Literal

from sqlalchemy import select

from ino_assistant.answering.saying.render import page_words
from ino_assistant.exports.cases import ALWAYS, SCHEMA, Days, cases
from ino_assistant.exports.errors import ExportError
from ino_assistant.exports.files import MEDIA, Stream
from ino_assistant.exports.paper import plain
from ino_assistant.exports.whole import check_recorded
from ino_assistant.records.actors import Actor
from ino_assistant.records.canonical import iso
from ino_assistant.records.store import Store, require
from ino_assistant.records.tables import Exchange

RecordsForm = Literal["csv", "jsonl"]

# What a spreadsheet takes for the beginning of a formula, plain and full width, also behind
# white space and quotes.
_FORMULA: Final = re.compile(r"""\s*['"]*\s*[=+\-@＝＋－＠|%]|[\t\r\n]""")
_MARK: Final = "'"
_BOM: Final = b"\xef\xbb\xbf"
"""So that spreadsheets read the file as UTF-8."""


def records_export(store: Store, actor: Actor, form: RecordsForm, days: Days = ALWAYS) -> Stream:
    """Everything asked, answered and decided; that it was exported stands in the trail.

    Args:
        store: the records.
        actor: who wants it.
        form: `csv` or `jsonl`.
        days: on which it was asked.

    Raises:
        ForbiddenError: the actor may not export, or not see records.
        ExportError: there is no such form, or the last day is before the first.
        WarningNotWholeError: a boxed warning of one of the answers is not whole.
        RecordsError: the records can't be read; also while the stream is read.
    """
    writers: Mapping[str, Callable[[Iterator[dict[str, Any]]], Iterator[bytes]]] = {
        "csv": as_csv,
        "jsonl": as_json_lines,
    }
    require(store, actor, "export", ("records", "all"))
    if not actor.may("see_audit"):
        require(store, actor, "see_records", ("records", "all"))
    if form not in writers:
        raise ExportError(f"no such form: {form!r}; one of {', '.join(writers)}")
    if days.since is not None and days.until is not None and days.until < days.since:
        raise ExportError("the last day is before the first: nothing was asked between them")
    count = _checked(store, days)
    with store.writing(actor) as work:
        told = {"form": form, "records": count, "schema": SCHEMA}
        told |= {n: d.isoformat() for n, d in asdict(days).items() if d is not None}
        work.audit("export.records", ("records", "all"), new=told)
        made_at = work.now
    name = f"records-{iso(made_at)[:19].replace(':', '')}Z.{form}"
    return Stream(name, MEDIA[form], writers[form](cases(store, days)))


def _checked(store: Store, days: Days) -> int:
    """How many answers there are, each with its boxed warnings whole: before any of it leaves."""
    query = select(Exchange.answer, Exchange.warnings).where(*days.conditions())
    count = 0
    with (
        store.reading() as session,
        session.execute(query.execution_options(yield_per=500)) as found,
    ):
        for shown, kept in found:
            check_recorded(shown["boxed_warning"], kept)
            count += 1
    return count


def as_json_lines(lines: Iterator[dict[str, Any]]) -> Iterator[bytes]:
    """One JSON object a line, in ASCII: no reader takes a sign in it for the end of a line."""
    for line in lines:
        yield json.dumps(line, allow_nan=False).encode("ascii") + b"\n"


def as_csv(lines: Iterator[dict[str, Any]]) -> Iterator[bytes]:
    """One row a question, with names of columns: `request.question`."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    yield _BOM + out.getvalue().encode()
    for line in lines:
        out.seek(0)
        out.truncate()
        writer.writerow([cell(_value(line, name)) for name in COLUMNS])
        yield out.getvalue().encode()


def cell(value: Any) -> str:
    """A value as a cell: data, whatever it looks like.

    A text that a spreadsheet would take for a formula gets a `'` in front.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    text = plain(value)
    return _MARK + text if _FORMULA.match(text) else text


def _value(line: Mapping[str, Any], name: str) -> Any:
    found: Any = line
    for part in name.split("."):
        if found is None:
            return None
        found = found[part]
    if isinstance(found, (list, dict)):
        return _SPOKEN.get(name, _listed)(found)
    return found


def _listed(values: Any) -> str:
    if isinstance(values, dict):
        return "; ".join(f"{name} {value}" for name, value in sorted(values.items()))
    return "; ".join(str(value) for value in values)


def _citations(values: Any) -> str:
    return "\n".join(
        f"[{c['marker']}] {c['document']}; {c['section']}; "
        + (page_words(c["page"], confirmed=c["page_confirmed"]) or "page not known")
        + f"; “{c['quote']}”"
        for c in values
    )


_SPOKEN: Final[Mapping[str, Callable[[Any], str]]] = {
    "response.citations": _citations,
    "response.boxed_warnings": lambda v: "\n".join(
        f"{w['product']} (sha256 {w['sha256']}): {w['text']}" for w in v
    ),
    "response.numbers": lambda v: "; ".join(f"{n['text']} {n['verdict']}" for n in v),
    "request.feedback": lambda v: "; ".join(
        " ".join((f["thumb"], *f["reasons"], f["words"])).strip() for f in v
    ),
    "review.signatures": lambda v: "; ".join(
        f"{s['meaning']} by {s['name']} at {s['signed_at']} ({'holds' if s['holds'] else 'BROKEN'})"
        for s in v
    ),
}

COLUMNS: Final = tuple(
    f"{part}.{name}"
    for part, names in (
        ("case", "id opened_at channel contact_id contact_role products"),
        (
            "request",
            "id number received_at question standalone_question details_removed outcome route "
            "refused_because safety_report flags feedback",
        ),
        (
            "response",
            "id given_at text text_sha256 answerer validated citations caveats numbers "
            "boxed_warnings sources corpus_version index_version model code_version total_us "
            "margin_milli",
        ),
        (
            "review",
            "id version state decision decided_at decided_by opened_at due_at priority assignee "
            "flags labelling audience topic question text content_sha256 approved approved_by "
            "effective_from expires_on supersedes signatures label_version label_checked_on "
            "outside_reference outside_on",
        ),
    )
    for name in names.split()
)
"""Columns of the CSV, in order; new ones are added at the end."""
