"""`serve`: the web app."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from ino_assistant.cli.output import note
from ino_assistant.cli.parser import describe, port_number

if TYPE_CHECKING:
    from ino_assistant.cli.parser import Commands

_HELP = "serve the web app"
_EPILOG = """\
examples:
  ino-assistant serve
  ino-assistant serve --port 8080

Any address but one of this machine is refused while no sign-in is configured
(docs/sign-in.md). Ctrl-C stops it."""


def add_to(commands: Commands) -> None:
    """Describe the command to the parser."""
    parser = describe(commands, "serve", _HELP, _EPILOG)
    parser.add_argument("--host", metavar="H", help="address (INO_ASSISTANT_HOST, or 127.0.0.1)")
    parser.add_argument(
        "--port", metavar="P", type=port_number, help="port (INO_ASSISTANT_PORT, or 7860); 0: any"
    )
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    """Serve until stopped."""
    from ino_assistant.settings import load_settings
    from ino_assistant.web.server import serve

    settings = load_settings()
    serve(
        settings,
        settings.host if arguments.host is None else arguments.host,
        settings.port if arguments.port is None else arguments.port,
        log=note,
    )
    return 0
