"""What limits a claim to some patients, and what may be left out of a statement."""

from __future__ import annotations

import pytest

from fidelity.conftest import ACCEPTED
from ino_assistant.fidelity import Vocabulary, verify
from ino_assistant.fidelity.binding.limits import limits_of
from ino_assistant.fidelity.binding.reading import read

DROPPED = [
    (
        "For patients of 90 kg or more the dose is 5 mg.",
        "The dose is 5 mg.",
    ),
    (
        "For patients of 90 kg or more the dose is 5 mg.",
        "In all patients, the dose is 5 mg.",
    ),
    (
        "Among patients with prior HSCT, VOD occurred in 20 %.",
        "VOD occurred in 20 % of patients.",
    ),
    (
        "Patients with prior HSCT had a VOD rate of 20 %.",
        "Patients had a VOD rate of 20 %.",
    ),
    (
        "Among patients with a prior gastrectomy, nausea occurred in 20 %.",
        "Nausea occurred in 20 %.",
    ),
    (
        "Among patients with a prior gastrectomy, nausea occurred in 20 %.",
        "Nausea occurred in 20 % of patients.",
    ),
    (
        "In the first 218 patients randomized, CR was 80.7 % with A drugumab.",
        "CR was 80.7 % with A drugumab.",
    ),
    (
        "Of the transplanted patients, 23 % had VOD.",
        "23 % of patients had VOD.",
    ),
    (
        "Among transplanted patients, VOD occurred in 23 %.",
        "VOD occurred in 23 %.",
    ),
    (
        "In patients aged 65 years or older, 4.2 % bled with velarin and 6.1 % with warfarin.",
        "4.2 % bled with velarin and 6.1 % with warfarin.",
    ),
    (
        "Children under 12 years receive 10 mg once daily.",
        "Patients receive 10 mg once daily.",
    ),
    (
        "In women, the rate of stroke was 2.1 %.",
        "The rate of stroke was 2.1 %.",
    ),
    (
        "In patients with an eGFR below 30 mL/min, the starting dose is 2.5 mg.",
        "The starting dose is 2.5 mg.",
    ),
    (
        "Patients who received two or more previous lines had a response rate of 31 %.",
        "The response rate was 31 %.",
    ),
    (
        "In second-line treatment, median PFS was 5.4 months.",
        "Median PFS was 5.4 months.",
    ),
    (
        "During Cycle 1, 12 % had neutropenia.",
        "12 % had neutropenia.",
    ),
    (
        "Among responders, the median duration of response was 8 months.",
        "The median duration of response was 8 months in all treated patients.",
    ),
    (
        "Zolamide 40 mg is contraindicated in patients with severe hepatic impairment.",
        "Zolamide 40 mg is contraindicated.",
    ),
    (
        "Treatment is contraindicated in patients with severe hepatic impairment.",
        "Treatment is contraindicated.",
    ),
    (
        "In patients with a history of angioedema, monitor blood pressure closely.",
        "Monitor blood pressure closely.",
    ),
    (
        "In smokers, clearance was 30 % higher.",
        "Clearance was 30 % higher.",
    ),
    (
        "In the subgroup with PD-L1 of 50 % or more, overall survival was 26.3 months.",
        "Overall survival was 26.3 months.",
    ),
    (
        "Seroconversion was 94 % in infants who had received three doses.",
        "Seroconversion was 94 % in infants.",
    ),
    (
        "Among patients with NYHA class III, mortality was 14 %.",
        "Mortality was 14 %.",
    ),
    (
        "In HER2-positive tumors, the response rate was 45 %.",
        "The response rate was 45 %.",
    ),
    (
        "HbA1c fell by 1.2 % in patients whose baseline value was above 9 %.",
        "HbA1c fell by 1.2 %.",
    ),
    (
        "In patients not receiving insulin, hypoglycemia occurred in 3 %.",
        "Hypoglycemia occurred in 3 %.",
    ),
    (
        "If the ANC is below 500, reduce the dose to 20 mg.",
        "Reduce the dose to 20 mg.",
    ),
    (
        "The dose is 20 mg in patients taking strong CYP3A inhibitors.",
        "The dose is 20 mg.",
    ),
    (
        "Lead dislodgement occurred in 3.1 % of patients with dual-chamber devices.",
        "Lead dislodgement occurred in 3.1 % of patients.",
    ),
    (
        "In Japanese patients, interstitial lung disease occurred in 5 %.",
        "Interstitial lung disease occurred in 5 %.",
    ),
    (
        "In patients treated for more than 12 months, weight rose by 4 kg.",
        "Weight rose by 4 kg.",
    ),
    (
        "Patients with diabetes had an event rate of 9.1 %, and those without had 4.4 %.",
        "Patients had an event rate of 9.1 %.",
    ),
]
KEPT = [
    (
        "The trial enrolled 410 adults with plaque psoriasis. In these patients PASI 75 was "
        "reached by 80 % with velumab.",
        "PASI 75 was reached by 80 % with velumab.",
    ),
    (
        "In adults with relapsed or refractory ALL, CR was 80.7 % with A drugumab.",
        "CR was 80.7 % with A drugumab.",
    ),
    (
        "In the intent-to-treat population, OS was 7.7 months.",
        "OS was 7.7 months.",
    ),
    (
        "In patients receiving velarin, bleeding occurred in 4.2 %.",
        "Bleeding occurred in 4.2 % with velarin.",
    ),
    (
        "Of the 218 patients, 80 had a response.",
        "80 of 218 patients had a response.",
    ),
    (
        "Among patients aged 65 years or older, bleeding occurred in 4.2 %.",
        "In those ≥65 years, bleeding occurred in 4.2 %.",
    ),
    (
        "In 120 patients, clearance was 30 mL/min.",
        "Clearance was 30 mL/min.",
    ),
    (
        "Nausea was reported by 20 % of patients who received velarin.",
        "Nausea was reported by 20 % of patients on velarin.",
    ),
    (
        "The median age of patients with VOD was 52 years.",
        "Patients with VOD had a median age of 52 years.",
    ),
    (
        "Among all randomized patients, median PFS was 5.4 months.",
        "Median PFS was 5.4 months.",
    ),
    (
        "In Study 301, 45 % of patients responded.",
        "45 % of patients responded in Study 301.",
    ),
    (
        "In the STAR trial, which enrolled patients with heart failure, mortality was 14 %.",
        "Mortality was 14 % in the STAR trial.",
    ),
    (
        "Older adults and patients with gout start at 5 mg.",
        "Patients with gout start at 5 mg.",
    ),
    (
        "Drugumab is contraindicated in patients with a history of gout and in pregnant women.",
        "Drugumab is contraindicated in patients with a history of gout.",
    ),
    ("There were 20 deaths among adults and children with ALL.", "There were 20 deaths."),
    (
        "Patients with gout had 36 % pain, compared with 17 % in patients who were healthy.",
        "Patients with gout had 36 % pain.",
    ),
    ("In addition, 20 % had nausea.", "20 % had nausea."),
    ("In my practice, I give 1 cycle.", "The author gives 1 cycle."),
]


