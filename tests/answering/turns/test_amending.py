"""A correction, and what was asked back, take the place of their like; a number of a number."""

from __future__ import annotations

import pytest

from answering.conftest import Readers
from ino_assistant.answering.turns.amending import (
    amending,
    completed,
    numbered_anew,
    renumbered,
    revalued,
)
from ino_assistant.answering.turns.conversation import resolve


@pytest.mark.parametrize(
    ("turn", "wanted"),
    [
        ("no, on placebo", ("on placebo", "")),
        ("no the second arm", ("the second arm", "")),
        ("Sorry, I meant the trial", ("the trial", "")),
        ("week 52 I mean", ("week 52", "")),
        ("week 52 I mean, how many?", ("week 52", "how many?")),
        ("not headache but eczema", ("eczema", "")),
        ("no, how many had eczema with placebo?", None),
        ("no effect on QT?", None),
        ("not sure, what is the dose?", None),
        ("and with placebo?", None),
    ],
)
def test_what_a_correction_says(turn: str, wanted: tuple[str, str] | None) -> None:
    assert amending(turn) == wanted


@pytest.mark.parametrize(
    ("before", "turn", "wanted"),
    [
        (
            "How many had headache with ZELMORIX?",
            "no, with placebo",
            "How many had headache with placebo?",
        ),
        (
            "What was the PP-NRS response at Week 16?",
            "week 52 I mean",
            "What was the PP-NRS response at week 52?",
        ),
    ],
)
def test_it_stands_in_the_place_of_its_like(
    readers: Readers, before: str, turn: str, wanted: str
) -> None:
    assert resolve(turn, [before], readers.made_up).standalone == wanted


def test_what_is_asked_besides_is_asked_of_what_was_corrected(readers: Readers) -> None:
    told = resolve(
        "placebo I mean, how many out of how many?",
        ["What was the rate of headache with ZELMORIX?"],
        readers.made_up,
    )
    assert told.standalone == "How many patients (n/N): rate of headache with placebo?"


def test_whom_it_was_asked_back_for_makes_the_question_whole(readers: Readers) -> None:
    first = readers.first
    assert (
        resolve("Helen", ["When did she relapse?"], first).standalone == "When did Helen relapse?"
    )
    assert completed("InO", "How often was VOD seen in the other arm?", first) == (
        "How often was VOD seen in InO?"
    )
    assert completed("Helen", "When did Howard relapse?", first) is None
    assert completed("and VOD?", "When did she relapse?", first) is None


def test_a_number_takes_the_place_of_another() -> None:
    assert renumbered("and the second?", "first dose reduction?") == "second dose reduction?"
    assert renumbered("and the second?", "second dose reduction?") is None
    assert renumbered("and the second?", "the first and the third dose?") is None
    assert renumbered("and the second dose?", "the dose?") is None


def test_a_turn_that_said_nothing_is_passed_over(readers: Readers) -> None:
    told = resolve("with placebo?", ["How many had headache?", "And for that?"], readers.made_up)
    assert told.standalone == "How many had headache with placebo?"


@pytest.mark.parametrize(
    ("turn", "whole"),
    [
        ("sorry, it is 25, not 40", "dose at a clearance of 25?"),
        ("not 40 but 25", "dose at a clearance of 25?"),
        ("I meant 25 instead of 40", "dose at a clearance of 25?"),
        ("no wait, it's 25", "dose at a clearance of 25?"),
        ("25", None),
        ("sorry, it is 25, not 30", None),
    ],
)
def test_a_value_is_put_right_where_the_wrong_one_was_said(turn: str, whole: str | None) -> None:
    assert revalued(turn, ["dose at a clearance of 40?"]) == whole


def test_the_wrong_value_tells_which_question_is_meant() -> None:
    earlier = ["dose in week 2?", "Pen color: what is used?"]
    assert revalued("I meant week 10, not week 2", earlier) == "dose in week 10?"


@pytest.mark.parametrize(
    ("last", "turn", "wanted"),
    [
        ("What share was in Cycle 2?", "3 and later?", "What share was in Cycle 3 and later?"),
        ("How many had it at Week 16?", "and 52?", "How many had it at Week 52?"),
        ("How many had it at Week 16 and Week 24?", "52?", None),
        ("How many had it?", "3?", None),
        ("How many had it at Week 16?", "at 3 mg?", None),
    ],
)
def test_a_number_alone_is_another_of_what_was_numbered(
    last: str, turn: str, wanted: str | None
) -> None:
    assert numbered_anew(turn, last) == wanted
