"""A passage that is no document: the tables in it, read as those of a document are.

What somebody cites may be a whole table with its caption, or the headings and one row of it. A
table that is not certain stays text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ino_assistant.corpus.annotations import Annotations
from ino_assistant.corpus.layout import read_blocks
from ino_assistant.corpus.model import Row
from ino_assistant.corpus.source import SourceText
from ino_assistant.text import fold

_TITLE = "Table 0. "
"""A caption for rows that are cited without theirs."""
_TITLE_LINES = 2
_CAPTION = re.compile(r"^\s*Table\s+\d+[A-Z]?[.:]", re.MULTILINE)
_FIGURES = re.compile(r"\S[ \t]+[<>≤≥~]?[−–-]?\d\S*.*$|\S\t|\S[ \t]{2,}\S", re.MULTILINE)

_APART = re.compile(r"\S {2,}\S")
_SECOND = re.compile(r"(?:\S+ )*\S+ {2,}(?=\S)| {3,}(?=\S)")
"""The first cell of a line, up to where the second begins."""


@dataclass(frozen=True, slots=True)
class TableOfPassage:
    """A table of a passage.

    Attributes:
        lines: numbers of its lines and of those of its caption in the passage, from 0.
        caption: as printed; empty if the passage has none.
        rows: with their labels and headings.
        heads: of each column of the first row its headings, the uppermost first.
    """

    lines: frozenset[int]
    caption: str
    rows: tuple[Row, ...]
    heads: tuple[tuple[str, ...], ...] = ()


def tables_of(text: str, arms: Sequence[str] = ()) -> tuple[TableOfPassage, ...]:
    """The tables of a passage whose rows and columns are certain, in order.

    Args:
        text: the passage as printed, its lines as they are.
        arms: names of the arms that it may speak of.
    """
    if "\n" not in text or not _FIGURES.search(text):
        return ()
    found = _read(text, arms)
    if found or _CAPTION.search(text):
        return found
    first, second = text.split("\n", 2)[:2]
    column = _SECOND.match(second)
    if column and first[0] not in " \t" and _APART.search(first):
        # What is cited from its first letter on has lost the blanks before it.
        found = _read(f"{' ' * column.end()}{text}", arms)
        if found:
            return found
    # Nothing but a caption says of lines with single blanks that they are a table.
    inside = _read(f"{_TITLE}\n\n{text}", arms)
    return tuple(
        replace(
            table,
            lines=frozenset(n - _TITLE_LINES for n in table.lines if n >= _TITLE_LINES),
            caption="",
            rows=tuple(replace(row, table="") for row in table.rows),
        )
        for table in inside
    )


def _read(text: str, arms: Sequence[str]) -> tuple[TableOfPassage, ...]:
    found = []
    for block in read_blocks(SourceText(text), Annotations(), (), arms=arms, cited=True):
        if block.kind != "table" or not block.rows:
            continue
        caption = " ".join(line.content for line in block.caption)
        rows = tuple(_unmarked(replace(row, table=caption)) for row in block.rows)
        lines = frozenset(line.number - 1 for line in (*block.caption, *block.lines))
        heads = tuple(
            tuple(fold(text[start:end]) for start, end in cell.column_spans)
            for cell in rows[0].cells
        )
        found.append(TableOfPassage(lines, caption, rows, heads))
    return tuple(found)


_MARK = re.compile(r"(?<=\w{3})\s[a-e]$|\s?[*†‡§¶]{1,3}$")
"""What calls a note, which the passage need not have: a lone letter behind a word, or a sign."""


def _unmarked(row: Row) -> Row:
    """A row without the marks at the ends of its labels, headings and cells."""
    cells = tuple(
        replace(cell, column=_MARK.sub("", cell.column), text=re.sub(r"[*†‡§¶]+$", "", cell.text))
        for cell in row.cells
    )
    return replace(row, label=_MARK.sub("", row.label), cells=cells)
