"""Where a citation stands in its document: the cited text with some of what is around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ino_assistant.text import Span, quote_of

CONTEXT_LINES = 4
CONTEXT_CHARS = 700
"""A document may have a whole paragraph on one line; this bounds what is shown of it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of source text that is cited, or that is not."""

    text: str
    cited: bool


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A stretch of the source with its lines, counted from 1."""

    first_line: int
    last_line: int
    pieces: tuple[Piece, ...]
    cut_before: bool = False
    """Whether it starts, or ends, within a line."""
    cut_after: bool = False


def is_quoted(source: str, spans: Sequence[Span], quote: str) -> bool:
    """Whether the folded text of the spans is the quote, joined as prose or as cells."""
    if not spans or any(not 0 <= start < end <= len(source) for start, end in spans):
        return False
    return quote in (quote_of(source, spans), quote_of(source, spans, cells=True))


def excerpts(source: str, spans: Sequence[Span], quote: str) -> tuple[Excerpt, ...]:
    """The cited spans in their surroundings, in the order of the document.

    Returns:
        One excerpt for each stretch of the document; none where the spans do not hold the
        quote, for then it isn't known what to show.
    """
    if not is_quoted(source, spans, quote):
        return ()
    cited = _merged(spans, gap=0)
    windows = _merged([_window(source, span) for span in cited], gap=1)
    return tuple(_excerpt(source, window, cited) for window in windows)


def _merged(spans: Sequence[Span], gap: int) -> list[Span]:
    """Spans in order, those that overlap or are at most `gap` apart made one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1] + gap:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _window(source: str, span: Span) -> Span:
    start, end = span
    first = source.rfind("\n", 0, start) + 1
    last = _line_end(source, end)
    for _ in range(CONTEXT_LINES):
        first = source.rfind("\n", 0, max(first - 1, 0)) + 1
        last = _line_end(source, min(last + 1, len(source)))
    return max(first, start - CONTEXT_CHARS), min(last, end + CONTEXT_CHARS)


def _line_end(source: str, offset: int) -> int:
    end = source.find("\n", offset)
    return len(source) if end == -1 else end


def _excerpt(source: str, window: Span, cited: Sequence[Span]) -> Excerpt:
    first, last = window
    pieces: list[Piece] = []
    at = first
    for start, end in cited:
        if first <= start and end <= last:
            if at < start:
                pieces.append(Piece(source[at:start], cited=False))
            pieces.append(Piece(source[start:end], cited=True))
            at = end
    if at < last:
        pieces.append(Piece(source[at:last], cited=False))
    return Excerpt(
        first_line=source.count("\n", 0, first) + 1,
        last_line=source.count("\n", 0, last) + 1,
        pieces=tuple(pieces),
        cut_before=first > 0 and source[first - 1] != "\n",
        cut_after=last < len(source) and source[last] != "\n",
    )


__all__ = ["Excerpt", "Piece", "excerpts", "is_quoted"]
