"""A thing asked for that a statement tells in other words, as its reader sees at once.

What the asker explains in brackets is told by the explanation, and of `the oral solution` a
sentence that calls it `the solution` speaks.
"""

from __future__ import annotations

import re

from ino_assistant.answering.choosing.facts import Facts
from ino_assistant.answering.understanding.english import ASKING
from ino_assistant.answering.understanding.question import Question
from ino_assistant.data import words as words_of_data
from ino_assistant.vocabulary.tokens import STOP_WORDS, term, terms, words

_FORMS = frozenset(term(word) for word in words_of_data("forms"))
_BARE = frozenset({"the", "any", "this", "each", "all", "a", "an", "unused", "remaining", "of"})
_BEHIND = 2
"""Words that may stand between a thing and the brackets that explain it."""


def told_otherwise(unit: str, question: Question, held: Facts) -> bool:
    """Whether a statement tells a unit of a question by an explanation or by a shorter name.

    Args:
        unit: a concept or term that the statement has not by name.
        question: as understood.
        held: the statement.
    """
    return any(
        _explained(end, question, held) or _by_its_form(end, question, held)
        for end in _ends(unit, question)
    )


def _ends(unit: str, question: Question) -> list[int]:
    """Positions behind the words of the question that name the unit."""
    named = [m.end for m in question.mentions if m.concept.key == unit]
    return named or [at + 1 for at, word in enumerate(question.words) if term(word) == unit]


def _explained(end: int, question: Question, held: Facts) -> bool:
    """Whether brackets explain it, `treatment naive (no prior DMT)`, in words that are there."""
    last = question.words[end - 1]
    found = re.search(
        rf"\b{re.escape(last)}(?: [\w-]+){{0,{_BEHIND}}} ?\(([^()]+)\)",
        question.text,
        re.IGNORECASE,
    )
    if found is None:
        return False
    said = set(terms(found[1])) - ASKING - {term(word) for word in STOP_WORDS}
    starts = " ".join(words(held.statement.display)[:1]).lower()
    denied = _NONE.match(found[1]) is not None
    return bool(said) and said <= held.own and denied == (starts in ("no", "not", "without"))


_NONE = re.compile(r"(?:no|not|without)\b", re.IGNORECASE)


def _by_its_form(end: int, question: Question, held: Facts) -> bool:
    """Whether it says which solution, tablet or pen, and the statement calls it that alone."""
    if end >= len(question.words):
        return False
    form = term(question.words[end])
    if form not in _FORMS:
        return False
    said = words(held.statement.display)
    return any(
        term(word) == form and before.lower() in _BARE
        for before, word in zip(["the", *said], said, strict=False)
    )
