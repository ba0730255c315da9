"""Tables as a passage prints them are read as those of a document, and bound cell by cell."""

from __future__ import annotations

import pytest

from ino_assistant.fidelity import verify
from ino_assistant.fidelity.terms.printed import printed

TABLE = """Table 3. Adverse reactions, % of patients

Reaction            ZELMORIX 8 mg     ZELMORIX 16 mg      Placebo
                    (N=417)           (N=414)             (N=417)
Nausea a            17.5              21.7                6.2

Vomiting            4.1               9.9                 2.0
a Reported by patients."""

SINGLE = """Table 3. Adverse events in HARBOR-1, n (%)

Event Zelmorix (n=456) Teriflunomide (n=455)
Any adverse event 391 (85.7) 384 (84.4)
Hair thinning 21 (4.6) 68 (14.9)"""

SUBGROUPS = """Table 2. Annualised relapse rate by subgroup, HARBOR-1

Subgroup Patients (n) ARR Rate ratio (95% CI)
Zelmorix Teriflunomide Zelmorix Teriflunomide
All patients 457 455 0.12 0.25 0.48 (0.37-0.62)
Age <40 years 268 259 0.13 0.30 0.43 (0.31-0.60)
Age ≥40 years 189 196 0.11 0.18 0.61 (0.40-0.93)"""

SPANNED = """                     VELMORA (N=214)          Chemotherapy (N=208)
Reaction             All grades   Grade 3-4   All grades   Grade 3-4
                     %            %           %            %
Diarrhea             78           9           16           1.0
Rash                 61           4.2         11           0"""

KIDNEYS = """Table 2: Dosage by Renal Function in Adults

Renal function        CLcr (mL/min)     Starting dosage       Maximum dosage
Normal                More than 80      50 mg twice daily     200 mg twice daily
Mild impairment       50 to 80          40 mg twice daily     150 mg twice daily
Moderate impairment   30 to 49          25 mg twice daily     100 mg twice daily"""

WEIGHT = """Table 1: Recommended Dosage in Pediatric Patients 4 Years and Older

Body weight                Initial dosage           Maximum dosage
11 kg to less than 20 kg   2 mg/kg twice daily      6 mg/kg twice daily"""

TIMES = """Table 4. Viral suppression over time, %

Treatment | Week 4 | Week 24
Zelmorix | 62.4 | 58.8
Standard of care | 71.9 | 22.9"""


def test_cells_are_told_with_their_heads() -> None:
    told = printed(TABLE).text
    assert "Nausea with\u2009ZELMORIX 16 mg (N=414):\u200921.7%." in told
    assert told.startswith("\nTable 3. Adverse reactions, % of patients.")


@pytest.mark.parametrize(
    "text",
    [
        "One  line with  5  6",
        "Two lines of prose\nwith a  gap in it.",
        "In 2019 the trial began\nand 412 of 830 were women in 2020.",
        "A | B\nx    5    6",
        "Event Drug Placebo Total\nNausea 12 34",  # three heads, two figures
    ],
)
def test_what_is_no_such_table_stays(text: str) -> None:
    assert printed(text).text == text


@pytest.mark.parametrize(
    ("table", "statement", "right"),
    [
        (TABLE, "Nausea was reported in 21.7% of patients on ZELMORIX 16 mg.", True),
        (TABLE, "A little over one in five patients on ZELMORIX 16 mg (21.7%) had nausea.", True),
        (TABLE, "Nausea was reported in 17.5% of patients on ZELMORIX 16 mg.", False),
        (TABLE, "Vomiting was reported in 21.7% of patients on ZELMORIX 16 mg.", False),
        (SINGLE, "Hair thinning occurred in 21 of 456 patients on zelmorix.", True),
        (SINGLE, "Hair thinning occurred in 21 of 455 patients on zelmorix.", False),
        (SINGLE, "Hair thinning occurred in 21% of patients on zelmorix.", False),
        (SINGLE, "Hair thinning was seen in 14.9% with teriflunomide, 4.6% with zelmorix.", True),
        (SINGLE, "Hair thinning was seen in 4.6% with teriflunomide.", False),
        (SUBGROUPS, "In patients aged 40 years or older the ARR was 0.11 with zelmorix.", True),
        (SUBGROUPS, "In patients younger than 40 the ARR was 0.30 with teriflunomide.", True),
        (SUBGROUPS, "In patients younger than 40 the ARR was 0.11 with zelmorix.", False),
        (SUBGROUPS, "Overall, the ARR was 0.11 with zelmorix.", False),
        (SUBGROUPS, "The ARR was 0.11 with zelmorix.", False),
        (SPANNED, "Grade 3-4 rash occurred in 4.2% on VELMORA.", True),
        (SPANNED, "Grade 3-4 rash occurred in 4.2% on chemotherapy.", False),
        (SPANNED.lstrip(), "Grade 3-4 rash occurred in 4.2% on VELMORA.", True),
        (KIDNEYS, "Patients with a CLcr of 30 to 49 mL/min start at 25 mg twice daily.", True),
        (KIDNEYS, "Patients with moderate renal impairment start at 25 mg twice daily.", True),
        (KIDNEYS, "With a CLcr of 35 mL/min, the maximum dosage is 100 mg twice daily.", True),
        (KIDNEYS, "With a CLcr of 55 mL/min, the maximum dosage is 100 mg twice daily.", False),
        (KIDNEYS, "With a CLcr of 35 mL/min, the maximum dosage is 25 mg twice daily.", False),
        (KIDNEYS, "The maximum dosage is 100 mg twice daily.", False),
        (WEIGHT, "For a 13-kg child the maximum dosage is 6 mg/kg twice daily.", True),
        (WEIGHT, "For a 23-kg child the maximum dosage is 6 mg/kg twice daily.", False),
        (WEIGHT, "For a 13-kg child the maximum dosage is 2 mg/kg twice daily.", False),
        (TIMES, "At Week 4 it was 62.4% with zelmorix and 71.9% with standard of care.", True),
        (TIMES, "Viral suppression at Week 24 was 62.4% with zelmorix.", False),
        (TIMES, "Viral suppression at Week 4 was 71.9% with zelmorix.", False),
    ],
)
def test_cells_are_those_of_their_row_and_column(
    table: str, statement: str, *, right: bool
) -> None:
    assert (verify(statement, table).verdict in ("supported", "derived")) is right


def test_a_value_inside_a_range_is_derived_and_shown_as_printed() -> None:
    assert (
        verify("With a CLcr of 35 mL/min, the maximum dosage is 100 mg twice daily.", KIDNEYS)
    ).verdict == "derived"
    wrong = verify("With a CLcr of 55 mL/min, the maximum dosage is 100 mg twice daily.", KIDNEYS)
    assert wrong.problems
    assert "bracketq" not in str(wrong)
