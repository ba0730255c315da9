"""Questions to ask next, from the label text of the documents, each answered before it is offered.

Only what a document's label says is asked for, and only what is answered from that place, in
label text alone, is kept: nothing off label, nothing that would be refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ino_assistant import data
from ino_assistant.answering.answer import Answer
from ino_assistant.corpus.model import Corpus, Statement
from ino_assistant.text import fold

AUTHORITY: Final = "label"
LONGEST_HEADING: Final = 70
"""Characters; a longer heading makes no question that anybody would read."""
_NUMBERING = re.compile(r"^(?:(?:Table|Figure)\s+)?[\dIVX]+(?:\.\d+)*[.:]?\s+(?=\w)")
_SHORT = re.compile(r"\s*\([A-Z][A-Za-z-]*\)")
_PLAIN_WORD = re.compile(r"[A-Z][a-z]+[,;:.]?\Z")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that a part of a document should answer, in wordings of which the first will do.

    Attributes:
        wordings: the question, said in several ways.
        product: that it asks about.
        statements: ids of what may answer it.
        place: among questions to begin with; the lower, the earlier.
    """

    wordings: tuple[str, ...]
    product: str
    statements: frozenset[str]
    place: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question that the documents answer.

    Attributes:
        question: in words.
        product: that it asks about.
        statements: ids of those that answer it.
        understood: the question as the answer says it was understood.
        text: of the answer.
        place: see `Candidate`.
    """

    question: str
    product: str
    statements: tuple[str, ...]
    understood: str
    text: str
    place: int


Likeness = Callable[[Sequence[str], Sequence[str]], float]
"""How much alike what two groups of statements say is; more is more alike."""


def candidates(corpus: Corpus) -> tuple[Candidate, ...]:
    """Questions on every boxed warning and every section of label text, in reading order."""
    found = [*_boxed(corpus)]
    for (product, section), statements in _sections(corpus).items():
        about = _words(section[-1])
        if about:
            place, asked = _asked(about)
            wordings = tuple(
                wording.format(about=about, product=product)
                for wording in asked
                # Among several products a question has to say which it means.
                if "{product}" in wording or len(corpus.products) == 1
            )
            ids = frozenset(s.id for s in statements)
            found.append(Candidate(wordings, product, ids, place))
    return tuple(found)


def verified(found: Sequence[Candidate], ask: Callable[[str], Answer]) -> Iterator[Suggestion]:
    """Of each candidate the first wording that is answered as it should be, if one is.

    Args:
        found: the candidates.
        ask: answers a question; nobody has asked it, so it is not recorded.
    """
    offered: set[tuple[str, ...]] = set()
    for candidate in found:
        for question in candidate.wordings:
            answer = ask(question)
            cited = tuple(c.statement for c in answer.citations)
            if is_on_label(answer) and candidate.statements.issuperset(cited):
                # Two sections may print the same; it need not be offered twice.
                if cited not in offered:
                    yield Suggestion(
                        question,
                        candidate.product,
                        cited,
                        answer.standalone_question,
                        answer.text,
                        candidate.place,
                    )
                offered.add(cited)
                break


def is_on_label(answer: Answer) -> bool:
    """Whether something is answered, and all that is shown of it is label text."""
    shown = [*answer.citations, *(note.citation for note in answer.caveats)]
    return (
        answer.outcome == "answered"
        and bool(answer.citations)
        and all(citation.authority == AUTHORITY for citation in shown)
    )


def fitting(
    suggestions: Sequence[Suggestion],
    answer: Answer,
    asked: Sequence[str],
    corpus: Corpus,
    alike: Likeness,
) -> tuple[Suggestion, ...]:
    """The questions that go with an answer, the best first.

    Args:
        suggestions: all there are.
        answer: what they are shown under. A report, and words that could not be worked on,
            get none.
        asked: the questions of the conversation; none of them is offered again.
        corpus: what was answered from.
        alike: see `Likeness`.
    """
    if answer.problem is not None or answer.route not in (None, "medical_information"):
        return ()
    known = {fold(question).casefold() for question in asked}
    told = [c.statement for c in answer.citations]
    near = told or [c.statement for c in answer.related]
    products = {name for id_ in near for name in _products(corpus.by_id[id_], corpus)}
    left = [
        s
        for s in suggestions
        if fold(s.question).casefold() not in known
        and not set(told).issuperset(s.statements)
        and (s.product in products or not products)
    ]
    if near:
        left.sort(key=lambda s: -alike(near, s.statements))
    return tuple(left)


def _products(statement: Statement, corpus: Corpus) -> Sequence[str]:
    """What a statement is about; where it doesn't say, what its document is about."""
    document = corpus.document(statement.document)
    return statement.products or [product.name for product in document.products]


def _boxed(corpus: Corpus) -> Iterator[Candidate]:
    for warning in corpus.boxed_warnings:
        statements = (
            s.id
            for s in corpus.document(warning.document).statements
            if s.kind == "boxed_warning" and warning.product in (s.products or (warning.product,))
        )
        known = data.load("suggesting")
        wordings = tuple(w.format(product=warning.product) for w in known["boxed_warning"])
        yield Candidate(wordings, warning.product, frozenset(statements), len(known["headings"]))


def _sections(corpus: Corpus) -> Mapping[tuple[str, tuple[str, ...]], list[Statement]]:
    """Statements of label text by product and section; sections that hold others are left out."""
    found: dict[tuple[str, tuple[str, ...]], list[Statement]] = {}
    for document in corpus.documents:
        for s in document.statements:
            if s.authority != AUTHORITY or not s.section or s.layout_lost:
                continue
            for product in _products(s, corpus)[:1]:
                found.setdefault((product, s.section), []).append(s)
    held = {(product, section[:n]) for product, section in found for n in range(len(section))}
    return {key: statements for key, statements in found.items() if key not in held}


def _asked(about: str) -> tuple[int, Sequence[str]]:
    """The place among questions to begin with, and the wordings, for what a section is about."""
    known = data.load("suggesting")
    for place, heading in enumerate(known["headings"]):
        if re.search(heading["found"], about.lower()):
            return place, (*heading["ask"], *known["usual"])
    return len(known["headings"]) + 1, tuple(known["usual"])


def _words(heading: str) -> str:
    """A heading as it stands within a sentence; empty if it makes no question."""
    bare = _SHORT.sub("", _NUMBERING.sub("", fold(heading))).strip(" .:")
    if not bare or len(bare) > LONGEST_HEADING or not bare[0].isalnum():
        return ""
    if bare.isupper() and (" " in bare or len(bare) > 5):
        return bare.lower()
    parts = re.split(r"([\s/-]+)", bare)
    return "".join(part.lower() if _PLAIN_WORD.match(part) else part for part in parts)


__all__ = [
    "Candidate",
    "Likeness",
    "Suggestion",
    "candidates",
    "fitting",
    "is_on_label",
    "verified",
]
