"""Abbreviations that no document defines: the initials of a phrase that one of them prints.

`CDP` is asked after where the text writes `disability progression confirmed at 12 weeks`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from functools import lru_cache

from ino_assistant.answering.understanding.english import is_everyday
from ino_assistant.vocabulary.tokens import STOP_WORDS, term, terms, words

_SHORT = re.compile(r"[A-Z]{3,5}s?")
_APART = re.compile(r"[.,;:()\[\]|/•]")
_WORD = re.compile(r"[^\W\d_]+")
_LEAST = 3
"""Letters from which a word of a phrase gives an initial."""


class Initials:
    """Knows for which printed phrase the letters of an abbreviation stand; safe to share.

    Args:
        texts: what the documents print.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._kept = lru_cache(maxsize=256)(self._found)

    def phrase(self, short: str) -> str | None:
        """The phrase that an abbreviation stands for, in its own words.

        None where it can't be one, no phrase has these initials, or several have them alike.
        """
        return self._kept(short.removesuffix("s")) if _SHORT.fullmatch(short) else None

    def written_out(
        self, text: str, named: Collection[str], knows: Callable[[str], bool]
    ) -> tuple[str, list[tuple[str, str]]]:
        """A question with such abbreviations in full, and each of them with its phrase.

        Args:
            text: the question.
            named: its words that name a concept, which stand for that.
            knows: whether a term is in the vocabulary.
        """
        meant = []
        for word in dict.fromkeys(words(text)):
            if word in named or knows(term(word)) or is_everyday(word):
                continue
            phrase = self.phrase(word)
            if phrase is not None:
                meant.append((word, phrase))
                text = re.sub(rf"\b{re.escape(word)}\b", phrase, text)
        return text, meant

    def _found(self, short: str) -> str | None:
        letters = short.lower()
        counted: Counter[tuple[str, ...]] = Counter()
        written: dict[tuple[str, ...], str] = {}
        for text in self._texts:
            for part in _APART.split(text):
                for phrase in _phrases(part, letters):
                    key = tuple(terms(phrase))
                    counted[key] += 1
                    written.setdefault(key, phrase)
        most = counted.most_common(2)
        if not most or (len(most) > 1 and most[0][1] == most[1][1]):
            return None
        return written[most[0][0]]


def _phrases(text: str, letters: str) -> list[str]:
    """Runs of words with these initials; what was done to a thing may stand behind it."""
    said = [w for w in _WORD.findall(text) if w.lower() not in STOP_WORDS]
    found = []
    for at in range(len(said) - len(letters) + 1):
        run = [w.lower() for w in said[at : at + len(letters)]]
        orders = [run, [run[-1], *run[:-1]]] if run[-1].endswith("ed") else [run]
        for order in orders:
            if all(
                len(word) >= _LEAST and word[0] == letter
                for word, letter in zip(order, letters, strict=True)
            ):
                found.append(" ".join(order))
    return found
