"""`eval`: the evaluation set."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from ino_assistant.cli.parser import describe

if TYPE_CHECKING:
    from ino_assistant.cli.parser import Commands

_HELP = "run the evaluation set"
_EPILOG = """\
examples:
  ino-assistant eval
  ino-assistant eval --json before.json
  ino-assistant eval --compare before.json

exit status: 1 if any figure is below its threshold"""


def add_to(commands: Commands) -> None:
    """Describe the command to the parser."""
    parser = describe(commands, "eval", _HELP, _EPILOG)
    parser.add_argument("--json", metavar="FILE", type=Path, help="write the results there")
    parser.add_argument(
        "--compare", metavar="FILE", type=Path, help="say what differs from results of before"
    )
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    """Run the evaluation set; 1 below a threshold."""
    from ino_assistant.evaluation.command import run_command
    from ino_assistant.settings import load_settings

    return run_command(load_settings(), arguments.json, arguments.compare)
