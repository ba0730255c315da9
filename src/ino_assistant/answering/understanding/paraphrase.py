"""Other words for a word: what covers a question's word where a statement has not the word itself.

They are the wordings with which the verifier looks for the source of a word. Here they only
show that a statement speaks of what was asked; no figure is told apart by them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from ino_assistant.data import load
from ino_assistant.vocabulary.tokens import terms


@cache
def _listed() -> Mapping[str, tuple[frozenset[str], ...]]:
    """Term → the terms of each wording that may stand for it; those alike under one line."""
    found: dict[str, dict[frozenset[str], None]] = {}
    for line in load("everyday")["wordings"]:
        said = [frozenset(terms(wording)) for wording in line]
        for single in said:
            if len(single) == 1:
                others = found.setdefault(next(iter(single)), {})
                others.update(dict.fromkeys(s for s in said if s and s != single))
    return {term: tuple(others) for term, others in found.items()}


def other_words(term: str) -> tuple[frozenset[str], ...]:
    """Sets of terms, each of which says as much as the one given."""
    return _listed().get(term, ())


def said_in_other_words(term: str, has: frozenset[str]) -> bool:
    """Whether one of the wordings for a term is among the terms of a statement."""
    return any(wording <= has for wording in other_words(term))
