"""Editing an answer: text back to cited pieces, and the verifier's word on each of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from ino_assistant.answering.saying.answer import Outcome
from ino_assistant.answering.saying.citing import Citation, Segment, UnsupportedSegmentError, mark
from ino_assistant.answering.saying.compose import caveats_of
from ino_assistant.answering.saying.gate import Gate, cited_row, has_number
from ino_assistant.answering.saying.passages import Passage, passages_of
from ino_assistant.corpus.model import Corpus
from ino_assistant.fidelity import verify
from ino_assistant.fidelity.binding.evidence import evidence_of, vocabulary_of
from ino_assistant.fidelity.terms.vocabulary import tokens_of
from ino_assistant.records.actors import Role
from ino_assistant.records.content import (
    Cited,
    Content,
    KeptCaveat,
    Label,
    SourceChangedError,
)

_MARKS = re.compile(r"(?:[ \t]*\[\d{1,3}\])+")
_MARK = re.compile(r"\[(\d{1,3})\]")
_BINDING = frozenset(("arm", "endpoint", "reaction", "measure", "statistic", "condition"))


@dataclass(frozen=True, slots=True)
class Edit:
    """What a reviewer changes; None leaves a thing as it is.

    Attributes:
        text: with a mark ` [1]` behind what rests on a citation.
        citations: what the marks point to, in order.
        question: that the answer is of.
    """

    text: str | None = None
    citations: tuple[Cited, ...] | None = None
    question: str | None = None
    outcome: Outcome | None = None
    label: Label | None = None
    audience: tuple[Role, ...] | None = None
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class JudgedPassage:
    """A passage of a text and what the verifier says of it.

    Attributes:
        verdict: `supported`, another verdict of the contract, or `uncited`.
        problems: what is wrong, each in words; empty if it may stand.
    """

    text: str
    citations: tuple[int, ...]
    verdict: str
    problems: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "text": self.text,
            "citations": list(self.citations),
            "verdict": self.verdict,
            "problems": list(self.problems),
        }


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verifier's word on a whole answer."""

    passages: tuple[JudgedPassage, ...]
    problems: tuple[str, ...] = ()
    """What is wrong with the answer as a whole."""

    @property
    def passes(self) -> bool:
        """Whether it may be approved."""
        return not self.problems and not any(p.problems for p in self.passages)

    @property
    def reasons(self) -> tuple[str, ...]:
        """All that is wrong, in words."""
        return (*self.problems, *(reason for p in self.passages for reason in p.problems))

    def as_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "passes": self.passes,
            "passages": [p.as_dict() for p in self.passages],
            "problems": list(self.problems),
        }


def edited(content: Content, edit: Edit, corpus: Corpus) -> Content:
    """The content with a reviewer's changes; caveats follow from what is cited.

    Raises:
        SourceChangedError: the corpus has not what is cited.
    """
    citations = content.citations if edit.citations is None else edit.citations
    segments = content.segments
    if edit.text is not None or edit.citations is not None:
        text = content.text if edit.text is None else edit.text
        segments = segments_of(text, citations, content)
    outcome = edit.outcome or content.outcome
    if edit.outcome is None and citations and outcome in ("refused", "routed"):
        # With a source it is an answer, whatever it was before.
        outcome = "answered"
    made = replace(
        content,
        question=content.question if edit.question is None else edit.question.strip(),
        outcome=outcome,
        segments=segments,
        citations=citations,
        label=edit.label or content.label,
        audience=content.audience if edit.audience is None else edit.audience,
        topic=content.topic if edit.topic is None else edit.topic,
        label_checked=None,
    )
    if edit.citations is not None:
        made = with_what_goes_along(made, corpus)
    return made.pinned(corpus)


def with_what_goes_along(content: Content, corpus: Corpus) -> Content:
    """Caveats, products and notices of what is cited: none is left out by an edit."""
    found = [c.of(corpus, n) for n, c in enumerate(content.citations, start=1)]
    chosen = [corpus.by_id[c.statement] for c in found]
    caveats = tuple(
        KeptCaveat(c.text, Cited.from_citation(c.citation, corpus), c.citation.marker)
        for c in caveats_of(chosen, corpus)
    )
    products = dict.fromkeys((*content.products, *(p for s in chosen for p in s.products)))
    documents = dict.fromkeys(c.document for c in found)
    notices = tuple(n for d in documents for n in corpus.document(d).notices)
    return replace(content, caveats=caveats, products=tuple(products), notices=notices)


