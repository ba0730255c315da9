"""Tables: from the lines of a body and a reviewer's word on its layout to rows and cells.

A cell is attributed only when row and column are certain: a body that does not fit the
layout that was named for it is an error, never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ino_assistant.corpus.annotations import TableEntry
from ino_assistant.corpus.forms import BULLET
from ino_assistant.corpus.items import item_span
from ino_assistant.corpus.model import Cell, Row
from ino_assistant.corpus.references import marks_at_end
from ino_assistant.corpus.source import Line, SourceText, trimmed
from ino_assistant.text import Span, fold

# One cell of figures: `46.5 (18-78)`, `6.7% (n=5/75)`, `8.61 (1.52-48.86)`, `11, 51`, `62`.
_CELL = r"\d+(?:, \d+)+|[<>≤≥]?\d+(?:[.,]\d+)*%?(?: \([^()]*\d[^()]*\))?"
_VALUE = re.compile(rf"^(?:{_CELL})$")


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column of a table that holds a list: its heading, and the items under it."""

    title: str
    title_spans: tuple[Span, ...]
    items: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """The heading of a column, as printed."""

    text: str
    spans: tuple[Span, ...]


def caption_text(entry: TableEntry, source: SourceText) -> str:
    """The caption as printed, without the reference marks at its end."""
    text = source.folded(*entry.caption.lines)
    marks = marks_at_end(text)
    return text[: marks[0]] if marks else text


def read_rows(entry: TableEntry, source: SourceText) -> list[Row]:
    """The rows of a table laid out as column blocks, rows, or keys and values.

    Raises:
        ValueError: the body does not fit the layout.
    """
    readers = {"column_blocks": _column_blocks, "rows": _rows, "key_values": _key_values}
    rows = readers[entry.layout](entry, source, caption_text(entry, source))
    if not entry.columns:
        return rows
    header = _body(entry, source)[0]
    corner = trimmed(source.text, (header.start, _columns(entry, source, header)[0].spans[0][0]))
    spans = (corner,) if corner[0] < corner[1] else ()
    text = fold(source.text[slice(*corner)])
    return [replace(row, label_heading=text, label_heading_spans=spans) for row in rows]


def _body(entry: TableEntry, source: SourceText) -> list[Line]:
    first, last = entry.lines
    return [line for line in source.lines[first - 1 : last] if not line.blank]


def _misfit(entry: TableEntry, line: Line, why: str) -> ValueError:
    return ValueError(
        f"{entry.name}, line {line.number}: does not fit layout {entry.layout!r}: {why}; "
        "correct the annotation, or name the layout lost"
    )


def _find(source: SourceText, line: Line, text: str, start: int = 0) -> Span | None:
    """Where the folded `text` stands in a line, white space apart."""
    pattern = re.compile(r"\s+".join(map(re.escape, text.split())))
    match = pattern.search(source.text, line.start + start, line.end)
    return match.span() if match else None


def _columns(entry: TableEntry, source: SourceText, header: Line) -> list[Column]:
    columns, position = [], 0
    for text in entry.columns:
        span = _find(source, header, text, position)
        if span is None:
            raise _misfit(entry, header, f"no column {text!r} in the header")
        position = span[1] - header.start
        columns.append(Column(text, (span,)))
    return columns


def _cell(source: SourceText, column: Column, span: Span) -> Cell:
    span = trimmed(source.text, span)
    return Cell(column.text, column.spans, fold(source.text[slice(*span)]), span)


def _line_span(source: SourceText, line: Line) -> Span:
    return trimmed(source.text, (line.start, line.end))


def _inline_row(line: Line, count: int) -> tuple[int, list[tuple[int, int]]] | None:
    """End of the label and ranges of the cells, if a line splits in exactly one way."""
    cells = r"\s+".join([f"({_CELL})"] * count)
    found = []
    for blank in re.finditer(r"\s+", line.text):
        match = re.compile(rf"{cells}\s*$").match(line.text, blank.end())
        label = line.text[: blank.start()].strip()
        # A label that ends with a comma has swallowed the first count of `11, 51`.
        if match and label and not label.endswith(","):
            found.append((blank.start(), [match.span(i + 1) for i in range(count)]))
    return found[0] if len(found) == 1 else None


def _rows(entry: TableEntry, source: SourceText, caption: str) -> list[Row]:
    body = _body(entry, source)
    columns = _columns(entry, source, body[0])
    rows: list[Row] = []
    group: tuple[str | None, tuple[Span, ...]] = (None, ())
    for line in body[1:]:
        split = _inline_row(line, len(columns))
        if split is None:
            if re.search(r"\d", line.content):
                raise _misfit(entry, line, f"no single way to read {len(columns)} cells")
            group = (line.content, (_line_span(source, line),))
            continue
        rows.append(_row(source, caption, group, line, split, columns))
    return rows


def _row(
    source: SourceText,
    caption: str,
    group: tuple[str | None, tuple[Span, ...]],
    line: Line,
    split: tuple[int, list[tuple[int, int]]],
    columns: Sequence[Column],
) -> Row:
    label_end, cells = split
    label = trimmed(source.text, (line.start, line.start + label_end))
    return Row(
        table=caption,
        group=group[0],
        group_spans=group[1],
        label=fold(source.text[slice(*label)]),
        label_spans=(label,),
        cells=tuple(
            _cell(source, column, (line.start + start, line.start + end))
            for column, (start, end) in zip(columns, cells, strict=True)
        ),
    )


