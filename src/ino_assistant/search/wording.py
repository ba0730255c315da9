"""The words that a statement is found by: its context, its text, abbreviations written out."""

from __future__ import annotations

from collections.abc import Mapping

from ino_assistant.corpus.model import Corpus, Statement
from ino_assistant.vocabulary.tokens import words

_MAX_ABBREVIATION = 10
_MAX_EXPANSIONS = 8


def abbreviations_of(corpus: Corpus) -> Mapping[str, str]:
    """Short form → long form, for the abbreviations and names that the documents define."""
    found: dict[str, str] = {}
    for document in corpus.documents:
        for group in document.synonyms:
            short = next((t for t in group.terms if _is_abbreviation(t)), None)
            long = next((t for t in group.terms if t != short and len(t) > _MAX_ABBREVIATION), None)
            if short and long:
                found.setdefault(short, long)
    return found


def _is_abbreviation(text: str) -> bool:
    capitals = sum(c.isupper() for c in text)
    return 2 <= len(text) <= _MAX_ABBREVIATION and capitals >= 2 and " " not in text


def expand(text: str, abbreviations: Mapping[str, str]) -> str:
    """The text, followed by the long forms of abbreviations that it does not write out."""
    lower = text.lower()
    present = dict.fromkeys(words(text))
    longs = [
        long
        for short, long in abbreviations.items()
        if short in present and long.lower() not in lower
    ]
    return f"{text} ({'; '.join(longs[:_MAX_EXPANSIONS])})" if longs else text


def search_text(statement: Statement, context: str, abbreviations: Mapping[str, str]) -> str:
    """The text whose vectors stand for the statement."""
    return expand(f"{context}: {statement.display}", abbreviations)
