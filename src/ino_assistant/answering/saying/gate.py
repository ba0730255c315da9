"""The gate: no number leaves that its own citation does not say, in the sense it is used in.

A text is read passage by passage: what one citation mark, or one run of cited words, stands
for. A passage passes as a quotation - whole sentences, items, headings, or cells of a row
each behind its own label and column - or by the verifier's word that the evidence says
so. No other wording is an Answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ino_assistant.answering.saying.citing import (
    NUMBER,
    Citation,
    Segment,
    UnsupportedSegmentError,
    mark,
)
from ino_assistant.answering.saying.passages import Passage, passages_of
from ino_assistant.answering.saying.quoting import is_quotation
from ino_assistant.corpus.model import Corpus, Row, Statement
from ino_assistant.fidelity import Verdict, Vocabulary, read_quantities, verify
from ino_assistant.fidelity.binding.evidence import evidence_of, vocabulary_of
from ino_assistant.fidelity.terms.vocabulary import tokens_of

_BINDING = frozenset(("arm", "endpoint", "reaction", "measure", "statistic", "condition", "anchor"))
_MARK = re.compile(r"\[\d+\]")
_TIMES = re.compile(r"\b(?:twice|thrice)\b", re.IGNORECASE)
_ENDS = (".", ":", "?", "!", "\n", "—", "–")


@dataclass(frozen=True, slots=True)
class Number:
    """A number of an answer's text, and what was found when it was checked."""

    text: str
    verdict: str
    citation: int


class Gate:
    """Judges texts against what they cite.

    Args:
        corpus: what citations must be of.
        citations: those that the text may point to, in order of marker.
    """

    def __init__(self, corpus: Corpus, citations: Sequence[Citation]) -> None:
        self._corpus, self._citations = corpus, tuple(citations)

    def judge(self, segments: Sequence[Segment]) -> tuple[Number, ...]:
        """The numbers of a text, each supported by its own citation.

        Raises:
            UnsupportedSegmentError: the text has a number, or cited words, that its
                citation does not say; markers are not 1, 2, 3…, or a citation is not the
                corpus's own.
        """
        self._check_citations()
        found: list[Number] = []
        for passage in passages_of(segments):
            problem = self._problem(passage)
            if problem:
                raise UnsupportedSegmentError(problem)
            if passage.markers:
                found += [
                    Number(text, "supported", passage.markers[0])
                    for text in numbers_of(passage.own_text)
                ]
        return tuple(found)

    def mended(self, segments: Sequence[Segment]) -> tuple[Segment, ...]:
        """The text with each passage that fails replaced by the quotation of what it cites.

        A passage that cites nothing is left out. Nothing is left where none is cited, or
        where the citations themselves are not the corpus's own.
        """
        try:
            self._check_citations()
        except UnsupportedSegmentError:
            return ()
        made: list[Segment] = []
        quoted: set[int] = set()
        for passage in passages_of(segments):
            if not self._problem(passage):
                made += [*passage.segments, *passage.marks]
                continue
            for marker in passage.markers:
                if 1 <= marker <= len(self._citations) and marker not in quoted:
                    quoted.add(marker)
                    apart = [Segment("\n\n")] if made else []
                    quote = self._citations[marker - 1].quote
                    made += [*apart, Segment(quote, marker), mark(marker)]
        return tuple(made)

    def _check_citations(self) -> None:
        if [c.marker for c in self._citations] != list(range(1, len(self._citations) + 1)):
            raise UnsupportedSegmentError("citation markers must be 1, 2, 3… in order")
        for citation in self._citations:
            check_citation(citation, self._corpus)

    def _problem(self, passage: Passage) -> str:
        """What is wrong with a passage; empty if nothing is."""
        for segment in passage.segments:
            if segment.citation is None and has_number(segment.text):
                return f"a number without a citation: {segment.text!r}"
        for marker in passage.markers:
            if not 1 <= marker <= len(self._citations):
                return f"no citation {marker}: {passage.text!r}"
        if not passage.says_something:
            return ""
        if _MARK.search(passage.own_text) and not self._printed(passage):
            return f"what looks like a citation mark and is none: {passage.own_text!r}"
        for marker in passage.markers:
            problem = self._unsupported(passage, self._citations[marker - 1])
            if problem:
                return problem
        return ""

    def _printed(self, passage: Passage) -> bool:
        """Whether the source itself prints what looks like a mark."""
        cited = [self._corpus.by_id[self._citations[m - 1].statement] for m in passage.markers]
        marks = _MARK.findall(passage.own_text)
        return bool(cited) and all(mark in s.display for mark in marks for s in cited)

    def _unsupported(self, passage: Passage, citation: Citation) -> str:
        statement = self._corpus.by_id[citation.statement]
        vocabulary = vocabulary_of(self._corpus, citation.document)
        row = cited_row(citation, statement)
        cited = [s for s in passage.segments if s.citation is not None]
        apart = not passage.beside and all(
            is_apart(s.text, vocabulary, first=index == 0)
            for index, s in enumerate(passage.segments)
            if s.citation is None
        )
        if apart and is_quotation([s.text for s in cited], citation, statement, row, self._corpus):
            return ""
        verdict = judged(passage.text, evidence_of(statement, row), vocabulary)
        if verdict.supported:
            return ""
        why = "; ".join(p.detail for p in verdict.problems[:2])
        said = f"{verdict.verdict}: {why}" if why else verdict.verdict
        return f"not in the statement cited as {citation.marker}: {passage.text!r} ({said})"


