"""The argument parser: like argparse's, with wrong usage told in one line."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any, NoReturn

from ino_assistant.cli.output import fail

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction["Parser"]  # argparse has no public name for it

WRONG_USAGE = 2


class Parser(argparse.ArgumentParser):
    """A parser that takes no abbreviated options and keeps the lines of its texts."""

    def __init__(self, **settings: Any) -> None:
        # An abbreviation that works today would mean another option tomorrow.
        settings.setdefault("allow_abbrev", False)
        settings.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        super().__init__(**settings)

    def error(self, message: str) -> NoReturn:
        """One line instead of the usage and a line."""
        fail(f"{message}; see `{self.prog} --help`")
        raise SystemExit(WRONG_USAGE)


def describe(commands: Commands, name: str, summary: str, epilog: str | None = None) -> Parser:
    """Add a command; `summary` stands in the list of commands and, as a sentence, in its help."""
    sentence = f"{summary[0].upper()}{summary[1:]}."
    return commands.add_parser(name, help=summary, description=sentence, epilog=epilog)


def port_number(text: str) -> int:
    """A port as typed; 0 is any that is free."""
    if not text.isascii() or not text.isdigit() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port; give a number from 0 to 65535")
    return int(text)
