"""The only writer of the command line: results on standard output, all else on standard error."""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
from collections.abc import Mapping
from typing import Any

from ino_assistant.errors import AssistantError
from ino_assistant.text import fold, strip_control

PROGRAM = "ino-assistant"
DEBUG = "INO_ASSISTANT_DEBUG"
"""Environment variable that adds tracebacks to the lines on errors."""


def use_utf8() -> None:
    """Write UTF-8 whatever the locale says: JSON is UTF-8, and a quotation loses no character."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Half a surrogate pair has no UTF-8; `\udc80` is also how JSON would write it.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def write(text: str) -> None:
    """Write a result as it is and hand it on at once: a reader may wait for it.

    Raises:
        AssistantError: standard output is closed or can't take it.
        BrokenPipeError: whoever read the output has enough.
    """
    if sys.stdout is None:
        raise AssistantError("standard output is closed; give the output a place to go")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        discard()
        raise AssistantError(f"the output can't be written: {error.strerror}") from error


def write_json(value: Mapping[str, Any], *, pretty: bool) -> None:
    """Write an object as JSON: indented for one result, on one line as a line of many."""
    write(json.dumps(value, ensure_ascii=False, indent=2 if pretty else None) + "\n")


def note(line: str) -> None:
    """Say on standard error what is going on, in one line."""
    # Without standard error there is nobody to tell; the work goes on.
    if sys.stderr is not None:
        with contextlib.suppress(OSError):
            sys.stderr.write(fold(strip_control(line)) + "\n")
            sys.stderr.flush()


def fail(line: str) -> None:
    """Say on standard error, in one line, what is wrong and what to do."""
    note(f"{PROGRAM}: {line}")


def trace() -> None:
    """Print the traceback of the exception at hand, for those alone who ask for it."""
    if os.environ.get(DEBUG):
        import traceback

        traceback.print_exc()


def discard() -> None:
    """Let what is still to be written go nowhere; Python would try once more at its end."""
    # In-process users may have put something without a descriptor in place of the stream.
    with contextlib.suppress(OSError, ValueError, AttributeError):
        output = sys.stdout.fileno()
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, output)
        os.close(nowhere)
