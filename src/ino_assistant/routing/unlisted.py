"""Medicines and symptoms that no list has, told by how their names end."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from ino_assistant.data import load
from ino_assistant.routing.documents import Known
from ino_assistant.routing.parts import Part
from ino_assistant.routing.tags import Hit, phrases, spelt
from ino_assistant.vocabulary.frequency import frequency

_MIN = 6
_COMMON = 3.3
"""On the Zipf scale: a word this common is no rare medicine."""


class Unlisted:
    """Adds to parts what is named in them and not listed; made once, read-only after."""

    def __init__(self, known: Known) -> None:
        lists = load("routing")["drugs"]
        symptoms = load("routing")["symptoms"]
        self._symptoms = tuple(phrases(symptoms["endings"]))
        treated = {w for w in spelt(known.indication) if w.endswith(self._symptoms)}
        self._not_symptoms = treated | set(phrases(symptoms["not_symptoms"]))
        self._endings = tuple(phrases(lists["endings"]))
        self._not_drugs = frozenset(phrases(lists["not_drugs"]))
        self._own = [
            w for name in known.products | known.arms for w in spelt(name) if len(w) >= _MIN
        ]
        self._products = [w for name in known.products for w in spelt(name) if len(w) >= _MIN]
        self._tag = lru_cache(maxsize=4096)(self._tag_of)

    def add(self, part: Part) -> Part:
        """The part with hits of medicines, misspelt products, and symptoms."""
        taken = {
            i for h in part.of("product", "other_drug", "event") for i in range(h.start, h.end)
        }
        more = tuple(
            Hit(tag, i, i + 1)
            for i, token in enumerate(part.tokens)
            if i not in taken and (tag := self._tag(token.text.lower())) is not None
        )
        return replace(part, hits=(*part.hits, *more)) if more else part

    def _tag_of(self, word: str) -> str | None:
        if len(word) < _MIN or not word.isalpha() or word in self._own:
            return None
        near = process.extractOne(
            word, self._products, scorer=DamerauLevenshtein.distance, score_cutoff=2
        )
        if near is not None and near[0][0] == word[0] and len(word) > _MIN:
            return "product"
        if word.endswith(self._symptoms) and word not in self._not_symptoms:
            return "event"
        if word.endswith(self._endings) and word not in self._not_drugs and not _common(word):
            return "other_drug"
        return None


def _common(word: str) -> bool:
    return frequency(word) >= _COMMON
