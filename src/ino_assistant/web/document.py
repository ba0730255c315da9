"""A document to read, in reading order, with what an answer cites marked exactly.

Prose is the source text with white space folded, lists are lists, tables are drawn as tables.
A mark covers the cited characters and no more; where the passage can't be located the page
says so and marks nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import sha256
from importlib import resources
from itertools import pairwise
from urllib.parse import quote as quote_path
from urllib.parse import urlencode

from ino_assistant.answering.saying.render import page_words
from ino_assistant.corpus.model import Block, Document, Statement
from ino_assistant.corpus.references import MARKS, expand_marks
from ino_assistant.corpus.show_source import statements_of_blocks
from ino_assistant.text import Span, quote_of, squeeze
from ino_assistant.web.markup import text

_SPANS = re.compile(r"\d{1,9}-\d{1,9}(?:,\d{1,9}-\d{1,9}){0,199}\Z")
_MARK = re.compile(MARKS)
_BULLET = re.compile(r"\s*[•–]\s*")
_FINGERPRINT = 16
LABEL_ONLY = "Only the label text of this document is shown in your role."
NOT_LOCATED = "The passage can't be located in this document, so nothing is marked."


def document_url(
    document: str, spans: Sequence[Span], quote: str, number: Span | None = None
) -> str:
    """Where the page of a document is served, open at a passage.

    Args:
        document: its id.
        spans: the cited spans of its source.
        quote: what the citation quotes; the page marks nothing unless the spans hold it.
        number: the span of one figure of the passage, marked more strongly.
    """
    asked = {"spans": _written(spans), "quote": _fingerprint(quote)}
    if number is not None:
        asked["number"] = _written([number])
    return f"/documents/{quote_path(document, safe='')}?{urlencode(asked, safe=',')}#cited"


def read_spans(written: str) -> tuple[Span, ...]:
    """`12-40,55-60` as spans; nothing where it is not written so."""
    if not _SPANS.match(written):
        return ()
    pairs = (part.split("-") for part in written.split(","))
    return tuple((int(start), int(end)) for start, end in pairs)


def document_page(
    document: Document,
    spans: Sequence[Span] = (),
    quote: str = "",
    number: Sequence[Span] = (),
    *,
    label_only: bool = False,
) -> str:
    """One self-contained HTML page.

    Args:
        document: what is read.
        spans: what is cited of it.
        quote: the fingerprint of what the spans hold, as `document_url` writes it.
        number: the span of one figure within.
        label_only: whether nothing but its label text may be shown.
    """
    located = _holds(document.source, spans, quote)
    cited = tuple(spans) if located else ()
    figure = number[0] if located and len(number) == 1 and _within(number[0], spans) else None
    reader = _Reader(document, cited, figure, label_only=label_only)
    body = "".join(reader.blocks())
    notice = ""
    if spans and not reader.marked:
        notice = f'<p class="not-located" id="cited" role="status">{text(NOT_LOCATED)}</p>'
    if label_only:
        notice += f'<p class="soft">{text(LABEL_ONLY)}</p>'
    title = text(document.title)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_style()}</style></head><body><main>"
        f'<header><h1>{title}</h1><p class="soft">{text(document.kind)}, {text(document.date)}. '
        "Reading order and page numbers are inferred from the extracted text unless it says "
        f"otherwise.</p>{notice}</header>{body}</main></body></html>\n"
    )


class _Reader:
    """Draws the blocks of one document, each once."""

    def __init__(
        self, document: Document, cited: Sequence[Span], figure: Span | None, *, label_only: bool
    ) -> None:
        self._document, self._source = document, document.source
        self._label_only = label_only
        self._cited, self._figure = cited, figure
        self._statements = statements_of_blocks(document)
        self._marks = frozenset(_reference_marks(document))
        self._titles: list[str] = []
        self.marked = False

    def blocks(self) -> Iterator[str]:
        """The document, block by block, with a line where a page begins."""
        page: int | None = None
        for index, block in enumerate(self._document.blocks):
            if block.kind == "furniture":
                continue
            made = self._statements.get(index, [])
            if self._label_only and not _is_label(made):
                continue
            new = next((s for s in made if s.page is not None), None)
            if new is not None and new.page != page:
                page = new.page
                words = page_words(page, confirmed=new.page_confirmed)
                yield f'<p class="page">{words.capitalize()}</p>'
            yield self._block(block, made)
            if block.kind in ("heading", "figure_caption"):
                self._titles.append(squeeze(quote_of(self._source, block.spans)))

    def _block(self, block: Block, made: Sequence[Statement]) -> str:
        rows = [s for s in made if s.row is not None]
        if block.kind == "heading":
            level = min(1 + max(len(block.section), 1), 4)
            return f"<h{level}>{self._spans(block.spans)}</h{level}>"
        if rows:
            return self._table(rows)
        if block.note == "layout lost" and block.kind == "table":
            return self._lost(block)
        items = [s for s in made if not s.parts and s.context != "Abbreviation"]
        if block.kind in ("list", "table", "figure_text", "boxed_warning") and len(items) > 1:
            return self._list(block, items)
        name = "boxed" if block.kind == "boxed_warning" else block.kind
        return f'<p class="{name}">{self._spans(block.spans)}</p>'

    def _list(self, block: Block, items: Sequence[Statement]) -> str:
        """The block whole, broken where an item begins."""
        starts = sorted(s.spans[0][0] for s in items)
        pieces: list[str] = []
        for first, last in block.spans:
            cuts = [first, *(self._item_start(at) for at in starts if first < at < last), last]
            cuts = sorted({max(cut, first) for cut in cuts})
            for start, end in pairwise(cuts):
                if self._source[start:end].strip():
                    pieces.append(f"<li>{self._text(start, end)}</li>")
        boxed = " boxed" if block.kind == "boxed_warning" else ""
        return f'<ul class="items{boxed}" role="list">{"".join(pieces)}</ul>'

    def _item_start(self, at: int) -> int:
        """Where an item's bullet stands, if it has one."""
        line = self._source.rfind("\n", 0, at) + 1
        return line if _BULLET.fullmatch(self._source[line:at]) else at

    def _lost(self, block: Block) -> str:
        lines = "\n".join(self._text(start, end) for start, end in block.spans)
        return (
            '<figure class="lost"><figcaption>The rows and columns of this table were lost when '
            "its text was extracted; its cells can't be read as facts.</figcaption>"
            f"<pre>{lines}</pre></figure>"
        )

    def _table(self, statements: Sequence[Statement]) -> str:
        rows = [s.row for s in statements if s.row is not None]
        heads = {c.column: c.column_spans for row in rows for c in row.cells}
        corner = self._spans(rows[0].label_heading_spans)
        head = "".join(f'<th scope="col">{self._spans(spans)}</th>' for spans in heads.values())
        body: list[str] = []
        group: tuple[Span, ...] = ()
        for row in rows:
            if row.group_spans and row.group_spans != group:
                body.append(
                    f'<tr class="group"><th colspan="{len(heads) + 1}" scope="rowgroup">'
                    f"{self._spans(row.group_spans)}</th></tr>"
                )
            group = row.group_spans
            texts = {c.column: self._spans(c.spans) for c in row.cells}
            cells = "".join(f"<td>{texts.get(column, '')}</td>" for column in heads)
            body.append(f'<tr><th scope="row">{self._spans(row.label_spans)}</th>{cells}</tr>')
        lead = f"<thead><tr><td>{corner}</td>{head}</tr></thead>" if any(heads) else ""
        name = text(rows[0].table)
        # Where it stands above already, it need not stand there twice.
        title = squeeze(rows[0].table)
        printed = any(above.startswith(title) for above in self._titles)
        caption = "" if printed else f"<caption>{name}</caption>"
        self._titles.append(title)
        return (
            f'<div class="scroll" tabindex="0" role="region" aria-label="{name}">'
            f"<table>{caption}{lead}<tbody>{''.join(body)}</tbody></table></div>"
        )

    def _spans(self, spans: Sequence[Span]) -> str:
        return " ".join(self._text(start, end) for start, end in spans)

    def _text(self, start: int, end: int) -> str:
        """Source text as HTML: cited characters marked, reference marks raised."""
        runs = [*self._cited, *self._marks, *([self._figure] if self._figure else [])]
        edges = {edge for run in runs for edge in run if start < edge < end}
        return "".join(self._piece(a, b) for a, b in pairwise(sorted({start, end, *edges})))

    def _piece(self, start: int, end: int) -> str:
        words = text(self._source[start:end])
        if (start, end) in self._marks:
            words = f'<sup title="reference">{words}</sup>'
        if not words.strip() or not any(a <= start and end <= b for a, b in self._cited):
            return words
        name = "" if self.marked else ' id="cited"'
        self.marked = True
        figure = self._figure
        if figure is not None and figure[0] <= start and end <= figure[1]:
            return f'<mark{name} class="figure">{words}</mark>'
        return f"<mark{name}>{words}</mark>"


