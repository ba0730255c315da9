"""The persons of a document's cases: what they are called, and how they are described."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ino_assistant.corpus.model import Corpus
from ino_assistant.data import words as words_of_data
from ino_assistant.vocabulary.tokens import term, terms, words

_CASE_HEADING = re.compile(r"^(?:Case|Patient) \d+", re.IGNORECASE)
YEARS = frozenset({"year", "years", "yr", "yo", "year-old", "years-old"})
"""Words that make a figure an age."""
_EMPTY = frozenset(term(word) for word in words_of_data("asking"))
_MIN_WORDS = 4
"""Words up to which what begins with a name is no sentence that introduces somebody."""


def case_names(corpus: Corpus) -> dict[str, str]:
    """What a patient case is called (its name, `case 1`) → its name, as compared terms."""
    names: dict[str, str] = {}
    for statement in corpus.statements:
        if statement.row is None or statement.authority != "case":
            continue
        name = " ".join(term(w) for w in words(statement.row.table.split(":", 1)[0]))
        names[name] = name
        for heading in statement.section:
            match = _CASE_HEADING.match(heading)
            if match:
                names[" ".join(term(w) for w in words(match[0]))] = name
    return names


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
    return {name: frozenset(said - common - years - _EMPTY) for name, said in found.items()}


def is_age(lower: Sequence[str], at: int) -> bool:
    """Whether a figure is an age: `67 years old`, `aged 67`; `40 patients` is none."""
    return any(w in YEARS for w in lower[at + 1 : at + 2]) or lower[max(at - 1, 0)] == "aged"
