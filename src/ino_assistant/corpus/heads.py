"""The headings of a table's columns: in one line, in several, or under headings that span columns.

    Event        Drug A (n=60)          Placebo (n=58)
                 Any      Grade 3-4     Any      Grade 3-4

A heading spans the columns below it where these come back under each such heading in the same
order; nothing else tells how far it reaches.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ino_assistant.corpus.cuts import SLACK, VALUE, Cut
from ino_assistant.corpus.source import SourceText
from ino_assistant.text import Span, fold

# What cells hold: `n (%)`, `Grade 3-4`, `Mean (SD)`.
_HOLDS = re.compile(
    r"%|\b(?:n|SD|SE|CI|any|all|grades?|mean|median|rate|events?|patients|months|years)\b",
    re.IGNORECASE,
)
# `100 mg` below the name of a drug is the arm that gets so much.
_DOSE = re.compile(r"\d[\d.,]*\s?(?:mg|mcg|µg|g|mL|IU|units?)\b(?:/\w+)?")
_GRADE = re.compile(r"\bgrades?\s?[≥>]?$", re.IGNORECASE)
Headings = list[tuple[Span, ...]]


@dataclass(frozen=True, slots=True)
class Head:
    """The headings of a table.

    Attributes:
        columns: of each column of values its headings, the uppermost first.
        starts: where each of these columns begins, counted from its line's start.
        corner: the heading of the labels; empty if they have none.
        lines: how many lines the headings take.
    """

    columns: tuple[tuple[Span, ...], ...]
    starts: tuple[int, ...]
    corner: tuple[Span, ...]
    lines: int


def read_head(source: SourceText, cuts: Sequence[Cut]) -> Head | None:
    """The headings at the start of a table; None if it has none or they are not certain."""
    head, *body = cuts
    if not is_head(source, head):
        return None
    width = max((len(cut.cells) for cut in body), default=0)
    spanned = _spanned(source, head, body[0]) if body else None
    columns = None if spanned else _columns(head, width)
    if spanned:
        headings, below, corner = spanned
        starts = [spans[-1][0] - below.line.start for spans in headings]
        lines = 2
    elif columns:
        headings = [(span,) for span in columns]
        starts = [span[0] - head.line.start for span in columns]
        corner = head.cells[:1] if columns[0] != head.cells[0] else ()
        lines = 1
    else:
        return None
    while len(cuts) > lines:
        graded = [_GRADE.search(source.text[slice(*spans[-1])]) is not None for spans in headings]
        placed = _more_head(source, cuts[lines], starts, graded)
        if placed is None and not corner:
            placed = _last_line(source, cuts[lines:], starts)
            corner = cuts[lines].cells[:1] if placed else ()
        if placed is None:
            break
        for column, span in placed:
            headings[column] = (*headings[column], span)
        lines += 1
    corner = tuple(span for span in corner if span[0] < span[1])
    return Head(tuple(headings), tuple(starts), corner, lines)


def is_head(source: SourceText, cut: Cut) -> bool:
    """A line of headings has no figure behind its first cell."""
    texts = [fold(source.text[slice(*c)]) for c in cut.cells[1:]]
    return len(cut.cells) > 1 and not any(VALUE.match(text) for text in texts)


def _columns(head: Cut, width: int) -> tuple[Span, ...] | None:
    """The headings of the columns of values, without that of the labels, if it has one."""
    if len(head.cells) == width and width > 1:
        columns = head.cells[1:]
    elif head.separator == "gap" and len(head.cells) == width - 1 and head.indent > 1:
        columns = head.cells
    else:
        return None
    return columns if all(start < end for start, end in columns) else None


def _spanned(
    source: SourceText, top: Cut, below: Cut
) -> tuple[Headings, Cut, tuple[Span, ...]] | None:
    """The headings of two lines, of which the upper ones span those below them."""
    if top.separator != below.separator or not is_head(source, below):
        return None
    if top.separator == "gap":
        upper = top.cells if top.indent > 1 else top.cells[1:]
        lower = below.cells if below.indent > 1 else below.cells[1:]
        corner = (top.cells[:1] if top.indent <= 1 else ()) or (
            below.cells[:1] if below.indent <= 1 else ()
        )
    elif len(top.cells) == len(below.cells):
        upper = tuple(c for c in top.cells[1:] if c[0] < c[1])
        lower = below.cells[1:]
        corner = tuple(c for c in (top.cells[0], below.cells[0]) if c[0] < c[1])[:1]
    else:
        return None
    if not 1 < len(upper) < len(lower) or any(a == b for a, b in lower):
        return None
    for count in range(len(upper), 1, -1):
        each = _each(source, count, lower)
        if each is None or not _over(top, below, upper[:count], lower, each):
            continue
        headings: Headings = [(upper[i // each], c) for i, c in enumerate(lower[: count * each])]
        alone, rest = upper[count:], lower[count * each :]
        if alone and not _each_over_one(top, below, alone, rest):
            continue
        headings += [(*alone[i : i + 1], c) for i, c in enumerate(rest)]
        return headings, below, corner
    return None


def _each_over_one(top: Cut, below: Cut, upper: Sequence[Span], lower: Sequence[Span]) -> bool:
    """Whether the headings behind those that span stand over one column each."""
    shift = top.line.start - below.line.start
    return (
        top.separator == "gap"
        and len(upper) == len(lower)
        and all(
            a - shift < d and c < b - shift for (a, b), (c, d) in zip(upper, lower, strict=True)
        )
    )


def _each(source: SourceText, count: int, lower: Sequence[Span]) -> int | None:
    """How many columns come back in the same order under each of `count` headings."""
    texts = [fold(source.text[a:b]).lower() for a, b in lower]
    for each in range(len(texts) // count, 1, -1):
        groups = [texts[i * each : (i + 1) * each] for i in range(count)]
        if all(group == groups[0] for group in groups) and len(set(groups[0])) > 1:
            return each
    return None


def _over(top: Cut, below: Cut, upper: Sequence[Span], lower: Sequence[Span], each: int) -> bool:
    """Whether each upper heading stands over its own columns, and over no others."""
    if top.separator != "gap":
        filled = [i for i, cell in enumerate(top.cells[1:]) if cell[0] < cell[1]]
        return filled == [i * each for i in range(len(upper))] and len(lower) == len(upper) * each

    for number, (start, end) in enumerate(
        (a - top.line.start, b - top.line.start) for a, b in upper
    ):
        group = lower[number * each : (number + 1) * each]
        first, last = group[0][0] - below.line.start, group[-1][1] - below.line.start
        rest = lower[(number + 1) * each :]
        limit = rest[0][0] - below.line.start if rest else None
        if start < first - SLACK or start > last or (limit is not None and end > limit):
            return False
    return True


def _last_line(
    source: SourceText, cuts: Sequence[Cut], starts: Sequence[int]
) -> list[tuple[int, Span]] | None:
    """The last line of the headings, if that of the labels stands on it; None for any other.

    Each cell of that line says what a column holds, and the row below has figures in them all.
    """
    row = next((cut for cut in cuts[1:] if cut.separator != "none"), None)
    if row is None or len(row.cells) - 1 != len(starts):
        return None
    cells, below = ([fold(source.text[a:b]) for a, b in c.cells[1:]] for c in (cuts[0], row))
    holds = all(_HOLDS.search(cell) for cell in cells)
    if not cells or not holds or not all(VALUE.match(cell) for cell in below):
        return None
    if any(VALUE.match(cell) for cell in cells):
        return None
    return _below(cuts[0], cuts[0].cells[1:], starts)


def _more_head(
    source: SourceText, cut: Cut, starts: Sequence[int], graded: Sequence[bool]
) -> list[tuple[int, Span]] | None:
    """A line that goes on with the headings, each cell with its column; None for any other.

    It has no label, no figures but doses, and a cell for each column, or each right below a
    heading.
    """
    cells = [c for c in cut.cells if c[0] < c[1]]
    if cut.separator in ("tab", "bar"):
        unlabelled = cut.cells[0][0] == cut.cells[0][1]
    else:
        unlabelled = bool(cells) and cells[0][0] - cut.line.start >= starts[0] - SLACK
    if not cells or not unlabelled:
        return None
    placed = _below(cut, cells, starts)
    texts = [(column, source.text[slice(*span)]) for column, span in placed or ()]
    # The 3-4 of `Grade 3-4` may stand on the line below.
    values = [t for column, t in texts if VALUE.match(t) and not (graded[column] and len(t) < 4)]
    return placed if all(_DOSE.match(text) for text in values) else None


def _below(cut: Cut, cells: Sequence[Span], starts: Sequence[int]) -> list[tuple[int, Span]] | None:
    if len(cells) == len(starts):
        return list(enumerate(cells))
    if cut.separator != "gap" or len(cells) > len(starts):
        return None
    placed = []
    for span in cells:
        at = span[0] - cut.line.start
        column = next((i for i, s in enumerate(starts) if abs(s - at) <= SLACK), None)
        if column is None:
            return None
        placed.append((column, span))
    return placed
