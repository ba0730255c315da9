"""Statements of several clauses are judged clause by clause."""

from __future__ import annotations

import pytest

from ino_assistant.fidelity import verify
from ino_assistant.fidelity.binding.parting import clauses_apart, in_parts

PASSAGE = (
    "The primary endpoint was complete remission. Median OS was 7.7 months with zelmorix and 6.2 "
    "months with placebo. Nausea was the most common adverse reaction and was seen in 31% of "
    "patients on zelmorix. Doses were given for up to 4 cycles with zelmorix; up to 6 cycles with "
    "placebo. Store vials in a refrigerator. Do not freeze the vials."
)
CASES = [
    # Two facts from two places, in one sentence.
    ("Median OS was 7.7 months with zelmorix, and nausea was seen in 31% of zelmorix patients.",
     True),
    ("Nausea was seen in 31% of zelmorix patients; the primary endpoint was complete remission.",
     True),
    ("Although nausea was seen in 31% of zelmorix patients, the primary endpoint was complete "
     "remission.", True),
    ("The investigators found that median OS was 7.7 months with zelmorix.", True),
    # What stands beside a true clause does not bear out a wrong one.
    ("Median OS was 7.7 months with zelmorix; the primary endpoint was OS.", False),
    ("Nausea was seen in 31% of zelmorix patients, while median OS was 6.2 months with zelmorix.",
     False),
    ("The investigators found that median OS was 6.2 months with zelmorix.", False),
    # A part without a verb says something only with what stands before it.
    ("Doses were given for up to 4 cycles with zelmorix; up to 4 cycles with placebo.", False),
]  # fmt: skip


@pytest.mark.parametrize(("statement", "right"), CASES)
def test_each_clause_must_be_right(statement: str, right: bool) -> None:
    verdict = verify(statement, PASSAGE)
    assert (verdict.verdict in ("supported", "derived")) is right, verdict


def test_clauses_with_subject_and_verb_come_apart() -> None:
    told = "Superiority was not tested, and the trial was open-label."
    assert clauses_apart(told) == "Superiority was not tested. The trial was open-label."


@pytest.mark.parametrize(
    "text",
    [
        "The clearance is between 30 and 50 mL/min.",
        "Data were not yet mature.",
        "Rates were 5% (3 of 60; 2 were severe) with A.",
        "Rash was seen while receiving therapy.",
    ],
)
def test_one_clause_stays_one(text: str) -> None:
    assert clauses_apart(text) == text
    assert not list(in_parts(text))


def test_a_part_without_a_subject_takes_that_of_the_first() -> None:
    told = list(in_parts("Vials are kept in a refrigerator and must not be frozen."))
    assert told == ["Vials are kept in a refrigerator. Vials must not be frozen."]
    in_women = list(in_parts("In women, rash was seen in 5%, and fever was seen in 3%."))
    assert in_women == ["In women, rash was seen in 5%. In women, fever was seen in 3%."]
