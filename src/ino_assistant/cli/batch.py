"""A batch of questions: one line in, one line out, whatever stands in the line.

A blank line is no object either and gets its own line with an error, so that the n-th line out
always belongs to the n-th line in.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ino_assistant.cli.output import fail, write_json
from ino_assistant.cli.terminal import asker
from ino_assistant.errors import AssistantError

if TYPE_CHECKING:
    from ino_assistant.service import Office

STDIN = "-"
_BOM = b"\xef\xbb\xbf"


class LineError(ValueError):
    """A line that is not one of a batch; says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """What a line asks: the turns of one conversation, mostly a single one."""

    id: str
    turns: tuple[str, ...]


def read_lines(name: str) -> Iterable[bytes]:
    """The lines of a batch, without their ends.

    A file is proven to be UTF-8 before its first line is answered. Standard input is read as it
    comes, for whoever writes a line may wait for the answer before writing the next.

    Raises:
        AssistantError: the file can't be read or is not UTF-8.
    """
    if name == STDIN:
        if sys.stdin is None:
            raise AssistantError("standard input is closed; name a file")
        return _without_ends(sys.stdin.buffer)
    try:
        content = Path(name).read_bytes()
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise AssistantError(f"{name}: line {line} is not UTF-8; save the file as UTF-8") from error
    # A name with a null byte is a ValueError.
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise AssistantError(f"{name}: can't be read: {reason}") from error
    lines = content.split(b"\n")
    return _without_ends(lines if lines[-1] else lines[:-1])


def _without_ends(lines: Iterable[bytes]) -> Iterator[bytes]:
    for number, line in enumerate(lines, 1):
        # Some editors begin a UTF-8 file with a mark.
        yield (line.removeprefix(_BOM) if number == 1 else line).rstrip(b"\r\n")


def answer_batch(office: Office, lines: Iterable[bytes]) -> bool:
    """Answer every line, each written as soon as it is there and recorded.

    Returns:
        Whether every line was one of a batch, and was worked on without a fault.

    Raises:
        RecordsError: an answer could not be recorded; it and the lines behind it have none.
    """
    actor = asker(office.settings)
    unread = faults = total = 0
    for number, raw in enumerate(lines, 1):
        total = number
        try:
            asked = parse(raw)
        except LineError as error:
            unread += 1
            write_json({"id": None, "line": number, "error": str(error)}, pretty=False)
            continue
        answers: list[dict[str, Any]] = []
        conversation: str | None = None
        for position, turn in enumerate(asked.turns):
            given = office.ask(
                actor,
                turn,
                conversation=conversation,
                earlier=asked.turns[:position],
                channel="cli",
            )
            conversation = given.conversation_id
            if given.fault:
                faults += 1
                fail(f"line {number}: unexpected error: {given.fault}; please report it")
            answers.append(given.answer.as_dict())
        write_json({"id": asked.id, "answers": answers}, pretty=False)
    if unread:
        fail(f"{unread} of {total} lines could not be read: see `error` in their output")
    return not unread and not faults


def parse(raw: bytes) -> Conversation:
    """What a line asks; other fields than those needed may stand in it.

    Raises:
        LineError: it is not `{"id", "question"}` or `{"id", "turns"}`.
    """
    value = read_object(raw)
    if not isinstance(value.get("id"), str):
        raise LineError("`id` is missing or no string")
    if ("question" in value) == ("turns" in value):
        raise LineError("give either `question` or `turns`")
    turns = value["turns"] if "turns" in value else [value["question"]]
    if not isinstance(turns, list) or not turns or not all(isinstance(t, str) for t in turns):
        raise LineError(
            "`turns` is no list of at least one string"
            if "turns" in value
            else "`question` is no string"
        )
    for text in (value["id"], *turns):
        if any("\ud800" <= character <= "\udfff" for character in text):
            raise LineError("half a surrogate pair (\\ud800 to \\udfff) is no text")
    return Conversation(value["id"], tuple(turns))


def read_object(raw: bytes) -> dict[str, Any]:
    """The JSON object on a line.

    Raises:
        LineError: the line holds none.
    """
    try:
        text = raw.decode("utf-8")
        value = json.loads(text) if text.strip() else None
    except UnicodeDecodeError as error:
        raise LineError(f"not UTF-8 at byte {error.start} of the line") from error
    except json.JSONDecodeError as error:
        raise LineError(f"not JSON: {error.msg} at column {error.colno}") from error
    except RecursionError as error:
        raise LineError("not an object: nested too deep") from error
    except ValueError as error:
        raise LineError("not an object: a number has too many digits") from error
    if not text.strip():
        raise LineError("the line is blank")
    if not isinstance(value, dict):
        raise LineError("not an object; give one with `id` and `question` or `turns`")
    return value
