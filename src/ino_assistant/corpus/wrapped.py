"""Tables of words, whose cells go on over several lines: dosage modifications, monitoring plans.

    Reaction        Severity       Modification
    QT prolonged    Over 500 ms    Withhold until 480 ms or less, then
                                   resume at the next lower dose.
                    Torsades       Permanently discontinue.

Every line stands in the columns that the headings open. What of it goes on with the line above
and what begins a row is told by blank lines, small letters and stops; a table in which one line
may be either is left as a block that says so.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ino_assistant.corpus.cuts import OTHER, SLACK, Cut, cut_line, row_of
from ino_assistant.corpus.forms import CAPTION, NOTE, OPEN_END
from ino_assistant.corpus.grids import Grid
from ino_assistant.corpus.heads import is_head
from ino_assistant.corpus.model import Row
from ino_assistant.corpus.source import Line, SourceText
from ino_assistant.text import Span, fold

_NEAR = 5
"""Lines below its caption up to which a table may begin."""
_CLOSED = re.compile(r"[.;]$")
_UNDONE = re.compile(
    r"\b(?:than|every|each|per|if|when|until|unless|within|between|is|are|be|was|were|that|which)$"
)
"""Words that no cell ends with."""
_MIN_LINES = 2
_MAX_GROUP_WORDS = 6
_GAP = 2
"""Blanks between two columns, at least."""
_MIN_INHERITING = 3
"""Columns from which a row may lack its label: with one value less, it may go on with that."""

_Pieces = dict[int, Span]
"""What stands in the columns of one line, the labels' column being 0."""


@dataclass
class _Entry:
    """A row while it is read: the spans of its cells, line by line."""

    cells: dict[int, list[Span]] = field(default_factory=dict)
    inherits: bool = False
    """Whether its label is that of the row above."""

    def add(self, pieces: _Pieces) -> None:
        for column, span in pieces.items():
            self.cells.setdefault(column, []).append(span)


def find_wrapped(
    source: SourceText, taken: Container[int], *, certain: bool = False
) -> Iterator[Grid]:
    """Every such table that stands below its caption.

    Args:
        source: the document's text.
        taken: numbers of lines that are spoken for.
        certain: only tables with cells over several lines whose rows are certain.
    """
    for at, caption in enumerate(source.lines):
        if caption.number in taken or not CAPTION.match(caption.content):
            continue
        head = _head(source, at)
        if head is None or head.line.number in taken:
            continue
        body = list(_body(source, head, taken)) if is_head(source, head) else []
        if len(body) < _MIN_LINES and not (body and len(body[0][1] or ()) >= _MIN_INHERITING):
            continue
        rows = _rows(source, head, body)
        if not certain or any(_goes_over(source, row) for row in rows):
            yield Grid((head.line, *(line for line, _ in body)), rows)


def _head(source: SourceText, caption: int) -> Cut | None:
    """The line of headings below a caption, which may itself go on over some lines."""
    apart = 0
    for line in source.lines[caption + 1 : caption + 1 + _NEAR]:
        apart += line.blank
        cut = cut_line(source, line)
        if cut.separator == "gap":
            return cut
        if apart and not line.blank:
            return None
    return None


def _goes_over(source: SourceText, row: Row) -> bool:
    spans = [c.spans for c in row.cells]
    return any(len(s) > 1 or "\n" in source.text[slice(*s[0])] for s in spans)


def _starts(head: Cut) -> list[int]:
    """Where the columns begin, that of the labels first."""
    starts = [head.column(i) for i in range(len(head.cells))]
    return starts if head.indent <= SLACK else [0, *starts]


