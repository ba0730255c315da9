"""Which words are everyday English: they name nothing that a document would have to hold."""

from __future__ import annotations

from functools import cache

from ino_assistant.data import words
from ino_assistant.vocabulary.frequency import common_words, frequency
from ino_assistant.vocabulary.tokens import term

ASKING = frozenset(term(word) for word in words("asking"))
"""Terms of asking: they carry nothing that a statement would have to hold."""

# On the Zipf scale (log10 of occurrences in a billion words) 3.3 is a word that most
# people know but few use daily: `besides` has 4.6, `bedside` 3.4, `grapefruit` 3.2,
# `tinnitus` none.
_EVERYDAY = 3.3
_KNOWN = 3.0


_COMMONEST = 6.4
_PER_STEP = 2.0


def weight_in_english(word: str) -> float:
    """The most that a word may weigh: what all texts have says little of any subject.

    Falls with the word's frequency: `every` weighs 1.2, `early` 1.9, `nurse` 4.
    """
    return max(0.3, _PER_STEP * (_COMMONEST - frequency(word)))


def is_everyday(word: str) -> bool:
    """Whether a word is so common that it says nothing of the subject."""
    return frequency(word) >= _EVERYDAY


def is_english(word: str) -> bool:
    """Whether a word is spelt as an English word is."""
    return frequency(word) >= _KNOWN


@cache
def everyday_words() -> tuple[str, ...]:
    """The words that most people use, in small letters, without figures and marks."""
    return tuple(w for w in common_words(_EVERYDAY) if w.isascii() and w.isalpha())
