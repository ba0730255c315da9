"""A wrong premise is corrected by the statement that says so; a right one, or none, never."""

from __future__ import annotations

import json

import pytest

from answering.making import corpus_of, document
from answering.polarity_lists import Case, cases, holding, known, pool
from corpus.making import REAL
from ino_assistant.answering.judging.known import Known
from ino_assistant.answering.judging.premise import CORRECTED, premise

_CASES = cases("premise_cases.jsonl")
_WRONG = [c for c in _CASES if c.evidence]
_RIGHT = [c for c in _CASES if not c.evidence]


def test_most_wrong_premises_are_corrected_and_by_what_says_so() -> None:
    corrected = 0
    for case in _WRONG:
        found = premise(case.question, pool(case), known(case.corpus))
        if found is not None:
            corrected += 1
            text = found.statement.display.lower()
            assert any(e.lower() in text for e in case.evidence), (case.question, text)
    assert corrected / len(_WRONG) >= 0.85


@pytest.mark.parametrize("case", _RIGHT, ids=lambda c: c.question)
def test_a_good_question_is_not_corrected(case: Case) -> None:
    everything = known(case.corpus).corpus.statements
    assert premise(case.question, everything, known(case.corpus)) is None


def test_no_question_of_the_development_set_is_corrected() -> None:
    lines = (REAL.parent / "eval" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    statements = known("real").corpus.statements
    found = {
        q: c
        for line in lines
        if (q := json.loads(line)["question"])
        and json.loads(line)["expect"] != "corrected"
        and (c := premise(q, statements, known("real"))) is not None
    }
    assert found == {}


def test_a_correction_says_what_was_wrong() -> None:
    found = premise("Why was InO approved in 2015?", pool(_WRONG[0]), known("real"))
    assert found is not None
    assert (found.opening, found.kind) == (CORRECTED, "date")
    assert "2017" in found.statement.display
    assert "2015" in found.wrong


@pytest.mark.parametrize(
    "question",
    [
        "",
        "Was InO approved in 2015?",
        "Was the CR/CRi rate 60% with InO?",
        "What was the 3-year survival with InO?",
        "Which patients were ≥55 years?",
    ],
)
def test_what_is_asked_after_is_no_premise(question: str) -> None:
    assert premise(question, known("real").corpus.statements, known("real")) is None


def test_nothing_is_corrected_by_no_statement() -> None:
    assert premise("Why was InO approved in 2015?", [], known("real")) is None


@pytest.mark.parametrize(
    ("question", "kind", "says"),
    [
        ("What did the phase II INO-VATE study show?", "design", "Phase 3"),
        ("How was the placebo arm treated in INO-VATE?", "design", "InO versus SC"),
        ("What was Helen, the 52-year-old, given?", "case", "40"),
        ("What happened to Howard after her relapse?", "case", ""),
        ("How were the 500 patients of INO-VATE treated?", "figure", "326"),
    ],
)
def test_attributes_of_trials_and_patients(question: str, kind: str, says: str) -> None:
    found = premise(question, known("real").corpus.statements, known("real"))
    assert found is not None
    assert found.kind == kind
    assert says in found.statement.display


@pytest.mark.parametrize(
    "question",
    [
        "What did the phase 3 INO-VATE study show?",
        "What was Helen, the 40-year-old, given?",
        "What does Dr Oluwole think of Helen, and what is his plan?",
        "How were the 326 patients of INO-VATE treated?",
        "How is the dose in a double-blind or open-label trial chosen?",
        "What is the oral bioavailability?",
    ],
)
def test_right_attributes_stand(question: str) -> None:
    assert premise(question, known("real").corpus.statements, known("real")) is None


def test_a_figure_printed_elsewhere_for_the_same_is_not_corrected() -> None:
    sentences = ["Anemia occurred in 12% of patients.", "Anemia was seen in 31% of patients."]
    corpus = corpus_of(document(sentences=sentences, products=["EXAMPLEX"]))
    question = "What explains anemia in 31% of patients?"
    assert premise(question, corpus.statements[:1], Known(corpus)) is None
    wrong = "What explains anemia in 55% of patients?"
    assert premise(wrong, corpus.statements[:1], Known(corpus)) is not None


def test_holding_finds_evidence_for_every_case() -> None:
    assert all(holding(c.corpus, c.evidence) for c in _WRONG)
