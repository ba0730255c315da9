"""Rules of reading beyond the syntax of one clause: rivals, tables, names, changes, conditions."""

from __future__ import annotations

import pytest

from ino_assistant.fidelity import Vocabulary, verify
from ino_assistant.fidelity.quantity.quantities import read_quantities
from ino_assistant.fidelity.terms.discover import acronyms, aliases, discover
from ino_assistant.fidelity.terms.tables import written_out

BLOOD = "CR was 60% with zelmorix and 25% with placebo. Rash occurred in 12% and 4%, respectively."
TABLE = (
    "Reaction | ZELMORIX (N=322) n (%) | Placebo (N=160) n (%)\n"
    "Headache | 61 (18.9) | 22 (13.8)\nEczema | 29 (9.0) | 6 (3.8)"
)
CASES = [
    # Words that are told of another figure only.
    (TABLE, "Eczema was reported in 29 (9.0%) of ZELMORIX patients.", True),
    (TABLE, "Eczema was reported in 18.9% of ZELMORIX patients.", False),
    (TABLE, "Headache was reported in 18.9% of placebo patients.", False),
    ("Patients under 40 kg start with 12 mg; all others start with 25 mg.",
     "Patients under 40 kg start with 25 mg.", False),
    # Differences and factors computed from both arms.
    (BLOOD, "CR was more than twice as common with zelmorix as with placebo.", True),
    (BLOOD, "CR was more than three times as common with zelmorix as with placebo.", False),
    (BLOOD, "CR was 35 percentage points higher with zelmorix than with placebo.", True),
    (BLOOD, "CR was 45 percentage points higher with zelmorix than with placebo.", False),
    # The difference told before the figures that it is of.
    ("PFS was 8.4 months with zelmorix and 4.1 months with placebo.",
     "PFS was 4.3 months longer with zelmorix (8.4 months) than with placebo (4.1 months).", True),
    ("PFS was 8.4 months with zelmorix and 4.1 months with placebo.",
     "PFS was 4.2 months longer with zelmorix (8.4 months) than with placebo (4.1 months).", False),
    # No more than: a comparison, and no denial.
    (TABLE, "Headache was no more common with placebo (22 of 160) than with ZELMORIX (61 of 322).",
     True),
    (TABLE, "Headache was no more common with ZELMORIX (61 of 322) than with placebo (22 of 160).",
     False),
    # Shares in small numbers, and nobody.
    ("Rash was seen in 23 of 164 patients (14%).", "Around one in seven patients had rash.", True),
    ("Rash was seen in 23 of 164 patients (14%).", "Around one in five patients had rash.", False),
    ("Rash | ZELMORIX (n=338): 15 (4.4) | Placebo (n=164): 0",
     "None of the 164 patients on placebo had a rash.", True),
    ("Rash | ZELMORIX (n=338): 15 (4.4) | Placebo (n=164): 0",
     "None of the 338 patients on ZELMORIX had a rash.", False),
    # A unit told once for several arms.
    ("Change in HbA1c, percentage points | Zelmorix 8 mg: -1.4 | Zelmorix 16 mg: -1.9 | "
     "Placebo: -0.3",
     "HbA1c fell by 1.4 percentage points on Zelmorix 8 mg, 1.9 on Zelmorix 16 mg and 0.3 on "
     "placebo.", True),
    ("Change in HbA1c, percentage points | Zelmorix 8 mg: -1.4 | Zelmorix 16 mg: -1.9 | "
     "Placebo: -0.3",
     "HbA1c fell by 1.4 percentage points on Zelmorix 8 mg, 0.3 on Zelmorix 16 mg and 1.9 on "
     "placebo.", False),
    # A limit that something rose to is no direction of its own.
    ("ALT above 3 times the ULN was seen in 13 of 322 patients.",
     "ALT rose to more than 3x ULN in 13 of 322 patients.", True),
    ("ALT above 3 times the ULN was seen in 13 of 322 patients.",
     "ALT fell to less than 3x ULN in 13 of 322 patients.", False),
    # A word that the end of a line divides.
    ("Women who take an oral con-\ntraceptive were excluded.",
     "Women who take an oral contraceptive were excluded.", True),
    # A change with its sign, or in words.
    ("Mean HbA1c changed by −1.4% with zelmorix.", "HbA1c fell by 1.4% with zelmorix.", True),
    ("Mean HbA1c changed by −1.4% with zelmorix.", "HbA1c rose by 1.4% with zelmorix.", False),
    ("Mean HbA1c changed by −1.4% with zelmorix.", "HbA1c changed by 1.4%.", False),
    # A whole that is printed as a denominator.
    ("SVR was achieved by 91% (107/117) and 97% (289/298).",
     "Of 117 patients, 289 had SVR.", False),
    # What holds in one case only.
    ("Give ursodiol to all and zelmorix if fever is suspected.", "Give zelmorix to all.", False),
    ("Use ursodiol for prevention and defibrotide for treatment.",
     "Use defibrotide for prevention and ursodiol for treatment.", False),
    ("The drug is kept mainly in bile; urine has about 6% of it.",
     "The drug is kept mainly in urine.", False),
    # A negation reaches its own verb.
    ("PFS was not reached with zelmorix and was 41 weeks with placebo.",
     "PFS was 41 weeks with placebo.", True),
    ("No patient with antibodies had a response.",
     "Patients with antibodies had a response.", False),
    ("Rash is contraindicated.", "Rash is not contraindicated.", False),
    # Two names of one arm, and of one thing.
    ("MIRAVENT (fosbutanib), also known as FSB, was studied. CR was 34% with FSB.",
     "CR was 34% with fosbutanib.", True),
    ("Recurrence was 1.8% on a direct oral anticoagulant.", "Recurrence on a DOAC was 1.8%.", True),
    # How often.
    ("Take 40 mg orally once daily.", "Take 40 mg twice daily.", False),
    ("Take 40 mg orally once daily.", "Take 40 mg by mouth once a day.", True),
    ("Change the patch every 72 hours.", "patch change q72h", True),
    ("The dose is given every 2 weeks.", "The dose is given every other week.", True),
    ("Zelmorix 12 mcg/hour was given.", "Zelmorix 12 mcg/day was given.", False),
    # Letters and notes.
    (BLOOD, "Thank you for your question. CR was 60% with zelmorix.", True),
    (BLOOD, "cr 60% zelmorix, 25% placebo", True),
    ("In Study 1010, 72 patients were treated. Trial ALPHA was larger.",
     "In Study 1011, 72 patients were treated.", False),
]  # fmt: skip


