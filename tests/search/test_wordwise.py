"""Late interaction word by word."""

from __future__ import annotations

import numpy as np
import pytest

from ino_assistant.search.wordwise import UNKNOWN, Wordwise, nearest

PIECES = ("spill", "##age", "of", "anti", "-", "cd", "##22", "protein")
FOUND = Wordwise(PIECES, np.array([0.4, 0.6, 0.1, 0.9, 0.8, 0.7, 0.6, 0.3], dtype=np.float32))


@pytest.mark.parametrize(
    ("words", "likeness"),
    [("Spillage", 0.5), ("protein", 0.3), ("anti-CD22", 0.75), ("anti CD22", 0.75), ("of", 0.1)],
)
def test_of_words_the_mean_of_their_pieces(words: str, likeness: float) -> None:
    assert FOUND.of(words) == pytest.approx(likeness)


@pytest.mark.parametrize("words", ["kidney", "", "-", "proteins"])
def test_of_words_that_the_question_has_not(words: str) -> None:
    assert FOUND.of(words) is None
    assert UNKNOWN.of(words) is None


def test_nearest_is_the_best_of_each_statements_tokens() -> None:
    tokens = np.eye(3, dtype=np.float32)[:2]
    statements = np.array([[1, 0, 0], [0, 0, 1], [0, 0.6, 0.8]], dtype=np.float32).T
    found = nearest(tokens, statements, np.array([0, 1]))
    assert found == pytest.approx(np.array([[1, 0], [0, 0.6]]))
    assert nearest(tokens[:0], statements, np.array([0, 1])).shape == (0, 2)