def _body(
    source: SourceText, head: Cut, taken: Container[int]
) -> Iterator[tuple[Line, _Pieces | None]]:
    """The lines below the headings, as long as something stands in the columns.

    With each what stands in which; None if some of it stands in none, or in two.
    """
    starts = _starts(head)
    blank = 0
    for line in source.lines[head.line.number :]:
        if line.blank:
            blank += 1
            continue
        if blank > 1 or line.number in taken or OTHER.match(line.text) or NOTE.match(line.content):
            return
        pieces = _pieces(source, line, starts)
        if blank and _stands_alone(source, line):
            if not _row_below(source, line, starts, taken):
                return
            pieces = {0: cut_line(source, line).cells[0]}
        elif pieces is None and not _in_columns(source, line, starts):
            # Between two rows it is of the table, and nothing tells of which.
            if blank or not _row_below(source, line, starts, taken):
                return
        elif blank and pieces is not None and set(pieces) == {0}:
            return
        yield line, pieces
        blank = 0


def _row_below(
    source: SourceText, line: Line, starts: Sequence[int], taken: Container[int]
) -> bool:
    after = next((n for n in source.lines[line.number :] if not n.blank), line)
    return after.number not in taken and len(_pieces(source, after, starts) or ()) > 1


def _stands_alone(source: SourceText, line: Line) -> bool:
    """Whether a line has the form of a group's name: a few words at its start, no sentence."""
    text = line.content
    few = len(text.split()) <= _MAX_GROUP_WORDS and not _CLOSED.search(text)
    return few and line.text[0] != " " and len(cut_line(source, line).cells) == 1


def _in_columns(source: SourceText, line: Line, starts: Sequence[int]) -> bool:
    """Whether anything of a line stands at the start of a column of values."""
    return any(_column(a - line.start, starts) for a, _ in cut_line(source, line).cells)


def _column(at: int, starts: Sequence[int]) -> int | None:
    return next((i for i, s in enumerate(starts) if abs(s - at) <= SLACK), None)


def _pieces(source: SourceText, line: Line, starts: Sequence[int]) -> _Pieces | None:
    """The pieces of a line by their columns; None if one stands in none, or in two."""
    found: _Pieces = {}
    for start, end in cut_line(source, line).cells:
        column = _column(start - line.start, starts)
        if column is None or column <= max(found, default=-1):
            return None
        if column + 1 < len(starts) and end - line.start >= starts[column + 1]:
            return None
        found[column] = (start, end)
    return found or None


def _rows(
    source: SourceText, head: Cut, body: Sequence[tuple[Line, _Pieces | None]]
) -> tuple[Row, ...]:
    """The rows; none if one of them is not certain."""
    told = [(line, pieces) for line, pieces in body if pieces is not None]
    if len(told) < len(body):
        return ()
    over = _headings(source, head, told)
    starts = _starts(head)
    entries: list[_Entry] = []
    before = over[-1][0].number if over else None
    for line, pieces in told[len(over) :]:
        apart = not entries or line.number != (before or 0) + 1
        begins = apart or _begins(source, entries[-1], pieces, starts)
        if begins is None or (apart and not _opens(source, entries, pieces, len(starts))):
            return ()
        if begins:
            entries.append(_Entry(inherits=0 not in pieces))
        entries[-1].add(pieces)
        before = line.number
    groups = [set(entry.cells) == {0} for entry in entries]
    if (any(groups) and not groups[0]) or groups[-1:] != [False]:
        # Which rows are of no group, nothing tells.
        return ()
    return tuple(_made(source, head, [pieces for _, pieces in over], entries))


def _headings(
    source: SourceText, head: Cut, told: Sequence[tuple[Line, _Pieces]]
) -> list[tuple[Line, _Pieces]]:
    """The lines right below the first one that go on with the headings."""
    numbers = [line.number for line, _ in told]
    gap = next((i for i, n in enumerate(numbers) if n != head.line.number + 1 + i), len(told))
    texts = [source.text[a:b] for _, p in told[:1] for a, b in p.values()]
    if 0 < gap < len(told) and any(b > a + 1 for a, b in pairwise(numbers[gap:])):
        # Blank lines part the rows, and so the headings from the first of them.
        return list(told[:gap])
    return list(told[:1]) if gap and all(t[0].islower() or t[0] == "(" for t in texts) else []


