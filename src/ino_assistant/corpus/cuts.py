"""A line of a table cut into its cells: at bars, at tabs, or at gaps of two blanks and more."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ino_assistant.corpus.model import Cell, Row
from ino_assistant.corpus.source import Line, SourceText, trimmed
from ino_assistant.text import Span, fold

Separator = Literal["bar", "tab", "gap", "rule", "none"]

_RULE = re.compile(r"^[\s|:+=–-]*--[\s|:+=–-]*$")
_GAP = re.compile(r"(?<=\S)[^\S\t]{2,}(?=\S)")
VALUE = re.compile(r"^[<>≤≥±~–-]?\s?\d")
OTHER = re.compile(r"^\s*(?:[•▪‣○●◦*†‡]|\d{1,2}[.)]\s|(?:Table|Figure|Fig\.)\s+\d)")
SLACK = 2
"""Blanks by which a cell may stand beside the start of its column's heading."""
_FIGURE = re.compile(r"(?<!\S)[<>≤≥±~–-]?\d")


@dataclass(frozen=True, slots=True)
class Cut:
    """A line cut into cells; spans are offsets into the source, empty for an empty cell."""

    line: Line
    separator: Separator
    cells: tuple[Span, ...]

    def column(self, cell: int) -> int:
        """How far from the line's start a cell stands."""
        return self.cells[cell][0] - self.line.start

    @property
    def indent(self) -> int:
        """Blanks at the line's start."""
        return len(self.line.text) - len(self.line.text.lstrip())


def cut_line(source: SourceText, line: Line) -> Cut:
    """A line as cells; one cell and no separator, if it shows none."""
    text = line.text
    if _RULE.match(text):
        return Cut(line, "rule", ())
    body = trimmed(source.text, (line.start, line.end))
    if OTHER.match(text):
        return Cut(line, "none", (body,))
    if "|" in text:
        start, end = body
        start += source.text[start] == "|"
        end -= source.text[end - 1] == "|"
        return Cut(line, "bar", _pieces(source, (start, max(start, end)), "|"))
    if "\t" in text.strip():
        return Cut(line, "tab", _pieces(source, (line.start, line.end), "\t"))
    gaps = list(_GAP.finditer(text))
    if not gaps:
        return Cut(line, "none", (body,))
    edges = [body[0], *(line.start + e for g in gaps for e in g.span()), body[1]]
    return Cut(line, "gap", tuple(zip(edges[::2], edges[1::2], strict=True)))


def _pieces(source: SourceText, span: Span, separator: str) -> tuple[Span, ...]:
    found, start = [], span[0]
    for part in source.text[slice(*span)].split(separator):
        found.append(trimmed(source.text, (start, start + len(part))))
        start += len(part) + 1
    return tuple(found)


def parted(source: SourceText, cut: Cut, starts: Sequence[int]) -> Cut | None:
    """The line with figures apart that stand one blank behind a text as long as its column.

    `Median duration, months 13.1       6.4`: the first figure stands below a heading of its own.

    Args:
        source: the document's text.
        cut: a line with fewer cells than there are columns.
        starts: where the columns begin, counted from the line's start.

    Returns:
        The line, as it was if no cell reaches below the heading of another column; None if one
        does with a figure whose column is not certain.
    """
    cells: list[Span] = []
    for whole in cut.cells:
        span, overrun = whole, False
        for start in (cut.line.start + s for s in starts):
            if not span[0] + SLACK < start < span[1]:
                continue
            at = next((p for p in _near(start) if _begins_value(source, p, span)), None)
            if at is not None and overrun:
                # Pushed to the right by the label, it may be of the column before.
                return None
            if at is not None:
                cells.append(trimmed(source.text, (span[0], at)))
                span = (at, span[1])
            elif _FIGURE.search(source.text[max(span[0] + 1, start - SLACK) : span[1]]):
                return None
            else:
                overrun = True
        cells.append(span)
    return replace(cut, cells=tuple(cells), separator="gap" if len(cells) > 1 else cut.separator)


def _near(start: int) -> list[int]:
    return sorted(range(start - SLACK, start + SLACK + 1), key=lambda p: abs(p - start))


def _begins_value(source: SourceText, at: int, span: Span) -> bool:
    text = source.text
    inside = span[0] < at < span[1] and text[at - 1].isspace()
    return inside and VALUE.match(text[at : span[1]]) is not None


def row_of(
    source: SourceText,
    label: Sequence[Span],
    group: tuple[str | None, tuple[Span, ...]],
    cells: Sequence[tuple[tuple[Span, ...], Sequence[Span]]],
) -> Row:
    """A row of a table that has no name yet.

    Args:
        source: the document's text.
        label: where its label stands.
        group: the label above it and where that stands.
        cells: of each cell the heading of its column and the cell itself, line by line.
    """

    def text(*spans: Span) -> str:
        return " ".join(fold(source.text[a:b]) for a, b in spans)

    return Row(
        table="",
        group=group[0],
        group_spans=group[1],
        label=text(*label),
        label_spans=tuple(label),
        cells=tuple(
            Cell(text(*heading), heading, text(*spans), spans[0], more=tuple(spans[1:]))
            for heading, spans in cells
        ),
    )
