"""Tables whose columns stand one blank apart: what is left where extraction folds the gaps.

`Death by Day 28 76/362 (21.0) 79/366 (21.6)`: every row ends with as many cells of figures as
its headings are, so that row and column are certain. Where the headings can't be told apart,
the run is a table whose layout is lost.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ino_assistant.corpus.cuts import row_of
from ino_assistant.corpus.forms import OPEN_END
from ino_assistant.corpus.grids import Grid
from ino_assistant.corpus.model import Row
from ino_assistant.corpus.source import Line, SourceText, trimmed
from ino_assistant.corpus.spaced_heads import named_arms, read_heads
from ino_assistant.text import Span, fold

_CELL = (
    r"(?:(?:[<>≤≥]?[−–-]?\d[\d.,]*(?:\s?/\s?\d[\d,]*)?%?(?:[–-]\d[\d.]*|\s[–-]\s\d[\d.]*)?|N[ER])"
    r"(?:\s\([^()]*\d[^()]*\))?[*†‡§¶]{0,2}|[–—-])"
)
_CELLS = re.compile(rf"(?<=\s)(?:{_CELL})(?:\s+(?:{_CELL}))+\s*$")
_ONE = re.compile(rf"(?<!\S){_CELL}(?!\S)")
_CAPTION = re.compile(r"^\s*Table\s+\d+[A-Z]?[.:]")
_OF_ALL = re.compile(r"(?:All|Overall|Total|Entire|Whole|Any|ITT)\b")
LEAST_ROWS = 2
_MAX_GROUP_WORDS = 6
_MAX_LABEL_WORDS = 14
_NEAR = 4
"""Lines below its caption up to which a table may begin."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of the body: a row, with the group and the rest of the label above it."""

    line: Line
    group: Line | None = None
    above: Line | None = None

    @property
    def lines(self) -> tuple[Line, ...]:
        """The group's name and all lines of the row."""
        return tuple(line for line in (self.group, self.above, self.line) if line)


_Reading = tuple[Sequence[Line], list[_Entry]]


def find_spaced(
    source: SourceText, taken: Container[int], *, arms: Sequence[str] = (), least: int = LEAST_ROWS
) -> list[Grid]:
    """Every such table that stands below its caption.

    Args:
        source: the document's text.
        taken: numbers of lines that are spoken for.
        arms: names of the document's arms.
        least: rows that a table has.
    """
    found = []
    for several in _runs(source, taken):
        # A line that names arms is one of headings.
        named = named_arms(several[0][0][-1].content.split(), arms)
        readings = several[:1] if named else several
        longest = max((_lines(heads, body) for heads, body in readings), key=len)
        made = [rows for heads, body in readings if (rows := _rows(source, heads, body, arms))]
        if sum(bool(_values(line)) for line in longest) >= least:
            # A line that may be a heading as well as a group's name loses the table.
            found.append(Grid(longest, made[0] if len(made) == 1 else ()))
    return found


def _lines(heads: Sequence[Line], body: Sequence[_Entry]) -> tuple[Line, ...]:
    """All lines of a table, in order."""
    lines = {n.number: n for n in (*heads, *(n for e in body for n in e.lines))}
    return tuple(lines[number] for number in sorted(lines))


def _runs(source: SourceText, taken: Container[int]) -> Iterator[list[_Reading]]:
    """What the headings and the rows below each caption may be."""
    for at, line in enumerate(source.lines):
        if line.number not in taken and _CAPTION.match(line.text):
            below = [n for n in source.lines[at + 1 : at + 80] if not n.blank]
            found = _below(line, below, taken)
            if found:
                yield found


def _below(caption: Line, below: Sequence[Line], taken: Container[int]) -> list[_Reading]:
    """The lines without cells near a caption, and the rows that follow them.

    The last of these lines is a heading, or the name of a group, or begins the first label.
    """
    first = next((i for i, n in enumerate(below) if _values(n)), 0)
    above = below[:first]
    if not above or any(n.number in taken for n in (*above, below[first])):
        return []
    if above[-1].number - caption.number > _NEAR:
        return []
    apart = [i for i, (a, b) in enumerate(pairwise([caption, *above])) if b.number > a.number + 1]
    # Without a blank line below the caption, it may go on up to the last line.
    heads = above[apart[-1] :] if apart else above[-1:]
    found = [(heads, list(_body(below[first:], taken)))]
    last, row = heads[-1], below[first]
    # `Early Late` may be two headings, `Early` and `Infections of the gut` are groups.
    words = last.content.split()
    names = not any(word[0].isupper() for word in words[1:])
    if len(heads) > 1 and (
        _goes_on(last, below[first:]) or (names and _is_group(last, row, taken))
    ):
        found.append((heads[:-1], list(_body(below[first - 1 :], taken))))
    return found


