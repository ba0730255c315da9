"""Questions to ask next: only what is answered within the label, and was not asked yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from ino_assistant.answering.indicated import Indications
from ino_assistant.answering.saying.answer import Answer, Citation, Segment, mark
from ino_assistant.answering.suggesting import (
    Candidate,
    Suggestion,
    candidates,
    fitting,
    is_news,
    is_on_label,
    verified,
)
from ino_assistant.corpus.model import Corpus, Statement
from ino_assistant.fidelity.binding.claim_table import ClaimTable
from ino_assistant.vocabulary.concepts import concepts_for
from search.prepared import real_corpus, small_assistant, small_corpus


@cache
def indications() -> Indications:
    return Indications(small_corpus(), small_assistant().searcher.concepts)


@cache
def offered() -> tuple[Candidate, ...]:
    searcher = small_assistant().searcher
    return candidates(small_corpus(), searcher.claims, indications(), searcher.concepts)


@cache
def suggestions() -> tuple[Suggestion, ...]:
    found = (tried(c, small_assistant().ask) for c in offered())
    return tuple(s for s in found if s is not None)


def of_label(corpus: Corpus) -> tuple[Candidate, ...]:
    """The candidates of a corpus whose figures are not looked at."""
    concepts = concepts_for(corpus.documents)
    return candidates(corpus, ClaimTable(()), Indications(corpus, concepts), concepts)


def tried(candidate: Candidate, ask: Callable[[str], Answer]) -> Suggestion | None:
    return verified(candidate, ask, small_corpus(), indications())


def quoting(statement: Statement, corpus: Corpus, **more: Any) -> Answer:
    """An answer that quotes one statement."""
    citation = Citation.of(corpus, statement, 1)
    values: dict[str, Any] = {
        "corpus": corpus,
        "question": "What?",
        "outcome": "answered",
        "segments": (Segment(citation.display, 1), mark(1)),
        "citations": (citation,),
    }
    return Answer(**{**values, **more})


def one(authority: str) -> Statement:
    """A statement of an authority that can be quoted whole."""
    return next(
        s
        for s in small_corpus().statements
        if s.authority == authority and s.kind == "prose" and s.row is None
    )


def test_all_that_is_offered_is_answered_within_the_label() -> None:
    assert len(suggestions()) > 5
    for suggestion in suggestions():
        answer = small_assistant().ask(suggestion.question)
        assert answer.outcome == "answered", suggestion
        cited = [small_corpus().by_id[c.statement] for c in answer.citations]
        assert all(indications().agree(s) for s in cited), suggestion
        assert suggestion.label_only == ({s.authority for s in cited} == {"label"})
        assert suggestion.statements == tuple(s.id for s in cited)
        # Among several products each question says which one it means.
        assert suggestion.product in suggestion.question


def test_candidates_rest_on_label_text_and_results_that_agree_with_it() -> None:
    corpus = small_corpus()
    for candidate in offered():
        found = [corpus.by_id[name] for name in candidate.statements]
        assert found
        assert all(s.kind == "boxed_warning" or indications().agree(s) for s in found)
        for wording in candidate.wordings:
            assert wording[0].isupper()
            assert wording.endswith("?")
            assert "{" not in wording


@pytest.mark.parametrize(
    ("said", "agrees"),
    [
        ("At week 16, 56% of patients on ZELMORIX had a response.", True),
        ("At week 16, 40% of children on ZELMORIX had a response.", False),
        ("In psoriasis 30% of patients on ZELMORIX had a response.", False),
        ("In off-label use 30% of patients on ZELMORIX had a response.", False),
    ],
)
def test_a_result_agrees_with_the_label_unless_it_names_another_use(
    said: str, agrees: bool
) -> None:
    corpus = small_corpus()
    result = replace(
        next(s for s in corpus.statements if "indicated for" in s.display),
        authority="trial",
        display=said,
        section=("Results",),
        context="",
        subject="",
        row=None,
        products=("ZELMORIX",),
    )
    assert indications().agree(result) is agrees
    # An author's opinion is no result, whatever it says.
    assert not indications().agree(replace(result, authority="opinion"))


def test_without_an_indication_nothing_but_label_text_agrees() -> None:
    corpus = small_corpus()
    made = Corpus(
        tuple(
            replace(d, statements=tuple(s for s in d.statements if "indicated" not in s.display))
            for d in corpus.documents
            if not any("INDICATIONS" in h for s in d.statements for h in s.section)
        ),
        corpus.version,
    )
    found = Indications(made, small_assistant().searcher.concepts)
    kinds = {s.authority for s in made.statements if found.agree(s)}
    assert kinds == {"label"}


def test_what_is_refused_or_outside_of_the_label_is_not_offered() -> None:
    corpus = small_corpus()
    label, trial = one("label"), one("trial")
    refusal = Answer(
        corpus=corpus, question="", outcome="refused", segments=(Segment("Not there."),)
    )
    assert is_on_label(quoting(label, corpus), corpus, indications())
    assert not is_on_label(refusal, corpus, indications())
    candidate = next(c for c in offered() if label.id in c.statements)
    assert tried(candidate, lambda question: quoting(label, corpus)) is not None
    # Not answered, or from elsewhere.
    assert tried(candidate, lambda question: refusal) is None
    assert tried(candidate, lambda question: quoting(trial, corpus)) is None


def as_they_are(near: object, statements: object) -> float:
    return 0.0


def fit(answer: Answer) -> list[Candidate]:
    return list(fitting(offered(), answer, small_corpus(), as_they_are))


def test_neither_what_was_asked_nor_what_is_told_is_news() -> None:
    first, second = [s for s in suggestions() if s.product == "ZELMORIX"][:2]
    answer = small_assistant().ask(first.question)
    assert not is_news(first, answer, ())
    assert is_news(second, answer, ())
    assert not is_news(second, answer, [f" {second.question.upper()} "])


def test_an_answer_on_one_product_leads_to_no_other() -> None:
    answer = small_assistant().ask("What is the recommended dosage of ZELMORIX?")
    assert answer.citations
    assert fit(answer)
    assert {c.product for c in fit(answer)} == {"ZELMORIX"}


def test_the_likest_comes_first() -> None:
    answer = small_assistant().ask("What is the recommended dosage of ZELMORIX?")
    last = fit(answer)[-1]

    def alike(near: object, statements: object) -> float:
        return float(statements == tuple(last.statements))

    assert fitting(offered(), answer, small_corpus(), alike)[0] == last


@pytest.mark.parametrize("route", ["adverse_event", "pregnancy_exposure", "product_complaint"])
def test_a_report_leads_to_nothing(route: str) -> None:
    report = quoting(one("label"), small_corpus(), outcome="routed", route=route)
    assert fit(report) == []


def test_what_could_not_be_worked_on_leads_to_nothing() -> None:
    assert fit(quoting(one("label"), small_corpus(), problem="too long")) == []


def test_headings_are_worded_as_within_a_sentence() -> None:
    questions = [w for c in of_label(real_corpus()) for w in c.wordings]
    assert any("QT interval prolongation" in q for q in questions)
    assert any("hepatotoxicity, including hepatic VOD" in q for q in questions)
    assert not any("INDICATION" in q for q in questions)


def test_headings_that_make_no_question_are_left_out() -> None:
    corpus = small_corpus()
    (document,) = [
        d for d in corpus.documents if any(s.id == one("label").id for s in d.statements)
    ]
    for heading in ("x" * 100, "…", "Responders, n (%)", ""):
        astray = replace(one("label"), section=(heading,), kind="prose")
        bare = replace(document, statements=(astray,), boxed_warnings=())
        assert of_label(Corpus((bare,), "v")) == ()
