"""The Answer: what leaves the assistant, on every path.

Two things can't be forgotten because nothing can be built without them:

* the boxed warning: an Answer takes its warnings from the corpus itself, by product,
  and there is no argument to leave one out;
* the gate for numbers: the text is made of segments, and every passage of it is quoted
  from what it cites, or said by it in the verifier's judgement. See `gate`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import InitVar, dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import uuid4

from ino_assistant.answering.saying.citing import (
    CELL_JOINER,
    Citation,
    Segment,
    UnsupportedSegmentError,
    is_mark,
    mark,
    row_spans,
)
from ino_assistant.answering.saying.gate import Gate, Number, check_citation
from ino_assistant.corpus.model import Corpus

Outcome = Literal["answered", "corrected", "refused", "routed"]
Route = Literal["medical_information", "adverse_event", "pregnancy_exposure", "product_complaint"]


@dataclass(frozen=True, slots=True)
class CaveatNote:
    """A qualification of the source, as printed, with the citation that holds it."""

    text: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class ShownWarning:
    """A boxed warning as part of an answer, with the bullets that bear on the question."""

    product: str
    text: str
    sha256: str
    source: str
    heading: str
    bullets: tuple[str, ...]
    relevant: tuple[int, ...]

    def as_dict(self) -> dict[str, Any]:
        """The JSON of the contract."""
        return {
            "product": self.product,
            "text": self.text,
            "sha256": self.sha256,
            "source": self.source,
            "relevant": list(self.relevant),
        }


@dataclass(frozen=True)
class Answer:
    """One answer. See the module's docstring for what its construction guarantees.

    Args:
        corpus: what was answered from; source of the boxed warnings.
        products: names of the products that the answer concerns; empty for all.
        relevant: for each product, the indexes of the bullets that bear on the question.
        segments: the text, piece by piece.

    Raises:
        UnsupportedSegmentError: the text says a number that its citation does not, or a
            citation or caveat is not the corpus's own.
        ValueError: a boxed warning is not whole.
    """

    corpus: InitVar[Corpus]
    question: str
    outcome: Outcome
    segments: tuple[Segment, ...]
    products: tuple[str, ...] = ()
    relevant: InitVar[Mapping[str, tuple[int, ...]] | None] = None
    standalone_question: str = ""
    route: Route | None = None
    citations: tuple[Citation, ...] = ()
    caveats: tuple[CaveatNote, ...] = ()
    related: tuple[Citation, ...] = ()
    notices: tuple[str, ...] = ()
    validated: Mapping[str, Any] | None = None
    answerer: str = "extractive"
    replaced_sentences: int = 0
    """Sentences of a language model that were not let through: the quotation is shown instead."""
    index_version: str = ""
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    reason: str | None = None
    """Of a refusal: what kind it is, one of `render.REFUSALS`."""
    report: Mapping[str, Any] | None = None
    """Of a safety report: its kind, the words untouched, when they came, what is named in them."""
    problem: str | None = None
    """Why the question could not be worked on, where the question itself was unusable."""
    id: str = field(default_factory=lambda: uuid4().hex)
    created_at: str = field(
        default_factory=lambda: datetime.now(UTC).isoformat(timespec="milliseconds")
    )
    corpus_version: str = field(init=False, default="")
    boxed_warning: tuple[ShownWarning, ...] = field(init=False, default=())
    _numbers: tuple[Number, ...] = field(init=False, default=(), repr=False)

    def __post_init__(self, corpus: Corpus, relevant: Mapping[str, tuple[int, ...]] | None) -> None:
        object.__setattr__(self, "corpus_version", corpus.version)
        object.__setattr__(self, "boxed_warning", _warnings(corpus, self.products, relevant or {}))
        numbers = Gate(corpus, self.citations).judge(self.segments)
        object.__setattr__(self, "_numbers", numbers)
        for citation in self.related:
            check_citation(citation, corpus)
        for caveat in self.caveats:
            _check_caveat(caveat, corpus)

    @property
    def text(self) -> str:
        """The answer as the user reads it, without sources, caveats and warnings."""
        return "".join(segment.text for segment in self.segments)

    @property
    def numbers(self) -> list[dict[str, Any]]:
        """Every number in `text` outside of citation marks, with what supports it."""
        return [
            {"text": number.text, "verdict": number.verdict, "citation": number.citation}
            for number in self._numbers
        ]

    @property
    def rendered(self) -> str:
        """Markdown of everything that the user is shown."""
        from ino_assistant.answering.saying.render import render_markdown

        return render_markdown(self)

    def as_dict(self) -> dict[str, Any]:
        """The JSON of the contract."""
        return {
            "id": self.id,
            "question": self.question,
            "standalone_question": self.standalone_question or self.question,
            "outcome": self.outcome,
            "route": self.route,
            "text": self.text,
            "citations": [c.as_dict() for c in self.citations],
            "numbers": self.numbers,
            "caveats": [{"text": c.text, "citation": c.citation.as_dict()} for c in self.caveats],
            "related": [c.as_dict() for c in self.related],
            "boxed_warning": [w.as_dict() for w in self.boxed_warning],
            "validated": dict(self.validated) if self.validated is not None else None,
            "answerer": self.answerer,
            "replaced_sentences": self.replaced_sentences,
            "corpus_version": self.corpus_version,
            "index_version": self.index_version,
            "timings_ms": dict(self.timings_ms),
            "notices": list(self.notices),
            "reason": self.reason,
            "report": dict(self.report) if self.report is not None else None,
            "problem": self.problem,
            "created_at": self.created_at,
            "rendered": self.rendered,
        }


def _check_caveat(caveat: CaveatNote, corpus: Corpus) -> None:
    """A caveat is a statement of the corpus as printed, or the note on how it was repaired."""
    check_citation(caveat.citation, corpus)
    statement = corpus.by_id[caveat.citation.statement]
    if caveat.text not in (statement.display, statement.quote, *statement.repairs):
        raise UnsupportedSegmentError(f"not a caveat of the corpus: {caveat.text!r}")


def _warnings(
    corpus: Corpus, products: Sequence[str], relevant: Mapping[str, tuple[int, ...]]
) -> tuple[ShownWarning, ...]:
    """The warnings of the products concerned; all of the corpus where none of them has one."""
    concerned = [w for w in corpus.boxed_warnings if w.product in products]
    return tuple(
        ShownWarning(
            product=w.product,
            text=w.text,
            sha256=w.sha256,
            source=w.document_title,
            heading=w.heading,
            bullets=w.bullets,
            relevant=tuple(i for i in relevant.get(w.product, ()) if 0 <= i < len(w.bullets)),
        )
        for w in (concerned or corpus.boxed_warnings)
    )


__all__ = [
    "CELL_JOINER",
    "Answer",
    "CaveatNote",
    "Citation",
    "Outcome",
    "Route",
    "Segment",
    "ShownWarning",
    "UnsupportedSegmentError",
    "is_mark",
    "mark",
    "row_spans",
]
