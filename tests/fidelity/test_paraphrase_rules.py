"""Rules by which a right statement passes in other words, beside what they must not let through."""

from __future__ import annotations

import pytest

from fidelity.conftest import ACCEPTED
from ino_assistant.fidelity import verify

_TRIAL = "Response was seen in 41% of patients on abcitinib and 13% on placebo at Week 16."
_TABLE = "Dizziness | 58 (9.1) | 14 (4.4)"
_HEAD = "Adverse reaction | Osmeride (N=640) n (%) | Placebo (N=318) n (%)\n"

CASES = [
    # A word of telling is no new claim; a word of meaning is one.
    ("The response rate stood at 41% on abcitinib.", _TRIAL, True),
    ("The durable response rate stood at 41% on abcitinib.", _TRIAL, False),
    # The opposite of what the source says is not another word for it.
    ("Aneurysms resolved at 12 months in 5 of 17 children.",
     "Fever resolved in 54 children. Aneurysms persisted at 12 months in 5 of 17 children.", False),
    # A `not` about the same, wherever it stands; about nothing that the evidence denies.
    ("Noninferiority was shown, superiority was not.",
     "Noninferiority was shown; superiority was not shown.", True),
    ("Noninferiority was not shown.",
     "Noninferiority was shown; superiority was not shown.", False),
    # A time in another unit of exactly its length.
    ("Rash within 2 weeks: 0.6%.", "Rash occurred within 14 days in 0.6% of patients.", True),
    ("Rash within 3 weeks: 0.6%.", "Rash occurred within 14 days in 0.6% of patients.", False),
    # Beyond a bound, and not far.
    ("Over 40% of patients on abcitinib responded.", _TRIAL, True),
    ("Over 20% of patients on abcitinib responded.", _TRIAL, False),
    # A relative reduction is what a ratio leaves of one.
    ("Abcitinib lowered the risk of death by 28% (hazard ratio 0.72).",
     "The hazard ratio for death was 0.72 with abcitinib versus placebo.", True),
    ("Abcitinib lowered the risk of death by 38% (hazard ratio 0.72).",
     "The hazard ratio for death was 0.72 with abcitinib versus placebo.", False),
    # What is begun with, and where a dose goes to.
    ("Start glipteride at 2.5 mg once weekly.",
     "Start glipteride at 2.5 mg once weekly. After 4 weeks, increase to 5 mg once weekly.", True),
    ("Start glipteride at 5 mg once weekly.",
     "Start glipteride at 2.5 mg once weekly. After 4 weeks, increase to 5 mg once weekly.", False),
    # After and within.
    ("Start treatment within 5 days of symptom onset.",
     "Treatment should be started within 5 days of symptom onset.", True),
    ("Treatment should be started after 5 days of symptoms.",
     "Treatment should be started within 5 days of symptom onset.", False),
    # What a share is a share of.
    ("96% of these reactions were mild.",
     "Reactions occurred in 14% of patients; 96% of these reactions were mild.", True),
    ("96% of patients had mild reactions.",
     "Reactions occurred in 14% of patients; 96% of these reactions were mild.", False),
    # An arm that only the second of two figures names.
    ("Pain occurred in 46% of vaccinated adults and 12% of placebo recipients.",
     "Pain occurred in 46% of vaccinated adults and 12% of placebo recipients in the trial.", True),
    ("Pain occurred in 12% after the vaccine and 46% after placebo.",
     "Pain was reported by 46% of vaccine recipients and 12% of placebo recipients.", False),
    # A figure whose own change is the other way.
    ("LDL had dropped 52% with bempuzole and 2% with placebo.",
     "LDL fell by 52% with bempuzole, compared with an increase of 2% with placebo.", False),
    # All but some.
    ("All subgroups benefited, including patients older than 75 years.",
     "All subgroups benefited except patients older than 75 years.", False),
    # A part of what a figure is of.
    ("Anaphylaxis occurred in 0.3% of patients.",
     "Hypersensitivity, including anaphylaxis, occurred in 0.3% of patients.", False),
    # Two conditions, of which one was dropped.
    ("Discontinue if ALT exceeds 3 × ULN.",
     "Discontinue if ALT exceeds 3 × ULN together with bilirubin above 2 × ULN.", False),
    # What is denied wherever it is said.
    ("Calvexin should be kept in the refrigerator.",
     "Store Calvexin at 20 °C to 25 °C. Shake well. Do not refrigerate.", False),
    # A word before an arm that the evidence has of another.
    ("The study led to the approval of B in 326 adults.",
     "The study, which led to the approval of A, compared A (n=164) with B (n=162).", False),
    # Factors between two cells of one row.
    ("Dizziness was about twice as common with Osmeride as with placebo.", _HEAD + _TABLE, True),
    ("Dizziness was four times as common with Osmeride as with placebo.", _HEAD + _TABLE, False),
    # A table that lost its lines.
    ("In the United States the rate was 6.7%.",
     "United States Rest of world\n\nRate in all patients 6.7% (n=5/75) 20.2% (n=18/89)", True),
    ("Outside the United States the rate was 6.7%.",
     "United States Rest of world\n\nRate in all patients 6.7% (n=5/75) 20.2% (n=18/89)", False),
    # A unit that the label of a row names, with the level of its intervals.
    ("Seroprotection was 94.1% (95% CI, 92.6 to 95.4) with Valoflu.",
     "Seroprotection, % (95% CI) | Valoflu (N=1,203): 94.1 (92.6, 95.4) | "
     "Placebo (N=1,198): 8.7 (6.8, 10.4)", True),
    # A line that ends within a figure.
    ("Median survival was 6.2 months with placebo.",
     "Median survival was 7.7 \nmonths with abcitinib versus 6.2 \nmonths with placebo.", True),
]  # fmt: skip


@pytest.mark.parametrize(("statement", "evidence", "right"), CASES)
def test_other_words_for_the_same_and_for_another(
    statement: str, evidence: str, right: bool
) -> None:
    verdict = verify(statement, evidence)
    assert (verdict.verdict in ACCEPTED) == right, verdict
