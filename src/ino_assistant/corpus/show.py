"""A document as a page to review: its source beside what was made of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from html import escape
from importlib import resources

from ino_assistant.corpus.audit import DocumentAudit, audit_document
from ino_assistant.corpus.model import Document
from ino_assistant.corpus.show_made import kind_name, line_link, made_html
from ino_assistant.corpus.show_source import (
    Segment,
    Underlines,
    segments,
    source_html,
    statements_of_blocks,
)
from ino_assistant.corpus.source import SourceText


def document_page(document: Document, beneath: Mapping[str, str] | None = None) -> str:
    """One self-contained HTML page: nothing on it is fetched from anywhere.

    Args:
        document: a document as read.
        beneath: HTML to show under a statement, by the statement's id.
    """
    source = SourceText(document.source)
    title = escape(document.title)
    return "".join(
        (
            '<!doctype html><html lang="en"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>{title}: as read</title><style>{_style()}</style></head><body>",
            *_header(document),
            *_findings(audit_document(document)),
            "<main>",
            *_pairs(document, source, beneath or {}),
            "</main></body></html>\n",
        )
    )


@cache
def _style() -> str:
    return resources.files(__package__).joinpath("show.css").read_text(encoding="utf-8")


def _header(document: Document) -> Iterator[str]:
    yield f"<header><h1>{escape(document.title)}</h1>"
    yield f'<p class="soft">{escape(document.kind)} · {escape(document.date)} · '
    yield f"{len(document.blocks)} blocks, {len(document.statements)} statements · "
    yield f'source sha256 <span class="hash">{escape(document.sha256)}</span></p>'
    names = "; ".join(
        f"{product.name} ({', '.join(n for n in product.names if n != product.name)})"
        if len(product.names) > 1
        else product.name
        for product in document.products
    )
    yield f"<p>Products: {escape(names)}</p>"
    for notice in document.notices:
        yield f'<p class="notice">{escape(notice)}</p>'
    for warning in document.boxed_warnings:
        items = "".join(f"<li>{escape(bullet)}</li>" for bullet in warning.bullets)
        yield f'<div class="box"><b>{escape(warning.heading)}</b><ul>{items}</ul>'
        yield f'<p class="hash">{escape(warning.product)}, sha256 {warning.sha256}</p></div>'
    yield '<ul class="legend">'
    counts = Counter(block.kind for block in document.blocks)
    for kind, count in sorted(counts.items()):
        yield f'<li class="k-{kind}">{kind_name(kind)} {count}</li>'
    yield "</ul></header>"


def _findings(audit: DocumentAudit) -> Iterator[str]:
    parts = (
        ("Read by nobody", [(u.text, (u.line,)) for u in audit.unexplained]),
        ("Lost in the source", [(n.what, (n.line,)) for n in audit.lost]),
        (
            "Does not add up (never corrected)",
            [
                (f"{m.text}: printed {m.printed}, computed {m.computed} ({m.rule})", (m.line,))
                for m in audit.arithmetic
            ],
        ),
        (
            "Does not agree",
            [(f"{d.what}: {' / '.join(d.values)}", d.lines) for d in audit.disagreements],
        ),
        ("Inferred, to be confirmed", [(n.what, (n.line,)) for n in audit.inferred]),
    )
    yield '<section class="findings">'
    for title, entries in parts:
        if entries:
            yield f"<details open><summary><b>{title}: {len(entries)}</b></summary><ul>"
            for text, lines in entries:
                links = ", ".join(map(line_link, lines))
                yield f"<li>line {links}: {escape(text)}</li>"
            yield "</ul></details>"
    yield "</section>"


def _pairs(document: Document, source: SourceText, beneath: Mapping[str, str]) -> Iterator[str]:
    leaves = [s for s in document.statements if not s.parts and s.context != "Abbreviation"]
    inside = {id(s) for s in leaves}
    # Definitions stand inside sentences; in a note they are all that there is.
    notes = [s for s in document.statements if id(s) not in inside and not s.parts]
    underlines = Underlines(document, [*notes, *leaves])
    by_block = statements_of_blocks(document)
    by_id = {s.id: s for s in document.statements}
    for segment in segments(document, source):
        if segment.block is None:
            yield _pair(source_html(segment, "none", underlines), "<p>in no block</p>")
            continue
        block = document.blocks[segment.block]
        left = source_html(segment, block.kind, underlines)
        if segment.role == "first":
            made = by_block.get(segment.block, [])
            yield _pair(left, made_html(block, made, by_id, source, beneath))
        else:
            yield _pair(left, _elsewhere(segment, source.line_of(block.spans[0][0])))


def _pair(left: str, right: str) -> str:
    return f'<div class="pair">{left}<div class="made">{right}</div></div>'


def _elsewhere(segment: Segment, line: int) -> str:
    what = "the same text as" if segment.role == "again" else "goes on from"
    return f'<p class="again">{what} line {line_link(line)}</p>'
