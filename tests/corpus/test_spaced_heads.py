"""Headings of tables whose columns stand one blank apart."""

from __future__ import annotations

import pytest

from corpus.making import document_of
from ino_assistant.corpus.coverage import unexplained
from ino_assistant.corpus.model import Row
from ino_assistant.corpus.source import SourceText
from ino_assistant.corpus.spaced import find_spaced


def rows(table: str, *arms: str) -> list[Row]:
    text = f"Table 2. Results\n\n{table}\n"
    if arms:
        return [row for grid in find_spaced(SourceText(text), (), arms=arms) for row in grid.rows]
    made = document_of(text)
    assert unexplained(made) == ()
    return [s.row for s in made.statements if s.row]


def columns(table: str, *arms: str) -> list[str]:
    found = rows(table, *arms)
    return [c.column for c in found[0].cells] if found else []


SUBGROUPS = """Subgroup Patients (n) ARR Rate ratio (95% CI)
New Old New Old
All patients 457 455 0.12 0.25 0.48 (0.37-0.62)
Age
<40 years 268 259 0.13 0.30 0.43 (0.31-0.60)
EDSS >3.5 189 196 0.11 0.18 0.61 (0.40-0.93)
Sex
Male 201 197 0.10 0.23 0.43 (0.28-0.66)
"""


def test_headings_span_what_comes_back_below_them() -> None:
    found = rows(SUBGROUPS)
    assert [c.column for c in found[0].cells] == [
        "Patients (n) New",
        "Patients (n) Old",
        "ARR New",
        "ARR Old",
        "Rate ratio (95% CI)",
    ]
    assert [(r.group, r.label) for r in found] == [
        (None, "All patients"),
        ("Age", "<40 years"),
        ("Age", "EDSS >3.5"),
        ("Sex", "Male"),
    ]
    assert [c.text for c in found[2].cells] == ["189", "196", "0.11", "0.18", "0.61 (0.40-0.93)"]
    assert found[0].label_heading == "Subgroup"


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        # What stands in brackets goes with the heading above it.
        (
            "Outcome New Old\n(n=457) (n=455)\nNausea 45 (9.8) 12 (2.6)\nRash 4 (0.9) 2 (0.4)",
            ["New (n=457)", "Old (n=455)"],
        ),
        # One heading over all columns; one over some, which the cells tell.
        (
            "Endpoint Number of patients\nNew Old\nDeath 12 14\nRelapse 13 14",
            ["Number of patients New", "Number of patients Old"],
        ),
        (
            "Endpoint Hazard ratio (95% CI) Events (n)\nNew Old\n"
            "Death 0.7 (0.5, 0.9) 12 14\nRelapse 0.8 (0.5, 0.9) 13 15",
            ["Hazard ratio (95% CI)", "Events (n) New", "Events (n) Old"],
        ),
        # A figure behind `Week` is of the label, one behind `kg` a cell.
        (
            "Outcome Drug A (n=60) Placebo (n=58)\nWeek 4 12.1 13.2\nWeek 8 11.1 10.2",
            ["Drug A (n=60)", "Placebo (n=58)"],
        ),
        (
            "Endpoint New Old Difference (95% CI)\nWeight, kg -4.2 -1.1 -3.1 (-4.0 to -2.2)\n"
            "Waist, cm -3.9 -0.8 -3.1 (-4.1 to -2.0)",
            ["New", "Old", "Difference (95% CI)"],
        ),
        (
            "Adverse event New Old\nMedian time, months NR (3-NE) 14 (2-16)\nRash 4 –",
            ["New", "Old"],
        ),
        (
            "Endpoint New Old\nMedian reduction in\nseizures, % 14.8 31.5\nSeizure-free, % 2 3",
            ["New", "Old"],
        ),
    ],
)
def test_headings_that_divide_in_one_way(table: str, expected: list[str]) -> None:
    assert columns(table) == expected


@pytest.mark.parametrize(
    "table",
    [
        "Endpoint Study Drug Placebo Drug\nNausea 45 9\nRash 4 1",
        "Subgroup Relapses Scans Difference\nNew Old New Old\nMen 45 9 12 2 3\nWomen 4 1 2 0 4",
        "Finding Drug Placebo\nNausea 45 9\nRash 4 1",
        "Outcome Best Response Rate\nEarly Late\nNausea 45 9 3\nRash 4 1 2",
        "Group Drug Ratio (95% CI)\nMen 45 9\nWomen 4 1",
        "Adverse reaction Study 1\nOld Drug 10 mg daily\nNausea 47 85\nRash 28 20",
        "Outcome New P value P Value\nNausea 47 0.2 0.3\nRash 28 0.4 0.5",
    ],
)
def test_headings_that_do_not_lose_the_table(table: str) -> None:
    made = document_of(f"Table 2. Results\n\n{table}\n")
    assert [s.row for s in made.statements if s.row] == []
    assert any(s.layout_lost for s in made.statements)


def test_names_of_arms_divide_headings() -> None:
    table = "Sign Drug A 10 mg Placebo Pill\nNausea 45 9\nRash 4 1"
    assert columns(table) == []
    assert columns(table, "drug a 10 mg", "drug a", "placebo pill", "control") == [
        "Drug A 10 mg",
        "Placebo Pill",
    ]


def test_rows_behind_a_group_that_is_not_of_all_rows_are_not_read() -> None:
    table = "Event New Old\nHeadache 45 9\nRash 4 1\nInfections\nFlu 12 14\nBack pain 7 8"
    assert [r.label for r in rows(table)] == ["Headache", "Rash"]
