"""A source text as lines with offsets, and flat views of text that was interrupted."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ino_assistant.text import Span, fold

_PAGE_BREAK = re.compile(r"^(\f| (?=\S))")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the source: `number` counts from 1, `start` to `end` without its end."""

    number: int
    start: int
    end: int
    text: str

    @property
    def blank(self) -> bool:
        """Whether the line holds nothing but white space."""
        return not self.text.strip()

    @property
    def breaks(self) -> bool:
        """Whether the line opens a new object of the page (form feed, or one blank)."""
        return bool(_PAGE_BREAK.match(self.text))

    @property
    def content(self) -> str:
        """The line's text with white space folded."""
        return fold(self.text)


@dataclass(frozen=True)
class SourceText:
    """The text of one document, unchanged."""

    text: str

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """All lines in order."""
        lines, start = [], 0
        for number, raw in enumerate(self.text.split("\n"), start=1):
            lines.append(Line(number, start, start + len(raw), raw))
            start += len(raw) + 1
        return tuple(lines)

    @cached_property
    def _starts(self) -> list[int]:
        return [line.start for line in self.lines]

    def line_of(self, offset: int) -> int:
        """Number, from 1, of the line that holds this character offset."""
        return bisect.bisect_right(self._starts, offset)

    def span_of(self, first: int, last: int) -> Span:
        """The span of lines `first` to `last`, both counted from 1 and included."""
        return self.lines[first - 1].start, self.lines[last - 1].end

    def folded(self, first: int, last: int) -> str:
        """The folded text of lines `first` to `last`."""
        start, end = self.span_of(first, last)
        return fold(self.text[start:end])


def trimmed(text: str, span: Span) -> Span:
    """The span without white space at its ends; empty at its start if there is nothing."""
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


class Flat:
    """Spans of a source read as one text, with the way back to source offsets.

    Interrupted text (a paragraph cut by a table) is joined with a line end.
    """

    def __init__(self, source: str, spans: Sequence[Span]) -> None:
        self._pieces: list[tuple[int, int, int]] = []
        parts: list[str] = []
        position = 0
        for start, end in _runs(source, spans):
            parts.append(source[start:end])
            self._pieces.append((position, start, end - start))
            position += end - start + 1
        self.text = "\n".join(parts)
        self._source = source

    def position(self, offset: int) -> int | None:
        """The flat position of a source offset; None if it is in none of the spans."""
        for flat_start, source_start, length in self._pieces:
            if source_start <= offset < source_start + length:
                return flat_start + offset - source_start
        return None

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """Source spans of the flat range, trimmed, one a piece that it touches."""
        found = []
        for flat_start, source_start, length in self._pieces:
            low = max(start, flat_start)
            high = min(end, flat_start + length)
            if low < high:
                shift = source_start - flat_start
                span = trimmed(self._source, (low + shift, high + shift))
                if span[0] < span[1]:
                    found.append(span)
        return tuple(found)


def _runs(source: str, spans: Sequence[Span]) -> list[Span]:
    """Spans joined where nothing but white space stands between them."""
    runs: list[Span] = []
    for start, end in spans:
        if runs and runs[-1][1] <= start and not source[runs[-1][1] : start].strip():
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    return runs
