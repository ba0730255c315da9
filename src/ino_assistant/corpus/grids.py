"""Tables that show their own columns: by tabs, by bars, or by gaps of two blanks and more.

Such a table is read without an annotation where every row and column is certain. A run
of lines that looks like a table and does not come out even is a table all the same: one
whose layout is lost, to be shown as a block and never as rows.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ino_assistant.corpus.model import Cell, Row
from ino_assistant.corpus.source import Line, SourceText, trimmed
from ino_assistant.text import Span, fold

Separator = Literal["bar", "tab", "gap", "rule", "none"]

_RULE = re.compile(r"^[\s|:+=–-]*--[\s|:+=–-]*$")
_GAP = re.compile(r"(?<=\S)[^\S\t]{2,}(?=\S)")
_VALUE = re.compile(r"^[<>≤≥±~–-]?\s?\d")
_SENTENCE_END = re.compile(r"[.;:?!]$")
_OTHER = re.compile(r"^\s*(?:[•▪‣○●◦*†‡]|\d{1,2}[.)]\s|(?:Table|Figure|Fig\.)\s+\d)")
_MAX_CELL_WORDS = 16
_MIN_VALUES = 0.3
"""Share of cells behind the first that are figures, from which lines are no prose."""
_SLACK = 2
"""Blanks by which a cell may stand to the left of its column's heading."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A run of lines that is a table; without rows, its layout is lost."""

    lines: tuple[Line, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class _Cut:
    """A line cut into cells; spans are offsets into the source, empty for an empty cell."""

    line: Line
    separator: Separator
    cells: tuple[Span, ...]

    def column(self, cell: int) -> int:
        """How far from the line's start a cell stands."""
        return self.cells[cell][0] - self.line.start

    @property
    def indent(self) -> int:
        return len(self.line.text) - len(self.line.text.lstrip())


def find_grids(source: SourceText, taken: Container[int]) -> list[Grid]:
    """Every table of a source that shows its own columns.

    Args:
        source: the document's text.
        taken: numbers of lines that are spoken for.
    """
    return [
        Grid(tuple(cut.line for cut in run), tuple(_rows(source, run) or ()))
        for run in _runs(source, taken)
        if _is_table(source, run)
    ]


def _cut(source: SourceText, line: Line) -> _Cut:
    text = line.text
    if _RULE.match(text):
        return _Cut(line, "rule", ())
    body = trimmed(source.text, (line.start, line.end))
    if _OTHER.match(text):
        return _Cut(line, "none", (body,))
    if "|" in text:
        start, end = body
        start += source.text[start] == "|"
        end -= source.text[end - 1] == "|"
        return _Cut(line, "bar", _pieces(source, (start, max(start, end)), "|"))
    if "\t" in text.strip():
        return _Cut(line, "tab", _pieces(source, (line.start, line.end), "\t"))
    gaps = list(_GAP.finditer(text))
    if not gaps:
        return _Cut(line, "none", (body,))
    edges = [body[0], *(line.start + e for g in gaps for e in g.span()), body[1]]
    return _Cut(line, "gap", tuple(zip(edges[::2], edges[1::2], strict=True)))


def _pieces(source: SourceText, span: Span, separator: str) -> tuple[Span, ...]:
    found, start = [], span[0]
    for part in source.text[slice(*span)].split(separator):
        found.append(trimmed(source.text, (start, start + len(part))))
        start += len(part) + 1
    return tuple(found)


def _runs(source: SourceText, taken: Container[int]) -> Iterator[list[_Cut]]:
    """Runs of lines cut in one way, single blank lines and lone labels among them."""
    run: list[_Cut] = []
    lone: list[_Cut] = []
    blank = 0
    for line in source.lines:
        if line.number not in taken and line.blank:
            blank += 1
            continue
        cut = None if line.number in taken else _cut(source, line)
        apart = blank > 1 or line.breaks
        if run and (cut is None or apart or not _goes_on(run, cut, lone)):
            yield run
            run, lone = [], []
        if cut is not None:
            if cut.separator in ("bar", "tab", "gap"):
                run, lone = [*run, *lone, cut], []
            elif run and cut.separator == "rule":
                run.append(cut)
            elif run:
                lone = [cut]
        blank = 0
    if run:
        yield run


def _goes_on(run: Sequence[_Cut], cut: _Cut, lone: Sequence[_Cut]) -> bool:
    kind = next(c.separator for c in run if c.separator != "rule")
    if cut.separator in (kind, "rule"):
        return True
    # One line without a gap may be a group's name or a label that goes on.
    text = cut.line.content
    return (
        cut.separator == "none"
        and kind == "gap"
        and not lone
        and not _OTHER.match(cut.line.text)
        and not _SENTENCE_END.search(text)
        and len(text.split()) <= _MAX_CELL_WORDS // 2
    )


def _is_table(source: SourceText, run: Sequence[_Cut]) -> bool:
    rows = [cut for cut in run if len(cut.cells) > 1]
    if len(rows) < 2:
        return False
    cells = [fold(source.text[slice(*c)]) for cut in rows for c in cut.cells[1:]]
    if any(len(cell.split()) > _MAX_CELL_WORDS for cell in cells):
        return False
    return sum(bool(_VALUE.match(cell)) for cell in cells) >= _MIN_VALUES * len(cells)


def _rows(source: SourceText, run: Sequence[_Cut]) -> list[Row] | None:
    """The rows of a run; None unless every row and column is certain."""
    cuts = [cut for cut in run if cut.separator != "rule"]
    head, *body = cuts
    if not _is_head(source, head):
        return _pairs(source, cuts)
    width = max((len(cut.cells) for cut in body), default=0)
    columns = _columns(head, width)
    if columns is None:
        return None
    headings = [[span] for span in columns]
    starts = [span[0] - head.line.start for span in columns]
    while body and (placed := _more_head(source, body[0], starts)) is not None:
        for column, span in placed:
            headings[column].append(span)
        body = body[1:]
    rows = _body_rows(source, body, [tuple(h) for h in headings], head)
    corner = head.cells[:1] if columns[0] != head.cells[0] else ()
    corner = tuple(span for span in corner if span[0] < span[1])
    text = " ".join(fold(source.text[a:b]) for a, b in corner)
    return rows and [replace(r, label_heading=text, label_heading_spans=corner) for r in rows]


def _is_head(source: SourceText, cut: _Cut) -> bool:
    """A line of headings has no figure behind its first cell."""
    texts = [fold(source.text[slice(*c)]) for c in cut.cells[1:]]
    return len(cut.cells) > 1 and not any(_VALUE.match(text) for text in texts)


def _columns(head: _Cut, width: int) -> tuple[Span, ...] | None:
    """The headings of the columns of values, without that of the labels, if it has one."""
    if len(head.cells) == width and width > 1:
        columns = head.cells[1:]
    elif head.separator == "gap" and len(head.cells) == width - 1 and head.indent > 1:
        columns = head.cells
    else:
        return None
    return columns if all(start < end for start, end in columns) else None


def _more_head(
    source: SourceText, cut: _Cut, starts: Sequence[int]
) -> list[tuple[int, Span]] | None:
    """A line that goes on with the headings, each cell with its column; None for any other.

    It has no label, no figures, and a cell for each column, or each right below a heading.
    """
    cells = [c for c in cut.cells if c[0] < c[1]]
    if not cells or cells[0][0] - cut.line.start < starts[0] - _SLACK:
        return None
    if any(_VALUE.match(source.text[slice(*c)]) for c in cells):
        return None
    if len(cells) == len(starts):
        return list(enumerate(cells))
    if cut.separator != "gap" or len(cells) > len(starts):
        return None
    placed = []
    for span in cells:
        at = span[0] - cut.line.start
        column = next((i for i, s in enumerate(starts) if abs(s - at) <= _SLACK), None)
        if column is None:
            return None
        placed.append((column, span))
    return placed


def _pairs(source: SourceText, cuts: Sequence[_Cut]) -> list[Row] | None:
    """Labels with one value each need no heading; more columns than one do."""
    if any(len(cut.cells) != 2 or any(a == b for a, b in cut.cells) for cut in cuts):
        return None
    return [_row(source, cut.cells[0], (None, ()), [((), cut.cells[1])]) for cut in cuts]


def _body_rows(
    source: SourceText, body: Sequence[_Cut], headings: Sequence[tuple[Span, ...]], head: _Cut
) -> list[Row] | None:
    rows: list[Row] = []
    group: tuple[str | None, tuple[Span, ...]] = (None, ())
    inside = 0
    above: _Cut | None = None
    starts = [spans[0][0] - head.line.start for spans in headings]
    for cut in body:
        if cut.separator == "none":
            if above is not None or cut.indent >= starts[0] - _SLACK:
                return None
            above = cut
            continue
        placed = _placed(cut, starts)
        if placed is None:
            return None
        label = cut.cells[0]
        if above is not None:
            if source.text[label[0]].islower():
                label = (above.cells[0][0], label[1])
            else:
                group = (above.line.content, above.cells)
                inside = above.indent
            above = None
        elif group[0] is not None and rows and cut.indent <= inside < _indent(source, rows[-1]):
            # The rows of the group stood further in; this one is none of them.
            group = (None, ())
        rows.append(_row(source, label, group, [(headings[i], span) for i, span in placed]))
    return rows if above is None and rows else None


def _indent(source: SourceText, row: Row) -> int:
    start = row.label_spans[0][0]
    return start - source.lines[source.line_of(start) - 1].start


def _placed(cut: _Cut, starts: Sequence[int]) -> list[tuple[int, Span]] | None:
    """The cells behind the label, each with its column; None if one has no certain column."""
    label, *cells = cut.cells
    if label[0] == label[1] or not cells:
        return None
    if len(cells) == len(starts):
        return [(i, span) for i, span in enumerate(cells) if span[0] < span[1]] or None
    if cut.separator != "gap":
        return None
    placed: list[tuple[int, Span]] = []
    for span in cells:
        at = span[0] - cut.line.start
        column = max((i for i, s in enumerate(starts) if s - _SLACK <= at), default=None)
        near = column is not None and at <= starts[column] + _SLACK
        if column is None or not near or (placed and placed[-1][0] >= column):
            return None
        placed.append((column, span))
    return placed


def _row(
    source: SourceText,
    label: Span,
    group: tuple[str | None, tuple[Span, ...]],
    cells: Sequence[tuple[tuple[Span, ...], Span]],
) -> Row:
    def text(*spans: Span) -> str:
        return " ".join(fold(source.text[a:b]) for a, b in spans)

    return Row(
        table="",
        group=group[0],
        group_spans=group[1],
        label=text(label),
        label_spans=(label,),
        cells=tuple(Cell(text(*heading), heading, text(span), span) for heading, span in cells),
    )
