"""What the documents bring: their own patients and authors, reactions, products, indications."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ino_assistant.corpus.model import Corpus, Document
from ino_assistant.vocabulary.concepts import Concepts, general_lexicon
from ino_assistant.vocabulary.tokens import words

_CASE_HEADING = re.compile(r"^(?:Case|Patient)\s+\d+", re.IGNORECASE)
_AGED = re.compile(r"\b(\d{1,3})[-\s]years?[-\s]old\b", re.IGNORECASE)
_SPEAKER = re.compile(r"\b(?:Dr|Doctor|Prof|Professor)\.?\s+([A-Z][\w’'-]+)")
_INTRODUCED = re.compile(
    r"(?:^|[.:] |\n)([A-Z][a-z]+), (?:an? )?\d{1,3}(?:[-\s]years?[-\s]old\b|,)"
)
"""`Ida, a 58-year-old`: how a case begins."""
_LIMITED = r"(?:less than|more than|under|over|below|above|at least|[<>≤≥]) ?\d+(?:\.\d+)? ?-?%s"
_WEIGHTS = re.compile(
    rf"\b\d+ ?kg (?:to|and|or|up)\b|\b\d+ (?:to|and) \d+ ?kg\b|{_LIMITED % 'kg'}\b"
)
_AGES = re.compile(
    rf"\b\d+ (?:to|through|and) \d+ years\b|\b\d+ years (?:and|or|of age)\b|{_LIMITED % 'years'}\b"
)
_INDICATED = re.compile(r"\bindicat(?:ed (?:for|in|to|as)|ions?\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the documents, as far as it tells a report from a question.

    Attributes:
        people: small-letter names of the documents' cases and authors, `case 1` too.
        ages: ages of the patients of their cases, in years, as printed.
        reactions: terms of reactions.
        products: names of products.
        drugs: names of other medicines.
        arms: names of the trials' arms.
        indication: the indications as printed, in small letters; empty if none is.
        text: all statements, in small letters.
        words: every word printed, in small letters.
        by_weight: whether they print what holds from or up to a body weight.
        by_age: the same of an age.
    """

    people: frozenset[str]
    ages: frozenset[str]
    reactions: frozenset[str]
    products: frozenset[str]
    drugs: frozenset[str]
    arms: frozenset[str]
    trials: frozenset[str]
    indication: str
    text: str
    words: frozenset[str]
    by_weight: bool
    by_age: bool


def known_of(corpus: Corpus, concepts: Concepts) -> Known:
    """What a corpus brings."""
    lexicon = general_lexicon()
    products = {n.lower() for p in corpus.products for n in p.names}
    arms = {t.lower() for d in corpus.documents for a in d.arms for t in (a.label, *a.terms)}
    drugs = {t.lower() for terms in lexicon["drug"].values() for t in terms}
    text = "\n".join(s.display for s in corpus.statements).lower()
    return Known(
        people=frozenset(_people(corpus)),
        ages=frozenset(
            m[1]
            for s in corpus.statements
            if s.authority in ("case", "opinion")
            for m in _AGED.finditer(f"{' '.join(s.section)} {s.display}")
        ),
        reactions=frozenset(_reactions(corpus.documents, concepts)),
        products=frozenset(products),
        drugs=frozenset(drugs - products - arms),
        arms=frozenset(arms),
        trials=frozenset(t.lower() for d in corpus.documents for t in d.trials),
        indication=_indication(corpus),
        text=text,
        words=frozenset(w.lower() for w in words(text)),
        by_weight=_WEIGHTS.search(text) is not None,
        by_age=_AGES.search(text) is not None,
    )


def _people(corpus: Corpus) -> Iterator[str]:
    for statement in corpus.statements:
        for match in _SPEAKER.finditer(statement.display):
            yield match[1].lower()
        for match in _INTRODUCED.finditer(statement.display):
            yield match[1].lower()
        if statement.row is None or statement.authority != "case":
            continue
        yield statement.row.table.split(":", 1)[0].strip().lower()
        for heading in statement.section:
            if numbered := _CASE_HEADING.match(heading):
                yield numbered[0].lower()


def _reactions(documents: Iterable[Document], concepts: Concepts) -> Iterator[str]:
    for terms in general_lexicon()["reaction"].values():
        yield from terms
    for document in documents:
        for group in document.synonyms:
            kinds = {m.concept.kind for t in group.terms for m in concepts.find(words(t))}
            if kinds == {"reaction"}:
                yield from group.terms


def _indication(corpus: Corpus) -> str:
    """The statements that say what a product is for, with those under such a heading."""
    found = []
    for statement in corpus.statements:
        under = any(
            h.upper().lstrip("0123456789. ").startswith("INDICATION") for h in statement.section
        )
        said = _INDICATED.search(statement.display) and " for " in f" {statement.display} "
        if under or said:
            found.append(statement.display)
    return "\n".join(found).lower()
