"""Figures of statements are told apart by what they are bound to."""

from __future__ import annotations

from functools import cache

import pytest

from answering.conftest import Readers
from ino_assistant.answering.choosing.claim_fit import ClaimFitter, Fit
from ino_assistant.corpus.model import Corpus
from ino_assistant.fidelity.binding.claim_binding import claims_of_corpus
from ino_assistant.vocabulary.concepts import concepts_for
from search import prepared


@cache
def fitter_of(corpus: Corpus) -> ClaimFitter:
    return ClaimFitter(claims_of_corpus(corpus), concepts_for(corpus.documents))


def statement(corpus: Corpus, words: str) -> str:
    """Id of the first statement that holds words."""
    return next(s.id for s in corpus.statements if words in s.display)


def fit(readers: Readers, question: str, words: str) -> Fit:
    corpus = prepared.small_corpus()
    return fitter_of(corpus).fit(readers.made_up.read(question), statement(corpus, words))


def other(readers: Readers, question: str, words: str) -> bool:
    corpus = prepared.small_corpus()
    asked = readers.made_up.read(question)
    return fitter_of(corpus).other_figure(asked, statement(corpus, words))


def test_a_figure_of_what_is_asked_fits(readers: Readers) -> None:
    question = "How many patients had headache with ZELMORIX?"
    assert fit(readers, question, "Headache").topic == 1.0
    assert fit(readers, question, "Headache").arm == 1.0
    assert fit(readers, question, "Eczema").topic == 0.0
    assert fit(readers, question.replace("ZELMORIX", "warfarin"), "Headache").arm == 0.0
    percent = "What percentage had recurrence with KARDENTO?"
    assert fit(readers, percent, "In the VELOCE trial") == Fit(topic=1.0)


def test_a_figure_of_another_kind_does_not(readers: Readers) -> None:
    assert fit(readers, "What percentage had headache?", "Do not shake").none == 1.0
    assert fit(readers, "How long did headache last?", "Headache").none == 1.0


def test_where_no_figure_is_asked_nothing_is_compared(readers: Readers) -> None:
    for question in ("Why did they have headache?", "Which reactions were seen?", "What is PN?"):
        assert fit(readers, question, "Headache") == Fit()
        assert not other(readers, question, "Headache")


@pytest.mark.parametrize(
    ("question", "words", "vetoed"),
    [
        ("What percentage had eczema?", "In the VELOCE trial", True),
        ("What percentage had recurrence?", "In the VELOCE trial", False),
        ("How many patients had headache?", "Headache", False),
        ("What percentage had eczema?", "Do not shake", False),
    ],
)
def test_a_statement_with_figures_of_something_else_is_vetoed(
    readers: Readers, question: str, words: str, vetoed: bool
) -> None:
    assert other(readers, question, words) is vetoed


def test_limits_that_were_not_asked_for_are_counted(readers: Readers) -> None:
    asked = fit(readers, "What was the PP-NRS response at week 16?", "At Week 16")
    unasked = fit(readers, "What was the PP-NRS response?", "At Week 16")
    assert asked.unasked <= unasked.unasked


def test_an_observed_p_value_is_not_the_level_set_for_it(readers: Readers) -> None:
    corpus = prepared.real_corpus()
    boundary = statement(corpus, "prespecified boundary for statistical significance")
    fitter = fitter_of(corpus)
    assert fitter.other_figure(
        readers.first.read("What was the observed P value for OS?"), boundary
    )
    level = "What was the prespecified boundary for the P value of OS?"
    assert not fitter.other_figure(readers.first.read(level), boundary)


def test_what_is_to_be_counted(readers: Readers) -> None:
    corpus = prepared.real_corpus()
    fitter = fitter_of(corpus)
    asked = readers.first.read("How many cycles are recommended?")
    cycles = statement(corpus, "the recommended duration of treatment with BESPONSA is 2")
    patients = statement(corpus, "VOD was reported in 18/79")
    assert fitter.fit(asked, cycles).counted == 1.0
    assert fitter.fit(asked, patients).counted == 0.0
    assert not fitter.other_figure(asked, cycles)


def test_every_statement_can_be_compared(readers: Readers) -> None:
    questions = ("What share had VOD with InO?", "median OS?", "How old was Helen?", "")
    corpus = prepared.real_corpus()
    for question in questions:
        asked = readers.first.read(question)
        for each in corpus.statements:
            found = fitter_of(corpus).fit(asked, each.id)
            assert 0 <= found.topic <= 1
            assert -1 <= found.arm <= 1
            assert 0 <= found.unasked <= 1


def test_a_figure_on_those_whom_it_happened_to_is_none_of_the_thing(readers: Readers) -> None:
    corpus = prepared.real_corpus()
    fitter = fitter_of(corpus)
    asked = readers.first.read("What share of InO patients went to HSCT?")
    assert fitter.is_of(asked, statement(corpus, "VOD was reported in 18/79")) is False
    assert fitter.is_of(asked, statement(corpus, "the overall rates of HSCT")) is True
    assert fitter.is_of(asked, statement(corpus, "Increases in QT interval")) is None


def test_a_figure_of_the_time_asked_about_may_be_of_another_arm(readers: Readers) -> None:
    corpus = prepared.real_corpus()
    fitter = fitter_of(corpus)
    figure = statement(corpus, "As seen in Figure 3")
    told = statement(corpus, "This treatment goal was achieved")
    other = readers.first.read("What share of MRD-negative responses with SC was in Cycle 1?")
    own = readers.first.read("What share of MRD-negative responses with InO was in Cycle 1?")
    assert fitter.of_other_arm(other, figure, named=1)
    assert not fitter.of_other_arm(own, figure, named=1)
    assert fitter.of_other_arm(other, told, named=2)
    assert not fitter.of_other_arm(readers.first.read("MRD negativity with SC?"), figure, named=1)


def test_a_group_that_is_asked_for_is_known(readers: Readers) -> None:
    corpus = prepared.real_corpus()
    fitter = fitter_of(corpus)
    asked = readers.first.read("VOD with InO in those transplanted afterwards: n/N and %?")
    assert fitter.of_those_asked(asked, statement(corpus, "VOD was reported in 18/79"))
    plain = readers.first.read("How many had VOD with InO?")
    assert not fitter.of_those_asked(plain, statement(corpus, "VOD was reported in 18/79"))
