"""Words of a message with what they may be: person, event, mood, as routing.toml lists them.

Spelling is forgiven: a word that nobody writes is taken for the listed one that it is nearest to.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from ino_assistant.data import load
from ino_assistant.text import Span
from ino_assistant.vocabulary.frequency import frequency
from ino_assistant.vocabulary.tokens import stem

_WORD = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+(?:['’][^\W\d_]+)*|[&≥≤<>%]")
_MIN_FUZZY = 5
_TWO_ERRORS = 8
_THREE_ERRORS = 9
_FEW = 2
_ENGLISH = 3.0
"""On the Zipf scale: a word as common as this is meant as written."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word: as typed, its place, and the forms that it is compared in."""

    text: str
    span: Span
    forms: frozenset[str]
    stem: str

    def any(self, words: Collection[str]) -> bool:
        """Whether one of its forms is among `words`."""
        return not self.forms.isdisjoint(words)


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found: tokens `start` to `end`, half open."""

    tag: str
    start: int
    end: int


def phrases(text: str) -> list[str]:
    """The phrases of a list, which commas part."""
    return [folded for part in text.split(",") if (folded := " ".join(part.split()))]


@cache
def members(name: str) -> frozenset[str]:
    """A small set of words of routing.toml."""
    return frozenset(load("routing")["sets"][name].split())


def spelt(text: str) -> tuple[str, ...]:
    """The words of a phrase as they are compared."""
    return tuple(word.lower().replace("’", "'") for word in _WORD.findall(text))


class Tagger:
    """Finds listed phrases in messages; made once, read-only after.

    Args:
        extra: tag → phrases that the corpus adds to it.
        known: words in small letters that are spelt right, whatever they are.
    """

    def __init__(self, extra: Mapping[str, Iterable[str]], known: Collection[str]) -> None:
        self._known = known
        self._phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._stems: dict[str, set[str]] = {}
        vocabulary: set[str] = set()
        lists = load("routing")
        for tag, text in lists["words"].items():
            for phrase in phrases(text):
                vocabulary.update(self._add(tag.rstrip("_"), phrase))
        for tag, found in extra.items():
            for phrase in found:
                vocabulary.update(self._add(tag, phrase))
        for tag, text in lists["stems"].items():
            for word in phrases(text):
                vocabulary.add(word)
                self._stems.setdefault(stem(word), set()).add(tag)
        self._vocabulary = vocabulary
        self._correctable: dict[str, list[str]] = {}
        for word in sorted(vocabulary):
            if len(word) >= _MIN_FUZZY and word.isalpha():
                self._correctable.setdefault(word[0], []).append(word)
        self._meant = lru_cache(maxsize=8192)(self._nearest)

    def tokens(self, text: str) -> list[Token]:
        """The words of a message, with their places."""
        return [self._token(m[0], m.span()) for m in _WORD.finditer(text)]

    def hits(self, tokens: list[Token]) -> Iterator[Hit]:
        """Every listed phrase in some tokens."""
        for at, token in enumerate(tokens):
            for form in token.forms:
                for words, tag in self._phrases.get(form, ()):
                    end = at + len(words)
                    if end <= len(tokens) and all(
                        word in tokens[at + i].forms for i, word in enumerate(words[1:], start=1)
                    ):
                        yield Hit(tag, at, end)
            for tag in self._stems.get(token.stem, ()):
                yield Hit(tag, at, at + 1)

    def _add(self, tag: str, phrase: str) -> tuple[str, ...]:
        words = spelt(phrase)
        # Apostrophes are often left out: `cant breathe`.
        for written in dict.fromkeys((words, tuple(w.replace("'", "") for w in words))):
            if written:
                self._phrases.setdefault(written[0], []).append((written, tag))
        return words

    def _token(self, text: str, span: Span) -> Token:
        word = text.lower().replace("’", "'")
        meant = self._meant(word)
        forms = {word, meant, meant.removesuffix("'s")}
        return Token(text, span, frozenset(forms), stem(meant.removesuffix("'s")))

    def _nearest(self, word: str) -> str:
        if (
            len(word) < _MIN_FUZZY
            or not word.isalpha()
            or word in self._vocabulary
            or word in self._known
            or stem(word) in self._stems
            or frequency(word) >= _ENGLISH
        ):
            return word
        best = process.extractOne(
            word,
            # The first letter is hardly ever wrong, and guards against another word.
            self._correctable.get(word[0], ()),
            scorer=DamerauLevenshtein.distance,
            score_cutoff=(len(word) >= _THREE_ERRORS) + (len(word) >= _TWO_ERRORS) + 1,
        )
        if best is None or (best[1] > _FEW and best[0][:2] != word[:2]):
            return word
        return best[0]
