"""Tables of a draft as blocks: each cell knows its row's label and its column's heading."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ino_assistant.checking.draft import Block
from ino_assistant.text import fold

_FIGURE = re.compile(r"\d")
_SENTENCE_WORDS = 7
"""A cell of more words than this, the first of which is no figure, is prose."""


def table_blocks(rows: Sequence[Sequence[str]], name: str) -> list[Block]:
    """The blocks of a table, row by row.

    Args:
        rows: texts of the cells; rows may differ in length.
        name: what the table is called in places, `table 1`.
    """
    cells = [[fold(cell) for cell in row] for row in rows]
    cells = [row for row in cells if any(row)]
    if not cells:
        return []
    if max(len(row) for row in cells) == 1:
        # One column is a frame around text, as a boxed warning often has.
        return [Block("paragraph", row[0], f"{name}, row {n}") for n, row in enumerate(cells, 1)]
    header = cells[0] if _is_header(cells) else []
    blocks: list[Block] = []
    group = ""
    for number, row in enumerate(cells, 1):
        place = f"{name}, row {number}"
        if number == 1 and header:
            blocks += [Block("label", text, place) for text in row if text]
            continue
        filled = [text for text in row if text]
        if len(filled) == 1 and row[0] and not _FIGURE.search(row[0]):
            group = row[0]
            blocks.append(Block("label", group, place))
            continue
        blocks += _row(row, header, group, place)
    return blocks


def _row(row: Sequence[str], header: Sequence[str], group: str, place: str) -> list[Block]:
    label = row[0]
    under = f"{group}, {label}" if group and label else label or group
    blocks = [Block("label", label, f"{place}, column 1")] if label else []
    for index, text in enumerate(row[1:], 1):
        if not text:
            continue
        where = f"{place}, column {index + 1}"
        if _is_prose(text):
            blocks.append(Block("paragraph", text, where))
            continue
        column = header[index] if index < len(header) else ""
        blocks.append(Block("cell", text, where, under, column))
    return blocks


def _is_header(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row names columns: none of its cells begins with a figure."""
    first = [text for text in rows[0][1:] if text]
    named = bool(first) and not any(re.match(r"[<>≥≤~±]?\s?\d", text) for text in first)
    below = any(_FIGURE.search(text) for row in rows[1:] for text in row[1:])
    return named and (below or len(rows[0]) > 2)


def _is_prose(text: str) -> bool:
    words = text.split()
    return len(words) > _SENTENCE_WORDS and not words[0][0].isdigit()