@pytest.mark.parametrize(("evidence", "statement", "right"), CASES)
def test_rule(evidence: str, statement: str, right: bool) -> None:
    verdict = verify(statement, evidence)
    assert (verdict.verdict in ("supported", "derived")) == right, verdict


def test_names_of_one_thing() -> None:
    (group,) = aliases("MIRAVENT (fosbutanib), also referred to as FSB in this summary")
    assert group == ("MIRAVENT", "fosbutanib", "FSB")


def test_a_trial_is_no_arm() -> None:
    text = "CADENCE-G was a 28-week study. Response was 40% with zelmorix and 20% with placebo."
    assert set(discover(text, Vocabulary()).arms) == {"zelmorix"}


def test_short_forms_are_spelled_by_the_evidence() -> None:
    statement = "either a DOAC or a VKA was given"
    evidence = "a direct oral anticoagulant or a vitamin K antagonist"
    found = acronyms(statement, evidence, Vocabulary())
    assert found == {"DOAC": ("direct oral anticoagulant",), "VKA": ("vitamin K antagonist",)}


def test_a_row_takes_the_units_of_its_heads() -> None:
    table = "Clearance (mL/min) | Dose (mg)\n30 to 59 | 500\n15 to 29 | 250"
    told = written_out(table)
    assert "30 to 59 mL/min" in told
    assert "500 mg" in told


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("one hundred and twenty patients", "120"),
        ("two thousand five hundred patients", "2500"),
        ("forty-two point five percent", "42.5"),
        ("1 520 patients", "1520"),
    ],
)
def test_large_numbers_in_words(text: str, value: str) -> None:
    (quantity,) = read_quantities(text)
    assert str(quantity.values[0]) == value
