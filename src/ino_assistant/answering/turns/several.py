"""Several questions in one turn: each is asked for itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ino_assistant.answering.turns.conversation import resolve
from ino_assistant.answering.turns.turn_slots import TOPICS, slots_of
from ino_assistant.answering.understanding.asking import ASKS
from ino_assistant.answering.understanding.question import Reader

_BREAK = re.compile(
    rf"\?\s+(?=\S)|[.!]\s+(?={ASKS}\b)|(?:[,;.]\s*)?\s+(?:and|plus|also|&)\s+(?:also\s+)?(?={ASKS}\b)|;\s*(?={ASKS}\b)",
    re.IGNORECASE,
)
MOST = 3


def questions_in(text: str, reader: Reader) -> list[str]:
    """The questions of a turn, each written out; one where it can't be told apart.

    `Median OS and how many had VOD?` is two. `How many had VOD and were they men?` is one: the
    second part names nothing that it could be about.
    """
    parts = [p.strip(" ,;") for p in _BREAK.split(text) if p and p.strip(" ,;?")]
    if not 1 < len(parts) <= MOST:
        return [text]
    written: list[str] = []
    for part in parts:
        if not _asks(part, reader):
            return [text]
        resolution = resolve(part, written, reader)
        if resolution.unclear or (
            resolution.standalone != part and not _has_topic(written[-1], reader)
        ):
            return [text]
        written.append(resolution.standalone)
    return written


def _has_topic(text: str, reader: Reader) -> bool:
    """Whether a question names what a pronoun of the next can stand for."""
    return any(s.kind in TOPICS for s in slots_of(reader.read(text), reader))


def _asks(part: str, reader: Reader) -> bool:
    """Whether a part names something that an answer could be about."""
    read = reader.read(part)
    named: Sequence[object] = [s for s in slots_of(read, reader) if s.kind != "figure"]
    return len(read.words) > 1 and bool(named or read.loose)
