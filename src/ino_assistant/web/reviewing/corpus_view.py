"""The documents: what was read from each, what is lost, and what does not add up."""

from __future__ import annotations

from collections.abc import Iterable

from ino_assistant.corpus.audit import DocumentAudit, audit_document
from ino_assistant.corpus.model import Document
from ino_assistant.web.markup import icon, text
from ino_assistant.web.reviewing.files import corpus_url
from ino_assistant.web.reviewing.frame_view import screen
from ino_assistant.web.reviewing.parts import facts, folded, link, listed


def corpus_screen(documents: Iterable[Document]) -> str:
    """Every document with its audit."""
    body = "".join(_document(d, audited(d)) for d in documents)
    return screen("corpus-screen", "Documents", f'<div class="stack">{body}</div>')


_audits: dict[tuple[str, str], DocumentAudit] = {}


def audited(document: Document) -> DocumentAudit:
    """The audit of a document; it takes a while, so the one of each hash is kept."""
    key = (document.id, document.sha256)
    if key not in _audits:
        for old in [k for k in _audits if k[0] == document.id]:
            _audits.pop(old, None)
        _audits[key] = audit_document(document)
    return _audits[key]


def _document(document: Document, audit: DocumentAudit) -> str:
    places = document_links(document)
    parts = (
        ("Read by nobody", [(f"line {u.line}", u.text) for u in audit.unexplained], True),
        (
            "Does not add up",
            [
                (
                    f"line {m.line}",
                    f"{m.text}: printed {m.printed}, computed {m.computed} ({m.rule})",
                )
                for m in audit.arithmetic
            ],
            True,
        ),
        (
            "Does not agree",
            [
                (f"lines {', '.join(map(str, d.lines))}", f"{d.what}: {' / '.join(d.values)}")
                for d in audit.disagreements
            ],
            False,
        ),
        ("Lost in the source", [(f"line {n.line}", n.what) for n in audit.lost], False),
        ("Inferred, to be confirmed", [(f"line {n.line}", n.what) for n in audit.inferred], False),
    )
    good = not audit.unexplained
    line = (
        f'<p class="verdict good">{icon("check")}All text is accounted for.</p>'
        if good
        else f'<p class="verdict bad">{icon("warning")}{len(audit.unexplained)} lines are read '
        "by nobody.</p>"
    )
    found = "".join(
        folded(
            "finding",
            f"{title}: {len(lines)}",
            listed(
                [f'<span class="soft">{text(at)}</span> {text(words)}' for at, words in lines],
                name="history-list",
            ),
            start=start and bool(lines),
        )
        for title, lines, start in parts
        if lines
    )
    notices = "".join(f'<p class="notice">{text(n)}</p>' for n in document.notices)
    return (
        f'<article class="part"><h3>{text(document.title)}</h3>'
        + facts(
            [
                ("Kind", text(document.kind)),
                ("Date", text(document.date)),
                ("Products", text(", ".join(p.name for p in document.products))),
                (
                    "Read as",
                    f"{len(document.blocks)} blocks, {len(document.statements)} statements",
                ),
                ("Source sha256", f"<code>{text(document.sha256)}</code>"),
                (
                    "Boxed warnings",
                    text(", ".join(w.product for w in document.boxed_warnings) or "none"),
                ),
            ]
        )
        + f'{notices}<p class="exports">{places}</p>{line}'
        + f'<div class="stack">{found}</div></article>'
    )


def document_links(document: Document) -> str:
    """The ways to a document: to read it, and beside what was read from it."""
    return (
        f"{link('Read the document', f'/documents/{document.id}')} "
        f"{link('Beside what was read from it', corpus_url(document.id))}"
    )


__all__ = ["audited", "corpus_screen"]
