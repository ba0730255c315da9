"""Value, unit, whole, arm and caveat of an answer, each apart."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from answering.making import corpus_of, document
from evaluation.making import GOLDEN, answer, case
from ino_assistant.answering.saying.answer import Answer, CaveatNote
from ino_assistant.corpus.model import Corpus, Synonyms
from ino_assistant.evaluation.figures_of_answer import figure_checks, numbers_supported, spoken

SENTENCES = (
    "Responses were seen in 120 of 164 patients (73.2%) with alfazumab.",
    "Responses were seen in 40 of 162 patients (24.7%) with placebo.",
    "The dose was 1.8 mg/m² per cycle.",
    "These figures are exploratory.",
)


def corpus() -> Corpus:
    made = document(sentences=SENTENCES, products=["Alfazumab"])
    arms = (Synonyms("alfazumab", ("alfazumab", "alfa")), Synonyms("placebo", ("placebo",)))
    first, *others = made.statements
    qualified = dataclasses.replace(first, caveats=(others[-1].id,))
    return corpus_of(dataclasses.replace(made, arms=arms, statements=(qualified, *others)))


CORPUS = corpus()


def checks(given: Answer, **changes: Any) -> dict[str, bool]:
    return figure_checks(case(**{**GOLDEN, **changes}), given, CORPUS)


@pytest.mark.parametrize(
    ("number", "must", "found"),
    [
        (0, ("73.2%",), {"value": True, "unit": True}),
        (1, ("73.2%",), {"value": False, "unit": False}),
        (2, ("1.8 mg/m²",), {"value": True, "unit": True}),
        (2, ("1.8 mg/kg",), {"value": True, "unit": False}),
        (2, ("the dose",), {}),
        (1, ("40/162",), {"value": True, "denominator": True}),
        (1, ("40/164",), {"value": False, "denominator": False}),
        (2, ("1.8 x",), {"value": True}),
    ],
)
def test_each_is_measured_apart(number: int, must: tuple[str, ...], found: dict[str, bool]) -> None:
    given = answer(number, corpus=CORPUS)
    measured = checks(given, question="How many?", must=must)
    measured.pop("caveat", None)
    assert measured == found


@pytest.mark.parametrize(
    ("question", "number", "must", "right"),
    [
        ("How many responded with alfa?", 0, "73.2%", True),
        ("How many responded with placebo?", 0, "73.2%", False),
        ("How many responded with placebo?", 1, "24.7%", True),
        ("How many responded with PLACEBO?", 2, "1.8", False),
        ("How many responded, alfa vs placebo?", 0, "73.2%", None),
        ("How many responded?", 0, "73.2%", None),
    ],
)
def test_the_arm_is_the_one_asked_for(
    question: str, number: int, must: str, right: bool | None
) -> None:
    given = answer(number, corpus=CORPUS)
    assert checks(given, question=question, must=(must,)).get("arm") is right


def test_a_caveat_is_shown_with_what_it_qualifies() -> None:
    bare = answer(0, corpus=CORPUS)
    assert checks(bare)["caveat"] is False
    note = answer(3, corpus=CORPUS).citations[0]
    object.__setattr__(bare, "caveats", (CaveatNote(note.quote, note),))
    assert checks(bare)["caveat"] is True
    assert checks(answer(0, 3, corpus=CORPUS))["caveat"] is True
    assert "caveat" not in checks(answer(1, corpus=CORPUS))


def test_a_number_is_supported_by_what_is_cited(monkeypatch: pytest.MonkeyPatch) -> None:
    given = answer(0, corpus=CORPUS)
    assert numbers_supported(given)
    assert spoken(given) == SENTENCES[0]
    forged = dataclasses.replace(given.segments[1], text="Responses: 83.2%")
    object.__setattr__(given, "segments", (forged,))
    assert not numbers_supported(given)
    doubted = answer(0, corpus=CORPUS)
    numbers = [{"text": "120", "verdict": "cannot_bind", "citation": 1}]
    monkeypatch.setattr(Answer, "numbers", property(lambda self: numbers))
    assert not numbers_supported(doubted)
