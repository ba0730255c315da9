"""Headings stacked over lines of which not every column begins on the first."""

from __future__ import annotations

import pytest

from corpus.making import document_of
from ino_assistant.corpus.coverage import unexplained

Shown = list[tuple[str, dict[str, str]]]
CAPTION = "Table 5. Results\n\n"


def rows(table: str) -> Shown:
    made = document_of(CAPTION + table)
    assert unexplained(made) == ()
    found = [s.row for s in made.statements if s.row]
    return [(r.label, {c.column: c.text for c in r.cells}) for r in found]


def test_a_column_may_begin_on_the_second_line_and_a_label_go_on() -> None:
    text = (
        "                                  100 mg          200 mg\n"
        "                   Placebo        twice daily     twice daily\n"
        "                   (N=204)        (N=206)         (N=205)\n"
        "Median reduction in\n"
        "frequency, %       14.8           31.5            42.6\n"
        "P value            -              0.002           <0.001\n"
    )
    assert rows(text) == [
        (
            "Median reduction in frequency, %",
            {
                "Placebo (N=204)": "14.8",
                "100 mg twice daily (N=206)": "31.5",
                "200 mg twice daily (N=205)": "42.6",
            },
        ),
        (
            "P value",
            {
                "Placebo (N=204)": "-",
                "100 mg twice daily (N=206)": "0.002",
                "200 mg twice daily (N=205)": "<0.001",
            },
        ),
    ]


def test_the_last_column_may_begin_below_where_the_others_go_on_in_small_letters() -> None:
    text = (
        "                 10 mg          20 mg\n"
        "Endpoint         daily          daily           Placebo\n"
        "Nausea           14             31              44\n"
        "Rash             4              5               9\n"
    )
    assert list(rows(text)[0][1]) == ["10 mg daily", "20 mg daily", "Placebo"]


@pytest.mark.parametrize("stacked", [False, True])
def test_headings_may_be_times(stacked: bool) -> None:
    more = "                 (n=20)         (n=22)\n" if stacked else ""
    end = [" (n=20)", " (n=22)"] if stacked else ["", ""]
    text = f"                 6 months       12 months\n{more}"
    text += "Alive, %         14             31\nAt work, %       4              5\n"
    assert list(rows(text)[0][1]) == [f"6 months{end[0]}", f"12 months{end[1]}"]


@pytest.mark.parametrize(
    "head",
    [
        # One heading over two columns, centred or not, or a row between the headings and figures.
        "                                Drug X\n"
        "                 Placebo        Any             Serious\n"
        "                 (N=204)        (N=206)         (N=205)\n",
        "                 Drug X\n                 any            serious         Placebo\n",
        "                                Drug X\n"
        "                 Placebo        any             serious\n",
        "                 10 mg          20 mg           30 mg\n"
        "Blinded          Yes            No              Yes\n",
        "                 10 mg          20 mg\n"
        "                 7                              Placebo\n",
    ],
)
def test_what_a_heading_spans_has_to_be_certain(head: str) -> None:
    body = "Nausea           14             31              44\n"
    body += "Rash             4              5               9\n"
    made = document_of(CAPTION + head + body)
    assert [s.row for s in made.statements if s.row] == []
    assert any(s.layout_lost for s in made.statements)


def test_how_figures_are_told_is_of_all_columns() -> None:
    text = (
        "                   Number of patients\n"
        "                   Drug           Placebo\n"
        "Nausea             14             31\n"
        "Rash               4              5\n"
    )
    assert list(rows(text)[0][1]) == ["Drug", "Placebo"]


def test_a_heading_between_two_columns_is_of_both() -> None:
    text = (
        "                        Treatment\n"
        "Event              Drug           Placebo\n"
        "Nausea             14             31\n"
        "Rash               4              5\n"
    )
    assert list(rows(text)[0][1]) == ["Drug", "Placebo"]
