"""A turn that changes one thing of the question before does not add a second one."""

from __future__ import annotations

import pytest

from answering.conftest import Readers
from ino_assistant.answering.turns.conversation import resolve
from ino_assistant.answering.turns.turn_slots import slots_of


@pytest.mark.parametrize(
    ("before", "turn", "wanted"),
    [
        (
            "What is the dose for a CrCl of 45?",
            "And if it drops to 20?",
            "What is the dose for a CrCl of 20?",
        ),
        (
            "What does a child weighing 22 kg get?",
            "one of 12 kg?",
            "What does a child weighing 12 kg get?",
        ),
        (
            "How many cycles are recommended if a transplant is planned?",
            "and if it isn't?",
            "How many cycles are recommended if a transplant is not planned?",
        ),
    ],
)
def test_what_changes_takes_the_place_of_its_like(
    readers: Readers, before: str, turn: str, wanted: str
) -> None:
    assert resolve(turn, [before], readers.first).standalone == wanted


@pytest.mark.parametrize(
    ("before", "turn"),
    [
        ("What is the dose for a CrCl of 45 at a weight of 70?", "and if it drops to 20?"),
        ("What is the dose of InO?", "and if it drops to 20?"),
        ("What is the dose of InO?", "and if it isn't?"),
    ],
)
def test_what_has_no_one_like_is_not_exchanged(readers: Readers, before: str, turn: str) -> None:
    told = resolve(turn, [before], readers.first).standalone
    assert told.startswith(before.strip("?"))
    assert told.endswith(f"{turn.removeprefix('and ')}")


def test_words_in_front_of_a_whole_question_are_dropped(readers: Readers) -> None:
    for earlier in ([], ["And for that?"]):
        told = resolve("I mean, what is the starting dose of InO?", earlier, readers.first)
        assert told.standalone == "what is the starting dose of InO?"


def test_words_that_are_no_question_stay(readers: Readers) -> None:
    assert resolve("I mean InO and SC", [], readers.first).standalone == "I mean InO and SC"


def test_it_is_what_was_asked_for(readers: Readers) -> None:
    before = "What InO dose was used per cycle before remission?"
    told = resolve("How is it split up?", [before], readers.first)
    assert told.standalone == "How is InO dose split up?"


def test_those_who_die_are_people(readers: Readers) -> None:
    told = resolve("What did they die of?", ["How many had VOD with InO?"], readers.first)
    assert told.standalone.startswith("What did they die of: ")


def test_nothing_is_torn_out_of_a_compound(readers: Readers) -> None:
    read = readers.first.read("died of non-relapse causes")
    assert not [s for s in slots_of(read, readers.first) if s.kind == "outcome"]


def test_the_other_trial_is_asked_back_where_it_can_not_be_told(readers: Readers) -> None:
    told = resolve("And in the other trial?", ["How many had CR in INO-VATE ALL?"], readers.first)
    assert told.unclear.startswith("Which trial is “the other trial”?")


@pytest.mark.parametrize(
    ("before", "turn", "wanted"),
    [
        ("dose in Child-Pugh B?", "and C?", "dose in Child-Pugh C?"),
        ("How many of class II?", "class III?", "How many of class III?"),
    ],
)
def test_a_letter_takes_the_place_of_a_letter(
    readers: Readers, before: str, turn: str, wanted: str
) -> None:
    assert resolve(turn, [before], readers.first).standalone == wanted


def test_i_is_no_letter_of_a_class(readers: Readers) -> None:
    told = resolve("and C?", ["Can I give InO in hepatitis?"], readers.first)
    assert "Can I give" in told.standalone
