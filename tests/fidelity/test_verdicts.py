"""The five verdicts, the reasons given, and bad input."""

from __future__ import annotations

import pytest

from ino_assistant.corpus.model import Corpus
from ino_assistant.fidelity import Vocabulary, verify, verify_row

RATES = (
    "Higher rates of CR/CRi (80.7% vs 29.3%) and MRD negativity (78.4% vs 28.1%) were achieved "
    "with InO versus SC. InO also resulted in more patients (48.2%) proceeding to HSCT versus SC "
    "(21.6%)."
)
CASES = [
    ("CR/CRi was 80.7% with InO and 29.3% with SC.", "supported", None),
    ("About 48% of InO patients proceeded to HSCT.", "derived", None),
    ("CR/CRi was 51.4 percentage points higher with InO than with SC.", "derived", None),
    ("CR/CRi was 41.4 percentage points higher with InO than with SC.", "contradicted", "number"),
    ("CR/CRi was 82.7% with InO.", "contradicted", "number"),
    ("CR/CRi was 80.7% with SC.", "contradicted", "arm"),
    ("MRD negativity was 80.7% with InO.", "contradicted", "endpoint"),
    ("CR/CRi was 80.7% with InO in women.", "not_in_evidence", "population"),
    ("Median OS was 14 months with InO.", "not_in_evidence", "number"),
    ("CR/CRi was lower with InO than with SC.", "contradicted", "direction"),
    ("CR/CRi was significantly higher with InO than SC.", "not_in_evidence", "significance"),
    ("The drug is pink.", "not_in_evidence", "claim"),
]


@pytest.mark.parametrize(("statement", "name", "kind"), CASES)
def test_verdict_and_reason(statement: str, name: str, kind: str | None) -> None:
    verdict = verify(statement, RATES)
    assert verdict.verdict == name, verdict
    if kind is not None:
        assert kind in {p.kind for p in verdict.problems}


def test_reason_says_what_the_source_says() -> None:
    (problem, *_) = verify("CR/CRi was 80.7% with SC.", RATES).problems
    assert problem.text == "80.7%"
    assert "InO" in problem.detail


def test_equal_figures_of_two_arms_do_not_bind() -> None:
    evidence = "Rash was 12% with A drugumab. Fever was 12% with placebo."
    assert verify("It was 12%.", evidence).verdict == "cannot_bind"


@pytest.mark.parametrize("statement", ["", "   ", "...", "—"])
def test_a_statement_that_says_nothing(statement: str) -> None:
    assert verify(statement, RATES).verdict == "cannot_bind"


@pytest.mark.parametrize("evidence", ["", " \n", "()"])
def test_no_evidence(evidence: str) -> None:
    assert verify("CR/CRi was 80.7%.", evidence).verdict == "not_in_evidence"


def test_evidence_without_numbers() -> None:
    assert not verify("CR/CRi was 80.7% with InO.", "InO induces remissions.").supported


def test_capitals() -> None:
    assert verify(RATES.upper(), RATES).supported
    assert verify("CR/CRI WAS 80.7% WITH INO AND 29.3% WITH SC.", RATES).supported
    assert not verify("CR/CRI WAS 80.7% WITH SC AND 29.3% WITH INO.", RATES).supported


@pytest.mark.parametrize(
    "writing", ["≥100 × 10^9/L", ">=100x10⁹/L", "⩾ 100 × 10**9/L", "at least 100 x 10E9/L"]
)
def test_writings_of_a_threshold(writing: str) -> None:
    evidence = (
        "The clinical factor predictive of improved OS was baseline platelet count ≥100 × 109/L."
    )
    statement = f"A baseline platelet count {writing} was predictive of improved OS."
    assert verify(statement, evidence).supported


def test_reference_marks_of_another_passage() -> None:
    evidence = "The rate was 11.1% in the SC arm.5,6"
    assert verify("The rate was 11.1% in the SC arm.5,6", evidence).supported
    assert verify("The rate was 11.1% in the SC arm.", evidence).supported
    assert not verify("The rate was 11.1% in the SC arm.5,7", evidence).supported


def test_table_row_by_its_headers(corpus: Corpus, vocabulary: Vocabulary) -> None:
    row = next(s.row for s in corpus.statements if s.row and s.row.label.startswith("<55 years"))
    right = "104 InO patients (63.4%) and 103 SC patients (63.6%) were <55 years of age."
    assert verify_row(right, row, vocabulary).supported
    wrong = "103 InO patients (63.6%) were <55 years of age."
    assert not verify_row(wrong, row, vocabulary).supported


def test_names_of_the_document(vocabulary: Vocabulary) -> None:
    statement = "CR/CRi was 80.7% with BESPONSA and 29.3% with standard chemotherapy."
    assert verify(statement, RATES, vocabulary).supported
    assert not verify(statement, RATES).supported


def test_opinion_is_told_as_one() -> None:
    evidence = "In my practice, I give 1 cycle of InO and measure the marrow response."
    assert verify("In the author's practice, 1 cycle of InO is given.", evidence).supported
    assert not verify("1 cycle of InO is given.", evidence).supported


def test_caveat_of_a_sentence_that_points_back() -> None:
    evidence = "CR was 40% with InO. These analyses were exploratory."
    assert not verify("CR was 40% with InO, as is known.", evidence).supported
    assert verify("In exploratory analyses, CR was 40% with InO.", evidence).supported