def _is_label(made: Sequence[Statement]) -> bool:
    return bool(made) and all(statement.authority == "label" for statement in made)


def _reference_marks(document: Document) -> Iterator[Span]:
    """Where the source's own reference numbers stand, behind the statements that have them."""
    for statement in document.statements:
        for spans in (statement.spans, *statement.places):
            match = _MARK.match(document.source, spans[-1][1])
            if match and expand_marks(match.group()) == statement.references:
                yield match.span()


def _holds(source: str, spans: Sequence[Span], quote: str) -> bool:
    if not spans or any(not 0 <= start < end <= len(source) for start, end in spans):
        return False
    printed = (quote_of(source, spans), quote_of(source, spans, cells=True))
    return quote in map(_fingerprint, printed)


def _within(figure: Span, spans: Sequence[Span]) -> bool:
    return any(start <= figure[0] < figure[1] <= end for start, end in spans)


def _written(spans: Sequence[Span]) -> str:
    return ",".join(f"{start}-{end}" for start, end in spans)


def _fingerprint(quote: str) -> str:
    return sha256(quote.encode()).hexdigest()[:_FINGERPRINT]


@cache
def _style() -> str:
    return resources.files(__package__).joinpath("document.css").read_text(encoding="utf-8")


__all__ = ["LABEL_ONLY", "NOT_LOCATED", "document_page", "document_url", "read_spans"]