@lru_cache(maxsize=512)
def judged(text: str, evidence: str, vocabulary: Vocabulary) -> Verdict:
    """The verifier's word on a text; kept, as a text is judged when worded and when mended."""
    return verify(text, evidence, vocabulary)


def check_citation(citation: Citation, corpus: Corpus) -> None:
    """That a citation is of the corpus, as printed: none can be made up.

    Raises:
        UnsupportedSegmentError: it is not.
    """
    statement = corpus.by_id.get(citation.statement)
    if statement is not None:
        row = statement.row
        cells = None
        if row is not None and citation.spans != statement.spans:
            cells = [i for i, cell in enumerate(row.cells) if cell.span in citation.spans]
        if citation == Citation.of(corpus, statement, citation.marker, cells):
            return
        if cells is None and row is not None:
            every = range(len(row.cells))
            if citation == Citation.of(corpus, statement, citation.marker, every):
                return
    raise UnsupportedSegmentError(f"citation {citation.marker} is not of the corpus as read")


def cited_row(citation: Citation, statement: Statement) -> Row | None:
    """Of a table row what is cited: its labels and the cells whose spans are."""
    row = statement.row
    if row is None:
        return None
    return replace(row, cells=tuple(c for c in row.cells if c.span in citation.spans))


@lru_cache(maxsize=1024)
def has_number(text: str) -> bool:
    """Whether a text says how much or how many: in digits, in words or vaguely."""
    if not any(c.isalnum() for c in text):
        return False
    return any(c.isnumeric() for c in text) or bool(numbers_of(text))


def numbers_of(text: str) -> list[str]:
    """Numbers as a reader sees them: every run of digits, number words, vague amounts."""
    spans = [m.span() for m in (*NUMBER.finditer(text), *_TIMES.finditer(text))]
    for quantity in read_quantities(text):
        if quantity.is_quantity and not any(c.isdigit() for c in quantity.text):
            spans.append(quantity.span)
    return [text[start:end].strip() for start, end in sorted(spans)]


def is_apart(text: str, vocabulary: Vocabulary, *, first: bool) -> bool:
    """Whether words of the assistant's own leave alone what they stand beside.

    Punctuation does, and so does a lead-in that is a sentence or ends in a colon, or a line
    of its own, where it names no arm, endpoint, group or time: `The documents say:`.
    """
    if not any(c.isalnum() for c in text):
        return True
    if not (text.startswith("\n") or (first and text.rstrip(" ").endswith(_ENDS))):
        return False
    return not any(True for _ in _roles(text, vocabulary))


def _roles(text: str, vocabulary: Vocabulary) -> Iterator[str]:
    tokens = tokens_of(text)
    for index in range(len(tokens)):
        found = vocabulary.match(tokens, index, shouted=False)
        if found is not None and found[0].role in _BINDING:
            yield found[0].role
