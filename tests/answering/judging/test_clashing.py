"""What a question says and a statement says otherwise, in figures, medicines and targets."""

from __future__ import annotations

from dataclasses import replace

import pytest

from answering.making import document
from ino_assistant.answering.judging.clashing import (
    other_comparator,
    other_of_series,
    otherwise_in_figures,
)
from ino_assistant.answering.judging.declarative import asserted
from ino_assistant.answering.judging.denied import there_is_none
from ino_assistant.corpus.model import Document, Statement, Synonyms

SENTENCES = (
    "Women should avoid pregnancy during treatment and for 4 months after the last dose.",
    "XYLOMAB is an antibody that binds to interleukin-31.",
    "The trial compared XYLOMAB with warfarin in 90 adults.",
    "No dose adjustment is recommended.",
    "Safety has not been established in patients younger than 12 years.",
    "Do not use XYLOMAB in patients with a fever.",
    "Severe bleeding did not occur.",
)


@pytest.fixture(scope="module")
def made() -> Document:
    found = document(sentences=SENTENCES, products=("XYLOMAB",))
    arms = tuple(Synonyms(name, (name,)) for name in ("XYLOMAB", "warfarin"))
    statements = tuple(
        replace(s, arms=("XYLOMAB", "warfarin") if "warfarin" in s.display else ())
        for s in found.statements
    )
    return replace(found, arms=arms, statements=statements)


def saying(made: Document, words: str) -> list[Statement]:
    """The statements, those with the words first."""
    return sorted(made.statements, key=lambda s: words not in s.display)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("The trial was blinded, wasn't it?", "The trial was blinded"),
        ("It was given by mouth. How many responded?", "It was given by mouth"),
        ("patients got 30 mg, right? how many", "patients got 30 mg"),
    ],
)
def test_what_is_asserted_before_it_is_asked(question: str, said: str) -> None:
    found = asserted(question)
    assert found is not None
    assert found.text == said


@pytest.mark.parametrize(
    "question",
    ["Was the trial blinded?", "What was given, right?", "How many responded. And why?", "right?"],
)
def test_what_is_asked_asserts_nothing(question: str) -> None:
    assert asserted(question) is None


def test_another_figure_of_the_same_kind_for_the_same_thing(made: Document) -> None:
    order = saying(made, "4 months")
    said = "Women should avoid pregnancy for eight months after the last dose"
    assert otherwise_in_figures(said, order) is order[0]
    assert otherwise_in_figures(said.replace("eight", "four"), order) is None
    assert otherwise_in_figures("Infusions of XYLOMAB run for 8 months", order) is None
    assert otherwise_in_figures("Women should avoid pregnancy", order) is None
    assert otherwise_in_figures("Women should avoid pregnancy and take 20 mg", order) is None


def test_another_medicine_than_the_comparator(made: Document) -> None:
    found = other_comparator("XYLOMAB was compared with apixaban, so what was the rate?", made)
    assert found is not None
    assert "warfarin" in found[0].display
    assert found[1] == "apixaban"
    assert other_comparator("XYLOMAB was compared with warfarin", made) is None
    assert other_comparator("XYLOMAB was compared with care", made) is None


def test_another_target_of_the_series(made: Document) -> None:
    found = other_of_series("Why does it block IL-4?", made)
    assert found is not None
    assert "interleukin-31" in found[0].display
    assert found[1] == "IL-4"
    assert other_of_series("Why does it block IL-31?", made) is None
    assert other_of_series("Why does it block RAS-4?", made) is None


@pytest.mark.parametrize(
    ("question", "first", "denied"),
    [
        ("How much should the dose be lowered?", "No dose", "dose adjustment"),
        ("what dose for a 9 year old?", "Safety has", "patients younger than 12 years"),
        ("How many had severe bleeding?", "Severe bleeding", "Severe bleeding"),
    ],
)
def test_there_is_none_of_what_is_asked_for(
    made: Document, question: str, first: str, denied: str
) -> None:
    found = there_is_none(question, saying(made, first))
    assert found is not None
    assert found[0].display.startswith(first)
    assert found[1] == denied


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Is a dose adjustment needed?", "No dose"),
        ("what dose for a 15 year old?", "Safety has"),
        ("what dose of XYLOMAB after day 21?", "Do not use"),
        ("Why is the dose not lowered?", "No dose"),
        ("How often should the dose be given?", "Women"),
    ],
)
def test_nothing_is_denied_that_may_well_be(made: Document, question: str, first: str) -> None:
    found = there_is_none(question, saying(made, first))
    assert found is None or not found[0].display.startswith(first)
