"""Lists: which lines are one list, and which are one item of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ino_assistant.corpus.blocks import RawBlock
from ino_assistant.corpus.forms import BULLET
from ino_assistant.corpus.source import Line, SourceText, trimmed
from ino_assistant.text import Span


def merged_lists(blocks: Sequence[RawBlock]) -> Iterator[RawBlock]:
    """Lists with nothing between them are one list."""
    pending: RawBlock | None = None
    for block in blocks:
        if block.kind == "list" and pending is not None:
            pending = replace(pending, lines=pending.lines + block.lines)
            continue
        if pending is not None:
            yield pending
            pending = None
        if block.kind == "list":
            pending = block
        else:
            yield block
    if pending is not None:
        yield pending


def by_bullet(lines: Sequence[Line]) -> list[list[Line]]:
    """The items of a list, each with the lines it goes on over; without empty bullets."""
    parts: list[list[Line]] = []
    for line in lines:
        if BULLET.match(line.text) or not parts:
            parts.append([line])
        else:
            parts[-1].append(line)
    return [part for part in parts if BULLET.sub("", "".join(n.text for n in part), 1).strip()]


def item_span(source: SourceText, lines: Sequence[Line]) -> Span:
    """The item without its bullet: one span, for only white space stands inside it."""
    bullet = BULLET.match(lines[0].text)
    start = lines[0].start + (bullet.end() if bullet else 0)
    return trimmed(source.text, (start, lines[-1].end))
