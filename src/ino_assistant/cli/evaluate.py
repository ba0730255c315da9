"""`eval`: the evaluation set."""

from __future__ import annotations

from argparse import ArgumentTypeError, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from ino_assistant.cli.parser import describe

if TYPE_CHECKING:
    from ino_assistant.cli.parser import Commands

_PARTS = ("questions", "conversations", "claims", "mutations")
_HELP = "run the evaluation set"
_EPILOG = """\
examples:
  ino-assistant eval
  ino-assistant eval --html report.html --compare eval/baseline.json
  ino-assistant eval --only claims --only mutations
  ino-assistant eval --accept-baseline      (writes eval/baseline.json)

--compare takes a baseline or what --json wrote, and tells case by case what newly
fails, newly passes, is new and is gone. A case that fails a check which it passed
before, where nothing makes up for it (a wrong number accepted, an unsupported
number, a boxed warning that is not whole), fails the run.

exit status: 0 passed; 1 a threshold is missed, or something got worse that must
not; 2 the evaluation itself failed and its figures say nothing"""


def add_to(commands: Commands) -> None:
    """Describe the command to the parser."""
    parser = describe(commands, "eval", _HELP, _EPILOG)
    parser.add_argument(
        "--only", metavar="PART", type=_part, action="append", default=[],
        help=f"run this part alone, or with further --only: {', '.join(_PARTS)}",
    )  # fmt: skip
    for name, what in (
        ("--json", "every case and figure"),
        ("--junit", "JUnit XML, a test case for every case"),
        ("--markdown", "figures and failing cases as Markdown"),
        ("--html", "a page with plots and every failing case in full"),
    ):
        parser.add_argument(name, metavar="FILE", type=Path, help=f"write {what}")
    parser.add_argument(
        "--compare", metavar="FILE", type=Path, help="say what differs from an earlier run"
    )
    parser.add_argument(
        "--accept-baseline", action="store_true", help="make this run the accepted baseline"
    )
    parser.set_defaults(run=run)


def _part(text: str) -> str:
    if text not in _PARTS:
        raise ArgumentTypeError(f"{text!r} is no part; give one of {', '.join(_PARTS)}")
    return text


def run(arguments: Namespace) -> int:
    """Run the evaluation set; 1 where it does not pass."""
    from ino_assistant.evaluation.command import run_command
    from ino_assistant.evaluation.options import Options
    from ino_assistant.settings import load_settings

    options = Options(
        only=tuple(dict.fromkeys(arguments.only)),
        json_file=arguments.json,
        junit_file=arguments.junit,
        markdown_file=arguments.markdown,
        html_file=arguments.html,
        compare_file=arguments.compare,
        accept=arguments.accept_baseline,
    )
    return run_command(load_settings(), options)
