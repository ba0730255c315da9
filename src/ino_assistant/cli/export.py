"""Exports at the terminal: response documents, the records, and safety reports as files."""

from __future__ import annotations

from argparse import ArgumentTypeError, Namespace
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ino_assistant.cli.output import note
from ino_assistant.cli.parser import describe
from ino_assistant.cli.terminal import operator

if TYPE_CHECKING:
    from argparse import _MutuallyExclusiveGroup  # argparse has no public name for it

    from ino_assistant.cli.parser import Commands
    from ino_assistant.exports.files import Form
    from ino_assistant.exports.tabular import RecordsForm

_SAFETY_HELP = "safety reports as files"
_SAFETY_EXPORT_HELP = "one safety report as a form, with the four minimum criteria"
_SAFETY_EPILOG = """\
FILE ends in .docx or .json. Reading and exporting a report are both in the audit trail,
under your name at this machine: who may read the records' database may read reports."""
_RECORDS_HELP = "cases, requests and responses as a file, of all days or of some"
_RECORDS_EPILOG = """\
One line a question, the oldest first; times and days are UTC. docs/exports.md says what each
field is.
In CSV a text that a spreadsheet would take for a formula has a ' in front."""


def add_safety(commands: Commands) -> None:
    """Describe `safety` to the parser."""
    parser = describe(commands, "safety", _SAFETY_HELP)
    group = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    export = describe(group, "export", _SAFETY_EXPORT_HELP, _SAFETY_EPILOG)
    export.add_argument("id", metavar="ID", help="of the report")
    export.add_argument("file", metavar="FILE", type=Path, help="ends in .docx or .json")
    export.set_defaults(run=safety)


def add_records(group: Commands) -> None:
    """Describe `records export` to the parser."""
    parser = describe(group, "export", _RECORDS_HELP, _RECORDS_EPILOG)
    form = parser.add_mutually_exclusive_group(required=True)
    form.add_argument("--csv", metavar="FILE", type=Path, help="for spreadsheets")
    form.add_argument(
        "--jsonl", metavar="FILE", type=Path, help="for programs: a JSON object a line"
    )
    parser.add_argument("--since", metavar="DAY", type=day, help="the first day: 2026-01-31")
    parser.add_argument("--until", metavar="DAY", type=day, help="the last day")
    parser.set_defaults(run=records)


def add_documents(group: _MutuallyExclusiveGroup) -> None:
    """Describe the forms of a standard response document to the parser."""
    for form in ("docx", "pdf"):
        group.add_argument(
            f"--{form}",
            nargs=2,
            metavar=("ID", "FILE"),
            help=f"the standard response document of a review, as .{form}",
        )


def day(written: str) -> date:
    """A day as typed at the terminal.

    Raises:
        ArgumentTypeError: it is none.
    """
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise ArgumentTypeError(f"no day: {written!r}; write it as 2026-01-31") from None


def document(arguments: Namespace) -> int:
    """Write the standard response document of a review."""
    from ino_assistant.corpus.load import load_corpus
    from ino_assistant.exports import standard_response
    from ino_assistant.exports.files import save
    from ino_assistant.records import open_store
    from ino_assistant.settings import load_settings

    form: Form = "docx" if arguments.docx else "pdf"
    review_id, path = arguments.docx or arguments.pdf
    settings = load_settings()
    corpus = load_corpus(settings.corpus_dir)
    store = open_store(settings)
    try:
        file = standard_response(store, operator(), corpus, settings, review_id, form)
    finally:
        store.close()
    save([file.data], Path(path))
    note(f"written to {path}")
    return 0


def records(arguments: Namespace) -> int:
    """Write cases, requests and responses."""
    from ino_assistant.exports import Days, records_export
    from ino_assistant.exports.files import save
    from ino_assistant.records import open_store
    from ino_assistant.settings import load_settings

    file: Path = arguments.csv or arguments.jsonl
    form: RecordsForm = "csv" if arguments.csv else "jsonl"
    days = Days(arguments.since, arguments.until)
    store = open_store(load_settings())
    try:
        save(records_export(store, operator(), form, days).chunks, file)
    finally:
        store.close()
    note(f"written to {file}")
    return 0


def safety(arguments: Namespace) -> int:
    """Write one safety report as a form."""
    from ino_assistant.exports import safety_form
    from ino_assistant.exports.files import save
    from ino_assistant.records import open_store
    from ino_assistant.settings import load_settings

    file: Path = arguments.file
    actor = replace(operator(), more=frozenset({"safety"}))
    store = open_store(load_settings())
    try:
        form = file.suffix.lower().removeprefix(".")
        made = safety_form(store, actor, arguments.id, form)  # type: ignore[arg-type]  # it looks
    finally:
        store.close()
    save([made.data], file)
    note(f"written to {file}")
    return 0