@pytest.mark.parametrize(("evidence", "statement"), DROPPED)
def test_a_figure_of_some_is_not_that_of_all(evidence: str, statement: str) -> None:
    verdict = verify(statement, evidence)
    assert verdict.verdict not in ACCEPTED
    assert verify(evidence, evidence).supported


@pytest.mark.parametrize(("evidence", "statement"), KEPT)
def test_what_may_be_left_out(evidence: str, statement: str) -> None:
    assert verify(statement, evidence).verdict in ACCEPTED, verify(statement, evidence)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Patients with a prior gastrectomy had nausea.", {"gastrectomi"}),
        ("In women, the rate was 2 %.", {"women"}),
        ("Monitor patients closely.", set()),
        ("The trial enrolled 410 adults with gout.", set()),
        ("In the STAR trial, 4 % bled.", set()),
        ("58 % of participants were women.", set()),
        ("Patients (n=20) who had gout were cured.", {"gout"}),
        ("In the cohort with gout, 4 % bled.", {"gout"}),
        ("Patients receiving placebo with gout recovered.", set()),
        ("61 of 98 who received placebo had gout.", set()),
    ],
)
def test_limits_by_their_form(text: str, keys: set[str]) -> None:
    (sentence,) = read(text, Vocabulary()).sentences
    assert set().union(*(limit.keys for limit in limits_of(sentence))) == keys
