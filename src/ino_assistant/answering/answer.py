"""The Answer: what leaves the assistant, on every path.

Two things can't be forgotten because nothing can be built without them:

* the boxed warning: an Answer takes its warnings from the corpus itself, by product,
  and there is no argument to leave one out;
* the quotation gate: the text is made of segments, and a segment that carries a digit
  must stand, letter for letter, in the statement that it cites.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import InitVar, dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import uuid4

from ino_assistant.corpus.model import Authority, Corpus, Statement, StatementKind
from ino_assistant.text import CELL_JOINER, Span, fold, quote_of

Outcome = Literal["answered", "corrected", "refused", "routed"]
Route = Literal["medical_information", "adverse_event", "pregnancy_exposure", "product_complaint"]

# A number as a reader sees it: comparator, sign, digits, decimals, exponent, percent. A hyphen
# behind a letter or digit is none of it: `18-78`, `INO-1022`.
_NUMBER = re.compile(
    r"(?:[≥≤<>±~]\s?)?(?:(?<!\w)[-−])?(?:\d+(?:[.,]\d+)*|(?<![\w)])\.\d+)[⁺⁻⁰¹²³⁴-⁹]*(?:\s?%)?"
)


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a piece of the answer stands in the corpus."""

    marker: int
    document: str
    document_title: str
    section: str
    page: int | None
    page_confirmed: bool
    kind: StatementKind
    authority: Authority
    quote: str
    spans: tuple[Span, ...]
    references: tuple[str, ...]
    statement: str
    display: str
    spoken: tuple[str, ...] = ()
    """What an answer may say of it, besides its quote and headings."""

    @classmethod
    def of(
        cls,
        corpus: Corpus,
        statement: Statement,
        marker: int,
        cells: Sequence[int] | None = None,
    ) -> Citation:
        """Cite a statement, or of a table row only the cells asked for.

        Args:
            corpus: where the statement is from.
            statement: what is cited.
            marker: the number shown to the reader, from 1.
            cells: indexes into `statement.row.cells`; None cites the whole statement.
        """
        document = corpus.document(statement.document)
        spans, quote, display = statement.spans, statement.quote, statement.display
        spoken: tuple[str, ...] = (quote, display)
        if statement.row is not None and cells is not None:
            spans = row_spans(statement, cells)
            quote = quote_of(document.source, spans, cells=True)
            row = statement.row
            chosen = [row.cells[i] for i in cells]
            labels = [text for text in (row.group, row.label) if text]
            parts = [text for cell in chosen for text in (cell.column, cell.display) if text]
            display = CELL_JOINER.join([*labels, *parts])
            spoken = (quote, *labels, *parts)
        return cls(
            marker=marker,
            document=document.id,
            document_title=document.title,
            section=" > ".join(statement.section),
            page=statement.page,
            page_confirmed=statement.page_confirmed,
            kind=statement.kind,
            authority=statement.authority,
            quote=quote,
            spans=spans,
            references=statement.references,
            statement=statement.id,
            display=display,
            spoken=spoken,
        )

    def contains(self, text: str) -> bool:
        """Whether `text` stands letter for letter in what is cited, its heading included.

        A number must stand there whole: `7` is not found in `7.7`, nor `55` in `≥55`.
        """
        wanted = fold(text)
        anywhere = re.compile(f"(?={re.escape(wanted)})")
        return any(
            not _cuts_a_number(place, match.start(), match.start() + len(wanted))
            # Headings apart too: in `Dosage > 2.2 Preparation` the 2.2 is no `>2.2`.
            for place in (self.quote, *self.spoken, self.section, *self.section.split(" > "))
            for match in anywhere.finditer(place)
        )

    def as_dict(self) -> dict[str, Any]:
        """The JSON of the contract, with `statement` and `document_title` added."""
        return {
            "marker": self.marker,
            "document": self.document,
            "section": self.section,
            "page": self.page,
            "page_confirmed": self.page_confirmed,
            "kind": self.kind,
            "authority": self.authority,
            "quote": self.quote,
            "spans": [list(span) for span in self.spans],
            "references": list(self.references),
            "statement": self.statement,
            "document_title": self.document_title,
        }


def _cuts_a_number(text: str, start: int, end: int) -> bool:
    """Whether `start` or `end` lies inside a number of `text`."""
    numbers = [match.span() for match in _NUMBER.finditer(text)]
    return any(a < edge < b for a, b in numbers for edge in (start, end))


