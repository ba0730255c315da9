"""Blocks as they are read: lines with a function on the page, before statements are made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ino_assistant.corpus.annotations import TableEntry
from ino_assistant.corpus.model import Authority, Basis, Block, BlockKind, Row
from ino_assistant.corpus.source import Line
from ino_assistant.text import Span, fold


@dataclass(frozen=True)
class RawBlock:
    """A block with its lines, before statements are made of it."""

    kind: BlockKind
    lines: tuple[Line, ...]
    basis: Basis = "rule"
    level: int | None = None
    authority: Authority | None = None
    table: TableEntry | None = None
    of: str | None = None
    section: tuple[str, ...] = ()
    title: str = ""
    """Run-in title of a safety paragraph."""
    box: int | None = None
    """Which printing of a boxed warning this is."""
    lead: tuple[Line, ...] = ()
    """The line that leads in a list: `It is contraindicated in:`."""
    copies: tuple[tuple[Line, ...], ...] = ()
    rows: tuple[Row, ...] = ()
    """Rows of a table that shows its own columns."""
    lost: bool = False
    """A table by its looks whose rows or columns are not certain."""
    caption: tuple[Line, ...] = ()
    """The caption of a table that was found without an annotation."""
    bound: bool = False
    """A caption that such a table goes with."""

    @property
    def text(self) -> str:
        """Folded text of all lines."""
        return fold("\n".join(line.text for line in self.lines))

    @property
    def spans(self) -> tuple[Span, ...]:
        """One span for every run of lines with nothing but blank lines between them."""
        return spans_of(self.lines)

    @property
    def layout_lost(self) -> bool:
        """Whether this is a table whose cells have lost their rows or columns."""
        return self.lost or (self.table is not None and self.table.layout == "lost")

    def as_block(self) -> Block:
        """The block as the corpus keeps it."""
        return Block(
            kind=self.kind,
            section=self.section,
            spans=self.spans,
            places=tuple(spans_of(copy) for copy in self.copies),
            basis=self.basis,
            note="layout lost" if self.layout_lost else None,
        )


def spans_of(lines: Sequence[Line]) -> tuple[Span, ...]:
    """Spans of lines, joined where line numbers follow each other."""
    spans: list[list[int]] = []
    previous = None
    for line in lines:
        if previous is not None and line.number == previous + 1:
            spans[-1][1] = line.end
        else:
            spans.append([line.start, line.end])
        previous = line.number
    return tuple((start, end) for start, end in spans)
