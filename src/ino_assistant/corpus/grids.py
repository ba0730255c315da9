"""Tables that show their own columns: by tabs, by bars, or by gaps of two blanks and more.

Such a table is read without an annotation where every row and column is certain. A run
of lines that looks like a table and does not come out even is a table all the same: one
whose layout is lost, to be shown as a block and never as rows.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace

from ino_assistant.corpus.cuts import OTHER, SLACK, VALUE, Cut, cut_line, parted, row_of
from ino_assistant.corpus.heads import Head, is_head, read_head
from ino_assistant.corpus.model import Row
from ino_assistant.corpus.source import Line, SourceText
from ino_assistant.corpus.stacked import stacked_head
from ino_assistant.text import Span, fold

_SENTENCE_END = re.compile(r"[.;:?!]$")
_HEADING = re.compile(r"^\d{1,2}(?:(?:\.\d{1,2})+\.?\s+[A-Z]|\.?\s+[A-Z][^a-z\d]*$)")
"""`2.4   Dosage`, `7   DRUG INTERACTIONS`: below a blank line no row, whatever its gaps."""
_IN_BRACKETS = re.compile(r"[(\[][^()\[\]]*\d[^()\[\]]*[)\]]")
_MAX_CELL_WORDS = 16
_FAR = 8
"""Blanks before a lone heading of columns, at least."""
_MEASURE = re.compile(
    r"(?:number|no\.|proportion|percent(?:age)?|incidence|patients|subjects|participants|n|%)"
    r"(?!\w)",
    re.IGNORECASE,
)
_MIN_VALUES = 0.3
"""Share of cells behind the first that are figures, from which lines are no prose."""
_MIN_ALIGNED = 3
"""Lines and columns from which cells that stand below each other are no prose."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A run of lines that is a table; without rows, its layout is lost."""

    lines: tuple[Line, ...]
    rows: tuple[Row, ...]


def find_grids(source: SourceText, taken: Container[int]) -> list[Grid]:
    """Every table of a source that shows its own columns.

    Args:
        source: the document's text.
        taken: numbers of lines that are spoken for.
    """
    found = (_with_lone_head(source, run, taken) for run in _runs(source, taken))
    return [
        Grid(tuple(cut.line for cut in run), tuple(_rows(source, run) or ()))
        for run in found
        if _is_table(source, run)
    ]


def _with_lone_head(source: SourceText, run: Sequence[Cut], taken: Container[int]) -> Sequence[Cut]:
    """A run with the line above it, if that is a heading of some of its columns.

    A few words set far to the right stand over columns, and where they stand over all of them
    nothing tells; only what says how figures are told (`Number of patients (%)`) is of all.
    """
    above = source.lines[: run[0].line.number - 1][-2:]
    if run[0].separator != "gap" or len(above) < 2 or not above[0].blank:
        return run
    line = above[1]
    if line.blank or line.number in taken:
        return run
    cut = cut_line(source, line)
    few = len(line.content.split()) <= _MAX_CELL_WORDS // 2
    over = cut.separator == "none" and few and cut.indent >= _FAR and not OTHER.match(line.text)
    if not over or _MEASURE.match(line.content):
        return run
    columns = run[0].cells if run[0].indent > 1 else run[0].cells[1:]
    middle = sum(cut.cells[0]) / 2 - line.start + run[0].line.start
    # Between two columns it stands over both.
    both = len(columns) == 2 and columns[0][1] <= middle <= columns[1][0]
    return run if both else [cut, *run]


def _runs(source: SourceText, taken: Container[int]) -> Iterator[list[Cut]]:
    """Runs of lines cut in one way, single blank lines and lone labels among them."""
    run: list[Cut] = []
    lone: list[Cut] = []
    blank = 0
    for line in source.lines:
        if line.number not in taken and line.blank:
            blank += 1
            continue
        ends = line.number in taken or (blank and _HEADING.match(line.text))
        cut = None if ends else cut_line(source, line)
        apart = blank > 1 or line.breaks
        if run and (cut is None or apart or not _goes_on(run, cut, lone)):
            yield run
            run, lone = [], []
        if cut is not None:
            if cut.separator in ("bar", "tab", "gap") or (run and _below(source, cut)):
                run, lone = [*run, *lone, cut], []
            elif run and cut.separator == "rule":
                run.append(cut)
            elif run:
                lone = [cut]
        blank = 0
    if run:
        yield run


def _goes_on(run: Sequence[Cut], cut: Cut, lone: Sequence[Cut]) -> bool:
    kind = next(c.separator for c in run if c.separator != "rule")
    if cut.separator in (kind, "rule"):
        return True
    # One line without a gap may be a group's name or a label that goes on.
    text = cut.line.content
    return (
        cut.separator == "none"
        and kind == "gap"
        and not lone
        and not OTHER.match(cut.line.text)
        and not _SENTENCE_END.search(text)
        and len(text.split()) <= _MAX_CELL_WORDS // 2
    )


def _is_table(source: SourceText, run: Sequence[Cut]) -> bool:
    rows = [cut for cut in run if len(cut.cells) > 1]
    if len(rows) < 2:
        return False
    cells = [fold(source.text[slice(*c)]) for cut in rows for c in cut.cells[1:]]
    if any(len(cell.split()) > _MAX_CELL_WORDS for cell in cells):
        return False
    barred = rows[0].separator == "bar" and len({len(cut.cells) for cut in rows}) == 1
    return (
        barred
        or _aligned(rows)
        or sum(bool(VALUE.match(cell)) for cell in cells) >= _MIN_VALUES * len(cells)
    )


