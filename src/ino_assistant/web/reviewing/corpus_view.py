"""The documents: what was read from each, what is lost, and what does not add up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ino_assistant.corpus.audit import DocumentAudit, audit_document
from ino_assistant.corpus.model import Document
from ino_assistant.fidelity.binding.claim_table import ClaimTable, TableClaim
from ino_assistant.web.markup import icon, shortened, text
from ino_assistant.web.reviewing.files import claims_of, corpus_url
from ino_assistant.web.reviewing.frame_view import screen
from ino_assistant.web.reviewing.parts import facts, folded, link, listed

_LONG = 200


def corpus_screen(documents: Iterable[Document], claims: ClaimTable) -> str:
    """Every document with its audit and its claims.

    Args:
        documents: the corpus.
        claims: every figure of it, as bound and stored when it was read in.
    """
    body = "".join(_document(d, audited(d), claims_of(claims, d.id)) for d in documents)
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


def _document(document: Document, audit: DocumentAudit, claims: ClaimTable) -> str:
    good = not audit.unexplained
    line = (
        f'<p class="verdict good">{icon("check")}All text is accounted for.</p>'
        if good
        else f'<p class="verdict bad">{icon("warning")}{len(audit.unexplained)} lines are read '
        "by nobody.</p>"
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
                ("Figures", _counted(claims)),
                ("Source sha256", f"<code>{text(document.sha256)}</code>"),
                (
                    "Boxed warnings",
                    text(", ".join(w.product for w in document.boxed_warnings) or "none"),
                ),
            ]
        )
        + f'{notices}<p class="exports">{document_links(document)}</p>{line}'
        + f'<div class="stack">{_findings(document.id, audit)}{_open(claims)}</div></article>'
    )


def _findings(document_id: str, audit: DocumentAudit) -> str:
    parts = (
        ("Read by nobody", [((u.line,), u.text) for u in audit.unexplained], True),
        (
            "Does not add up",
            [
                ((m.line,), f"{m.text}: printed {m.printed}, computed {m.computed} ({m.rule})")
                for m in audit.arithmetic
            ],
            True,
        ),
        (
            "Does not agree",
            [(d.lines, f"{d.what}: {' / '.join(d.values)}") for d in audit.disagreements],
            False,
        ),
        ("Lost in the source", [((n.line,), n.what) for n in audit.lost], False),
        ("Inferred, to be confirmed", [((n.line,), n.what) for n in audit.inferred], False),
    )
    return "".join(
        folded(
            "finding",
            f"{title}: {len(found)}",
            listed(
                [f"{_lines(document_id, at)} {text(words)}" for at, words in found],
                name="history-list",
            ),
            start=start and bool(found),
        )
        for title, found, start in parts
        if found
    )


def _lines(document_id: str, lines: Sequence[int]) -> str:
    """The ways to lines of the source, beside what was read from them."""
    ways = ", ".join(link(str(line), corpus_url(document_id, line)) for line in lines)
    return f'<span class="soft">{"line" if len(lines) == 1 else "lines"} {ways}</span>'


def _counted(claims: ClaimTable) -> str:
    """How many figures were bound to what they are of."""
    left = len(claims.unbound)
    lost = sum(claim.quotable_only for claim in claims.claims)
    of_lost = f", {lost} of them in tables that lost their rows" if lost else ""
    opened = f", {left} with something open{of_lost}" if left else ""
    return f"{len(claims.claims)}: {len(claims.bound)} bound{opened}"


def _open(claims: ClaimTable) -> str:
    """Figures of which something was left open, by why; a lost table's are counted above."""
    reasons: dict[str, list[TableClaim]] = {}
    for claim in claims.unbound:
        if not claim.quotable_only:
            for unbound in claim.unbound:
                reasons.setdefault(f"{unbound.role}: {unbound.why}", []).append(claim)
    ordered = sorted(reasons.items(), key=lambda pair: -len(pair[1]))
    items = [
        f"<details><summary><strong>{len(found)}</strong> {text(why)}</summary>"
        f"{listed([_figure(claim) for claim in found], name='claims')}</details>"
        for why, found in ordered
    ]
    count = sum(not claim.quotable_only for claim in claims.unbound)
    return folded(
        "finding", f"Figures with something open: {count}", listed(items, name="history-list")
    )


def _figure(claim: TableClaim) -> str:
    where = " › ".join(claim.section)
    return (
        f"<strong>{text(claim.text)}</strong> {text(shortened(claim.sentence, _LONG))} "
        f'<span class="soft">{text(where)}</span>'
    )


def document_links(document: Document) -> str:
    """The ways to a document: to read it, and beside what was read from it."""
    return (
        f"{link('Read the document', f'/documents/{document.id}')} "
        f"{link('Beside what was read from it, with each figure', corpus_url(document.id))}"
    )


__all__ = ["audited", "corpus_screen"]
