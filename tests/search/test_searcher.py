"""Which statements are found: order, products, and how scores are made comparable."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from answering.making import corpus_of, document
from ino_assistant.answering.assistant import Assistant
from ino_assistant.errors import SearchIndexError
from ino_assistant.search.build import build_index
from ino_assistant.search.context import Contexts
from ino_assistant.search.searcher import Searcher, _z
from ino_assistant.search.store import current_build, open_index
from ino_assistant.search.wording import abbreviations_of, expand
from search import prepared
from search.prepared import HashEncoder, small_build, small_corpus, small_searcher


@pytest.fixture(scope="module")
def two_products(pytestconfig: pytest.Config) -> Assistant:
    return prepared.two_products(pytestconfig)


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("What is the recommended dosage of ZELMORIX?", "The recommended dosage of ZELMORIX"),
        ("How is KARDENTO taken?", "One tablet of 15 mg"),
        ("recurrence with KARDENTO and with warfarin", "In the VELOCE trial"),
        ("headaches", "Headache"),
        ("oedema", "Peripheral edema"),
        ("Can it be given in pregnancy?", "Pregnancy: There are no data"),
        ("Is it passed into breast milk?", "Lactation"),
        ("Was the study blinded?", "The trial was open-label"),
        ("56.0% versus 21.0%", "At Week 16"),
        ("patients of 90 kg or more", "For patients weighing 90 kg"),
    ],
)
def test_what_is_asked_is_found_first(two_products: Assistant, question: str, begins: str) -> None:
    hits = two_products.searcher.search(question).hits
    assert any(hit.statement.display.startswith(begins) for hit in hits[:2])
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert all(h.score == pytest.approx(h.dense + h.lexical + h.late, abs=1e-4) for h in hits)


def test_only_statements_of_the_products_asked_for_are_found() -> None:
    searcher = small_searcher()
    for product in ("KARDENTO", "ZELMORIX"):
        hits = searcher.search("What is the dose in milligrams?", products=[product]).hits
        expected = [s for s in small_corpus().statements if product in s.products]
        assert {hit.statement.products for hit in hits} == {(product,)}
        assert len(hits) == len(expected) < len(small_corpus().statements)


def test_two_products_or_none_mean_both() -> None:
    searcher = small_searcher()
    both = searcher.search("dose", products=["KARDENTO", "ZELMORIX"]).hits
    assert both == searcher.search("dose").hits
    assert len(both) == len(small_corpus().statements)


def test_a_product_without_statements_finds_nothing() -> None:
    assert small_searcher().search("dose", products=["UNKNOWN"]).hits == ()


@pytest.mark.parametrize("limit", [0, 1, 7, 10_000])
def test_no_more_than_the_limit_is_returned(limit: int) -> None:
    hits = small_searcher().search("dose", limit=limit).hits
    assert len(hits) == min(limit, len(small_corpus().statements))


def test_the_first_of_each_score_come_on_top() -> None:
    hits = small_searcher().search("dose", limit=1000).hits
    found = small_searcher().search("dose", limit=2, beside=3).hits
    assert found[:2] == hits[:2]
    assert max(hits, key=lambda h: h.lexical) in found
    assert list(found) == sorted(found, key=lambda h: -h.score)


@pytest.mark.parametrize("question", ["", "?", "zzyzzx qwxyz", "\ud800", "ß" * 3000])
def test_a_question_without_known_words_breaks_nothing(question: str) -> None:
    hits = small_searcher().search(question).hits
    assert len(hits) == len(small_corpus().statements)
    assert all(np.isfinite([h.score, h.dense, h.lexical, h.late]).all() for h in hits)


def test_scores_become_standard_scores() -> None:
    found = _z(np.array([1, 2, 3], np.float32))
    assert found.tolist() == pytest.approx([-1.2247449, 0, 1.2247449])
    assert _z(np.array([10, 20, 30], np.float32)).tolist() == pytest.approx(found.tolist())


def test_scores_that_are_all_equal_say_nothing() -> None:
    assert _z(np.full(3, 7, np.float32)).tolist() == [0, 0, 0]
    assert _z(np.full(1, 7, np.float32)).tolist() == [0]


def test_parts_are_standard_scores_over_all_statements() -> None:
    hits = small_searcher().search("recurrence with warfarin").hits
    for part in ("dense", "lexical", "late"):
        values = np.array([getattr(hit, part) for hit in hits])
        assert values.mean() == pytest.approx(0, abs=1e-4)
        assert values.std() == pytest.approx(1, abs=1e-4)


def test_a_statement_scores_the_same_whichever_products_are_asked_for() -> None:
    every = {h.statement.id: h for h in small_searcher().search("recurrence").hits}
    some = small_searcher().search("recurrence", products=["KARDENTO"]).hits
    assert some
    assert all(hit == every[hit.statement.id] for hit in some)


def test_late_interaction_is_the_weighted_best_of_every_word() -> None:
    searcher = small_searcher()
    encoding = searcher.encoder.encode("severe headache today")
    found = {h.statement.id: h for h in searcher.search("severe headache today", limit=999).hits}
    build = current_build(small_build()[0])
    assert build is not None
    stored = np.load(build / "tokens.npy").astype(np.float32)
    rarity = searcher.index.rarity
    ends = [*searcher.index.starts[1:], len(stored)]
    weights = [rarity.get(piece, max(rarity.values())) for piece in encoding.pieces]
    spans = zip(searcher.index.statements, searcher.index.starts, ends, strict=True)
    for name, start, end in spans:
        best = (stored[start:end] @ encoding.tokens.T).max(axis=0)
        late = float(best @ np.array(weights)) / sum(weights)
        assert found[name].likeness == pytest.approx(late, abs=1e-4)
        assert found[name].wordwise.likeness == pytest.approx(best, abs=1e-4)


def test_equal_statements_keep_the_order_of_the_document(tmp_path: Path) -> None:
    corpus = corpus_of(document(sentences=["The dose is low.", "The dose is low.", "Rash."]))
    fingerprint = build_index(corpus, HashEncoder(), tmp_path)
    searcher = Searcher(corpus, HashEncoder(), open_index(tmp_path, fingerprint))
    first, second, _ = (hit.statement for hit in searcher.search("dose").hits)
    assert (first, second) == corpus.statements[:2]


def test_an_index_of_other_statements_is_not_searched() -> None:
    searcher = small_searcher()
    corpus = small_corpus()
    fewer = dataclasses.replace(corpus.documents[0], statements=corpus.documents[0].statements[:-1])
    other = dataclasses.replace(corpus, documents=(fewer, *corpus.documents[1:]))
    with pytest.raises(SearchIndexError, match="other statements"):
        Searcher(other, searcher.encoder, searcher.index)


def test_abbreviations_are_written_out_where_the_text_does_not() -> None:
    abbreviations = abbreviations_of(small_corpus())
    assert abbreviations["ALT"] == "alanine aminotransferase"
    assert expand("Measure ALT.", abbreviations) == "Measure ALT. (alanine aminotransferase)"
    whole = "Alanine aminotransferase (ALT) is measured."
    assert expand(whole, abbreviations) == whole
    assert expand("salt and ALTO", abbreviations) == "salt and ALTO"


def test_a_statements_context_is_what_stands_above_it() -> None:
    corpus = small_corpus()
    contexts = Contexts(corpus)
    headache = next(s for s in corpus.statements if s.display.startswith("Headache"))
    assert "ADVERSE REACTIONS" in contexts.of(headache).upper()
    assert contexts.case(headache) == ""