def row_spans(statement: Statement, cells: Sequence[int]) -> tuple[Span, ...]:
    """Spans of the row's labels and of each cell after the heading of its column."""
    row = statement.row
    if row is None:
        raise ValueError(f"{statement.id} is not a table row")
    spans = [*row.group_spans, *row.label_spans]
    for index in cells:
        spans += [*row.cells[index].column_spans, row.cells[index].span]
    return tuple(spans)


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the answer's text: words of the assistant's own, or a quotation.

    `citation` is the marker of the citation that the piece is quoted from, or None for
    the assistant's own words, which may hold no digit.
    """

    text: str
    citation: int | None = None


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


class UnsupportedSegmentError(ValueError):
    """A segment holds a number, or claims a quotation, that its citation does not have."""


@dataclass(frozen=True)
class Answer:
    """One answer. See the module's docstring for what its construction guarantees.

    Args:
        corpus: what was answered from; source of the boxed warnings.
        products: names of the products that the answer concerns; empty for all.
        relevant: for each product, the indexes of the bullets that bear on the question.
        segments: the text, piece by piece.

    Raises:
        UnsupportedSegmentError: a segment does not stand in what it cites.
        ValueError: citation markers are not 1, 2, 3…, or a boxed warning is not whole.
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
    index_version: str = ""
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    reason: str | None = None
    """Of a refusal: what kind it is, one of `render.REFUSALS`."""
    problem: str | None = None
    """Why the question could not be worked on, where the question itself was unusable."""
    id: str = field(default_factory=lambda: uuid4().hex)
    created_at: str = field(
        default_factory=lambda: datetime.now(UTC).isoformat(timespec="milliseconds")
    )
    corpus_version: str = field(init=False, default="")
    boxed_warning: tuple[ShownWarning, ...] = field(init=False, default=())

    def __post_init__(self, corpus: Corpus, relevant: Mapping[str, tuple[int, ...]] | None) -> None:
        object.__setattr__(self, "corpus_version", corpus.version)
        object.__setattr__(self, "boxed_warning", _warnings(corpus, self.products, relevant or {}))
        if [c.marker for c in self.citations] != list(range(1, len(self.citations) + 1)):
            raise ValueError("citation markers must be 1, 2, 3… in order")
        for segment in self.segments:
            _check_segment(segment, self.citations)

    @property
    def text(self) -> str:
        """The answer as the user reads it, without sources, caveats and warnings."""
        return "".join(segment.text for segment in self.segments)

    @property
    def numbers(self) -> list[dict[str, Any]]:
        """Every number in `text` outside of citation marks, with what supports it."""
        return [
            {"text": number.strip(), "verdict": "supported", "citation": segment.citation}
            for segment in self.segments
            if segment.citation is not None and not is_mark(segment)
            for number in _NUMBER.findall(segment.text)
        ]

    @property
    def rendered(self) -> str:
        """Markdown of everything that the user is shown."""
        from ino_assistant.answering.render import render_markdown

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
            "corpus_version": self.corpus_version,
            "index_version": self.index_version,
            "timings_ms": dict(self.timings_ms),
            "notices": list(self.notices),
            "reason": self.reason,
            "problem": self.problem,
            "created_at": self.created_at,
            "rendered": self.rendered,
        }


def mark(marker: int) -> Segment:
    """The small number in the text that points to a citation."""
    return Segment(f" [{marker}]", marker)


def is_mark(segment: Segment) -> bool:
    """Whether a segment is the small number that points to a citation."""
    return segment.text == f" [{segment.citation}]"


def _check_segment(segment: Segment, citations: Sequence[Citation]) -> None:
    if segment.citation is None:
        if any(c.isdigit() for c in segment.text):  # superscripts too
            raise UnsupportedSegmentError(f"a number without a citation: {segment.text!r}")
        return
    if not 1 <= segment.citation <= len(citations):
        raise UnsupportedSegmentError(f"no citation {segment.citation}: {segment.text!r}")
    if not is_mark(segment) and not citations[segment.citation - 1].contains(segment.text):
        raise UnsupportedSegmentError(
            f"not in the statement cited as {segment.citation}: {segment.text!r}"
        )


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
