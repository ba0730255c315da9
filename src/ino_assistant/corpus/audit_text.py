"""An audit in lines for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ino_assistant.corpus.audit import AuditReport, DocumentAudit

_NOTHING = "none"


def audit_lines(report: AuditReport) -> Iterator[str]:
    """The report in plain lines, documents apart by a blank line, the outcome last."""
    for document in report.documents:
        yield from document_lines(document)
        yield ""
    count = sum(len(document.unexplained) for document in report.documents)
    yield (
        f"{count} unexplained line(s): correct the annotations, or the reader"
        if report.unexplained
        else "All text is accounted for; what does not add up is listed above, never corrected."
    )


def document_lines(document: DocumentAudit) -> Iterator[str]:
    """One document's part of the report."""
    total = sum(document.blocks.values())
    yield f"{document.id}: {total} blocks"
    yield "  " + ", ".join(f"{count} {kind}" for kind, count in document.blocks.items())
    yield from _part("Unexplained text", [f"line {u.line}: {u.text}" for u in document.unexplained])
    yield from _part(
        "Does not add up",
        [
            f"line {m.line}: {m.text}: printed {m.printed}, computed {m.computed} ({m.rule})"
            for m in document.arithmetic
        ],
    )
    yield from _part(
        "Does not agree",
        [
            f"lines {', '.join(map(str, d.lines))}: {d.what}: {' / '.join(d.values)}"
            for d in document.disagreements
        ],
    )
    yield from _part("Lost in the source", [f"line {n.line}: {n.what}" for n in document.lost])
    yield from _part(
        "Inferred, to be confirmed", [f"line {n.line}: {n.what}" for n in document.inferred]
    )


def _part(title: str, lines: Sequence[str]) -> Iterator[str]:
    yield f"  {title}: {len(lines) or _NOTHING}"
    yield from (f"    {line}" for line in lines)
