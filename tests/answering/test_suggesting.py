"""Questions to ask next: only what is answered, from label text, and was not asked yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from ino_assistant.answering.answer import Answer, Citation, Segment, mark
from ino_assistant.answering.suggesting import (
    Suggestion,
    candidates,
    fitting,
    is_on_label,
    verified,
)
from ino_assistant.corpus.model import Corpus, Statement
from search.prepared import real_corpus, small_assistant, small_corpus


@cache
def suggestions() -> tuple[Suggestion, ...]:
    return tuple(verified(candidates(small_corpus()), small_assistant().ask))


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


def test_all_that_is_offered_is_answered_from_label_text() -> None:
    offered = suggestions()
    assert len(offered) > 5
    for suggestion in offered:
        answer = small_assistant().ask(suggestion.question)
        assert answer.outcome == "answered", suggestion
        assert {c.authority for c in answer.citations} == {"label"}, suggestion
        assert suggestion.statements == tuple(c.statement for c in answer.citations)
        # Among several products each question says which one it means.
        assert suggestion.product in suggestion.question


@pytest.mark.parametrize("corpus", [small_corpus, real_corpus])
def test_questions_come_from_the_label_alone(corpus: Callable[[], Corpus]) -> None:
    made = corpus()
    asked = candidates(made)
    assert asked
    for candidate in asked:
        assert candidate.wordings
        found = [made.by_id[name] for name in candidate.statements]
        assert found
        assert all(s.authority == "label" or s.kind == "boxed_warning" for s in found)
        for wording in candidate.wordings:
            assert wording[0].isupper()
            assert wording.endswith("?")
            assert "{" not in wording


def test_what_is_refused_or_not_on_the_label_is_not_offered() -> None:
    corpus = small_corpus()
    label, trial = one("label"), one("trial")
    asked = candidates(corpus)
    of_trial = quoting(trial, corpus)
    refusal = Answer(
        corpus=corpus, question="", outcome="refused", segments=(Segment("Not there."),)
    )
    assert not is_on_label(of_trial)
    assert not is_on_label(refusal)
    assert is_on_label(quoting(label, corpus))
    assert list(verified(asked, lambda question: of_trial)) == []
    assert list(verified(asked, lambda question: refusal)) == []


def test_the_same_answer_is_offered_once() -> None:
    corpus = small_corpus()
    label = one("label")
    asked = [c for c in candidates(corpus) if label.id in c.statements]
    offered = list(verified([*asked, *asked], lambda question: quoting(label, corpus)))
    assert len(offered) == 1


def nearest_first(near: object, statements: object) -> float:
    return 0.0


def fit(answer: Answer, *asked: str) -> list[str]:
    found = fitting(suggestions(), answer, asked, small_corpus(), nearest_first)
    return [s.question for s in found]


def test_neither_what_was_asked_nor_what_is_told_is_offered_again() -> None:
    first = next(s for s in suggestions() if s.product == "ZELMORIX")
    answer = small_assistant().ask(first.question)
    offered = fit(answer)
    assert offered
    assert first.question not in offered
    again = fit(answer, f" {offered[0].upper()} ")
    assert again == offered[1:]


def test_an_answer_on_one_product_leads_to_no_other() -> None:
    answer = small_assistant().ask("What is the recommended dosage of ZELMORIX?")
    assert answer.citations
    assert all("ZELMORIX" in question for question in fit(answer))


def test_the_likest_comes_first() -> None:
    answer = small_assistant().ask("What is the recommended dosage of ZELMORIX?")
    last = [s for s in suggestions() if s.product == "ZELMORIX"][-1]

    def alike(near: object, statements: object) -> float:
        return float(statements == last.statements)

    found = fitting(suggestions(), answer, (), small_corpus(), alike)
    assert found[0] == last


@pytest.mark.parametrize("route", ["adverse_event", "pregnancy_exposure", "product_complaint"])
def test_a_report_leads_to_nothing(route: str) -> None:
    report = quoting(one("label"), small_corpus(), outcome="routed", route=route)
    assert fit(report) == []


def test_what_could_not_be_worked_on_leads_to_nothing() -> None:
    assert fit(quoting(one("label"), small_corpus(), problem="too long")) == []


def test_headings_are_worded_as_within_a_sentence() -> None:
    questions = [w for c in candidates(real_corpus()) for w in c.wordings]
    assert any("QT interval prolongation" in q for q in questions)
    assert any("hepatotoxicity, including hepatic VOD" in q for q in questions)
    assert not any("INDICATION" in q for q in questions)


def test_headings_that_make_no_question_are_left_out() -> None:
    corpus = small_corpus()
    (document,) = [
        d for d in corpus.documents if any(s.id == one("label").id for s in d.statements)
    ]
    for heading in ("x" * 100, "…", ""):
        astray = replace(one("label"), section=(heading,), kind="prose")
        bare = replace(document, statements=(astray,), boxed_warnings=())
        assert candidates(Corpus((bare,), "v")) == ()
