"""The audit of a corpus: what of every document is covered, unexplained, or does not add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ino_assistant.corpus.agreement import disagreements
from ino_assistant.corpus.arithmetic import mismatches
from ino_assistant.corpus.coverage import unexplained
from ino_assistant.corpus.findings import Disagreement, Mismatch, Note, Unexplained
from ino_assistant.corpus.load import load_corpus
from ino_assistant.corpus.model import Document
from ino_assistant.corpus.source import SourceText


@dataclass(frozen=True, slots=True)
class DocumentAudit:
    """What was found in one document.

    Attributes:
        blocks: how many blocks there are of each kind.
        unexplained: text that nothing accounts for; the only findings that fail an audit.
        arithmetic: figures that don't follow from those they are printed with.
        disagreements: the same thing printed in ways that don't agree.
        inferred: annotations that nobody has confirmed yet.
        lost: what the source's extraction lost, so that it can't be answered from.
    """

    id: str
    blocks: Mapping[str, int]
    unexplained: tuple[Unexplained, ...]
    arithmetic: tuple[Mismatch, ...]
    disagreements: tuple[Disagreement, ...]
    inferred: tuple[Note, ...]
    lost: tuple[Note, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """As the contract of `corpus audit --json` names it."""
        return {
            "id": self.id,
            "blocks": dict(self.blocks),
            "unexplained": [u.as_dict() for u in self.unexplained],
            "arithmetic": [m.as_dict() for m in self.arithmetic],
            "disagreements": [d.as_dict() for d in self.disagreements],
            "inferred": [n.as_dict() for n in self.inferred],
            "lost": [n.as_dict() for n in self.lost],
        }


@dataclass(frozen=True, slots=True)
class AuditReport:
    """What was found in every document of a corpus."""

    documents: tuple[DocumentAudit, ...]

    @property
    def unexplained(self) -> bool:
        """Whether any document holds text that nothing accounts for."""
        return any(document.unexplained for document in self.documents)

    @property
    def exit_status(self) -> int:
        """1 on unexplained text; 0 otherwise, whatever does not add up."""
        return int(self.unexplained)

    def as_dict(self) -> dict[str, object]:
        """As the contract of `corpus audit --json` names it."""
        return {"documents": [document.as_dict() for document in self.documents]}


def audit_corpus(corpus_folder: Path) -> AuditReport:
    """The audit of every document of a folder.

    Args:
        corpus_folder: folder of manifests and sources.

    Raises:
        CorpusError: the corpus can't be loaded.
    """
    return AuditReport(tuple(audit_document(d) for d in load_corpus(corpus_folder).documents))


def audit_document(document: Document) -> DocumentAudit:
    """The audit of one document as read."""
    source = SourceText(document.source)
    kinds = Counter(block.kind for block in document.blocks)
    return DocumentAudit(
        id=document.id,
        blocks=dict(sorted(kinds.items())),
        unexplained=unexplained(document),
        arithmetic=mismatches(document),
        disagreements=disagreements(document),
        inferred=tuple(Note(what, line) for what, line in document.inferred),
        lost=tuple(
            Note(f"{statement.lost}: {_name(statement.section, statement.quote)}", line)
            for statement in document.statements
            if statement.lost
            for line in (source.line_of(statement.spans[0][0]),)
        ),
    )


def _name(section: tuple[str, ...], quote: str) -> str:
    """A lost table is told by its caption, which is the last of its section."""
    caption = section[-1] if section else ""
    return quote if quote.startswith(("Figure", "Table")) else caption or quote[:60]
