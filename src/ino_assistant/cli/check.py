"""`check`: a draft, sentence by sentence, against the corpus."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ino_assistant.cli.output import note, write, write_json
from ino_assistant.cli.parser import describe
from ino_assistant.errors import AssistantError

if TYPE_CHECKING:
    from ino_assistant.checking.check import Progress
    from ino_assistant.cli.parser import Commands

_HELP = "check a draft letter against the documents"
_EPILOG = """\
examples:
  ino-assistant check letter.docx
  ino-assistant check letter.docx --html report.html
  ino-assistant check letter.md --json > report.json

Every sentence, list item and table cell is held against the documents: right,
wrong, not backed by them, or right with a qualification left out; with the
passage, where it stands, and what is wrong. The boxed warning of each product
that the draft names has to be there, whole.

exit status: 0 every claim is right and every boxed warning whole; 1 something is
not; 2 the file is unusable"""
_BAR_FROM = 100
"""Sentences from which a bar shows how far the work is."""


def add_to(commands: Commands) -> None:
    """Describe the command to the parser."""
    parser = describe(commands, "check", _HELP, _EPILOG)
    parser.add_argument("file", metavar="FILE", type=Path, help="a .txt, .md or .docx file")
    parser.add_argument("--json", action="store_true", help="all of the report, as JSON")
    parser.add_argument(
        "--html", metavar="FILE", type=Path, help="write there a page that marks the draft"
    )
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    """Check the draft; 1 if anything in it is wrong."""
    from ino_assistant.checking.reading import read_draft

    draft = read_draft(arguments.file)

    from ino_assistant.checking.check import check_draft
    from ino_assistant.cli.opening import open_for_asking

    searcher = open_for_asking().searcher
    with _bar() as progress:
        report = check_draft(draft, searcher, progress=progress)
    if arguments.html is not None:
        from ino_assistant.checking.page import report_page

        _write_page(arguments.html, report_page(report))
    if arguments.json:
        write_json(report.as_dict(), pretty=True)
    else:
        from ino_assistant.cli.check_view import shown

        write(shown(report))
    return 0 if report.ok else 1


def _write_page(output: Path, page: str) -> None:
    try:
        output.write_text(page, encoding="utf-8", errors="backslashreplace")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise AssistantError(f"{output}: can't be written: {reason}") from error
    note(f"written to {output}")


@contextmanager
def _bar() -> Iterator[Progress]:
    """A bar on standard error for a long draft; a short one is done before it is drawn."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as Remaining

    bar = Progress(
        TextColumn("checking"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("sentences"),
        Remaining(elapsed_when_finished=True),
        console=Console(stderr=True),
        redirect_stdout=False,
    )
    task = bar.add_task("checking", total=None)
    started = False

    def progress(done: int, total: int) -> None:
        nonlocal started
        if total < _BAR_FROM:
            return
        if not started:
            bar.start()
            started = True
        bar.update(task, completed=done, total=total)

    try:
        yield progress
    finally:
        if started:
            bar.stop()