def _groups_of_lines(lines: Sequence[Line]) -> list[list[Line]]:
    groups: list[list[Line]] = []
    for line in lines:
        if groups and groups[-1][-1].number + 1 == line.number:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _column_blocks(entry: TableEntry, source: SourceText, caption: str) -> list[Row]:
    """Row labels in one block, then one block of values for every column."""
    body = _body(entry, source)
    columns = _columns(entry, source, body[0])
    count = len(columns)
    chunks = _groups_of_lines(body[1:])
    rows: list[Row] = []
    group: tuple[str | None, tuple[Span, ...]] = (None, ())
    index = 0
    while index < len(chunks):
        chunk = chunks[index]
        values = chunks[index + 1 : index + 1 + count]
        if len(values) == count and all(_is_values(v, len(chunk)) for v in values):
            for position, label in enumerate(chunk):
                rows.append(
                    Row(
                        table=caption,
                        group=group[0],
                        group_spans=group[1],
                        label=label.content,
                        label_spans=(_line_span(source, label),),
                        cells=tuple(
                            _cell(source, column, (v[position].start, v[position].end))
                            for column, v in zip(columns, values, strict=True)
                        ),
                    )
                )
            index += count + 1
            continue
        for line in chunk:
            split = _inline_row(line, count)
            if split is not None:
                rows.append(_row(source, caption, group, line, split, columns))
            elif _VALUE.match(line.content):
                raise _misfit(entry, line, f"{line.content!r} belongs to no row")
            else:
                group = (line.content, (_line_span(source, line),))
        index += 1
    return rows


def _is_values(chunk: Sequence[Line], count: int) -> bool:
    return len(chunk) == count and all(_VALUE.match(line.content) for line in chunk)


def _key_values(entry: TableEntry, source: SourceText, caption: str) -> list[Row]:
    """A label at the start of a line, its value behind it and on the lines below."""
    rows: list[Row] = []
    open_row: tuple[str, Span, int, int] | None = None

    def close() -> None:
        if open_row is not None:
            label, span, start, end = open_row
            cell = _cell(source, Column("", ()), (start, end))
            rows.append(Row(caption, None, (), label, (span,), (cell,)))

    for line in _body(entry, source):
        label = next((t for t in entry.labels if line.content.startswith(t + " ")), None)
        if label is None:
            if open_row is None:
                raise _misfit(entry, line, "the first line begins with no label")
            open_row = (*open_row[:3], line.end)
            continue
        close()
        span = _find(source, line, label)
        if span is None:
            raise _misfit(entry, line, f"label {label!r} is not there as printed")
        open_row = (label, span, span[1], line.end)
    close()
    return rows


def read_lists(entry: TableEntry, source: SourceText) -> list[ListColumn]:
    """Columns that are lists, one below the other in the text.

    Raises:
        ValueError: the gaps between bullets do not make out the columns.
    """
    body = _body(entry, source)
    columns = _columns(entry, source, body[0])
    lists: list[list[list[Line]]] = []
    previous = None
    for line in body[1:]:
        bullet = BULLET.match(line.text)
        gap = previous is None or line.number != previous + 1
        if bullet and (not lists or (gap and previous != body[0].number)):
            lists.append([])
        if bullet:
            lists[-1].append([line])
        elif lists:
            lists[-1][-1].append(line)
        else:
            raise _misfit(entry, line, "text before the first bullet")
        previous = line.number
    if len(lists) != len(columns):
        raise _misfit(entry, body[0], f"{len(lists)} lists under {len(columns)} columns")
    return [
        ListColumn(c.text, c.spans, tuple(item_span(source, item) for item in items))
        for c, items in zip(columns, lists, strict=True)
    ]


def read_boxes(entry: TableEntry, source: SourceText) -> list[ListColumn]:
    """The boxes of a flattened diagram: a title, and items or running text.

    Raises:
        ValueError: a box's words do not stand in its lines.
    """
    boxes = []
    for box in entry.boxes:
        first, last = (source.lines[number - 1] for number in box.lines)
        start = _find(source, first, box.begins)
        end = _find(source, last, box.ends) if box.ends else (last.start, last.end)
        if start is None or end is None:
            raise _misfit(entry, first, f"no box {box.begins!r}")
        lines = [line for line in source.lines[first.number - 1 : last.number] if not line.blank]
        bullets = [i for i, line in enumerate(lines) if BULLET.match(line.text)]
        if not bullets:
            boxes.append(ListColumn("", (), (trimmed(source.text, (start[0], end[1])),)))
            continue
        title = trimmed(source.text, (start[0], lines[bullets[0] - 1].end))
        ends = [*bullets[1:], len(lines)]
        items = tuple(item_span(source, lines[a:b]) for a, b in zip(bullets, ends, strict=True))
        boxes.append(ListColumn(fold(source.text[slice(*title)]), (title,), items))
    return boxes
