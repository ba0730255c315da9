"""The entry of the command line: which commands there are, and how each way of failing ends.

Exit status: 0 done; 1 the work found something wrong; 2 wrong usage, unusable input or a fault;
130 and 141 stopped by the user and by a closed pipe, as shells know them.
"""

from __future__ import annotations

import errno
from collections.abc import Sequence

from ino_assistant import __version__
from ino_assistant.cli import (
    ask,
    audit,
    check,
    corpus,
    evaluate,
    export,
    ingest,
    people,
    records,
    review,
    serve,
    verify,
)
from ino_assistant.cli.output import DEBUG, PROGRAM, discard, fail, trace, use_utf8, write
from ino_assistant.cli.parser import Parser
from ino_assistant.errors import AssistantError

UNUSABLE = 2
INTERRUPTED = 130
PIPE_CLOSED = 141

_DESCRIPTION = """\
Answers over drug documents, quoted word for word, with their sources and the
boxed warning. What the documents do not say is not answered."""
_EPILOG = """\
examples:
  ino-assistant ask "What was the CR/CRi rate in each arm?"
  ino-assistant ask --batch questions.jsonl --json > answers.jsonl
  ino-assistant serve

`ino-assistant COMMAND --help` tells more of a command. Settings are environment
variables, INO_ASSISTANT_...; README.md lists them.
exit status: 0 done, 1 the work found something wrong, 2 wrong usage or input"""


def build_parser() -> Parser:
    """The parser of all commands; each sets `run`, which takes what was parsed."""
    parser = Parser(prog=PROGRAM, description=_DESCRIPTION, epilog=_EPILOG)
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for group in (
        ask,
        check,
        verify,
        serve,
        ingest,
        corpus,
        evaluate,
        review,
        records,
        audit,
        people,
    ):
        group.add_to(commands)
    export.add_safety(commands)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status; whatever fails is told in one line.

    Args:
        argv: the arguments; None takes those of the process.
    """
    use_utf8()
    try:
        return _run(argv)
    except AssistantError as error:
        trace()
        fail(str(error))
        return UNUSABLE
    except KeyboardInterrupt:
        fail("stopped")
        return INTERRUPTED
    except BrokenPipeError:
        discard()
        return PIPE_CLOSED
    except OSError as error:
        # A help text longer than the buffer of the output is written by argparse itself.
        trace()
        discard()
        if error.errno == errno.ENOSPC:
            fail(f"the output can't be written: {error.strerror}")
        else:
            fail(f"unexpected error: OSError: {error}; {DEBUG}=1 prints more")
        return UNUSABLE
    # The last resort. Not only `Exception`: a panic in Chroma's Rust code is none.
    except BaseException as error:
        trace()
        fail(
            f"unexpected error: {type(error).__name__}: {error}; please report it, with what is "
            f"printed when {DEBUG}=1 is set"
        )
        return UNUSABLE


def _run(argv: Sequence[str] | None) -> int:
    try:
        arguments = build_parser().parse_args(argv)
    except SystemExit as stop:
        # Help, version and wrong usage end here; what they printed still waits to go out.
        write("")
        return stop.code if isinstance(stop.code, int) else 0
    status: int = arguments.run(arguments)
    return status
