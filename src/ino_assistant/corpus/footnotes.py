"""Footnotes of tables that are called by a letter or sign: `Conjunctivitis b`, `b Includes ...`.

A letter is a mark only where both are there: it stands alone behind a label or heading of the
table (or glued to a label's last word, which is a word of the document without it), and a line
below the table begins with it. A sign (`once daily*`) is one behind a figure too,
and its note goes with the rows that call it. A line below it that is nothing but
abbreviations and what they stand for (`GMT: geometric mean titre.`) is a note as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from ino_assistant.corpus.abbreviations import find_listed
from ino_assistant.corpus.blocks import RawBlock
from ino_assistant.corpus.model import Cell, Row
from ino_assistant.corpus.source import Line
from ino_assistant.text import Span

_NOTE = re.compile(r"^\s*(?P<mark>[a-z])[.)]?\s+(?=[A-Z\d≥≤])")
_MARK = re.compile(r"(?<=\S)\s(?P<mark>[a-z])$")
_SIGN = re.compile(r"(?<=\S)\s?(?P<mark>[*†‡§¶#]{1,3})$")
SIGNED = re.compile(r"^(?P<mark>[*†‡§¶#]{1,3})\s?(?=[^\s*†‡§¶#])")
"""How a note begins that a sign calls."""
_WORD = re.compile(r"[^\W\d_]+")
_MIN_WORD = 4
CALLS = re.compile(r"(?<=\S)[ \t]+(?P<mark>[a-z])(?=[ \t]{2,}|[ \t]*\||[ \t]*$)")
"""A letter that calls a footnote, in a line of a table as printed."""


GLUED = re.compile(r"(?<=[^\W\d_])[a-z](?=\s|$)")
"""Such a letter right behind the words of a label."""


def with_letter_notes(blocks: Sequence[RawBlock]) -> Iterator[RawBlock]:
    """The blocks, with such footnotes as notes of their table and their letters off its labels."""
    made = list(blocks)
    words: frozenset[str] | None = None
    index = 0
    while index < len(made):
        block = made[index]
        after = made[index + 1] if index + 1 < len(made) else None
        if block.kind == "table" and block.table is None and after and after.kind == "prose":
            words = _words_told(made) if words is None else words
            glued = {_glued(row, words) for row in block.rows} - {""}
            notes = list(_notes(after.lines, _marks(block) | glued))
            if notes:
                found = {mark for mark, _ in notes}
                rows = (_without_glued(_without(r, found), found, words) for r in block.rows)
                made[index] = replace(block, rows=tuple(rows))
                kept = [replace(after, kind="table_note", lines=tuple(n)) for _, n in notes]
                made[index + 1 : index + 2] = kept
                index += len(kept)
        elif block.kind == "table" and block.rows and block.table is None:
            below = takewhile(lambda b: b.kind == "table_note", made[index + 1 :])
            signs = {m["mark"] for b in below for n in b.lines if (m := SIGNED.match(n.content))}
            made[index] = replace(block, rows=tuple(_unsigned(r, signs) for r in block.rows))
        index += 1
    yield from made


def with_definitions(blocks: Iterable[RawBlock]) -> Iterator[RawBlock]:
    """The blocks, with lines right below a table that only define its abbreviations as notes."""
    before: RawBlock | None = None
    for block in blocks:
        below = before is not None and before.kind in ("table", "table_note")
        if below and block.kind == "prose" and find_listed(block.text):
            yield replace(block, kind="table_note")
        else:
            yield block
        before = block


def _marks(table: RawBlock) -> set[str]:
    if not table.rows:
        # Its rows are lost, the letters behind its labels are not.
        return {m["mark"] for line in table.lines for m in CALLS.finditer(line.text)}
    texts = [t for r in table.rows for t in (r.label, r.group or "", *(c.column for c in r.cells))]
    return {match["mark"] for text in texts if (match := _MARK.search(text))}


def _words_told(blocks: Sequence[RawBlock]) -> frozenset[str]:
    """The words of a document outside its tables, in small letters."""
    told = (block.text for block in blocks if block.kind != "table")
    return frozenset(w.lower() for text in told for w in _WORD.findall(text))


def _glued(row: Row, words: frozenset[str]) -> str:
    """The letter at the end of a label that is a word of the document only without it."""
    word = (_WORD.findall(row.label) or [""])[-1]
    whole, bare = word.lower(), word[:-1].lower()
    glued = row.label.endswith(word) and len(bare) >= _MIN_WORD and bare in words
    return word[-1] if glued and whole not in words and word[-1].islower() else ""


def _without_glued(row: Row, marks: set[str], words: frozenset[str]) -> Row:
    if not row.label_spans or _glued(row, words) not in marks:
        return row
    start, end = row.label_spans[-1]
    return replace(row, label=row.label[:-1], label_spans=(*row.label_spans[:-1], (start, end - 1)))


def _notes(lines: Sequence[Line], marks: set[str]) -> Iterator[tuple[str, list[Line]]]:
    """The letter and the lines of each note; none unless the first line begins one."""
    mark, note = "", list[Line]()
    for line in lines:
        begins = _NOTE.match(line.text)
        if begins and begins["mark"] in marks:
            if note:
                yield mark, note
            mark, note = begins["mark"], [line]
        elif note:
            note.append(line)
        else:
            return
    if note:
        yield mark, note


def _unsigned(row: Row, signs: set[str]) -> Row:
    """A row without the signs that call notes, which it keeps for itself."""
    if not signs:
        return row
    texts = [row.label, row.group or "", *(t for c in row.cells for t in (c.column, c.text))]
    calls = [m["mark"] for text in texts if (m := _SIGN.search(text)) and m["mark"] in signs]
    if not calls:
        return row
    made = _without(row, signs, _SIGN)
    cells = []
    for cell in made.cells:
        text, spans = _cut(cell.text, cell.spans, signs, _SIGN)
        cells.append(replace(cell, text=text, span=spans[0], more=spans[1:]))
    return replace(made, cells=tuple(cells), calls=tuple(dict.fromkeys(calls)))


def _without(row: Row, marks: set[str], form: re.Pattern[str] = _MARK) -> Row:
    label, label_spans = _cut(row.label, row.label_spans, marks, form)
    group, group_spans = _cut(row.group or "", row.group_spans, marks, form)
    cells = tuple(_cell(cell, marks, form) for cell in row.cells)
    return replace(
        row,
        label=label,
        label_spans=label_spans,
        group=group or None,
        group_spans=group_spans,
        cells=cells,
    )


def _cell(cell: Cell, marks: set[str], form: re.Pattern[str]) -> Cell:
    column, spans = _cut(cell.column, cell.column_spans, marks, form)
    return replace(cell, column=column, column_spans=spans)


def _cut(
    text: str, spans: tuple[Span, ...], marks: set[str], form: re.Pattern[str] = _MARK
) -> tuple[str, tuple[Span, ...]]:
    """A label without the mark at its end, and its last span without it."""
    match = form.search(text)
    if match is None or match["mark"] not in marks or not spans:
        return text, spans
    start, end = spans[-1]
    kept = (start, end - (len(text) - match.start()))
    return text[: match.start()], (*spans[:-1], kept)
