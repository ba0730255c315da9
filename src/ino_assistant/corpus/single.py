"""One statement: its id, page, quote and display, made of a block and some spans."""

from __future__ import annotations

from collections.abc import Sequence

from ino_assistant.corpus.annotations import Annotations
from ino_assistant.corpus.blocks import RawBlock
from ino_assistant.corpus.model import Row, Statement, StatementKind
from ino_assistant.corpus.repairs import display_of, words_of
from ino_assistant.corpus.source import SourceText
from ino_assistant.text import CELL_JOINER, Span, quote_of


class StatementForm:
    """Makes single statements of one document.

    Args:
        document: id of the document.
        source: its text.
        annotations: the reviewer's decisions, for pages and damaged glyphs.
        products: names of the products that the document is about.
    """

    def __init__(
        self,
        document: str,
        source: SourceText,
        annotations: Annotations,
        products: tuple[str, ...],
    ) -> None:
        self._document = document
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
        made = display_of(raw, self._vocabulary, self._glyphs)
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
            references=references,
            context=context,
            products=self._products,
            repairs=made.repairs,
        )

    def shown(self, raw: str) -> str:
        """Source text with the repairs of a statement's display."""
        return display_of(raw, self._vocabulary, self._glyphs).text

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
