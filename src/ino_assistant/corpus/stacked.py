"""Headings stacked over several lines, of which not every column begins on the first.

                               100 mg          200 mg
    Endpoint     Placebo       twice daily     twice daily
                 (N=204)       (N=206)         (N=205)

They are read where one line has a cell for every column, and each cell of the others can be of
one column only: it stands over no other, and it spans none to its right.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ino_assistant import data
from ino_assistant.corpus.cuts import SLACK, VALUE, Cut
from ino_assistant.corpus.heads import Head
from ino_assistant.corpus.source import SourceText
from ino_assistant.text import Span, fold

_SAYS_WHAT = re.compile(r"\d[\s-]?[A-Za-z]")
"""A figure in a heading says of what it is: `100 mg`, `12 months`."""
_MISSING = re.compile(r"[–—-]|N/?A|N[ER]")
_Placed = list[tuple[int, Span]]


def stacked_head(source: SourceText, cuts: Sequence[Cut]) -> Head | None:
    """Such headings at the start of a table; None if it has none or they are not certain.

    Args:
        source: the document's text.
        cuts: the lines of the table.
    """
    if any(cut.separator not in ("gap", "none") for cut in cuts):
        return None
    first = next((i for i in range(len(cuts)) if _is_row(source, cuts, i)), 0)
    label = min((cut.indent for cut in cuts[first:]), default=0)
    while first and cuts[first - 1].separator == "none" and cuts[first - 1].indent <= label + SLACK:
        # A lone label above the first row is a group's, or goes on with it.
        first -= 1
    if not first:
        return None
    width = max(len(cut.cells) for cut in cuts[first:]) - 1
    corner: list[Span] = []
    lines: list[tuple[Cut, tuple[Span, ...]]] = []
    for at, cut in enumerate(cuts[:first]):
        cells = cut.cells
        if cut.indent <= label + SLACK:
            if not _is_corner(source, cuts, at):
                # `Blinded    yes    no` is a row.
                return None
            corner.append(cells[0])
            cells = cells[1:]
        if not all(_names(source.text[a:b]) for a, b in cells):
            return None
        lines.append((cut, cells))
    full = next(((cut, cells) for cut, cells in lines if len(cells) == width), None)
    if full is None or not lines[0][1]:
        return None
    starts = [a - full[0].line.start for a, _ in full[1]]
    placed = [_placed(cut, cells, starts, full) for cut, cells in lines]
    headings: list[tuple[Span, ...]] = [()] * width
    for line in placed:
        if line is None:
            return None
        for column, span in line:
            headings[column] = (*headings[column], span)
    sure = _no_spans(source, [line for line in placed if line], headings)
    return Head(tuple(headings), tuple(starts), tuple(corner), first) if sure else None


def _is_row(source: SourceText, cuts: Sequence[Cut], at: int) -> bool:
    """A label and figures behind it; with doses for figures it may be a line of headings."""
    texts = [fold(source.text[a:b]) for a, b in cuts[at].cells]
    values = [t for t in texts[1:] if VALUE.match(t)]
    if not values or not any(c.isalpha() for c in texts[0]) or VALUE.match(texts[0]):
        return False
    if any(not _MISSING.fullmatch(t) for t in texts[1:] if t not in values):
        return False
    return not (all(map(_SAYS_WHAT.search, values)) and _is_corner(source, cuts, at))


def _is_corner(source: SourceText, cuts: Sequence[Cut], at: int) -> bool:
    """Whether the first cell of a line is the heading of the labels.

    Its word says so, or headings without a label follow below it.
    """
    word = source.text[slice(*cuts[at].cells[0])].split()[0].lower()
    below = cuts[at + 1] if at + 1 < len(cuts) else None
    unlabelled = below is not None and below.indent > cuts[at].indent + SLACK
    return word in data.words("label_headings") or unlabelled


def _names(text: str) -> bool:
    """Whether a cell may be a heading: no bare figure."""
    return VALUE.match(text) is None or _SAYS_WHAT.search(text) is not None


def _placed(
    cut: Cut,
    cells: Sequence[Span],
    starts: Sequence[int],
    full: tuple[Cut, tuple[Span, ...]],
) -> _Placed | None:
    """The cells of a line with their columns; None if one may be of two, or of none."""
    if len(cells) == len(starts):
        return list(enumerate(cells))
    placed: _Placed = []
    line, named = full
    columns = [(a - line.line.start, b - line.line.start) for a, b in named]
    for span in cells:
        at, end = span[0] - cut.line.start, span[1] - cut.line.start
        under = [
            i
            for i, (a, b) in enumerate(columns)
            if abs(a - at) <= SLACK or abs((a + b) - (at + end)) <= SLACK
        ]
        near = [i for i, (a, b) in enumerate(columns) if a < end + 1 and at < b + 1]
        if len(under) != 1 or near != under or (placed and placed[-1][0] >= under[0]):
            return None
        placed.append((under[0], span))
    return placed


def _no_spans(
    source: SourceText, lines: Sequence[_Placed], headings: Sequence[tuple[Span, ...]]
) -> bool:
    """Whether no cell of a line above others can be the heading of several columns.

    It can't where the columns without a cell on its line stand to its left; nor where what is
    below it goes on with it in small letters, and the headings of those columns begin anew.
    """
    for number, line in enumerate(lines[:-1]):
        has = {column for column, _ in line}
        later = {c for below in lines[number + 1 :] for c, _ in below}
        before = {c for above in lines[:number] for c, _ in above}
        open_right = [c for c in later - has - before if c > min(has, default=0)]
        if not open_right:
            continue
        below = {c: s for row in reversed(lines[number + 1 :]) for c, s in row}
        goes_on = all(c in below and _continues(source, below[c]) for c in has)
        anew = all(source.text[headings[c][0][0]].isupper() for c in open_right)
        if not (goes_on and anew):
            return False
    return True


def _continues(source: SourceText, span: Span) -> bool:
    first = source.text[span[0]]
    return first.islower() or first == "("
