"""Late interaction word by word: how near a statement comes to single words of a question."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Wordwise:
    """Of each word piece of a question, the likeness to the nearest token of one statement.

    Attributes:
        pieces: of the question, as the tokenizer spells them.
        likeness: (pieces,) cosines.
    """

    pieces: tuple[str, ...]
    likeness: NDArray[np.float32]

    def of(self, words: str) -> float | None:
        """The mean likeness of the pieces that spell some words; None if the question has no such.

        Where the words stand twice, of the first place.
        """
        wanted = _letters(words)
        spelled = [_letters(piece) for piece in self.pieces]
        first = "".join(spelled).find(wanted)
        if not wanted or first < 0:
            return None
        ends = list(accumulate(len(piece) for piece in spelled))
        place = [
            i
            for i, (piece, end) in enumerate(zip(spelled, ends, strict=True))
            if end > first and end - len(piece) < first + len(wanted)
        ]
        return float(self.likeness[place].mean())


UNKNOWN = Wordwise((), np.zeros(0, dtype=np.float32))
"""Where no search has told."""


def nearest(
    tokens: NDArray[np.float32], statements: NDArray[np.float32], starts: NDArray[np.int64]
) -> NDArray[np.float32]:
    """The likeness of each token of a question to the nearest of each statement.

    Args:
        tokens: (t, dimension), of unit length.
        statements: (dimension, all tokens of all statements), of unit length.
        starts: (n,), where each statement's tokens begin.

    Returns:
        (t, n) cosines.
    """
    if not len(tokens):
        return np.zeros((0, len(starts)), dtype=np.float32)
    return np.maximum.reduceat(tokens @ statements, starts, axis=1)


def _letters(text: str) -> str:
    """What is compared of a text: no spaces, hyphens or marks of the tokenizer."""
    return "".join(sign for sign in text.lower() if sign.isalnum())
