"""A refusal names what is missing in the asker's words, and who can help."""

from __future__ import annotations

import pytest

from ino_assistant.answering.assistant import Assistant
from ino_assistant.answering.choosing.deciding import Decision
from ino_assistant.answering.saying.refusing import (
    OPEN_PART,
    named_things,
    open_part_text,
    refusal_text,
)

REASONS = ("nothing", "shape", "layout", "thing", "share", "gate", None)


def refused(reason: str | None, *things: str) -> Decision:
    return Decision((), (), reason, things)


@pytest.mark.parametrize("reason", REASONS)
def test_every_refusal_names_who_can_help(reason: str | None) -> None:
    text = refusal_text(refused(reason), "the medical desk")
    assert "ask the medical desk." in text
    assert not any(c.isdigit() for c in text)


def test_reasons_differ() -> None:
    texts = {
        refusal_text(refused(reason), "x") for reason in ("nothing", "shape", "layout", "gate")
    }
    assert len(texts) == 4


def test_what_is_missing_is_quoted() -> None:
    text = refusal_text(refused("thing", "overall survival", "children"), "x")
    assert "speaks of “overall survival” or “children”." in text
    assert open_part_text(refused("thing", "children")).startswith(OPEN_PART)
    assert "“children”" in open_part_text(refused("thing", "children"))
    assert open_part_text(refused("shape")) == f"{OPEN_PART}."


def test_figures_have_no_place_in_a_refusal() -> None:
    assert named_things(refused("thing", "≥55", "grade 3", "tinnitus")) == "“tinnitus”"
    assert refusal_text(refused("thing", "12.5%"), "x") == refusal_text(refused("share"), "x")


@pytest.mark.parametrize(
    ("question", "reason", "named"),
    [
        ("What is the OS with ZELMORIX?", "thing", "“OS”"),
        ("How many patients had tinnitus with ZELMORIX?", "thing", "“tinnitus”"),
        ("What is the half life of cortavelimab in children?", "thing", "children"),
        ("How many tablets are in lot KD-0413?", "layout", "lost their rows"),
        ("What is the hazard ratio for recurrence?", None, "medical information"),
        ("hello", "nothing", "What would you like to know?"),
    ],
)
def test_refusals_over_other_products(
    two_products: Assistant, question: str, reason: str | None, named: str
) -> None:
    answer = two_products.ask(question)
    assert (answer.outcome, answer.route) == ("refused", "medical_information")
    assert reason in (None, answer.reason)
    assert named in answer.text
    assert len(answer.related) <= 3
    assert not answer.citations
    assert answer.numbers == []


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("What was the hazard ratio for OS in Japanese patients?", "Japanese"),
        ("What was the response rate with venetoclax?", "venetoclax"),
        ("How is the dose adjusted in dialysis?", "dialysis"),
    ],
)
def test_refusals_over_the_first_document(assistant: Assistant, question: str, named: str) -> None:
    answer = assistant.ask(question)
    assert answer.outcome == "refused"
    assert answer.reason in ("thing", "shape", "share")
    assert answer.reason != "thing" or named in answer.text


@pytest.mark.parametrize(
    "question", ["Why did patients have eczema?", "Why: How many patients had headache?"]
)
def test_cells_of_a_table_are_no_reason(two_products: Assistant, question: str) -> None:
    answer = two_products.ask(question)
    assert answer.outcome == "refused"


def test_what_is_said_of_all_is_no_answer_for_a_group(assistant: Assistant) -> None:
    assert assistant.ask("Was OS significant?").text.startswith("No. ")
    answer = assistant.ask("Was OS significant in patients over 55?")
    assert answer.outcome == "refused"
