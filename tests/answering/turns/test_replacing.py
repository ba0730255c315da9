"""A turn may replace, or stand alone, where added to the question before nothing answers it."""

from __future__ import annotations

import pytest

from answering.conftest import Readers
from ino_assistant.answering.turns.conversation import resolve
from ino_assistant.answering.turns.resolution import Resolution


def read(readers: Readers, turn: str, *earlier: str) -> Resolution:
    return resolve(turn, earlier, readers.made_up)


def texts(found: Resolution) -> list[str]:
    return [reading.text for reading in found.readings]


def test_another_condition_in_the_place_of_the_one_before(readers: Readers) -> None:
    found = read(readers, "in pregnancy?", "What is the dose at a weight of 90 kg?")
    (other,) = [r for r in found.others if r.text == "What is the dose in pregnancy?"]
    assert (other.wants, other.stays) == ("whole", True)


@pytest.mark.parametrize(
    ("turn", "wanted"),
    [
        ("What if a dose is missed?", "What if a dose is missed?"),
        ("and what if they forget one?", "What if they forget a dose?"),
    ],
)
def test_what_is_supposed_is_tried_by_itself_first(
    readers: Readers, turn: str, wanted: str
) -> None:
    found = read(readers, turn, "What is the dose at a weight of 90 kg?")
    assert (found.before[0].text, found.before[0].wants) == (wanted, "whole")


def test_what_is_supposed_of_a_thing_is_of_the_question_before(readers: Readers) -> None:
    found = read(readers, "what if it is severe?", "How often was headache seen?")
    assert not found.before


def test_people_go_with_what_they_were_told_by(readers: Readers) -> None:
    assert "any data in human milk?" in texts(
        read(readers, "and human milk?", "any data in pregnant women?")
    )


def test_going_back_to_a_thing_with_a_whole_question_asks_just_that(readers: Readers) -> None:
    found = read(
        readers, "back to storage, what is the shelf life?", "How is it stored?", "VELOCE?"
    )
    assert found.before[0].text == "what is the shelf life?"


def test_no_pronoun_stands_for_a_clause_or_a_figure(readers: Readers) -> None:
    told = read(readers, "how does the label prevent it?", "Was headache seen?", "what raises it?")
    assert told.standalone == "how does the label prevent headache?"
    for turn in ("Can it be stretched to 8 weeks?", "Can they have it every 8 weeks?"):
        assert "70 kg" not in read(readers, turn, "70 kg?").standalone


def test_a_figure_takes_no_comparison_over(readers: Readers) -> None:
    before = "What is the dose for patients heavier than 90 kg?"
    told = read(readers, "and for one of 60 kg?", before).standalone
    assert "heavier" not in told
    assert told.endswith("60 kg?")


@pytest.mark.parametrize(
    ("turn", "wanted"),
    [
        ("can I give it to a child?", "can I give ZELMORIX to a child?"),
        ("so it reduces itching, right?", "so ZELMORIX reduces itching, right?"),
    ],
)
def test_what_is_given_and_acts_is_the_medicine(readers: Readers, turn: str, wanted: str) -> None:
    assert read(readers, turn, "What is the dose of ZELMORIX?").standalone == wanted


def test_what_a_reaction_does_is_the_reaction_s(readers: Readers) -> None:
    told = read(readers, "does it help to wait?", "How often was headache seen with ZELMORIX?")
    assert "ZELMORIX help" not in told.standalone
