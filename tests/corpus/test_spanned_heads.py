"""Headings over several columns, and figures right behind a long label or below a cell."""

from __future__ import annotations

import pytest

from corpus.making import document_of
from ino_assistant.corpus.coverage import unexplained

Shown = list[tuple[str, dict[str, str]]]


def rows(text: str) -> Shown:
    made = document_of(text)
    assert unexplained(made) == ()
    found = [s.row for s in made.statements if s.row]
    return [(r.label, {c.column: c.text for c in r.cells}) for r in found]


SPANNED = """\
                      Drug A (n=60)            Placebo (n=58)         Risk ratio
Event                 Any       Grade 3-4      Any       Grade 3-4    (95% CI)
                      %         %              %         %
Headache              20        2              16        0            1.3 (0.6, 2.8)
Back pain a           7         0              3         0            1.9 (0.4, 9.9)
"""


def test_a_heading_is_of_the_columns_that_come_back_below_it() -> None:
    first, second = rows(SPANNED)
    assert first == (
        "Headache",
        {
            "Drug A (n=60) Any %": "20",
            "Drug A (n=60) Grade 3-4 %": "2",
            "Placebo (n=58) Any %": "16",
            "Placebo (n=58) Grade 3-4 %": "0",
            "Risk ratio (95% CI)": "1.3 (0.6, 2.8)",
        },
    )
    assert second[0] == "Back pain a"


def test_the_heading_of_the_labels_may_stand_on_the_last_line() -> None:
    text = (
        "                 New          Old\n                 N=301        N=298\n"
        "Reaction         n (%)        n (%)\nGut\n   Nausea        45 (15)      21 (7)\n"
        "   Vomiting      19 (6)       8 (3)\n\n2.4  Dosage of it\n\nIt is given once a day.\n"
    )
    made = document_of(text)
    first = next(s.row for s in made.statements if s.row)
    assert (first.label_heading, first.group, first.label) == ("Reaction", "Gut", "Nausea")
    assert [c.column for c in first.cells] == ["New N=301 n (%)", "Old N=298 n (%)"]
    # A heading below a blank line is no row, whatever its gaps.
    assert made.statements[-1].section == ("2.4 Dosage of it",)


def test_a_grade_may_go_on_below() -> None:
    text = (
        "Reaction       Drug (N=100)            Control (N=98)\n"
        "               All       Grade         All       Grade\n"
        "               grades    3-4           grades    3-4\n"
        "Nausea         45        2             20        1\n"
        "Itch           30        4             28        3\n"
    )
    _, cells = rows(text)[0]
    assert list(cells)[1:3] == ["Drug (N=100) Grade 3-4", "Control (N=98) All grades"]


def test_doses_below_the_name_of_a_drug_are_headings() -> None:
    text = (
        "Reaction         Drug           Drug           Placebo\n"
        "                 100 mg         200 mg         (n=98)\n"
        "Nausea           10             15             3\n"
        "Rash             2              4              1\n"
    )
    _, cells = rows(text)[0]
    assert list(cells) == ["Drug 100 mg", "Drug 200 mg", "Placebo (n=98)"]


def test_bars_leave_the_columns_empty_that_a_heading_spans() -> None:
    text = (
        "| Event | Drug A | | Placebo | |\n| | Any | Serious | Any | Serious |\n"
        "| Headache | 12 | 1 | 9 | 0 |\n| Pain | 4 | 0 | 2 | 0 |\n"
    )
    told = {"Drug A Any": "12", "Drug A Serious": "1", "Placebo Any": "9", "Placebo Serious": "0"}
    assert rows(text)[0] == ("Headache", told)


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        # Which columns a heading spans is not certain: they do not come back.
        ("Drug A              Placebo", "Any    Serious      Any    Fatal"),
        # The second heading does not stand over its columns.
        ("Drug A   Placebo", "Any    Serious      Any    Serious"),
    ],
)
def test_a_heading_that_may_span_others_loses_the_table(upper: str, lower: str) -> None:
    text = (
        f"             {upper}\nEvent        {lower}\n"
        "Headache     12     1            9      0\nPain         4      0            2      0\n"
    )
    made = document_of(text)
    assert [s.layout_lost for s in made.statements] == [True]


LONG = """\
Outcome                          New         Old
Response, %                      60.8        37.2
{}
Remission, %                     20.1        11.9
"""


@pytest.mark.parametrize(
    ("line", "row"),
    [
        (
            "Duration of response, in months  13.1        6.4",
            ("Duration of response, in months", {"New": "13.1", "Old": "6.4"}),
        ),
        (
            "Duration of response, in months 13.1         6.4",
            ("Duration of response, in months", {"New": "13.1", "Old": "6.4"}),
        ),
        (
            "Complete response, %             3.2 (1 to 5) 0.9",
            ("Complete response, %", {"New": "3.2 (1 to 5)", "Old": "0.9"}),
        ),
    ],
)
def test_a_figure_one_blank_behind_a_label_is_a_cell(
    line: str, row: tuple[str, dict[str, str]]
) -> None:
    assert rows(LONG.format(line))[1] == row


@pytest.mark.parametrize(
    "line",
    [
        # Pushed on by the label, the figure stands below no heading, or below another's.
        "Duration of response, in whole months 13.1   6.4",
        "Duration of response, in whole months, x 6.4",
    ],
)
def test_a_figure_that_may_be_of_another_column_loses_the_table(line: str) -> None:
    made = document_of(LONG.format(line))
    assert [s.layout_lost for s in made.statements] == [True]


def test_columns_of_words_are_a_table_where_they_stand_below_each_other() -> None:
    text = (
        "Dose          Day         Window               Volume\n"
        "First         Day 0       not applicable       0.5 mL\n"
        "Second        Day 28      Day 21 to Day 56     0.5 mL\n"
    )
    assert rows(text)[1] == (
        "Second",
        {"Day": "Day 28", "Window": "Day 21 to Day 56", "Volume": "0.5 mL"},
    )


RATIOS = """\
                Drug            Placebo         Hazard ratio      P value
Outcome         (N=1,201)       (N=1,198)       (95% CI)
Stroke          51 (4.2%)       80 (6.7%)       0.62              <0.001
                                                {}
Death           40 (3.3%)       44 (3.7%)       0.90              0.64
"""


def test_an_interval_on_the_line_below_is_of_the_cell_above() -> None:
    (stroke, death) = rows(RATIOS.format("(0.44, 0.89)"))
    assert stroke[1]["Hazard ratio (95% CI)"] == "0.62 (0.44, 0.89)"
    assert death[1]["Hazard ratio (95% CI)"] == "0.90"


@pytest.mark.parametrize("below", ["0.44 to 0.89", "                        (0.44, 0.89)"])
def test_figures_below_that_are_of_no_certain_cell_lose_the_table(below: str) -> None:
    made = document_of(RATIOS.format(below))
    assert True in [s.layout_lost for s in made.statements]
    assert not any(s.row for s in made.statements)
