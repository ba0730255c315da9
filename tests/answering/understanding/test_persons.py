"""Persons of cases, arms and products are found by name, number and description."""

from __future__ import annotations

import pytest

from answering.conftest import Readers
from corpus.making import ROOT
from ino_assistant.answering.judging.known import Known
from ino_assistant.answering.judging.premise import premise
from ino_assistant.answering.understanding.persons import told_in_prose
from ino_assistant.answering.understanding.question import Reader
from ino_assistant.corpus.load import load_document
from ino_assistant.corpus.model import Corpus
from ino_assistant.vocabulary.concepts import concepts_for


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


@pytest.fixture(scope="module")
def of_prose() -> Corpus:
    """A review that tells of its patients in sentences, and has no table of them."""
    return Corpus((load_document(ROOT / "eval/documents/brontavex-review.toml"),), "test")


def test_prose_tells_of_the_person_that_it_introduced(of_prose: Corpus) -> None:
    told = told_in_prose(of_prose)
    texts = {of_prose.by_id[s].display: name for s, name in told.items()}
    assert texts["He was started on BRONTAVEX 1.5 g every 8 hours by mistake."] == "Tomasz"
    assert texts["A culture 2 weeks later was sterile."] == "Grace"
    assert not any("I reserve" in text for text in texts)


def test_a_person_of_prose_is_a_case(of_prose: Corpus) -> None:
    reader = Reader(of_prose, concepts_for(of_prose.documents))
    assert reader.read("what dose did tomasz get").case == {"tomasz"}
    assert reader.read("what happened in case 2").case == {"tomasz"}


@pytest.mark.parametrize(
    ("question", "wrong"),
    [
        ("Tomasz was 74 and on dialysis - what was the dose?", "74"),
        ("Tomasz was 54 and on dialysis - what was the dose?", None),
        ("What did she receive after Tomasz was admitted?", "she"),
        ("What did she give him, Tomasz?", None),
    ],
)
def test_a_wrong_age_or_sex_is_corrected(of_prose: Corpus, question: str, wrong: str) -> None:
    found = premise(question, of_prose.statements[:9], Known(of_prose))
    assert (None if found is None else found.wrong) == wrong
