"""Misspelt and shortened words of a question, as the corpus or English spells them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from ino_assistant.answering.understanding.english import (
    everyday_words,
    is_english,
    is_everyday,
)
from ino_assistant.vocabulary.frequency import frequency
from ino_assistant.vocabulary.tokens import term, words

_MIN_FUZZY = 5
"""Shorter words are not corrected: `CRi` is not a misspelt `CR`."""
_SHORT = 4
"""Letters of a word in which only a slip of the fingers is corrected."""
_DAILY = 4.5
"""How common a word must be that a short one is a slip of: `many`, `dose` and `week` are."""
_TWO_ERRORS = 8
"""Words from this length on may hold two errors."""
_MIN_PREFIX = 4
_CLIPPED = 4
"""Letters that a word of English must lack to be taken for a clipped one: `recon`."""
_MIN_ENGLISH = 6
"""Letters from which a word that is in no document is taken for a misspelt word of English."""


class Speller:
    """Knows how words are spelt; safe to share between threads.

    Args:
        known: words of the corpus and of the lexicon, in small letters.
        printed: those of them that the documents print.
    """

    def __init__(self, known: Collection[str], printed: Iterable[str]) -> None:
        self._known = frozenset(known)
        self._stems = {term(word) for word in known}
        self._printed = sorted(word for word in printed if word.isalpha())
        self._is_printed = frozenset(self._printed)
        self._printed_stems = frozenset(term(word) for word in self._printed)
        self._correctable = sorted(w for w in known if len(w) >= _MIN_FUZZY and w.isalpha())
        self._by_consonants: dict[str, list[str]] = {}
        for word in self._printed:
            self._by_consonants.setdefault(_consonants(word), []).append(word)

    def knows(self, stem: str) -> bool:
        """Whether a term occurs in the corpus or the lexicon."""
        return stem in self._stems

    def corrected(self, text: str) -> tuple[str, list[tuple[str, str]]]:
        """A text as it was meant, and each word that is changed with what stands for it now."""
        corrected = []
        for word in dict.fromkeys(words(text)):
            lower = word.lower()
            if len(lower) < _MIN_PREFIX or not lower.isalpha() or lower in self._known:
                continue
            if term(lower) in self._stems or is_english(lower):
                # `enceph` is the stem of a word, and short for the one that is printed.
                clipped = lower not in self._printed_stems and not is_everyday(lower)
                meant = self._completed(lower, by=_CLIPPED) if clipped else None
            else:
                meant = (
                    self._nearest(lower, typed=word)
                    or self._completed(lower)
                    or self._voweled(lower)
                    or self._slipped(lower, typed=word)
                )
            if meant is not None:
                corrected.append((word, meant))
                text = re.sub(rf"\b{re.escape(word)}\b", meant, text)
        return text, corrected

    def _slipped(self, word: str, typed: str) -> str | None:
        """What a short word is with two letters exchanged or one left out: `mnay`, `cyle`.

        An abbreviation has the letters that it has: one that is no slip of a word in daily use,
        or of one that is printed, stays.
        """
        if len(word) != _SHORT or typed != word:
            return None
        usual = (w for w in everyday_words() if frequency(w) >= _DAILY)
        choices = [w for w in (*self._printed, *usual) if w[:1] == word[:1]]
        found = {w for w, _ in _within(word, choices, 1) if len(w) > _SHORT or _exchanged(w, word)}
        meant = sorted(found & self._is_printed) or sorted(found)
        return max(meant, key=frequency, default=None)

    def _nearest(self, word: str, typed: str) -> str | None:
        """The word with the fewest errors; of several one that is printed, or the commonest."""
        errors = (len(word) >= _MIN_FUZZY) + (len(word) >= _TWO_ERRORS)
        found = _within(word, self._correctable, errors)
        # What is written large may be a name that no document has: English is no guess for it.
        if len(word) >= _MIN_ENGLISH and typed == word:
            found += [(one, 1) for one, _ in _within(word, everyday_words(), 1)]
        # The first letter is hardly ever wrong, and guards against another word.
        likely = [(one, far) for one, far in found if one[0] == word[0]]
        return (
            min(
                likely,
                key=lambda f: (f[1], f[0] not in self._is_printed, -frequency(f[0]), f[0]),
                default=("", 0),
            )[0]
            or None
        )

    def _completed(self, word: str, by: int = 1) -> str | None:
        """The only word of the corpus that an abbreviated one begins: `defib` for one drug."""
        least = len(word) + by
        return _only([w for w in self._printed if len(w) >= least and w.startswith(word)])

    def _voweled(self, word: str) -> str | None:
        """The only word of the corpus with the same consonants, vowels left out: `plcbo`."""
        consonants = _consonants(word)
        found = self._by_consonants.get(consonants, []) if len(consonants) >= _MIN_PREFIX else []
        return _only([known for known in found if len(known) > len(word)])


def _exchanged(one: str, two: str) -> bool:
    return sorted(one) == sorted(two)


def _only(found: Sequence[str]) -> str | None:
    """The first of some words, if they are forms of one."""
    return found[0] if found and len({term(word) for word in found}) == 1 else None


def _consonants(word: str) -> str:
    return word[0] + re.sub(r"[aeiou]", "", word[1:])


def _within(word: str, choices: Collection[str], errors: int) -> list[tuple[str, int]]:
    found = process.extract(
        word, choices, scorer=DamerauLevenshtein.distance, score_cutoff=errors, limit=None
    )
    return [(choice, int(far)) for choice, far, _ in found]


__all__ = ["Speller"]
