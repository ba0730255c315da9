"""What a question takes to be so and the document denies; figures of others are not put beside."""

from __future__ import annotations

import pytest

from answering.making import corpus_of, document
from ino_assistant.answering.assistant import Assistant
from search.prepared import assistant_over

CHOICE = "I do not use Alfazumab as the first choice in pneumonia."
STROKE = "The rate of ischemic stroke was similar in both groups."
MET = "The primary endpoint was not met with Alfazumab."
COMPOSITE = "The composite of death or hospitalization occurred in 20.1% on Alfazumab."
GIVEN = "Alfazumab is infused over 2 hours in pneumonia."
CYCLES = "The recommended duration before transplant is 2 cycles of Alfazumab."
NOT_SO = "In patients not proceeding to transplant, up to 6 cycles of Alfazumab may be given."


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Over a few sentences, without a model."""
    columns = ("Alfazumab (n=120), n (%)", "Placebo (n=118), n (%)")
    corpus = corpus_of(
        document(
            sentences=(CHOICE, STROKE, MET, COMPOSITE, GIVEN, CYCLES, NOT_SO),
            products=("Alfazumab",),
            tables=[
                ("Hospitalization", columns, ("12 (10.0)", "20 (16.9)")),
                ("No statin at baseline, nausea", columns, ("9 (7.5)", "8 (6.8)")),
                ("Statin at baseline, nausea", columns, ("4 (3.3)", "5 (4.2)")),
            ],
        )
    )
    return assistant_over(corpus, tmp_path_factory.mktemp("denying"))


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("Why do you use Alfazumab as the first choice in pneumonia?", CHOICE),
        ("Why was ischemic stroke cut by half with Alfazumab?", STROKE),
        ("since the primary endpoint was met, how long is Alfazumab given?", MET),
    ],
)
def test_what_is_denied_is_corrected(made: Assistant, question: str, says: str) -> None:
    answer = made.ask(question)
    assert (answer.outcome, says in answer.text) == ("corrected", True)


@pytest.mark.parametrize(
    "question",
    [
        "How is Alfazumab infused in pneumonia?",
        "Why is Alfazumab not the first choice in pneumonia?",
        "What was the rate of ischemic stroke in both groups?",
    ],
)
def test_what_is_only_asked_is_not(made: Assistant, question: str) -> None:
    assert made.ask(question).outcome != "corrected"


def test_one_event_is_not_answered_by_several(made: Assistant) -> None:
    answer = made.ask("hospitalization rate with Alfazumab?")
    assert "10.0" in answer.text
    assert "20.1" not in answer.text


def test_what_holds_for_the_others_is_not_put_beside(made: Assistant) -> None:
    answer = made.ask("how many cycles before transplant?")
    assert "2 cycles" in answer.text
    assert "6 cycles" not in answer.text


def test_those_without_are_asked_for_as_such(made: Assistant) -> None:
    assert "7.5" not in made.ask("nausea with statin at baseline?").text
    assert "7.5" in made.ask("nausea with no statin at baseline?").text
