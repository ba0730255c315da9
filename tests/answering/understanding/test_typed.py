"""Short forms, limits and numbered patients, as people type them."""

from __future__ import annotations

import pytest

from ino_assistant.answering.understanding.question import Reader
from ino_assistant.answering.understanding.shapes import (
    about_document,
    asks_of_document,
    asks_to_do,
    asks_who,
    held_shapes,
    says_to_do,
    sides_of,
    sized_label,
)
from ino_assistant.answering.understanding.typed import bounded, excluded, speakers_in, written_out


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("how many cycles b4 transplant", "how many cycles before transplant"),
        ("headache vs pbo", "headache vs placebo"),
        ("responders wk16", "responders week 16"),
        ("whats the storage temp", "what is the storage temperature"),
        ("take it w/o food", "take it without food"),
        ("alt 10x uln", "alt 10 × ULN"),
        ("6 times the upper limit of normal", "6 × ULN"),
        ("subgrp of the primary endpt", "subgroup of the primary endpoint"),
        ("nothing short here", "nothing short here"),
    ],
)
def test_short_forms_are_written_out(typed: str, meant: str) -> None:
    assert written_out(typed) == meant


def test_limits_in_words_ask_for_the_printed_group() -> None:
    assert bounded(">90") == bounded("≥90") == "≥90"
    assert bounded("<55") == bounded("≤55") == "≤55"
    assert bounded("90") == "90"


def test_who_speaks_is_not_what_is_asked_about() -> None:
    assert speakers_in(["what", "does", "the", "author", "prefer"]) == {3}
    assert speakers_in(["who", "is", "the", "author"]) == set()
    assert speakers_in(["what", "does", "Dr", "Smith", "prefer"]) == {2, 3}


def test_what_is_set_aside() -> None:
    assert excluded(["besides", "bilirubin", "what", "other", "factors"]) == {0, 1}
    assert excluded(["what", "factors"]) == set()


def test_the_second_patient_is_the_second_case(readers: tuple[Reader, Reader]) -> None:
    first = readers[0]
    by_number = first.read("how old was the 2nd patient").case
    assert by_number
    assert by_number == first.read("how old was case 2").case
    assert not first.read("when was the first patient enrolled").case


def test_a_comparator_by_any_name_is_the_other_arm(readers: tuple[Reader, Reader]) -> None:
    made_up = readers[1]
    assert made_up.read("headache with sham").arms == made_up.read("headache with placebo").arms
    assert made_up.read("headache in the comparison group").arms
    assert not made_up.read("headache").arms


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("when do I need a blood count", True),
        ("how often should it be checked", True),
        ("how many had fever", False),
    ],
)
def test_questions_after_what_is_to_be_done(question: str, asks: bool) -> None:
    assert asks_to_do(question) is asks


def test_statements_that_say_what_is_to_be_done() -> None:
    assert says_to_do("Monitor blood counts before each dose.")
    assert says_to_do("For severe reactions, permanently discontinue it.")
    assert not says_to_do("Fever was reported in 4 patients.")


def test_who_made_a_document_is_told_apart_from_its_subject() -> None:
    assert about_document("The company developed this manuscript.")
    assert not about_document("The trial was randomized.")
    assert asks_of_document("who wrote this") and asks_who("who wrote this")
    assert not asks_of_document("who needs caution")


def test_of_two_that_exclude_each_other_one_is_named() -> None:
    (diagnosis,) = sides_of("count at initial diagnosis")
    (relapse,) = sides_of("count when she relapsed")
    assert diagnosis[0] == relapse[0]
    assert diagnosis != relapse
    assert not sides_of("from initial diagnosis to relapse")


def test_a_group_with_its_size() -> None:
    assert sized_label("Placebo (n=120) once daily")
    assert not sized_label("Fever occurred in 12 patients (n=120).")


def test_a_ratio_is_held_under_its_short_name() -> None:
    assert "ratio" in held_shapes("Death: HR (95% CI) 0.77 (0.67-0.89)")
    assert "ratio" not in held_shapes("Death or stroke: 12 of 40")
