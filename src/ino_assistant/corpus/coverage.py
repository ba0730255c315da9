"""Which text of a document is in no block, no statement and no declared exclusion.

Declared exclusions are headings (they are the sections of statements), captions, page
furniture, bullets, run-in titles, reference marks, letters that call footnotes, table headers,
and what stands before and between the entries of a note. Whatever is left was read by nobody.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from ino_assistant.corpus.abbreviations import NOTE_TITLE
from ino_assistant.corpus.findings import Unexplained, printings
from ino_assistant.corpus.footnotes import CALLS, GLUED
from ino_assistant.corpus.forms import BULLET, RUN_IN
from ino_assistant.corpus.model import Block, Document
from ino_assistant.corpus.references import MARKS, expand_marks
from ino_assistant.corpus.source import Line, SourceText
from ino_assistant.text import Span, fold

_WHOLE = frozenset({"heading", "figure_caption", "furniture"})
"""Kinds of block that are declared as a whole: their text names or numbers something."""
_TABLES = frozenset({"table", "case", "figure_text"})
_BORDERS = frozenset("|")


def unexplained(document: Document) -> tuple[Unexplained, ...]:
    """Text that nothing accounts for, one entry a line, in order.

    Args:
        document: a document as read.
    """
    source = SourceText(document.source)
    covered = bytearray(len(document.source))
    in_block = bytearray(len(document.source))
    for block in document.blocks:
        for spans in (block.spans, *block.places):
            _fill(in_block, spans)
            if block.kind in _WHOLE:
                _fill(covered, spans)
    for statement in document.statements:
        for spans in printings(statement):
            _fill(covered, spans)
        row = statement.row
        if row is not None:
            cells = [s for c in row.cells for s in (*c.spans, *c.column_spans)]
            _fill(covered, (*row.label_heading_spans, *row.group_spans, *row.label_spans, *cells))
            mark = GLUED.match(source.text, row.label_spans[-1][1]) if row.label_spans else None
            _fill(covered, [mark.span()] if mark else [])
        references = _reference_spans(document, statement.spans, statement.references)
        for place in statement.places:
            references += _reference_spans(document, place, statement.references)
        _fill(covered, references)
    for block in document.blocks:
        _declare(block, source, covered)
    found = []
    for line in source.lines:
        rest = "".join(
            character if not covered[line.start + i] or not in_block[line.start + i] else " "
            for i, character in enumerate(line.text)
        )
        if any(_says_something(character) for character in rest):
            found.append(Unexplained(line.number, fold(rest)))
    return tuple(found)


def _says_something(character: str) -> bool:
    """Letters, digits and signs do; punctuation between what is read does not."""
    if character in _BORDERS:
        return False
    return character == "%" or unicodedata.category(character)[0] in "LNS"


def _fill(mask: bytearray, spans: Iterable[Span]) -> None:
    for start, end in spans:
        mask[start:end] = b"\1" * (end - start)


def _reference_spans(
    document: Document, spans: tuple[Span, ...], references: tuple[str, ...]
) -> list[Span]:
    """Where a statement's reference marks stand: directly behind it, and equal to them."""
    match = re.compile(MARKS).match(document.source, spans[-1][1]) if references else None
    return [match.span()] if match and expand_marks(match.group()) == references else []


def _declare(block: Block, source: SourceText, covered: bytearray) -> None:
    for spans in (block.spans, *block.places):
        lines = _lines(source, spans)
        if block.kind in ("list", "boxed_warning", *_TABLES):
            for line in lines:
                bullet = BULLET.match(line.text)
                if bullet:
                    _fill(covered, [(line.start, line.start + bullet.end())])
        if block.kind in _TABLES:
            for line in lines:
                calls = [m.span("mark") for m in CALLS.finditer(line.text)]
                _fill(covered, [(line.start + a, line.start + b) for a, b in calls])
        opening = NOTE_TITLE.match(source.text, spans[0][0])
        if block.kind == "table_note" and opening:
            _fill(covered, [opening.span()])
        if block.kind == "safety":
            title = RUN_IN.match(fold(source.text[slice(*spans[0])]))
            if title and block.section and title[1] == block.section[-1]:
                colon = source.text.index(":", spans[0][0] + len(title[1]) - 1)
                _fill(covered, [(spans[0][0], colon + 1)])


def _lines(source: SourceText, spans: tuple[Span, ...]) -> list[Line]:
    found = []
    for start, end in spans:
        first, last = source.line_of(start), source.line_of(max(start, end - 1))
        found += [line for line in source.lines[first - 1 : last] if not line.blank]
    return found