def _opens(source: SourceText, entries: Sequence[_Entry], pieces: _Pieces, width: int) -> bool:
    """Whether a line below a blank one can begin a row: not without a label of some row."""
    if 0 in pieces:
        return not source.text[pieces[0][0]].islower()
    return bool(entries) and 1 in pieces and width >= _MIN_INHERITING


def _begins(
    source: SourceText, above: _Entry, pieces: _Pieces, starts: Sequence[int]
) -> bool | None:
    """Whether a line right below another begins a row; None if it may, and may go on as well."""
    width = len(starts)
    new = {c: fold(source.text[a:b]) for c, (a, b) in pieces.items()}
    old = {c: fold(source.text[slice(*spans[-1])]) for c, spans in above.cells.items()}
    if all(c in old and _goes_on(old[c], text) for c, text in new.items()):
        return False
    if 0 in new:
        # Hardly a label and two cells all go on with a capital on one line.
        whole = len(new) == width or set(new) >= set(old) or _all_begin(new, old)
        return True if whole and not _goes_on(old.get(0, ""), new[0]) else None
    if all(
        c in old and (_goes_on(old[c], text) or _full(old[c], text, starts, c))
        for c, text in new.items()
    ):
        return False
    behind = set(range(1, width))
    if set(new) == behind and width >= _MIN_INHERITING and 1 in old:
        # `Grade 4` below `Grade 3`, and something in every column; or a capital in every column
        # below what no stop ends: a cell that went on would do so in one of them.
        alike = new[1].split()[0] == old[1].split()[0]
        capitals = all(
            text[0].isupper() and c in old and not _CLOSED.search(old[c]) for c, text in new.items()
        )
        goes_on = any(_goes_on(old.get(c, ""), new[c]) for c in new)
        return True if (alike or capitals) and not goes_on else None
    # Another sentence of a cell behind the first: no row has but its last columns.
    return False if len(new) == 1 and 1 not in new and set(new) <= set(old) else None


def _full(above: str, text: str, starts: Sequence[int], column: int) -> bool:
    """Whether a figure below had no room behind the piece above it: `increased / 1.8-fold`."""
    if column + 1 == len(starts) or text[0].isupper() or _CLOSED.search(above):
        return False
    room = starts[column + 1] - starts[column] - _GAP
    return len(above) + 1 + len(text.split(maxsplit=1)[0]) > room


def _all_begin(new: dict[int, str], old: dict[int, str]) -> bool:
    capital = all(text[0].isupper() for text in new.values())
    return capital and len(new) > 2 and not any(_goes_on(old.get(c, ""), new[c]) for c in new)


def _goes_on(above: str, text: str) -> bool:
    """Whether a piece can only be the rest of the one above it."""
    small = text[0].islower() or text[0] == "("
    undone = OPEN_END.search(above) or _UNDONE.search(above)
    return undone is not None or (small and not _CLOSED.search(above))


def _made(
    source: SourceText, head: Cut, over: Sequence[_Pieces], entries: Sequence[_Entry]
) -> Iterator[Row]:
    shift = 0 if head.indent <= SLACK else 1
    headings: list[tuple[Span, ...]] = [*([()] * shift), *((c,) for c in head.cells)]
    for pieces in over:
        for column, span in pieces.items():
            headings[column] = (*headings[column], span)
    corner, *columns = headings
    text = " ".join(fold(source.text[a:b]) for a, b in corner)
    label: Sequence[Span] = ()
    group: tuple[str | None, tuple[Span, ...]] = (None, ())
    for entry in entries:
        # A row without a label of its own is of the one above.
        label = label if entry.inherits else _joined(source, entry.cells[0])
        if set(entry.cells) == {0}:
            group = (" ".join(fold(source.text[a:b]) for a, b in label), tuple(label))
            continue
        cells = [
            (columns[column - 1], _joined(source, spans))
            for column, spans in sorted(entry.cells.items())
            if column
        ]
        row = row_of(source, label, group, cells)
        yield replace(row, label_heading=text, label_heading_spans=corner)


def _joined(source: SourceText, spans: Sequence[Span]) -> list[Span]:
    """Spans with nothing but blanks between them as one."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and not source.text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
