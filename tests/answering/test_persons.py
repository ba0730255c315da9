"""Persons of cases, arms and products are found by name, number and description."""

from __future__ import annotations

import pytest

from answering.conftest import Readers


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("How old was Helen?", {"helen"}),
        ("How old was the patient of case 1?", {"helen"}),
        ("Did Howard and Helen get InO?", {"helen", "howard"}),
        ("How old was the landscape architect?", {"helen"}),
        ("What did the mother who is an architect receive?", {"helen"}),
        ("Why was InO chosen for the retired man?", {"howard"}),
        ("What happened to the 67 year old man?", {"howard"}),
        ("What happened to the man aged 67?", {"howard"}),
        ("Which drug did the 40-year-old woman get?", {"helen"}),
    ],
)
def test_descriptions_are_of_one_case(readers: Readers, text: str, who: set[str]) -> None:
    question = readers.first.read(text)
    assert question.case == who


@pytest.mark.parametrize(
    "text",
    [
        "How old was the engineer?",
        "What did the man receive?",
        "What is the response in a patient aged 52?",
        "Is there a year of follow-up?",
        "Which factors predict survival of a mother?",
        "How many of the 40 patients had VOD?",
        "How many of 67 men had VOD?",
    ],
)
def test_others_are_of_none(readers: Readers, text: str) -> None:
    question = readers.first.read(text)
    assert question.case == frozenset()
    assert question.text.lower().split()[:2] == text.lower().split()[:2]


def test_a_description_is_written_out_as_the_name(readers: Readers) -> None:
    asked = readers.first.read("How old was the landscape architect?")
    assert asked.text == "How old was Helen?"


def test_without_cases_nobody_is_described(readers: Readers) -> None:
    asked = readers.made_up.read("How old was the landscape architect?")
    assert asked.case == frozenset()
    assert "landscape architect" in asked.text


def test_spans_are_of_tokens(readers: Readers) -> None:
    reader = readers.first
    question = reader.read("Did case 1 get BESPONSA or standard chemotherapy?")
    for found in (reader.arm_spans, reader.case_spans, reader.product_spans):
        spans = found(question.words)
        assert spans
        for name, first, last in spans:
            assert name
            assert 0 <= first < last <= len(question.words)
    assert ("helen", 1, 3) in reader.case_spans(question.words)
    arms = {name for name, _, _ in reader.arm_spans(question.words)}
    assert arms == {"InO", "SC"}


def test_arms_stand_beside_the_product_of_their_trial(readers: Readers) -> None:
    assert readers.first.arms_beside["BESPONSA"] == ("InO", "SC")
    assert readers.made_up.arms_beside["KARDENTO"] == ()
    assert "placebo" in readers.made_up.arms_beside["ZELMORIX"]
