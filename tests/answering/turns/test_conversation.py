"""A turn is written out with what earlier turns said; what can't be told is asked back."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest

from answering.conftest import Readers
from ino_assistant.answering.turns.conversation import Resolution, is_fragment, resolve
from ino_assistant.answering.turns.turn_slots import slots_of, text_of
from ino_assistant.answering.understanding.question import Reader


def last_of(turns: Sequence[str], reader: Reader) -> Resolution:
    """How the last of several turns is understood."""
    written: list[str] = []
    for turn in turns[:-1]:
        written.append(resolve(turn, written, reader).standalone)
    return resolve(turns[-1], written, reader)


def understood(turns: Sequence[str], reader: Reader) -> str:
    """The last of several turns, which must be clear and have nothing that goes before it."""
    found = last_of(turns, reader)
    assert not found.unclear
    assert not found.before
    return found.standalone


@pytest.mark.parametrize(
    ("turns", "wanted"),
    [
        pytest.param(
            ["What was the rate of headache with ZELMORIX?", "and with placebo?"],
            "What was the rate of headache with placebo?",
            id="arm",
        ),
        pytest.param(
            ["How many patients had headache with ZELMORIX?", "What about eczema?"],
            "How many patients had eczema with ZELMORIX?",
            id="reaction",
        ),
        pytest.param(
            ["What was the rate of recurrence with KARDENTO?", "and with warfarin?"],
            "What was the rate of recurrence with warfarin?",
            id="medicine that is no reviewed arm",
        ),
        pytest.param(
            ["What was the PP-NRS response at Week 16 with ZELMORIX?", "and at week 52?"],
            "What was the PP-NRS response at week 52 with ZELMORIX?",
            id="time",
        ),
        pytest.param(
            ["How many patients had headache with ZELMORIX?", "same for placebo"],
            "How many patients had headache with placebo?",
            id="the same for",
        ),
        pytest.param(
            ["How many had headache with ZELMORIX?", "and eczema?", "and with placebo?"],
            "How many had eczema with placebo?",
            id="two turns",
        ),
        pytest.param(
            ["How many had headache on ZELMORIX vs placebo?", "and eczema?"],
            "How many had eczema on ZELMORIX vs placebo?",
            id="both arms stay",
        ),
        pytest.param(
            ["How many had headache on ZELMORIX vs placebo?", "only with ZELMORIX?"],
            "How many had headache on ZELMORIX?",
            id="one arm for both",
        ),
    ],
)
def test_like_is_exchanged_for_like(readers: Readers, turns: list[str], wanted: str) -> None:
    assert understood(turns, readers.made_up) == wanted


@pytest.mark.parametrize(
    ("turns", "wanted"),
    [
        (
            ["What was the CR/CRi rate with InO?", "and with chemo?"],
            "What was the CR/CRi rate with chemo?",
        ),
        (
            ["What was the CR/CRi rate with InO?", "and MRD negativity?"],
            "What was the MRD negativity rate with InO?",
        ),
        (
            ["How many had VOD in the US?", "and outside the US?"],
            "How many had VOD outside the US?",
        ),
        (
            ["What was the rate of VOD in first salvage?", "and in second salvage?"],
            "What was the rate of VOD in second salvage?",
        ),
        (["How old was Helen?", "and Howard?"], "How old was Howard?"),
        (
            ["MRD negativity with InO?", "and how many had VOD?"],
            "how many had VOD, InO?",
        ),
    ],
)
def test_like_is_exchanged_in_the_first_document_too(
    readers: Readers, turns: list[str], wanted: str
) -> None:
    assert last_of(turns, readers.first).standalone == wanted


@pytest.mark.parametrize("said", ["and with the other arm?", "what about the other group?"])
def test_the_other_arm(readers: Readers, said: str) -> None:
    question = "How many patients had headache with {}?"
    for one, other in (("ZELMORIX", "placebo"), ("placebo", "ZELMORIX")):
        understood = last_of([question.format(one), said], readers.made_up)
        assert (understood.standalone, understood.unclear) == (question.format(other), "")


def test_the_comparator_is_that_of_the_trial_spoken_of(readers: Readers) -> None:
    first = "What was the CR/CRi rate with InO?"
    for said in ("and the comparator?", "same for the control arm"):
        understood = last_of([first, said], readers.first).standalone
        assert understood.startswith("What was the CR/CRi rate with ")
        assert readers.first.arms_of(understood) == {"SC"}


def test_another_document_s_arm_is_no_comparator(readers: Readers) -> None:
    turns = ["What was the rate of recurrence with KARDENTO?", "and with the comparator?"]
    understood = last_of(turns, readers.made_up)
    assert "placebo" not in understood.standalone
    assert "ZELMORIX" not in understood.standalone


@pytest.mark.parametrize("said", ["and the comparator?", "and in the other arm?"])
def test_where_no_trial_is_told_the_arm_is_asked_for(readers: Readers, said: str) -> None:
    understood = last_of(["How many patients had recurrence?", said], readers.made_up)
    assert understood.unclear == "Which arm do you mean: ZELMORIX or placebo?"


def test_with_both_arms_asked_there_is_no_other(readers: Readers) -> None:
    turns = ["How many had headache on ZELMORIX vs placebo?", "and in the other arm?"]
    assert last_of(turns, readers.made_up).unclear == "Which arm do you mean: ZELMORIX or placebo?"


@pytest.mark.parametrize(
    "first",
    ["why?", "and with the other arm?", "how many is that?", "and in the US?", "same for placebo"],
)
def test_a_first_turn_that_continues_nothing_is_asked_back(readers: Readers, first: str) -> None:
    for reader in readers:
        assert resolve(first, [], reader).unclear == (
            "Which earlier question do you mean? Please ask the whole question."
        )


@pytest.mark.parametrize(
    ("turns", "wanted"),
    [
        (
            ["What was the rate of recurrence with KARDENTO?", "Was it significant?"],
            "Was recurrence significant?",
        ),
        (["What is pruritus?", "how is it treated?"], "how is pruritus treated?"),
        (["How is KARDENTO taken?", "and how is it stored?"], "and how is KARDENTO stored?"),
        (["How is ZELMORIX infused?", "how long does it last?"], "how long does ZELMORIX last?"),
    ],
)
def test_a_pronoun_is_what_it_stands_for(readers: Readers, turns: list[str], wanted: str) -> None:
    assert last_of(turns, readers.made_up).standalone == wanted


def test_it_is_never_what_is_done_to_a_thing(readers: Readers) -> None:
    understood = last_of(["How should tablets be stored?", "and how is it taken?"], readers.made_up)
    assert understood.unclear == "What does “it” stand for? Please ask the whole question."


@pytest.mark.parametrize(
    ("turns", "wanted"),
    [
        (["What did Helen receive?", "how old was she?"], "how old was Helen?"),
        (["What did Helen receive?", "what was her diagnosis?"], "what was Helen's diagnosis?"),
        (["What did Howard get?", "how was he treated?"], "how was Howard treated?"),
        (["How old was Helen?", "and the other patient?"], "How old was Howard?"),
        (
            ["How old was Helen?", "what did the other patient get?"],
            "what did Howard get?",
        ),
        (["How old was Helen?", "and the other case?", "and his ECOG?"], "Howard's ECOG?"),
        (["What did Helen and Howard get?", "how old was he?"], "how old was Howard?"),
        (["How old was Howard?", "Did the woman get VOD?"], "Did Helen get VOD?"),
    ],
)
def test_she_and_he_are_the_case_spoken_of(readers: Readers, turns: list[str], wanted: str) -> None:
    understood = last_of(turns, readers.first)
    assert not understood.unclear
    assert understood.standalone == wanted


@pytest.mark.parametrize(
    "turns",
    [
        ["how old was she?"],
        ["Tell me about the cases", "how old was she?"],
        ["Can a pregnant patient get InO?", "what should she use?"],
    ],
)
def test_whose_case_is_asked_back(readers: Readers, turns: list[str]) -> None:
    assert last_of(turns, readers.first).unclear == "Which patient do you mean: Helen or Howard?"


@pytest.mark.parametrize(
    "question",
    [
        "If a patient gets VOD, should she stop?",
        "When the patient has no CR, can he have a third cycle?",
        "Does the author say that he would use it?",
    ],
)
def test_somebody_of_the_same_question_is_no_case(readers: Readers, question: str) -> None:
    assert resolve(question, [], readers.first) == Resolution(question)
    assert resolve(question, ["What is VOD?"], readers.first).unclear == ""


def test_where_no_case_is_told_of_she_is_nobody(readers: Readers) -> None:
    assert resolve("how old was she?", [], readers.made_up).unclear == ""


def test_a_speaker_is_he(readers: Readers) -> None:
    turns = ["What does the author say about blinatumomab?", "does he use it in frail patients?"]
    assert last_of(turns, readers.first).standalone.startswith("does the author use")


def test_going_back(readers: Readers) -> None:
    turns = [
        "How many patients had headache with ZELMORIX?",
        "How should tablets be stored?",
        "back to headache, and with placebo?",
    ]
    assert last_of(turns, readers.made_up).standalone == (
        "How many patients had headache with placebo?"
    )


def test_going_back_to_what_was_not_spoken_of(readers: Readers) -> None:
    turns = ["How many patients had headache with ZELMORIX?", "back to storage of tablets?"]
    assert last_of(turns, readers.made_up).standalone == "storage of tablets?"


@pytest.mark.parametrize("why", ["why?", "Why is that?", "but why", "how come?"])
def test_why(readers: Readers, why: str) -> None:
    first = "How many patients had headache with ZELMORIX?"
    assert understood([first, why], readers.made_up) == f"Why: {first}"
    assert understood([first, why, why], readers.made_up) == f"Why: {first}"


@pytest.mark.parametrize("how", ["how many is that?", "how many patients?", "in numbers?", "n/N?"])
def test_how_many_is_that(readers: Readers, how: str) -> None:
    turns = ["What was the rate of headache with ZELMORIX?", how]
    understood = last_of(turns, readers.made_up).standalone
    assert understood == "How many patients (n/N): rate of headache with ZELMORIX?"


def test_when_and_where(readers: Readers) -> None:
    first = "Did ZELMORIX lower pruritus?"
    assert last_of([first, "when was that?"], readers.made_up).standalone == (
        f"when was that: {first}"
    )


@pytest.mark.parametrize(
    "change",
    [
        "How should tablets be stored?",
        "What are the contraindications of ZELMORIX?",
        "How many patients had recurrence with warfarin?",
        "Is KARDENTO taken with food?",
        "What was the PP-NRS response at Week 16?",
    ],
)
def test_a_change_of_subject_takes_nothing_over(readers: Readers, change: str) -> None:
    first = "How many patients had headache with placebo?"
    assert understood([first, change], readers.made_up) == change


def test_what_an_arm_is_needs_nothing_else(readers: Readers) -> None:
    turns = ["What was the rate of VOD in second salvage?", "What is InO?"]
    assert understood(turns, readers.first) == "What is InO?"


def test_a_fragment_that_may_stand_alone_keeps_both_readings(readers: Readers) -> None:
    turns = ["How many patients had headache with ZELMORIX?", "contraindications?"]
    understood = last_of(turns, readers.made_up)
    assert understood.standalone == "contraindications?"
    (other,) = understood.others
    assert other.text.startswith("contraindications: ")
    assert "headache" in other.text


@pytest.mark.parametrize(
    ("turn", "fragment"),
    [("and with placebo?", True), ("why?", True), ("What is the dose?", False), ("dose", False)],
)
def test_fragments(turn: str, fragment: bool) -> None:
    assert is_fragment(turn) is fragment


def test_slots_are_of_the_text_and_apart(readers: Readers) -> None:
    question = readers.made_up.read("Was headache at week 16 in adults on ZELMORIX more common?")
    slots = slots_of(question, readers.made_up)
    named = {(s.kind, text_of(question, s)) for s in slots}
    assert {("outcome", "headache"), ("figure", "week 16"), ("arm", "ZELMORIX")} <= named
    assert all(a.end <= b.start for a, b in pairwise(slots))


@pytest.mark.parametrize(
    ("turns", "wanted"),
    [
        (
            ["How many patients had recurrence with KARDENTO?", "out of?"],
            "How many patients (n/N): recurrence with KARDENTO?",
        ),
        (["What was the rate of headache?", "in percent?"], "Percentage: rate of headache?"),
        (
            ["What was the PP-NRS response at Week 16?", "what was the difference?"],
            "difference: PP-NRS response at week 16?",
        ),
        (
            ["What was the PP-NRS response at Week 16?", "difference?", "its confidence interval?"],
            "confidence interval: PP-NRS response at week 16?",
        ),
        (
            ["What is the dose of ZELMORIX?", "from what weight?"],
            "from what weight: dose of ZELMORIX?",
        ),
        (
            ["How many had infusion reactions?", "what to do then?"],
            "What should be done: infusion reactions?",
        ),
        (["Headache in the US?", "and elsewhere?"], "Headache outside the US?"),
        (
            ["What was the response in cycle 2?", "later?"],
            "What was the response later than cycle 2?",
        ),
        (
            ["What was the response in patients <55 years?", "and older?"],
            "What was the response in patients ≥55 years?",
        ),
        (
            ["What was the rate of headache before transplant?", "and after transplant?"],
            "What was the rate of headache after transplant?",
        ),
        (
            ["How many patients had recurrence?", "does the label say so too?"],
            "does the label say so: recurrence?",
        ),
        (
            ["What is the usual dose of ZELMORIX?", "and for heavier people?"],
            "What is the usual dose of ZELMORIX, for heavier people?",
        ),
        (["What is the dose of ZELMORIX?", "how is it infused?"], "how is ZELMORIX infused?"),
        (["How many had headache with placebo?", "eczema?"], "How many had eczema with placebo?"),
    ],
)
def test_a_few_words_are_asked_of_the_question_before(
    readers: Readers, turns: list[str], wanted: str
) -> None:
    assert last_of(turns, readers.made_up).standalone == wanted


def test_there_is_the_place_named_before(readers: Readers) -> None:
    turns = ["In the pooled analysis, how many had headache?", "what was the dose there?"]
    assert last_of(turns, readers.made_up).standalone == (
        "what was the dose In the pooled analysis?"
    )


def test_back_to_the_first_question(readers: Readers) -> None:
    turns = ["How many had headache with ZELMORIX?", "storage of tablets?", "back to the first one"]
    assert "headache" in last_of(turns, readers.made_up).standalone


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("what is the rate of the last one?", "what is the rate of eczema?"),
        ("how often was the second of them?", "how often was edema?"),
        ("and the first?", "Which reactions: headache?"),
    ],
)
def test_one_of_what_an_answer_listed(readers: Readers, said: str, wanted: str) -> None:
    listed = ["headache", "edema", "eczema"]
    understood = resolve(said, ["Which reactions?"], readers.made_up, lambda question: listed)
    assert not understood.unclear
    assert understood.standalone.split()[-1] == wanted.rsplit(maxsplit=1)[-1]


def test_one_of_no_list_is_asked_back(readers: Readers) -> None:
    understood = resolve("and the third one?", ["What is ZELMORIX?"], readers.made_up)
    assert understood.unclear == "What is “the third one”? Please ask the whole question."


@pytest.mark.parametrize(
    ("turns", "wanted"),
    [
        (["How is ZELMORIX given?", "how often?"], "How often is ZELMORIX given?"),
        (
            ["How do I switch from warfarin to KARDENTO?", "and the other way round?"],
            "How do I switch from KARDENTO to warfarin?",
        ),
        (
            ["How many doses for patients who do not respond?", "and if they do?"],
            "How many doses for patients who respond?",
        ),
        (
            ["How many cycles are recommended?", "when is a third given?"],
            "when is a third cycle given",
        ),
        (
            ["How many had a long treatment with ZELMORIX?", "and a short one?"],
            "How many had a short treatment with ZELMORIX?",
        ),
        (
            ["What was the rate of headache with placebo?", "what was the hazard ratio?"],
            "hazard ratio: rate of headache?",
        ),
        (
            ["What was the rate of headache with ZELMORIX?", "so that is half of them?"],
            "so that is half of them: rate of headache with ZELMORIX?",
        ),
        (
            ["How many had headache with placebo?", "so that is half?", "and eczema?"],
            "How many had eczema with placebo?",
        ),
        (
            ["Is ZELMORIX given in pregnancy?", "is it the same for KARDENTO?"],
            "Is KARDENTO given in pregnancy?",
        ),
        (["What is the dose of KARDENTO?", "storage of that one?"], "storage of KARDENTO?"),
        (
            ["How many had headache with placebo?", "dropouts in that arm?"],
            "dropouts in the placebo arm",
        ),
        (["What was the dose with ALT 30?", "ALT 90?"], "What was the dose with ALT 90?"),
        (["Why is it so slow?", "why so low?"], "why so low: "),
    ],
)
def test_forms_of_continuing(readers: Readers, turns: list[str], wanted: str) -> None:
    found = last_of(turns, readers.made_up)
    assert not found.unclear
    assert found.standalone.startswith(wanted)


@pytest.mark.parametrize(
    ("turns", "wanted"),
    [
        (
            ["What was the cure rate in Klebsiella?", "E. coli?"],
            "What was the cure rate in E. coli?",
        ),
        (["What was the design of PRISM-1?", "weight of adults?"], "weight of adults, PRISM-1?"),
    ],
)
def test_a_bare_noun_may_be_another_of_its_kind(
    readers: Readers, turns: list[str], wanted: str
) -> None:
    found = last_of(turns, readers.made_up)
    assert wanted in [reading.text for reading in found.readings]


def test_the_case_spoken_of_is_tried_first(readers: Readers) -> None:
    found = last_of(["What did Howard get?", "why no transplant?"], readers.first)
    assert any("Howard" in reading.text for reading in found.readings)
    assert last_of(["What is VOD?", "why no transplant?"], readers.first).before == ()


def test_two_medicines_in_one_question_have_no_other_way_round(readers: Readers) -> None:
    turns = ["What is ZELMORIX?", "and the other way round?"]
    assert "KARDENTO" not in last_of(turns, readers.made_up).standalone