def _aligned(rows: Sequence[Cut]) -> bool:
    """Whether every line has as many cells, each below that of the line above."""
    head = rows[0]
    columns = range(len(head.cells))
    return (
        len(rows) >= _MIN_ALIGNED <= len(head.cells)
        and all(len(cut.cells) == len(head.cells) for cut in rows)
        and all(abs(cut.column(i) - head.column(i)) <= SLACK for cut in rows for i in columns)
    )


def _rows(source: SourceText, run: Sequence[Cut]) -> list[Row] | None:
    """The rows of a run; None unless every row and column is certain."""
    cuts = [cut for cut in run if cut.separator != "rule"]
    if not is_head(source, cuts[0]):
        return _pairs(source, cuts) or _below_head(source, cuts, stacked_head(source, cuts))
    return _below_head(source, cuts, read_head(source, cuts)) or _below_head(
        source, cuts, stacked_head(source, cuts)
    )


def _below_head(source: SourceText, cuts: Sequence[Cut], head: Head | None) -> list[Row] | None:
    """The rows below headings; None unless these are known and every row and column certain."""
    if head is None:
        return None
    rows = _body_rows(source, cuts[head.lines :], head)
    text = " ".join(fold(source.text[a:b]) for a, b in head.corner)
    return rows and [replace(r, label_heading=text, label_heading_spans=head.corner) for r in rows]


def _pairs(source: SourceText, cuts: Sequence[Cut]) -> list[Row] | None:
    """Labels with one value each need no heading; more columns than one do."""
    if any(len(cut.cells) != 2 or any(a == b for a, b in cut.cells) for cut in cuts):
        return None
    return [row_of(source, cut.cells[:1], (None, ()), [((), cut.cells[1:])]) for cut in cuts]


def _body_rows(source: SourceText, body: Sequence[Cut], head: Head) -> list[Row] | None:
    rows: list[Row] = []
    group: tuple[str | None, tuple[Span, ...]] = (None, ())
    inside = 0
    above: Cut | None = None
    starts = head.starts
    for line in body:
        cut = line
        if cut.separator in ("gap", "none") and cut.indent >= starts[0] - SLACK:
            longer = _with_line(source, rows[-1], cut) if rows and above is None else None
            if longer is None:
                return None
            rows[-1] = longer
            continue
        apart = _apart(source, cut, starts)
        if apart is None:
            return None
        cut = apart
        if cut.separator == "none":
            small = bool(rows) and cut.line.content[0].islower()
            if above is not None or small:
                # In small letters it may be the rest of the label above.
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
                group = (fold(source.text[slice(*above.cells[0])]), above.cells)
                inside = above.indent
            above = None
        elif group[0] is not None and rows and cut.indent <= inside < _indent(source, rows[-1]):
            # The rows of the group stood further in; this one is none of them.
            group = (None, ())
        cells = [(head.columns[i], (span,)) for i, span in placed]
        rows.append(row_of(source, (label,), group, cells))
    return rows if above is None and rows else None


def _apart(source: SourceText, cut: Cut, starts: Sequence[int]) -> Cut | None:
    """A line with its cells apart, and with nothing but a label where it has no others."""
    if cut.separator in ("gap", "none") and len(cut.cells) - 1 < len(starts):
        return parted(source, cut, starts)
    if _is_lone(cut):
        # `| Infections | | |` is the name of a group.
        return replace(cut, cells=cut.cells[:1], separator="none")
    return cut


def _is_lone(cut: Cut) -> bool:
    """Whether a line of bars or tabs has nothing but its first cell."""
    (start, end), *rest = cut.cells
    return (
        cut.separator in ("bar", "tab") and start < end and bool(rest)
        and all(a == b for a, b in rest)
    )  # fmt: skip


def _below(source: SourceText, cut: Cut) -> bool:
    """Whether a line without a label has nothing but figures in brackets: `(0.44, 0.89)`."""
    pieces = [source.text[a:b] for a, b in cut.cells]
    return cut.indent > 1 and all(_IN_BRACKETS.fullmatch(piece) for piece in pieces)


def _with_line(source: SourceText, row: Row, cut: Cut) -> Row | None:
    """A row with the figures in brackets below its own; None if one is below none, or two."""
    if not _below(source, cut):
        return None
    cells = list(row.cells)
    for start, end in cut.cells:
        at, until = start - cut.line.start, end - cut.line.start
        over = []
        for index, cell in enumerate(cells):
            begins = cell.span[0] - source.lines[source.line_of(cell.span[0]) - 1].start
            width = cell.span[1] - cell.span[0]
            if begins < until and at < begins + width and not cell.more:
                over.append(index)
        if len(over) != 1:
            return None
        cell, text = cells[over[0]], fold(source.text[start:end])
        cells[over[0]] = replace(cell, text=f"{cell.text} {text}", more=((start, end),))
    return replace(row, cells=tuple(cells))


def _indent(source: SourceText, row: Row) -> int:
    start = row.label_spans[0][0]
    return start - source.lines[source.line_of(start) - 1].start


def _placed(cut: Cut, starts: Sequence[int]) -> list[tuple[int, Span]] | None:
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
        column = max((i for i, s in enumerate(starts) if s - SLACK <= at), default=None)
        near = column is not None and at <= starts[column] + SLACK
        if column is None or not near or (placed and placed[-1][0] >= column):
            return None
        placed.append((column, span))
    return placed
