"""Tables whose columns stand one blank apart: what is left where extraction folds the gaps.

`Death by Day 28 76/362 (21.0) 79/366 (21.6)`: every row ends with as many cells of figures as
its headings are, so that row and column are certain. Where the headings can't be told apart,
the run is a table whose layout is lost.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from itertools import pairwise, takewhile

from ino_assistant import data
from ino_assistant.corpus.grids import Grid
from ino_assistant.corpus.model import Cell, Row
from ino_assistant.corpus.source import Line, SourceText, trimmed
from ino_assistant.text import Span, fold

_CELL = (
    r"[<>≤≥]?[−–-]?\d[\d.,]*(?:\s?/\s?\d[\d,]*)?%?(?:\s?[–-]\s?\d[\d.]*)?"
    r"(?:\s\([^()]*\d[^()]*\))?"
)
_CELLS = re.compile(rf"(?<=\s)(?:{_CELL})(?:\s+(?:{_CELL}))+\s*$")
_ONE = re.compile(rf"(?<!\S){_CELL}(?!\S)")
_HEADING = re.compile(r"\S.*?\((?:[^()]*%[^()]*|[nN]\s*=\s*[\d,]+)\)(?=\s|$)")
_CAPTION = re.compile(r"^\s*Table\s+\d+[A-Z]?[.:]")
_MIN_ROWS = 2
_MAX_LABEL_WORDS = 14
_NEAR = 4
"""Lines below its caption up to which a table may begin."""


def find_spaced(source: SourceText, taken: Container[int]) -> list[Grid]:
    """Every such table that stands below its caption.

    Args:
        source: the document's text.
        taken: numbers of lines that are spoken for.
    """
    return [
        Grid((head, *body), _rows(source, head, body))
        for head, body in _runs(source, taken)
        if len(body) >= _MIN_ROWS
    ]


def _runs(source: SourceText, taken: Container[int]) -> Iterator[tuple[Line, list[Line]]]:
    """The line of headings and the rows below each caption."""
    for at, line in enumerate(source.lines):
        if line.number not in taken and _CAPTION.match(line.text):
            below = [n for n in source.lines[at + 1 : at + 60] if not n.blank]
            found = _below(line, below, taken)
            if found is not None:
                yield found


def _below(
    caption: Line, below: Sequence[Line], taken: Container[int]
) -> tuple[Line, list[Line]] | None:
    """The last line without cells near a caption, and the rows that follow it."""
    for at, (head, first) in enumerate(pairwise(below), start=1):
        if head.number in taken or _values(head):
            return None
        if _values(first):
            whole = takewhile(
                lambda n: n.number not in taken and not n.breaks and _values(n), below[at:]
            )
            return head, list(whole)
        if head.number - caption.number > _NEAR:
            return None
    return None


def _values(line: Line) -> list[Span]:
    """The cells at the end of a line, as offsets into it; none unless there are two and a label."""
    match = _CELLS.search(line.text)
    if match is None or not re.search(r"[^\W\d_]{2}", line.text[: match.start()]):
        return []
    if len(line.text[: match.start()].split()) > _MAX_LABEL_WORDS:
        return []
    return [m.span() for m in _ONE.finditer(line.text, match.start())]


def _rows(source: SourceText, head: Line, body: Sequence[Line]) -> tuple[Row, ...]:
    """The rows, if the headings divide in one way only and every row has a cell for each."""
    fewest = min(len(_values(line)) for line in body)
    headings = _headings(source, head, fewest)
    if not headings:
        return ()
    corner, columns = headings
    rows = []
    for line in body:
        # What stands before the last cells belongs to the label: `by Day 28`.
        spans = _values(line)[-len(columns) :]
        label = trimmed(source.text, (line.start, line.start + spans[0][0]))
        cells = []
        for column, (start, end) in zip(columns, spans, strict=True):
            span = (line.start + start, line.start + end)
            cells.append(
                Cell(fold(source.text[slice(*column)]), (column,), source.text[slice(*span)], span)
            )
        rows.append(
            Row(
                table="",
                group=None,
                group_spans=(),
                label=fold(source.text[slice(*label)]),
                label_spans=(label,),
                cells=tuple(cells),
                label_heading=fold(source.text[slice(*corner)]),
                label_heading_spans=(corner,) if corner[0] < corner[1] else (),
            )
        )
    return tuple(rows)


def _headings(source: SourceText, head: Line, fewest: int) -> tuple[Span, list[Span]] | None:
    """The heading of the labels and those of the columns; None if they can't be told apart."""
    start = head.start + len(head.text) - len(head.text.lstrip())
    first = re.match(r"\s*(\S+)\s", head.text)
    known = first is not None and first[1].lower() in data.words("label_headings")
    corner = (start, start + len(first[1])) if known and first is not None else (start, start)
    rest = (corner[1], head.end)
    bracketed = [m.span() for m in _HEADING.finditer(head.text, rest[0] - head.start)]
    if bracketed and not head.text[bracketed[-1][1] :].strip() and len(bracketed) <= fewest:
        return corner, [(head.start + a, head.start + b) for a, b in bracketed]
    words = [m.span() for m in re.finditer(r"\S+", head.text[rest[0] - head.start :])]
    if known and len(words) == fewest:
        return corner, [(rest[0] + a, rest[0] + b) for a, b in words]
    return None
