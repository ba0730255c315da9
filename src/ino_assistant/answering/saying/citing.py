"""Citations of the corpus, and the segments that an answer's text is made of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ino_assistant.corpus.model import Authority, Corpus, Statement, StatementKind
from ino_assistant.text import CELL_JOINER, Span, quote_of

# A number as a reader sees it: comparator, sign, digits, decimals, exponent, percent. A hyphen
# behind a letter or digit is none of it: `18-78`, `INO-1022`.
NUMBER = re.compile(
    r"(?:[≥≤<>±~]\s?)?(?:(?<!\w)[-−])?(?:\d+(?:[.,]\d+)*|(?<![\w)])\.\d+)[⁺⁻⁰¹²³⁴-⁹]*(?:\s?%)?"
)


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a piece of the answer stands in the corpus."""

    marker: int
    document: str
    document_title: str
    section: str
    page: int | None
    page_confirmed: bool
    kind: StatementKind
    authority: Authority
    quote: str
    spans: tuple[Span, ...]
    references: tuple[str, ...]
    statement: str
    display: str
    spoken: tuple[str, ...] = ()
    """What an answer may say of it, besides its quote and headings."""

    @classmethod
    def of(
        cls,
        corpus: Corpus,
        statement: Statement,
        marker: int,
        cells: Sequence[int] | None = None,
    ) -> Citation:
        """Cite a statement, or of a table row only the cells asked for.

        Args:
            corpus: where the statement is from.
            statement: what is cited.
            marker: the number shown to the reader, from 1.
            cells: indexes into `statement.row.cells`; None cites the whole statement.
        """
        document = corpus.document(statement.document)
        spans, quote, display = statement.spans, statement.quote, statement.display
        spoken: tuple[str, ...] = (quote, display)
        if statement.row is not None and cells is not None:
            spans = row_spans(statement, cells)
            quote = quote_of(document.source, spans, cells=True)
            row = statement.row
            chosen = [row.cells[i] for i in cells]
            labels = [text for text in (row.group, row.label) if text]
            parts = [text for cell in chosen for text in (cell.column, cell.display) if text]
            display = CELL_JOINER.join([*labels, *parts])
            spoken = (quote, *labels, *parts)
        return cls(
            marker=marker,
            document=document.id,
            document_title=document.title,
            section=" > ".join(statement.section),
            page=statement.page,
            page_confirmed=statement.page_confirmed,
            kind=statement.kind,
            authority=statement.authority,
            quote=quote,
            spans=spans,
            references=statement.references,
            statement=statement.id,
            display=display,
            spoken=spoken,
        )

    def as_dict(self) -> dict[str, Any]:
        """The JSON of the contract, with `statement` and `document_title` added."""
        return {
            "marker": self.marker,
            "document": self.document,
            "section": self.section,
            "page": self.page,
            "page_confirmed": self.page_confirmed,
            "kind": self.kind,
            "authority": self.authority,
            "quote": self.quote,
            "spans": [list(span) for span in self.spans],
            "references": list(self.references),
            "statement": self.statement,
            "document_title": self.document_title,
        }


def row_spans(statement: Statement, cells: Sequence[int]) -> tuple[Span, ...]:
    """Spans of the row's labels and of each cell after the heading of its column."""
    row = statement.row
    if row is None:
        raise ValueError(f"{statement.id} is not a table row")
    spans = [*row.group_spans, *row.label_spans]
    for index in cells:
        spans += [*row.cells[index].column_spans, *row.cells[index].spans]
    return tuple(spans)


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the answer's text: words that rest on a citation, or the assistant's own.

    `citation` is the marker of the citation that the piece rests on, or None for the
    assistant's own words, which may hold no number.
    """

    text: str
    citation: int | None = None


class UnsupportedSegmentError(ValueError):
    """A piece of an answer says what the statement that it cites does not."""


def mark(marker: int) -> Segment:
    """The small number in the text that points to a citation."""
    return Segment(f" [{marker}]", marker)


def is_mark(segment: Segment) -> bool:
    """Whether a segment is the small number that points to a citation."""
    return segment.text == f" [{segment.citation}]"


__all__ = [
    "CELL_JOINER",
    "NUMBER",
    "Citation",
    "Segment",
    "UnsupportedSegmentError",
    "is_mark",
    "mark",
    "row_spans",
]
