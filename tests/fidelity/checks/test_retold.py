"""Figures in another form than printed: right ones pass, and nothing else does."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ino_assistant.fidelity import verify
from ino_assistant.fidelity.checks.shares import is_share
from ino_assistant.fidelity.quantity.quantities import read_quantities

_TRIAL = (
    "In the LUMEN trial, 5,812 adults were randomly assigned to aprevaban 5 mg twice daily "
    "(n=2,907) or warfarin (n=2,905). Stroke occurred in 118 patients (4.1%) on aprevaban and 151 "
    "patients (5.2%) on warfarin."
)
_CHANGE = "Mean hemoglobin rose from 8.9 g/dL at baseline to 11.8 g/dL at week 5."
_RANGE = "Time in range increased from 52% at baseline to 67% at week 13."
_POINTS = (
    "Mean HbA1c fell by 1.6 percentage points with ravoglutide and by 0.3 percentage points with "
    "placebo."
)
_BOTH = "All patients proceeded to transplant (n=101 for alphamab, n=31 for placebo)."
_LIMIT = "Take 2 tablets twice daily. The maximum daily dose is 300 mg."
_SHARE = "A reduction of at least half was achieved by 58% of patients on tarenezumab."
_ROW = "Rash | Kinvexa (n=302): 17 (5.6) | Placebo (n=298): 6 (2.0)"


@pytest.mark.parametrize(
    ("statement", "evidence"),
    [
        ("On warfarin, 151 of 2,905 patients had a stroke.", _TRIAL),
        ("Just over 5,800 adults were randomly assigned.", _TRIAL),
        ("Mean hemoglobin went up by 2.9 g/dL between baseline and week 5.", _CHANGE),
        ("Time in range rose from 52% to 67% at week 13.", _RANGE),
        ("Mean HbA1c fell by 1.6 percentage points with ravoglutide and by 0.3 with placebo.",
         _POINTS),
        ("Together, 132 patients proceeded to transplant.", _BOTH),
        ("The daily dose should not exceed 300 mg.", _LIMIT),
        ("Rash: 5.6% (17/302) on Kinvexa, 2.0% (6/298) on placebo.", _ROW),
    ],
)  # fmt: skip
def test_right_figures_in_another_form_pass(statement: str, evidence: str) -> None:
    verdict = verify(statement, evidence)
    assert verdict.verdict in ("supported", "derived"), verdict


@pytest.mark.parametrize(
    ("statement", "evidence"),
    [
        ("On warfarin, 151 of 2,907 patients had a stroke.", _TRIAL),
        ("On aprevaban, 118 of 2,905 patients had a stroke.", _TRIAL),
        ("Just over 5,900 adults were randomly assigned.", _TRIAL),
        ("Mean hemoglobin went down by 2.9 g/dL between baseline and week 5.", _CHANGE),
        ("Mean hemoglobin went up by 3.9 g/dL between baseline and week 5.", _CHANGE),
        ("Time in range rose from 67% to 52% at week 13.", _RANGE),
        ("Time in range rose by 67% at week 13.", _RANGE),
        ("Mean HbA1c fell by 1.6 percentage points with ravoglutide and by 0.3% with placebo.",
         _POINTS),
        ("Mean HbA1c fell to 1.6 percentage points with ravoglutide.", _POINTS),
        ("Together, 131 patients proceeded to transplant.", _BOTH),
        ("The daily dose should not exceed 150 mg.", _LIMIT),
        ("Rash: 5.6% (17/298) on Kinvexa.", _ROW),
        ("Rash: 2.0% on Kinvexa.", _ROW),
    ],
)  # fmt: skip
def test_wrong_ones_do_not(statement: str, evidence: str) -> None:
    assert verify(statement, evidence).verdict not in ("supported", "derived")


@pytest.mark.parametrize(
    ("words", "percent", "fair"),
    [
        ("about half of them", "52", True),
        ("about half of them", "58", False),
        ("more than half of them", "58", True),
        ("more than half of them", "48", False),
        ("more than half of them", "90", False),
        ("nearly half of them", "48.2", True),
        ("nearly half of them", "51", False),
        ("two thirds of them", "66.7", True),
        ("two thirds of them", "70", False),
        ("most of them", "51", True),
        ("most of them", "49", False),
    ],
)
def test_a_vague_share_names_a_percentage_fairly(words: str, percent: str, fair: bool) -> None:
    (vague,) = (q for q in read_quantities(words) if q.kind == "vague")
    assert is_share(vague, Decimal(percent)) is fair


def test_how_often_is_not_how_long() -> None:
    evidence = "The dose of sulpenem is 2 g by intravenous infusion over 3 hours every 8 hours."
    assert not verify("Sulpenem 2 g is infused over 8 hours every 3 hours.", evidence).supported
