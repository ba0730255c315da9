"""BM25 over terms and concepts."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from ino_assistant.search.build import _rarity
from ino_assistant.search.lexical import Bm25, question_terms, statement_terms
from ino_assistant.vocabulary.concepts import concepts_for
from search.prepared import small_corpus

DOCUMENTS = [["dose", "30", "mg"], ["dose", "dose", "60", "mg"], ["rash"], ["dose"] * 9 + ["rash"]]


def lucene(documents: list[list[str]], asked: list[str]) -> list[float]:
    """BM25 as Lucene has it, by the formula: k1 = 1.2, b = 0.6."""
    average = sum(map(len, documents)) / len(documents)
    scores = []
    for document in documents:
        total = 0.0
        for term in asked:
            df = sum(term in d for d in documents)
            idf = math.log(1 + (len(documents) - df + 0.5) / (df + 0.5))
            tf = document.count(term)
            total += idf * tf / (tf + 1.2 * (1 - 0.6 + 0.6 * len(document) / average))
        scores.append(total)
    return scores


@pytest.mark.parametrize("asked", [["dose"], ["rash"], ["dose", "rash"], ["30", "mg", "dose"]])
def test_scores_are_those_of_the_formula(asked: list[str]) -> None:
    found = Bm25.build(DOCUMENTS).scores(asked)
    assert found.tolist() == pytest.approx(lucene(DOCUMENTS, asked), rel=1e-5)


@pytest.mark.parametrize("asked", [[], ["unknown"], ["Dose"]])
def test_what_is_unknown_scores_nothing(asked: list[str]) -> None:
    assert Bm25.build(DOCUMENTS).scores(asked).tolist() == [0, 0, 0, 0]


def test_unknown_terms_beside_known_ones_change_nothing() -> None:
    index = Bm25.build(DOCUMENTS)
    assert np.array_equal(index.scores(["rash", "unknown"]), index.scores(["rash"]))


def test_what_is_saved_scores_the_same(tmp_path: Path) -> None:
    index = Bm25.build(DOCUMENTS)
    index.save(tmp_path)
    loaded = Bm25.load(tmp_path)
    for term in ("dose", "30", "rash", "unknown"):
        assert np.array_equal(loaded.scores([term]), index.scores([term]))


def test_a_statements_own_words_count_double() -> None:
    corpus = small_corpus()
    concepts = concepts_for(corpus.documents)
    statement = next(s for s in corpus.statements if s.display.startswith("One tablet of 15 mg"))
    found = statement_terms(statement, "How is it taken in bleeding?", concepts)
    assert found.count("tablet") == 2
    assert found.count("bleed") == 1
    (bleeding,) = concepts.keys("bleeding")
    assert found.count(bleeding) == 1


def test_a_questions_terms_count_once() -> None:
    concepts = concepts_for(small_corpus().documents)
    found = question_terms("bleeding, bleeding and hemorrhage at 15 mg", concepts)
    assert sorted(found) == sorted(set(found))
    assert {"bleed", "15", "mg"} <= set(found)
    assert set(concepts.keys("hemorrhage")) <= set(found)


def test_rarity_is_high_for_what_is_rare() -> None:
    rarity = _rarity(DOCUMENTS)
    assert rarity["30"] == pytest.approx(math.log(1 + 3.5 / 1.5))
    assert rarity["dose"] == pytest.approx(math.log(1 + 1.5 / 3.5))
    assert rarity["30"] > rarity["mg"] > rarity["dose"] > 0
