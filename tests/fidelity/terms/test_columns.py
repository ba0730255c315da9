"""Tables whose columns stand apart by blanks are read as rows of cells."""

from __future__ import annotations

import pytest

from ino_assistant.fidelity import verify
from ino_assistant.fidelity.terms.columns import piped

TABLE = """Table 3. Adverse reactions, % of patients

Reaction            ZELMORIX 8 mg     ZELMORIX 16 mg      Placebo
                    (N=417)           (N=414)             (N=417)
Nausea a            17.5              21.7                6.2

Vomiting            4.1               9.9                 2.0
a Reported by patients."""


def test_heads_of_two_lines_and_marks() -> None:
    assert piped(TABLE).split("\n") == [
        "Table 3. Adverse reactions, % of patients",
        "",
        "Reaction | ZELMORIX 8 mg (N=417) | ZELMORIX 16 mg (N=414) | Placebo (N=417)",
        "Nausea | 17.5 | 21.7 | 6.2",
        "Vomiting | 4.1 | 9.9 | 2.0",
        "a Reported by patients.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "One  line with  5  6",
        "Two lines of prose\nwith a  gap in it.",
        "Nausea    5    6\nRash    7    8",  # no heads
        "A | B\nx    5    6",
    ],
)
def test_what_is_no_such_table_stays(text: str) -> None:
    assert piped(text) == text


@pytest.mark.parametrize(
    ("statement", "right"),
    [
        ("Nausea was reported in 21.7% of patients on ZELMORIX 16 mg.", True),
        ("A little over one in five patients on ZELMORIX 16 mg (21.7%) had nausea.", True),
        ("Nausea was reported in 17.5% of patients on ZELMORIX 16 mg.", False),
        ("Vomiting was reported in 21.7% of patients on ZELMORIX 16 mg.", False),
        ("Nausea was reported in 21.7% of patients on placebo.", False),
    ],
)
def test_cells_are_those_of_their_row_and_column(statement: str, right: bool) -> None:
    assert (verify(statement, TABLE).verdict in ("supported", "derived")) is right


SPANNED = """                     VELMORA (N=214)          Chemotherapy (N=208)
Reaction             All grades   Grade 3-4   All grades   Grade 3-4
                     %            %           %            %
Diarrhea             78           9           16           1.0
Rash                 61           4.2         11           0"""


@pytest.mark.parametrize("text", [SPANNED, SPANNED.lstrip()])
def test_heads_over_two_columns_each(text: str) -> None:
    head, *rows = piped(text).split("\n")
    assert head.split(" | ")[1:] == [
        "VELMORA (N=214) All grades %",
        "VELMORA (N=214) Grade 3-4 %",
        "Chemotherapy (N=208) All grades %",
        "Chemotherapy (N=208) Grade 3-4 %",
    ]
    assert rows == ["Diarrhea | 78 | 9 | 16 | 1.0", "Rash | 61 | 4.2 | 11 | 0"]
    assert not verify("Grade 3-4 rash occurred in 4.2% on VELMORA.", text).problems
    assert verify("Grade 3-4 rash occurred in 4.2% on chemotherapy.", text).problems


DOSES = """CrCl (mL/min)        Initial dosage            Maximum dosage
50 to 79             500 mg twice daily        1,000 mg twice daily
30 to 49             250 mg twice daily        750 mg twice daily
<30                  250 mg twice daily        500 mg twice daily"""


def test_ranges_are_labels() -> None:
    right = "The maximum dosage is 750 mg twice daily if the CrCl is 30 to 49 mL/min."
    assert not verify(right, DOSES).problems
    assert verify(right.replace("750", "1,000"), DOSES).problems
    assert verify(
        "Patients with a CrCl below 30 mL/min start on 500 mg twice daily.", DOSES
    ).problems
