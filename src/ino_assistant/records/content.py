"""What of an answer is kept so that it can be served again, or edited: its content.

An Answer is only ever built from the corpus; its content names statements and cells, and the
hashes of the sources that they were read from. When it is built again, it passes the same gate.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, cast, get_args

from ino_assistant.answering.saying.answer import Answer, CaveatNote, Outcome
from ino_assistant.answering.saying.citing import Citation, Segment, UnsupportedSegmentError
from ino_assistant.answering.saying.gate import cited_row
from ino_assistant.corpus.model import Corpus
from ino_assistant.fidelity.binding.evidence import evidence_of
from ino_assistant.records.actors import Role
from ino_assistant.records.canonical import digest, storable
from ino_assistant.records.label_check import LabelCheck, outdated

Label = Literal["unassessed", "on_label", "off_label", "mixed"]
"""What a reviewer says of an answer: whether it keeps to the approved labelling."""


class SourceChangedError(UnsupportedSegmentError):
    """What an answer cites is no longer as it was cited."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A statement of the corpus, or some cells of a table row, by number of cell."""

    statement: str
    cells: tuple[int, ...] | None = None

    def of(self, corpus: Corpus, marker: int) -> Citation:
        """The citation.

        Raises:
            SourceChangedError: the corpus has no such statement or cell.
        """
        statement = corpus.by_id.get(self.statement)
        if statement is None:
            raise SourceChangedError(f"{self.statement} is no longer in the corpus")
        try:
            return Citation.of(corpus, statement, marker, self.cells)
        except IndexError as error:
            raise SourceChangedError(f"{self.statement} no longer has these cells") from error

    @classmethod
    def from_citation(cls, citation: Citation, corpus: Corpus) -> Cited:
        """What a citation cites."""
        row = corpus.by_id[citation.statement].row
        if row is not None:
            cells = tuple(i for i, c in enumerate(row.cells) if c.span in citation.spans)
            for cited in (cls(citation.statement), cls(citation.statement, cells)):
                if cited.of(corpus, citation.marker) == citation:
                    return cited
        return cls(citation.statement)

    def as_list(self) -> list[Any]:
        """As JSON."""
        return [self.statement, None if self.cells is None else list(self.cells)]

    @classmethod
    def from_list(cls, kept: Sequence[Any]) -> Cited:
        """From JSON."""
        statement, cells = kept
        return cls(str(statement), None if cells is None else tuple(int(c) for c in cells))


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage as it stood in a source: what is no more so has changed.

    Attributes:
        quote: its words.
        place: sha256 of what it is read with: section, headings, labels, who speaks.
    """

    quote: str
    place: str

    @classmethod
    def of(cls, citation: Citation, corpus: Corpus) -> Passage:
        """The passage of a citation."""
        statement = corpus.by_id[citation.statement]
        read_with = [
            statement.authority,
            list(statement.section),
            statement.context,
            list(statement.arms),
            evidence_of(statement, cited_row(citation, statement)),
        ]
        return cls(citation.quote, digest(read_with))

    def as_list(self) -> list[str]:
        """As JSON."""
        return [self.quote, self.place]


@dataclass(frozen=True, slots=True)
class KeptCaveat:
    """A qualification, with the statement that holds it and the marker that it had."""

    text: str
    cited: Cited
    marker: int


@dataclass(frozen=True, slots=True)
class Content:
    """An answer as it would be served again.

    Attributes:
        question: the question that it answers, written out.
        segments: its text, piece by piece.
        citations: what it cites, in order of marker.
        sources: sha256 of every document cited, by id, as it was when this was written.
        warnings: sha256 of every boxed warning that goes with it, by product.
        label: whether it keeps to the approved labelling, as a reviewer says.
        audience: the roles that it may be served to.
        topic: code of the topic, for those who count them.
        label_checked: which label whoever approved it compared it with, and when.
        passages: what citations and caveats rest on, in their order, as it stood in the source.
    """

    question: str
    outcome: Outcome
    segments: tuple[Segment, ...]
    products: tuple[str, ...] = ()
    citations: tuple[Cited, ...] = ()
    caveats: tuple[KeptCaveat, ...] = ()
    notices: tuple[str, ...] = ()
    sources: Mapping[str, str] | None = None
    warnings: Mapping[str, str] | None = None
    label: Label = "unassessed"
    audience: tuple[Role, ...] = ("field_medical", "medical_information", "safety", "administrator")
    topic: str = ""
    label_checked: LabelCheck | None = None
    passages: tuple[Passage, ...] = ()

    @classmethod
    def of(cls, answer: Answer, corpus: Corpus, question: str = "") -> Content:
        """The content of an answer.

        Args:
            answer: as it was shown.
            corpus: what it was answered from.
            question: that it answers; the standalone question where none is given.
        """
        made = cls(
            question=question or answer.standalone_question or answer.question,
            outcome=answer.outcome,
            segments=answer.segments,
            products=answer.products,
            citations=tuple(Cited.from_citation(c, corpus) for c in answer.citations),
            caveats=tuple(
                KeptCaveat(c.text, Cited.from_citation(c.citation, corpus), c.citation.marker)
                for c in answer.caveats
            ),
            notices=answer.notices,
        )
        return made.pinned(corpus)

    def pinned(self, corpus: Corpus) -> Content:
        """The same with the hashes of what it rests on, as the corpus is now.

        Raises:
            SourceChangedError: the corpus no longer has what is cited.
        """
        cited = [c.of(corpus, 1) for c in self.cited]
        documents = sorted({c.document for c in cited})
        # No text: what an answer warns of does not depend on whether its words pass.
        box = Answer(
            corpus=corpus, question="", outcome="refused", segments=(), products=self.products
        )
        return replace(
            self,
            sources={d: corpus.document(d).sha256 for d in documents},
            warnings={w.product: w.sha256 for w in box.boxed_warning},
            passages=tuple(Passage.of(c, corpus) for c in cited),
        )

    @property
    def cited(self) -> tuple[Cited, ...]:
        """All that it rests on: citations, then caveats."""
        return (*self.citations, *(c.cited for c in self.caveats))

    def answer(self, corpus: Corpus, question: str, **more: Any) -> Answer:
        """The answer, built anew: it passes the gate, and its boxed warning is whole.

        Args:
            corpus: what it is of.
            question: as asked.
            more: further arguments of `Answer`.

        Raises:
            SourceChangedError: the corpus no longer has what is cited.
            UnsupportedSegmentError: the text says what it cites no longer does.
        """
        given = {
            "products": self.products,
            "standalone_question": self.question,
            "notices": self.notices,
            **more,
        }
        return Answer(
            corpus=corpus,
            question=question,
            outcome=self.outcome,
            segments=self.segments,
            citations=tuple(c.of(corpus, n) for n, c in enumerate(self.citations, start=1)),
            caveats=tuple(CaveatNote(c.text, c.cited.of(corpus, c.marker)) for c in self.caveats),
            **given,
        )

    def changed_sources(self, corpus: Corpus) -> list[str]:
        """In words, what this rests on and is no longer as it was."""
        now = {d.id: d.sha256 for d in corpus.documents}
        boxes = {w.product: w.sha256 for w in corpus.boxed_warnings}
        found = []
        for document, sha256 in sorted((self.sources or {}).items()):
            if document not in now:
                found.append(f"{document} is no longer in the corpus")
            elif now[document] != sha256:
                found.append(f"the source of {document} has changed")
        for product, sha256 in sorted((self.warnings or {}).items()):
            if boxes.get(product) != sha256:
                found.append(f"the boxed warning of {product} has changed")
        # A product that has got a boxed warning since shows one: nothing of it was reviewed.
        concerned = [p for p in boxes if p in self.products] or list(boxes)
        new = sorted(set(concerned) - set(self.warnings or {}))
        return found + [f"{product} has a boxed warning that was not reviewed" for product in new]

    def label_outdated(self, corpus: Corpus) -> str:
        """That the label was revised since this was compared with it, in a sentence, or nothing."""
        return outdated(self.label_checked, self.products, corpus)

    @property
    def text(self) -> str:
        """The text as the user reads it."""
        return "".join(segment.text for segment in self.segments)

    def says_the_same(self, other: Content) -> bool:
        """Whether two contents have the same words, sources and question."""
        return (self.question, self.outcome, self.segments, self.citations, self.caveats) == (
            other.question,
            other.outcome,
            other.segments,
            other.citations,
            other.caveats,
        )

    @property
    def sha256(self) -> str:
        """Of everything here: what a signature is bound to."""
        return digest(self.as_dict())

    def as_dict(self) -> dict[str, Any]:
        """As JSON, with everything that is signed."""
        return {
            "question": storable(self.question),
            "outcome": self.outcome,
            "text": storable(self.text),
            "segments": [[s.text, s.citation] for s in self.segments],
            "products": list(self.products),
            "citations": [c.as_list() for c in self.citations],
            "caveats": [[c.text, c.cited.as_list(), c.marker] for c in self.caveats],
            "notices": list(self.notices),
            "sources": dict(self.sources or {}),
            "warnings": dict(self.warnings or {}),
            "label": self.label,
            "audience": list(self.audience),
            "topic": self.topic,
            # What was written before these were known has the hash that it had.
            **({"passages": [p.as_list() for p in self.passages]} if self.passages else {}),
            **({"label_checked": self.label_checked.as_dict()} if self.label_checked else {}),
        }

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Content:
        """From JSON as `as_dict` wrote it."""
        return cls(
            question=kept["question"],
            outcome=kept["outcome"],
            segments=tuple(Segment(text, marker) for text, marker in kept["segments"]),
            products=tuple(kept["products"]),
            citations=tuple(Cited.from_list(c) for c in kept["citations"]),
            caveats=tuple(
                KeptCaveat(text, Cited.from_list(cited), marker)
                for text, cited, marker in kept["caveats"]
            ),
            notices=tuple(kept["notices"]),
            sources=kept["sources"],
            warnings=kept["warnings"],
            label=kept["label"],
            audience=tuple(kept["audience"]),
            topic=kept["topic"],
            label_checked=LabelCheck.from_dict(kept.get("label_checked")),
            passages=tuple(Passage(*p) for p in kept.get("passages", ())),
        )


def label_of(text: str) -> Label:
    """A label as given.

    Raises:
        ValueError: it is none.
    """
    if text not in get_args(Label):
        raise ValueError(f"no label: {text!r}; one of {', '.join(get_args(Label))}")
    return cast("Label", text)