def segments_of(text: str, citations: Sequence[Cited], before: Content) -> tuple[Segment, ...]:
    """A text with marks as cited pieces; passages that did not change keep theirs.

    Args:
        text: as the reviewer has it.
        citations: what the marks point to.
        before: the content that was edited.
    """
    kept = {
        (p.own_text.strip(), tuple(before.citations[m - 1] for m in p.markers)): p
        for p in passages_of(before.segments)
        if all(1 <= m <= len(before.citations) for m in p.markers)
    }
    made: list[Segment] = []
    at = 0
    for found in _MARKS.finditer(text):
        markers = [int(m) for m in _MARK.findall(found[0])]
        if not all(1 <= m <= len(citations) for m in markers):
            # Printed like a mark, but none: it stays with its words, and the gate judges it.
            continue
        made += _passage(text[at : found.start()], markers, citations, kept)
        at = found.end()
    if text[at:].strip():
        made.append(Segment(text[at:].rstrip()))
    return tuple(made)


def _passage(
    text: str,
    markers: Sequence[int],
    citations: Sequence[Cited],
    kept: dict[tuple[str, tuple[Cited, ...]], Passage],
) -> list[Segment]:
    words = text.strip()
    apart = [Segment(text[: len(text) - len(text.lstrip())])] if text != text.lstrip() else []
    marks = [mark(m) for m in markers]
    same = kept.get((words, tuple(citations[m - 1] for m in dict.fromkeys(markers))))
    if same is not None:
        renumbered = dict(zip(same.markers, dict.fromkeys(markers), strict=True))
        first = next(i for i, s in enumerate(same.segments) if s.text.strip())
        pieces = [
            Segment(s.text, None if s.citation is None else renumbered[s.citation])
            for s in same.segments[first:]
        ]
        return [*apart, *pieces, *marks]
    return [*apart, *([Segment(words, markers[0])] if words else []), *marks]


def judge(content: Content, corpus: Corpus, drafted: Content | None = None) -> Judgement:
    """The verifier's word on a content, passage by passage: what a reviewer sees while editing.

    Args:
        content: as it stands.
        corpus: what it cites.
        drafted: as it was shown; its own words without a citation (`The document does not
            say …`) may stay.
    """
    own = {p.own_text.strip() for p in passages_of(drafted.segments)} if drafted else set()
    try:
        citations = [c.of(corpus, n) for n, c in enumerate(content.citations, start=1)]
    except SourceChangedError as error:
        return Judgement((), (str(error),))
    judged = tuple(
        _judged(passage, citations, corpus, own)
        for passage in passages_of(content.segments)
        if passage.says_something
    )
    problems = content.changed_sources(corpus)
    if not content.text.strip():
        problems.append("the answer has no text")
    if content.outcome in ("answered", "corrected") and not content.citations:
        problems.append("the answer cites nothing")
    unused = set(range(1, len(citations) + 1)) - {m for p in judged for m in p.citations}
    problems += [f"citation {marker} is not used in the text" for marker in sorted(unused)]
    if not problems and not any(p.problems for p in judged):
        # The whole is judged as well: words may bear on the passage before them.
        try:
            content.answer(corpus, content.question)
        except (UnsupportedSegmentError, ValueError) as error:
            problems.append(str(error))
    return Judgement(judged, tuple(problems))


def _judged(
    passage: Passage, citations: Sequence[Citation], corpus: Corpus, own: set[str]
) -> JudgedPassage:
    text = passage.own_text.strip()
    if not passage.markers:
        return JudgedPassage(text, (), "uncited", () if text in own else _uncited(text, corpus))
    try:
        Gate(corpus, citations).judge((*passage.segments, *passage.marks))
    except UnsupportedSegmentError as error:
        found = [_verdict(passage, citations[m - 1], corpus) for m in passage.markers]
        verdict = next((v for v, _ in found if v not in ("supported", "derived")), "cannot_bind")
        reasons = [reason for _, problems in found for reason in problems] or [str(error)]
        return JudgedPassage(text, passage.markers, verdict, tuple(dict.fromkeys(reasons)))
    return JudgedPassage(text, passage.markers, "supported", ())


def _verdict(passage: Passage, citation: Citation, corpus: Corpus) -> tuple[str, list[str]]:
    statement = corpus.by_id[citation.statement]
    evidence = evidence_of(statement, cited_row(citation, statement))
    verdict = verify(passage.text, evidence, vocabulary_of(corpus, citation.document))
    return verdict.verdict, [f"{p.text}: {p.detail}" for p in verdict.problems]


def _uncited(text: str, corpus: Corpus) -> tuple[str, ...]:
    """What is wrong with words that cite nothing: they may lead over, and claim nothing."""
    if has_number(text):
        return (f"a number without a citation: {text}",)
    tokens = tokens_of(text)
    for document in corpus.documents:
        vocabulary = vocabulary_of(corpus, document.id)
        for index in range(len(tokens)):
            found = vocabulary.match(tokens, index, shouted=False)
            if found is not None and found[0].role in _BINDING:
                return (f"says something of {found[0].role}s without a citation: {text}",)
    return ()
