"""The left side of a document's page: its source, line by line, statements underlined."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from ino_assistant.corpus.findings import printings
from ino_assistant.corpus.model import Block, Document, Statement
from ino_assistant.corpus.references import MARKS, expand_marks
from ino_assistant.corpus.source import Line, SourceText

Role = Literal["first", "rest", "again", "none"]


@dataclass(frozen=True, slots=True)
class Segment:
    """Lines that stand together and belong to one printing of one block.

    Attributes:
        role: the block's beginning; what follows after something cut it; a further
            printing of it; or lines of no block at all.
        block: index of the block, None for lines of none.
    """

    role: Role
    block: int | None
    lines: tuple[Line, ...]


def segments(document: Document, source: SourceText) -> list[Segment]:
    """The whole source in order, cut wherever another block begins."""
    owner: dict[int, tuple[int, int]] = {}
    for index, block in enumerate(document.blocks):
        for printing, spans in enumerate((block.spans, *block.places)):
            for start, end in spans:
                for number in range(source.line_of(start), source.line_of(max(start, end - 1)) + 1):
                    owner.setdefault(number, (index, printing))
    found: list[tuple[tuple[int, int] | None, list[Line]]] = []
    for line in source.lines:
        if line.blank:
            continue
        belongs = owner.get(line.number)
        if found and found[-1][0] == belongs:
            found[-1][1].append(line)
        else:
            found.append((belongs, [line]))
    seen: set[tuple[int, int]] = set()
    made = []
    for belongs, lines in found:
        if belongs is None:
            made.append(Segment("none", None, tuple(lines)))
            continue
        role: Role = "again" if belongs[1] else "rest" if belongs in seen else "first"
        seen.add(belongs)
        made.append(Segment(role, belongs[0], tuple(lines)))
    return made


class Underlines:
    """Which characters belong to which statement, and which are reference marks."""

    def __init__(self, document: Document, leaves: Sequence[Statement]) -> None:
        self._source = document.source
        self._of: list[int] = [-1] * len(document.source)
        self._marks = bytearray(len(document.source))
        self._ids = [statement.id for statement in leaves]
        for index, statement in enumerate(leaves):
            for spans in printings(statement):
                for start, end in spans:
                    self._of[start:end] = [index] * (end - start)
                self._mark(spans[-1][1], statement.references)

    def _mark(self, end: int, references: tuple[str, ...]) -> None:
        match = re.compile(MARKS).match(self._source, end)
        if match and references and expand_marks(match.group()) == references:
            start, stop = match.span()
            self._marks[start:stop] = b"\1" * (stop - start)

    def line(self, line: Line) -> str:
        """One line's text as HTML."""
        return "".join(self._pieces(line))

    def _pieces(self, line: Line) -> Iterator[str]:
        start = line.start
        while start < line.end:
            key = (self._of[start], self._marks[start])
            end = start + 1
            while end < line.end and (self._of[end], self._marks[end]) == key:
                end += 1
            text = escape(self._source[start:end])
            if key[1]:
                yield f'<span class="mark" title="reference mark">{text}</span>'
            elif key[0] >= 0:
                odd = ' class="odd"' if key[0] % 2 else ""
                yield f'<a{odd} href="#{anchor(self._ids[key[0]])}">{text}</a>'
            else:
                yield text
            start = end


def anchor(statement_id: str) -> str:
    """The fragment that a statement is found by on the page."""
    return "s" + statement_id.rsplit(":", 1)[-1]


def source_html(segment: Segment, kind: str, underlines: Underlines) -> str:
    """The lines of a segment, numbered, in the colour of the block's kind."""
    rows = "".join(
        f'<div class="row"><a class="n" id="L{line.number}" href="#L{line.number}">{line.number}'
        f'</a><span class="t">{underlines.line(line)}</span></div>'
        for line in segment.lines
    )
    return f'<div class="source k-{kind}">{rows}</div>'


def statements_of_blocks(document: Document) -> dict[int, list[Statement]]:
    """Statements by the index of the block that they were made of."""
    found: dict[int, list[Statement]] = {}
    for statement in document.statements:
        at = statement.spans[0][0]
        index = next((i for i, b in enumerate(document.blocks) if _holds(b, at)), None)
        if index is not None:
            found.setdefault(index, []).append(statement)
    return found


def _holds(block: Block, offset: int) -> bool:
    return any(start <= offset < end for start, end in block.spans)
