"""Figures that follow from those of the evidence, in every relation that the table has."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ino_assistant.fidelity import verify
from ino_assistant.fidelity.checks.operands import fairly
from ino_assistant.fidelity.checks.relation import GAP
from ino_assistant.fidelity.checks.relations import relations_in
from ino_assistant.fidelity.checks.sides import as_arms

ACCEPTED = ("supported", "derived")
TRIAL = (
    "Patients were randomised 2:1 to receive tarsocentan (n=412) or placebo (n=206). Major "
    "bleeding occurred at a rate of 2.1 per 100 patient-years on tarsocentan and 3.3 per 100 "
    "patient-years on placebo. Serious adverse events were reported in 62 patients on "
    "tarsocentan and 41 on placebo."
)
SURVIVAL = (
    "Median progression-free survival was 11.3 months with lorvatinib and 4.8 months with "
    "docetaxel. "
    "Median overall survival was 22.9 months with lorvatinib and 17.1 months with docetaxel. A "
    "response was seen in 97 of 154 patients (63.0%) on lorvatinib and 49 of 151 (32.5%) on "
    "docetaxel."
)
PRESSURE = (
    "Mean systolic blood pressure fell from 158.2 mmHg at baseline to 139.6 mmHg at Week 12 on "
    "amlosartan 10 mg, and from 157.9 mmHg to 151.3 mmHg on placebo."
)
AGES = "The half-life is 12 hours in adults and 6 hours in children aged 2 to 11 years."

RIGHT = (
    (SURVIVAL,
     "Median overall survival was 5.8 months longer with lorvatinib than with "
     "docetaxel."),
    (SURVIVAL,
     "Median overall survival with docetaxel was 5.8 months shorter than with "
     "lorvatinib."),
    (SURVIVAL,
     "Lorvatinib more than doubled median progression-free survival compared with "
     "docetaxel."),
    (SURVIVAL,
     "Compared with docetaxel, lorvatinib more than doubled median progression-free "
     "survival."),
    (SURVIVAL, "Median overall survival was nearly 2 years with lorvatinib."),
    (SURVIVAL,
     "A response was seen in 63.0% on lorvatinib, 30.5 percentage points more than "
     "on docetaxel."),
    (SURVIVAL,
     "A response was about twice as frequent on lorvatinib as on docetaxel (63.0% "
     "versus 32.5%)."),
    (SURVIVAL, "About 63% of patients on lorvatinib and 33% of those on docetaxel had a response."),
    (SURVIVAL, "Nearly two thirds of patients on lorvatinib had a response."),
    (SURVIVAL, "In total, 146 patients had a response."),
    (SURVIVAL, "On lorvatinib, 57 of 154 patients did not have a response."),
    (TRIAL, "Twice as many patients were randomised to tarsocentan as to placebo."),
    (TRIAL, "One third of the patients were randomised to placebo."),
    (TRIAL,
     "Serious adverse events were reported in 15% of patients on tarsocentan and "
     "20% on placebo."),
    (TRIAL, "Major bleeding was about one third less frequent on tarsocentan than on placebo."),
    (TRIAL, "Tarsocentan lowered the rate of major bleeding by 36% compared with placebo."),
    (PRESSURE,
     "On amlosartan 10 mg, mean systolic blood pressure fell by 18.6 mmHg from "
     "baseline to Week 12."),
    (PRESSURE,
     "The fall in mean systolic blood pressure was 12 mmHg greater on amlosartan 10 "
     "mg than on placebo."),
    (AGES, "The half-life is twice as long in adults as in children aged 2 to 11 years."),
    ("The half-life is 36 hours.", "The half-life is one and a half days."),
)  # fmt: skip
WRONG = (
    # Another value, another direction, another endpoint's figures, another arm's.
    (SURVIVAL,
     "Median overall survival was 6.8 months longer with lorvatinib than with "
     "docetaxel."),
    (SURVIVAL,
     "Median overall survival was 5.8 months longer with docetaxel than with "
     "lorvatinib."),
    (SURVIVAL,
     "Median overall survival was 6.5 months longer with lorvatinib than with "
     "docetaxel."),
    (SURVIVAL, "Lorvatinib more than doubled median overall survival compared with docetaxel."),
    (SURVIVAL,
     "Compared with lorvatinib, docetaxel more than doubled median progression-free "
     "survival."),
    (SURVIVAL, "Median overall survival was nearly 2 years with docetaxel."),
    (SURVIVAL,
     "A response was seen in 63.0% on lorvatinib, 40.5 percentage points more than "
     "on docetaxel."),
    (SURVIVAL,
     "A response was about half as frequent on lorvatinib as on docetaxel (63.0% "
     "versus 32.5%)."),
    (SURVIVAL, "About 63% of patients on lorvatinib and 36% of those on docetaxel had a response."),
    (SURVIVAL, "Nearly two thirds of patients on docetaxel had a response."),
    (SURVIVAL, "In total, 156 patients had a response."),
    (SURVIVAL, "On lorvatinib, 67 of 154 patients did not have a response."),
    (TRIAL, "Twice as many patients were randomised to placebo as to tarsocentan."),
    (TRIAL, "One quarter of the patients were randomised to placebo."),
    (TRIAL,
     "Serious adverse events were reported in 20% of patients on tarsocentan and "
     "15% on placebo."),
    (TRIAL, "Major bleeding was about half as frequent on tarsocentan as on placebo."),
    (TRIAL, "Tarsocentan lowered the rate of major bleeding by 46% compared with placebo."),
    (PRESSURE, "On amlosartan 10 mg, mean systolic blood pressure rose by about 19 mmHg."),
    (PRESSURE,
     "The fall in mean systolic blood pressure was 12 mmHg greater on placebo than "
     "on amlosartan 10 mg."),
    (PRESSURE,
     "The rise in mean systolic blood pressure was 12 mmHg greater on amlosartan 10 "
     "mg than on placebo."),
    (AGES, "The half-life is twice as long in children aged 2 to 11 years as in adults."),
)  # fmt: skip


@pytest.mark.parametrize(("evidence", "statement"), RIGHT)
def test_what_follows_is_derived(evidence: str, statement: str) -> None:
    assert verify(statement, evidence).verdict == "derived"


@pytest.mark.parametrize(("evidence", "statement"), WRONG)
def test_what_does_not_follow_is_stopped(evidence: str, statement: str) -> None:
    assert verify(statement, evidence).verdict not in ACCEPTED


def test_several_facts_follow_one_by_one() -> None:
    both = (
        "Median overall survival was 5.8 months longer with lorvatinib than with docetaxel. "
        "A response was seen in {} of patients on docetaxel."
    )
    assert verify(both.format("32.5%"), SURVIVAL).verdict == "derived"
    assert verify(both.format("63.0%"), SURVIVAL).verdict not in ACCEPTED


def test_sides_that_the_evidence_does_not_tell_apart_are_none() -> None:
    evidence = "The response rate was 40% and 20% in the two cohorts."
    statement = "The response rate was 20 percentage points higher in the first than in the second."
    assert verify(statement, evidence).verdict not in ACCEPTED


def test_a_relation_keeps_the_sentence_of_its_first_side() -> None:
    told = next(relations_in("Relapse was a third less frequent with A (9%) than with B (13%)."))
    assert (told.told, told.other, told.sign) == (f"Relapse was {GAP} with A.", "with B", -1)
    assert (told.first, told.second, told.of) == (Decimal(9), Decimal(13), "share")
    assert round(told.value, 3) == Decimal("0.667")


@pytest.mark.parametrize(
    ("value", "exact", "comparator", "hedge", "fair"),
    [
        ("31", "31.2", "", "~", True),
        ("33", "31.2", "", "~", False),
        ("2", "1.908", "", "-", True),
        ("2", "1.5", "", "-", False),
        ("1", "0.8", "<", "", True),
        ("50", "58", ">", "", False),
    ],
)
def test_a_hedge_hides_no_more_than_rounding(
    value: str, exact: str, comparator: str, hedge: str, *, fair: bool
) -> None:
    assert fairly(Decimal(value), Decimal(exact), comparator, hedge) is fair


def test_groups_are_read_as_arms() -> None:
    text = "It was 12% in patients aged 65 years or older."
    assert as_arms(text, ("aged 65 years or older", "x")) == "It was 12% in patients on Qsideone."
