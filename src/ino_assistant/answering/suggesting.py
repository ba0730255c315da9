"""Questions to ask next, each answered before it is offered.

They ask for what the label text of the documents says, and for results of trials that keep to the
label's indication (`indicated`). Only what is answered from that very place, and from nothing
else than such statements, is kept: nothing off label, nothing that would be refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ino_assistant import data
from ino_assistant.answering.indicated import LABEL, Indications, products_of
from ino_assistant.answering.saying.answer import Answer
from ino_assistant.corpus.model import Corpus, Statement
from ino_assistant.fidelity.binding.claim_table import ClaimTable, TableClaim
from ino_assistant.text import fold
from ino_assistant.vocabulary.concepts import Concepts
from ino_assistant.vocabulary.tokens import words

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
        label_only: whether nothing but label text is shown with it.
    """

    question: str
    product: str
    statements: tuple[str, ...]
    understood: str
    text: str
    place: int
    label_only: bool


Likeness = Callable[[Sequence[str], Sequence[str]], float]
"""How much alike what two groups of statements say is; more is more alike."""


def candidates(
    corpus: Corpus, claims: ClaimTable, indications: Indications, concepts: Concepts
) -> tuple[Candidate, ...]:
    """Questions on boxed warnings, on sections of label text, and on what trials measured.

    Args:
        corpus: what is asked about.
        claims: its figures.
        indications: what its labels cover.
        concepts: tell reactions from other endpoints.
    """
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
    return (*found, *_measured(corpus, claims, indications, concepts))


def verified(
    candidate: Candidate,
    ask: Callable[[str], Answer],
    corpus: Corpus,
    indications: Indications,
) -> Suggestion | None:
    """The first wording of a candidate that is answered as it should be, if one is.

    Args:
        candidate: what is to be asked.
        ask: answers a question; nobody has asked it, so it is not recorded.
        corpus: what is answered from.
        indications: what its labels cover.
    """
    for question in candidate.wordings:
        answer = ask(question)
        cited = tuple(c.statement for c in answer.citations)
        if not candidate.statements.issuperset(cited):
            continue
        if is_on_label(answer, corpus, indications):
            shown = [*answer.citations, *(note.citation for note in answer.caveats)]
            return Suggestion(
                question,
                candidate.product,
                cited,
                answer.standalone_question,
                answer.text,
                candidate.place,
                all(citation.authority == LABEL for citation in shown),
            )
    return None


def is_on_label(answer: Answer, corpus: Corpus, indications: Indications) -> bool:
    """Whether something is answered, and all that is shown of it keeps to the label."""
    shown = [*answer.citations, *(note.citation for note in answer.caveats)]
    return (
        answer.outcome == "answered"
        and bool(answer.citations)
        and all(indications.agree(corpus.by_id[citation.statement]) for citation in shown)
    )


def fitting(
    found: Sequence[Candidate], answer: Answer, corpus: Corpus, alike: Likeness
) -> tuple[Candidate, ...]:
    """The candidates that go with an answer, the best first.

    Args:
        found: all there are.
        answer: what they are shown under. A report, and words that could not be worked on,
            get none.
        corpus: what was answered from.
        alike: see `Likeness`.
    """
    if answer.problem is not None or answer.route not in (None, "medical_information"):
        return ()
    told = [c.statement for c in answer.citations]
    near = told or [c.statement for c in answer.related]
    products = {name for id_ in near for name in products_of(corpus.by_id[id_], corpus)}
    left = [
        c
        for c in found
        if not set(told).issuperset(c.statements) and (c.product in products or not products)
    ]
    if near:
        left.sort(key=lambda c: -alike(near, tuple(c.statements)))
    return tuple(left)


def is_news(suggestion: Suggestion, answer: Answer, asked: Sequence[str]) -> bool:
    """Whether a suggestion was not asked yet, nor told by the answer that it is shown under."""
    known = {fold(question).casefold() for question in asked}
    told = {c.statement for c in answer.citations}
    return fold(suggestion.question).casefold() not in known and not told.issuperset(
        suggestion.statements
    )


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
            if s.authority != LABEL or not s.section or s.layout_lost:
                continue
            for product in products_of(s, corpus)[:1]:
                found.setdefault((product, s.section), []).append(s)
    held = {(product, section[:n]) for product, section in found for n in range(len(section))}
    return {key: statements for key, statements in found.items() if key not in held}


def _measured(
    corpus: Corpus, claims: ClaimTable, indications: Indications, concepts: Concepts
) -> Iterator[Candidate]:
    """What trials measured of the products, each endpoint once."""
    known = data.load("suggesting")
    place = len(known["headings"]) + 2
    for (product, endpoint), found in _endpoints(corpus, claims, indications).items():
        named = {mention.concept.kind for mention in concepts.find(words(endpoint))}
        kinds = {"time" if _is_time(claim) else "rate" for claim in found}
        for measured in known["measured"]:
            if measured["of"] in kinds | named and re.search(measured["found"], endpoint.lower()):
                wordings = tuple(w.format(about=endpoint, product=product) for w in measured["ask"])
                yield Candidate(wordings, product, frozenset(c.statement for c in found), place)
                break


def _endpoints(
    corpus: Corpus, claims: ClaimTable, indications: Indications
) -> Mapping[tuple[str, str], list[TableClaim]]:
    """Results that are bound to an arm of their product, by product and endpoint."""
    found: dict[tuple[str, str], list[TableClaim]] = {}
    for claim in claims.bound:
        statement = corpus.by_id[claim.statement]
        if claim.role != "main" or claim.contrast or claim.quotable_only:
            continue
        if not (_is_rate(claim) or _is_time(claim)):
            continue
        if statement.authority == "trial" and indications.agree(statement):
            for product in products_of(statement, corpus):
                if _of_product(claim, product, corpus):
                    for endpoint in statement.endpoints:
                        found.setdefault((product, endpoint), []).append(claim)
    return found


def _of_product(claim: TableClaim, product: str, corpus: Corpus) -> bool:
    """Whether a figure is of an arm that got a product, whatever its dose."""
    document = corpus.document(claim.document)
    names = [n.casefold() for p in document.products if p.name == product for n in p.names]
    arms = [arm for arm in document.arms if arm.label in claim.arms]
    terms = {term.casefold() for arm in arms for term in (arm.label, *arm.terms)}
    return any(name in term.split() or name == term for name in names for term in terms)


def _is_rate(claim: TableClaim) -> bool:
    return claim.unit == "%" or claim.kind == "percent"


def _is_time(claim: TableClaim) -> bool:
    return claim.unit.rstrip("s") in ("month", "week", "year", "day")


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
    if not bare or len(bare) > LONGEST_HEADING or not bare[0].isalnum() or "%" in bare:
        # The last is the head of a table: it says how its figures are written.
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
    "is_news",
    "is_on_label",
    "verified",
]
