"""One statement: its id, page, quote and display; printings of one, and each once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ino_assistant.corpus.annotations import Annotations
from ino_assistant.corpus.blocks import RawBlock
from ino_assistant.corpus.model import Row, Statement, StatementKind
from ino_assistant.corpus.references import PLAIN, MarkForms, bracketed_marks, expand_marks
from ino_assistant.corpus.repairs import display_of, words_of
from ino_assistant.corpus.source import SourceText
from ino_assistant.text import CELL_JOINER, Span, quote_of, squeeze


class StatementForm:
    """Makes single statements of one document.

    Args:
        document: id of the document.
        source: its text.
        annotations: the reviewer's decisions, for pages and damaged glyphs.
        products: names of the products that the document is about.
        marks: what the document tells of its reference marks.
    """

    def __init__(
        self,
        document: str,
        source: SourceText,
        annotations: Annotations,
        products: tuple[str, ...],
        marks: MarkForms = PLAIN,
    ) -> None:
        self._document, self._marks = document, marks
        self._source = source
        self._authority = annotations.authority
        self._products = products
        self._vocabulary = words_of(source.text)
        self._glyphs = {g.printed: g.reads for g in annotations.glyph}
        self._pages = sorted((p.line, p.number, p.basis) for p in annotations.page)

    def statement(
        self,
        block: RawBlock,
        kind: StatementKind,
        spans: tuple[Span, ...],
        *,
        context: str = "",
        references: tuple[str, ...] = (),
        cells: bool = False,
    ) -> Statement:
        """A statement of some spans of a block.

        Args:
            block: gives section and authority.
            kind: what the statement is.
            spans: where its text stands, not empty.
            context: what it stands under: a run-in title, a caption, a list's lead.
            references: marks that stand behind it.
            cells: whether the spans are the label and the cells of a row.
        """
        text = self._source.text
        joiner = CELL_JOINER if cells else "\n"
        raw = joiner.join(text[start:end] for start, end in spans)
        made = display_of(raw, self._vocabulary, self._glyphs, self._marks)
        inside = [raw[a:b] for a, b in bracketed_marks(raw, self._marks.bracketed)]
        references += tuple(number for marks in inside for number in expand_marks(marks))
        page, confirmed = self._page(spans[0][0])
        return Statement(
            id=f"{self._document}:{spans[0][0]}-{spans[-1][1]}",
            document=self._document,
            kind=kind,
            authority=block.authority or self._authority,
            section=block.section,
            page=page,
            page_confirmed=confirmed,
            quote=quote_of(text, spans, cells=cells),
            display=made.text,
            spans=spans,
            references=tuple(dict.fromkeys(references)),
            context=context,
            products=self._products,
            repairs=made.repairs,
        )

    def shown(self, raw: str) -> str:
        """Source text with the repairs of a statement's display."""
        return display_of(raw, self._vocabulary, self._glyphs, self._marks).text

    def _page(self, offset: int) -> tuple[int | None, bool]:
        line = self._source.line_of(offset)
        page, confirmed = None, False
        for first, number, basis in self._pages:
            if first <= line:
                page, confirmed = number, basis == "confirmed"
        return page, confirmed


def row_text(row: Row, cells: Sequence[int] | range) -> str:
    """A row in words: `Age, Median (range): Drug A (n=120) 46.5 (18-78); …`."""
    label = ", ".join(filter(None, (row.group, row.label)))
    shown = "; ".join(
        " ".join(filter(None, (row.cells[i].column, row.cells[i].display))) for i in cells
    )
    return f"{label}: {shown}"


def with_places(printings: Sequence[Sequence[Statement]]) -> Iterator[Statement]:
    """The first printing's statements, each with where the others print the same."""
    for index, made in enumerate(printings[0]):
        places = tuple(
            other[index].spans
            for other in printings[1:]
            if index < len(other) and squeeze(other[index].quote) == squeeze(made.quote)
        )
        yield replace(made, places=places)


def unique(statements: Sequence[Statement]) -> list[Statement]:
    """Without a second statement over the same text (a definition that is a sentence)."""
    seen: set[tuple[Span, ...]] = set()
    kept = []
    for statement in statements:
        if statement.spans not in seen:
            seen.add(statement.spans)
            kept.append(statement)
    return kept