def _is_group(name: Line, row: Line, taken: Container[int]) -> bool:
    """Whether a line right above a row may be the name of a group: a few words, no figures."""
    text = name.content
    return (
        not any(n.number in taken for n in (name, row))
        and name.number + 1 == row.number
        and len(_values(row)) > 1
        and len(text.split()) <= _MAX_GROUP_WORDS
        and text[0].isupper()
        and text[-1] not in ".;:?!"
        and not re.search(r"\d", text)
    )


def _body(lines: Sequence[Line], taken: Container[int]) -> Iterator[_Entry]:
    """The rows, as long as they follow each other; groups only where they can be told.

    They can where they begin with the first row, or with the one behind that of all patients:
    else rows below them may be of none.
    """
    group: Line | None = None
    labels_of_all = True
    index = 0
    while index < len(lines):
        line = lines[index]
        if line.number in taken or line.breaks:
            return
        after = lines[index + 1] if index + 1 < len(lines) else None
        if _values(line):
            if _OF_ALL.match(line.content):
                group = None
            elif group is None:
                labels_of_all = False
            yield _Entry(line, group)
            index += 1
            continue
        if after is None or after.number != line.number + 1 or not _values(after):
            return
        if _goes_on(line, lines[index + 1 :]):
            yield _Entry(after, group, line)
            index += 2
            continue
        if not _is_group(line, after, taken) or not labels_of_all:
            return
        group = line
        index += 1


def _goes_on(above: Line, below: Sequence[Line]) -> bool:
    """Whether a row's label began on the line above: `Median reduction in / seizures, %`."""
    text, row = above.content, below[0]
    few = len(text.split()) <= _MAX_LABEL_WORDS and text[0].isupper() and text[-1] not in ".;:?!"
    # Where labels begin small, nothing tells.
    small = row.content[0].islower() and not any(n.content[0].islower() for n in below[1:2])
    return few and (small or OPEN_END.search(text) is not None)


def _values(line: Line) -> list[Span]:
    """The cells at the end of a line, as offsets into it; none unless there are two and a label."""
    match = _CELLS.search(line.text)
    if match is None or not re.search(r"[^\W\d_]{2}", line.text[: match.start()]):
        return []
    if len(line.text[: match.start()].split()) > _MAX_LABEL_WORDS:
        return []
    return [m.span() for m in _ONE.finditer(line.text, match.start())]


def _rows(
    source: SourceText, heads: Sequence[Line], body: Sequence[_Entry], arms: Sequence[str]
) -> tuple[Row, ...]:
    """The rows, if the headings divide in one way only and every row has a cell for each."""
    values = [_values(entry.line) for entry in body]
    cells = [[e.line.text[a:b] for a, b in v] for e, v in zip(body, values, strict=True)]
    labels = [e.line.text[: v[0][0]].strip() for e, v in zip(body, values, strict=True)]
    known = read_heads(source, heads, cells, labels, arms)
    if known is None:
        return ()
    corner, columns = known
    rows = []
    for entry, found in zip(body, values, strict=True):
        # What stands before the last cells belongs to the label: `by Day 28`.
        line, spans = entry.line, found[-len(columns) :]
        start = entry.above.start if entry.above else line.start
        label = trimmed(source.text, (start, line.start + spans[0][0]))
        name = trimmed(source.text, (entry.group.start, entry.group.end)) if entry.group else None
        group = (fold(source.text[slice(*name)]), (name,)) if name else (None, ())
        placed = [
            (heading, ((line.start + a, line.start + b),))
            for heading, (a, b) in zip(columns, spans, strict=True)
        ]
        row = row_of(source, (label,), group, placed)
        text = " ".join(fold(source.text[a:b]) for a, b in corner)
        rows.append(replace(row, label_heading=text, label_heading_spans=corner))
    return tuple(rows)
