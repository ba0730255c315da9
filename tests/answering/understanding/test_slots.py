"""What an answer must be about, and the several ways in which a statement may be."""

from __future__ import annotations

import pytest

from answering.conftest import Readers
from ino_assistant.answering.understanding.question import Question, Reader
from ino_assistant.answering.understanding.ranges import label_ranges, ranges_in
from ino_assistant.answering.understanding.shapes import Shape, asked_shapes
from ino_assistant.answering.understanding.slots import Slot, figures_of, hard_slots


@pytest.fixture
def reader(readers: Readers) -> Reader:
    return readers.made_up


def asked(reader: Reader, text: str) -> tuple[Question, dict[str, Slot]]:
    question = reader.read(text)
    return question, hard_slots(question, reader)


def test_a_name_of_several_words_is_filled_by_what_it_is_made_of(reader: Reader) -> None:
    _, slots = asked(reader, "What share stopped because of side effects?")
    (slot,) = slots.values()
    assert slot.filled(frozenset({"§discontinue", "§adverse event"}))
    assert not slot.filled(frozenset({"§discontinue"}))


def test_lay_words_for_a_time_ask_for_a_time(reader: Reader) -> None:
    _, slots = asked(reader, "how soon does the headache kick in?")
    assert set(slots) == {"§headache"}
    _, alone = asked(reader, "how fast does it work?")
    assert alone


def test_a_figure_is_filled_by_its_range(reader: Reader) -> None:
    _, slots = asked(reader, "dose at 92 kg?")
    assert slots["92"].filled(frozenset(), ranges_in("patients weighing 90 kg or more"))
    assert not slots["92"].filled(frozenset(), ranges_in("90 mL/min or more"))


def test_a_limit_is_printed_in_several_ways(reader: Reader) -> None:
    _, slots = asked(reader, "How many were below 7?")
    (slot,) = slots.values()
    assert slot.filled(frozenset({"≤7.0%"}))
    assert not slot.filled(frozenset({"≤70"}))


def test_a_point_in_time_and_a_code_are_names(reader: Reader) -> None:
    question, slots = asked(reader, "What was the rate at week 52 in PRISM-3?")
    assert question.codes == {"prism-3"}
    assert slots["52"].ways == (frozenset({"week-52"}),)
    assert slots["prism-3"].ways == (frozenset({"prism-3"}),)
    assert "3" not in slots


def test_a_code_may_be_typed_without_its_hyphen(reader: Reader) -> None:
    assert reader.read("patients in prism1").text == "patients in PRISM-1"


def test_how_bad_a_reaction_is_counts(reader: Reader) -> None:
    assert "§severe" in asked(reader, "How many had serious infections?")[1]
    assert "§severe" not in asked(reader, "What is to be done if it is severe?")[1]


def test_drug_versus_placebo_is_both_arms(reader: Reader) -> None:
    assert reader.read("headache, drug vs placebo").arms >= {"ZELMORIX", "placebo"}
    assert not reader.read("mean age in the placebo study").arms


def test_percent_signs_are_not_counted(reader: Reader) -> None:
    assert "§incidence" not in asked(reader, "headache how many %")[1]


def test_a_lay_word_is_filled_by_itself_as_well(reader: Reader) -> None:
    _, slots = asked(reader, "Why do lower titres in the oldest matter?")
    (slot,) = (s for s in slots.values() if "oldest" in s.words)
    assert slot.filled(frozenset({"oldest"}))
    assert not slot.filled(frozenset({"titre"}))


def test_a_patient_with_a_value_is_nobody_of_the_documents(reader: Reader) -> None:
    question = reader.read("What is the highest dose for a patient with an eGFR of 20?")
    assert not question.case


@pytest.mark.parametrize(
    ("text", "shape", "asked_for"),
    [
        ("What share reached a score of 0 or 1?", "ratio", False),
        ("What was the OR for a response?", "ratio", True),
        ("How far did the blood pressure fall?", "duration", False),
        ("How far apart are the doses?", "duration", True),
    ],
)
def test_what_kind_of_figure_is_asked_for(text: str, shape: Shape, asked_for: bool) -> None:
    assert (shape in asked_shapes(text)) is asked_for


def test_a_range_is_told_of_figures_alone(reader: Reader) -> None:
    question = reader.read("dose for a CrCl of 45 on placebo?")
    (measured,) = figures_of(question)
    assert [measured.within(r) for r in label_ranges("30 to 59", "CrCl, mL/min")] == [True]
    assert [measured.within(r) for r in label_ranges("15 to 29", "CrCl, mL/min")] == [False]


def test_a_number_in_a_products_name_is_no_figure(readers: Readers) -> None:
    question, slots = asked(readers.first, "How much did CMC-544 lower the risk of death?")
    assert question.products == {"BESPONSA"}
    assert not question.figures
    assert "544" not in slots


def test_participants_are_never_what_is_counted(reader: Reader) -> None:
    _, slots = asked(reader, "How many participants altogether had a headache?")
    assert set(slots) == {"§headache"}
