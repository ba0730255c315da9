"""The persons of a document's cases: what they are called, and how they are described."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ino_assistant.answering.understanding.english import ASKING
from ino_assistant.corpus.model import Corpus, Statement
from ino_assistant.vocabulary.tokens import STOP_WORDS, term, terms, words

_CASE_HEADING = re.compile(r"^(?:Case|Patient) \d+", re.IGNORECASE)
_INTRODUCED = re.compile(
    r"(?:^|[.:;] )(?P<name>(?:Mr|Mrs|Ms|Miss)\.? [A-Z][a-zà-ÿ]*|[A-Z][a-zà-ÿ]+)\.?(?: [A-Z]\.)?"
    r"(?:, (?:an? |aged )?| \(|,? (?:is|was) (?:an? )?|, an? (?:[\w-]+ ){1,4}?aged )"
    r"\d{1,3}(?:[- ]years?\b|,|\))"
)
YEARS = frozenset({"year", "years", "yr", "yo", "year-old", "years-old"})
"""Words that make a figure an age."""
_MIN_WORDS = 4
"""Words up to which what begins with a name is no sentence that introduces somebody."""

Sex = Literal["f", "m", ""]
_SEXES: tuple[tuple[Sex, frozenset[str]], ...] = (
    ("f", frozenset({"she", "her", "hers", "herself", "woman", "lady", "girl"})),
    ("m", frozenset({"he", "him", "his", "himself", "man", "gentleman", "boy", "guy"})),
)
"""Words that tell a person's sex."""
_CLEAR = 3
"""How many times as often as the other's the words of one sex stand in a case that is clear."""


@dataclass(frozen=True, slots=True)
class Person:
    """The person of a case.

    Attributes:
        documents: where the case is told.
        products: the medicines that it is told of.
        sex: empty where the words of the case do not tell.
    """

    documents: frozenset[str]
    products: frozenset[str]
    sex: Sex


def sex_of(tokens: Sequence[str]) -> Sex:
    """The sex that words tell; empty for none, or for both about alike."""
    lower = [token.lower() for token in tokens]
    counts = sorted(((sum(w in of for w in lower), sex) for sex, of in _SEXES), reverse=True)
    (most, sex), (fewest, _) = counts
    return sex if most and most >= _CLEAR * fewest else ""


def persons_of(corpus: Corpus, told: Callable[[Statement], frozenset[str]]) -> dict[str, Person]:
    """The person of each case, by name.

    Args:
        corpus: the documents.
        told: the names of whom a statement of a case tells.
    """
    of: dict[str, list[Statement]] = {}
    for statement in corpus.statements:
        names = told(statement) if statement.authority == "case" else frozenset[str]()
        if len(names) == 1:
            of.setdefault(next(iter(names)), []).append(statement)
    return {
        name: Person(
            frozenset(s.document for s in statements),
            frozenset(product for s in statements for product in s.products),
            sex_of([w for s in statements for w in words(s.display)]),
        )
        for name, statements in of.items()
    }


def case_names(corpus: Corpus) -> dict[str, str]:
    """What a patient case is called (its name, `case 1`) → its name, as compared terms."""
    names: dict[str, str] = {}
    for statement in corpus.statements:
        if statement.row is None or statement.authority != "case":
            continue
        name = _compared(statement.row.table.split(":", 1)[0])
        names[name] = name
        names.update(dict.fromkeys(_numbers_of(statement), name))
    for told, called in told_in_prose(corpus).items():
        name = _compared(called)
        names.setdefault(name, name)
        for number in _numbers_of(corpus.by_id[told]):
            names.setdefault(number, name)
    return names


def told_in_prose(corpus: Corpus) -> dict[str, str]:
    """Statement → the name of the person whose case it tells, where prose introduces one.

    `Ida, a 58-year-old baker, was admitted` begins a case; what follows is hers until another
    one begins or the case ends.
    """
    products = {w.lower() for p in corpus.products for n in p.names for w in words(n)}
    told: dict[str, str] = {}
    name, under = "", ""
    for statement in corpus.statements:
        numbered = next((h for h in statement.section if _CASE_HEADING.match(h)), "")
        if statement.authority != "case" or numbered != under:
            name, under = "", numbered
        if statement.authority != "case":
            continue
        found = _INTRODUCED.search(statement.display)
        if found is not None and found["name"].lower() not in products | STOP_WORDS:
            name = found["name"]
        if name:
            told[statement.id] = name
    return told


def _compared(name: str) -> str:
    return " ".join(term(w) for w in words(name))


def _numbers_of(statement: Statement) -> Iterator[str]:
    """`case 1`, of the headings above a statement."""
    for heading in statement.section:
        match = _CASE_HEADING.match(heading)
        if match:
            yield _compared(match[0])


def portraits(corpus: Corpus, cases: frozenset[str]) -> dict[str, frozenset[str]]:
    """How each case's person is introduced, in terms that introduce no other: job, family, age."""
    found: dict[str, set[str]] = {}
    for statement in corpus.statements:
        if statement.authority != "case" or statement.row is not None:
            continue
        tokens = words(statement.display)
        for name in cases - set(found):
            if tokens and term(tokens[0]) == name and len(tokens) > _MIN_WORDS:
                clause = re.split(r"\bpresents?\b|\bwith\b|\bafter\b", statement.display)[0]
                found[name] = {t for t in terms(clause) if t != name}
    common = {t for a in found for b in found if a != b for t in found[a] & found[b]}
    years = {term(word) for word in YEARS}
    return {name: frozenset(said - common - years - ASKING) for name, said in found.items()}


def is_age(lower: Sequence[str], at: int) -> bool:
    """Whether a figure is an age: `67 years old`, `aged 67`; `40 patients` is none."""
    return any(w in YEARS for w in lower[at + 1 : at + 2]) or lower[max(at - 1, 0)] == "aged"
