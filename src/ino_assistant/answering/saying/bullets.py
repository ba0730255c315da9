"""Which bullets of the boxed warnings bear on a question; all of them are shown anyway."""

from __future__ import annotations

from collections.abc import Mapping

from ino_assistant.answering.understanding.question import Question
from ino_assistant.corpus.model import Corpus
from ino_assistant.vocabulary.concepts import Concepts

_TELLING = 3.0
"""Rarity from which a general word tells what a question is about."""


class Bullets:
    """What the bullets of every boxed warning are about; made once, read-only after."""

    def __init__(self, corpus: Corpus, concepts: Concepts, rarity: Mapping[str, float]) -> None:
        self._rarity = rarity
        self._about = {
            warning.product: [frozenset(concepts.keys(bullet)) for bullet in warning.bullets]
            for warning in corpus.boxed_warnings
        }

    def bearing_on(self, asked: Question | None) -> dict[str, tuple[int, ...]]:
        """By product, the indexes of the bullets about something that the question names."""
        named = {
            m.concept.key
            for m in (asked.mentions if asked is not None else ())
            if m.concept.kind != "word" or self._rarity.get(m.concept.key, 0.0) > _TELLING
        }
        found: dict[str, tuple[int, ...]] = {}
        for product, about in self._about.items():
            # What most bullets are about tells none of them apart.
            common = {k for k in named if sum(k in a for a in about) > len(about) / 2}
            for wanted in (named - common, named):
                hits = tuple(i for i, keys in enumerate(about) if keys & wanted)
                if hits:
                    found[product] = hits
                    break
        return found
