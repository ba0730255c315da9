"""Where several medicines are told of, which one is meant is asked, not guessed."""

from __future__ import annotations

import pytest

from ino_assistant.answering.assistant import Assistant

STORED = "How should tablets be stored?"


def test_a_question_that_two_documents_answer_is_asked_back(two_products: Assistant) -> None:
    answer = two_products.ask(STORED)
    assert (answer.outcome, answer.reason) == ("refused", "unclear")
    assert answer.text == "Which medicine do you mean: KARDENTO or ZELMORIX?"
    assert answer.citations == ()
    assert {w.product for w in answer.boxed_warning} == {
        w.product for w in two_products.corpus.boxed_warnings
    }


@pytest.mark.parametrize("named", ["KARDENTO", "for kardento", "I mean KARDENTO"])
def test_the_name_alone_answers_it(two_products: Assistant, named: str) -> None:
    answer = two_products.ask(named, [STORED])
    assert answer.outcome == "answered"
    assert answer.text.startswith("Below 30 °C")


def test_the_medicine_spoken_of_is_meant(two_products: Assistant) -> None:
    before = "What was the rate of recurrence with KARDENTO?"
    answer = two_products.ask(STORED, [before])
    assert answer.outcome == "answered"
    assert answer.text.startswith("Below 30 °C")


def test_what_only_one_document_answers_is_not_asked_back(two_products: Assistant) -> None:
    answer = two_products.ask("How was recurrence in the VELOCE trial?")
    assert answer.outcome == "answered"


def test_with_one_medicine_nothing_is_asked(assistant: Assistant) -> None:
    assert assistant.ask("What is the recommended dose?").reason != "unclear"
