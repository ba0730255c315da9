"""What was found in a draft: frozen data, and the JSON that is printed of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ino_assistant.answering.saying.answer import Citation
from ino_assistant.checking.boxed import BoxCheck
from ino_assistant.checking.draft import Draft
from ino_assistant.fidelity.quantity.model import VerdictName
from ino_assistant.text import Span

State = Literal["right", "caveat", "wrong", "unsaid", "none"]
"""Of a sentence: right; right, but a qualification is left out; against the source; not told by
the source, or not to be told what belongs to what; nothing to check."""

STATE_WORDS: Mapping[State, str] = {
    "right": "Right",
    "caveat": "Qualification left out",
    "wrong": "Wrong",
    "unsaid": "Not backed by the documents",
    "none": "Nothing to check",
}
VERDICT_WORDS: Mapping[VerdictName, str] = {
    "supported": "The source says so",
    "derived": "Right: computed or rounded from the source, not printed in it",
    "contradicted": "The source says otherwise",
    "not_in_evidence": "The documents do not say this",
    "cannot_bind": "It can't be told which arm, endpoint or group this belongs to",
}
BOX_WORDS: Mapping[str, str] = {
    "whole": "present and whole",
    "altered": "present, but its wording is altered",
    "incomplete": "not whole: some of it is missing",
    "apart": "every sentence is there, but not together and in order",
    "missing": "missing",
}
BOXED = "boxed_warning"
"""Kind of the issue of a sentence that is one of a boxed warning, in other words."""
_ACCEPTED = ("supported", "derived")


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing that is wrong with a sentence.

    Attributes:
        kind: as the verifier calls it.
        text: the words that are wrong, as the verifier read them.
        detail: what the source has instead.
        spans: where the words stand in the sentence; empty if they can't be found there.
    """

    kind: str
    text: str
    detail: str
    spans: tuple[Span, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The JSON of it."""
        return {
            "kind": self.kind,
            "text": self.text,
            "detail": self.detail,
            "spans": [list(span) for span in self.spans],
        }


@dataclass(frozen=True, slots=True)
class MissingCaveat:
    """A qualification of the source that the draft leaves out.

    Attributes:
        advisory: it says only whose view something is; the draft is not wrong without it.
    """

    text: str
    citation: Citation
    advisory: bool

    def as_dict(self) -> dict[str, Any]:
        """The JSON of it."""
        return {
            "text": self.text,
            "advisory": self.advisory,
            "citation": self.citation.as_dict(),
        }


@dataclass(frozen=True, slots=True)
class Checked:
    """A sentence, list item or table cell of a draft, and what was found of it.

    Attributes:
        number: from 1, in the order of the draft.
        block: index of its block, and `span` in that block's text.
        reason: why there is nothing to check; empty for a claim.
        verdict: None where there is nothing to check.
        evidence: the passages that it was held against, best first.
    """

    number: int
    block: int
    span: Span
    text: str
    place: str
    reason: str = ""
    verdict: VerdictName | None = None
    issues: tuple[Issue, ...] = ()
    caveats: tuple[MissingCaveat, ...] = ()
    evidence: tuple[Citation, ...] = ()

    @property
    def state(self) -> State:
        """What it comes to."""
        if self.verdict is None:
            return "none"
        if any(issue.kind == BOXED for issue in self.issues):
            return "wrong"
        if self.verdict in _ACCEPTED:
            return "caveat" if any(not c.advisory for c in self.caveats) else "right"
        return "wrong" if self.verdict == "contradicted" else "unsaid"

    @property
    def ok(self) -> bool:
        """Whether nothing has to be done about it."""
        return self.state in ("right", "none")

    def as_dict(self) -> dict[str, Any]:
        """The JSON of it."""
        return {
            "number": self.number,
            "place": self.place,
            "block": self.block,
            "span": list(self.span),
            "text": self.text,
            "state": self.state,
            "verdict": self.verdict,
            "reason": self.reason or None,
            "problems": [issue.as_dict() for issue in self.issues],
            "caveats": [caveat.as_dict() for caveat in self.caveats],
            "evidence": [citation.as_dict() for citation in self.evidence],
        }


@dataclass(frozen=True, slots=True)
class DraftReport:
    """Everything that was found in a draft.

    Attributes:
        products: that the draft is about.
        boxes: one a product of these that has a boxed warning; of all products of the corpus
            where the draft names none.
    """

    draft: Draft
    products: tuple[str, ...]
    sentences: tuple[Checked, ...]
    boxes: tuple[BoxCheck, ...]
    corpus_version: str
    index_version: str
    timings_ms: Mapping[str, float]

    @property
    def ok(self) -> bool:
        """Whether every claim is right and every boxed warning whole."""
        return all(s.ok for s in self.sentences) and all(box.whole for box in self.boxes)

    @property
    def counts(self) -> dict[State, int]:
        """How many sentences there are of each state."""
        counts: dict[State, int] = dict.fromkeys(STATE_WORDS, 0)
        for sentence in self.sentences:
            counts[sentence.state] += 1
        return counts

    def as_dict(self) -> dict[str, Any]:
        """The JSON of `check --json`; docs/checking.md describes it."""
        return {
            "file": self.draft.name,
            "format": self.draft.format,
            "sha256": self.draft.sha256,
            "ok": self.ok,
            "counts": dict(self.counts),
            "products": list(self.products),
            "not_read": list(self.draft.not_read),
            "blocks": [
                {"kind": b.kind, "place": b.place, "text": b.text} for b in self.draft.blocks
            ],
            "sentences": [sentence.as_dict() for sentence in self.sentences],
            "boxed_warnings": [_box(box) for box in self.boxes],
            "corpus_version": self.corpus_version,
            "index_version": self.index_version,
            "timings_ms": dict(self.timings_ms),
        }


def _box(box: BoxCheck) -> dict[str, Any]:
    return {
        "product": box.product,
        "status": box.status,
        "source": box.warning.document_title,
        "sha256": box.warning.sha256,
        "text": box.warning.text,
        "parts": [
            {
                "text": part.text,
                "status": part.status,
                "found": part.found or None,
                "place": part.place or None,
                "changes": [
                    {"kind": c.kind, "printed": c.printed, "found": c.found} for c in part.changes
                ],
            }
            for part in box.parts
        ],
    }
