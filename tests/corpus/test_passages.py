"""Tables in a passage that is no document."""

from __future__ import annotations

import pytest

from ino_assistant.corpus.passages import tables_of

ROWS = "Event Ravotinib (n=456) Placebo (n=455)\nNausea 21 (4.6) 68 (14.9)"


def _told(text: str) -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (row.label, [(cell.column, cell.text) for cell in row.cells])
        for table in tables_of(text)
        for row in table.rows
    ]


def test_headings_and_two_rows_need_no_caption() -> None:
    assert _told(f"{ROWS}\nRash 7 (1.5) 9 (2.0)")[1] == (
        "Rash",
        [("Ravotinib (n=456)", "7 (1.5)"), ("Placebo (n=455)", "9 (2.0)")],
    )


def test_the_lines_of_a_table_are_those_of_the_passage() -> None:
    (table,) = tables_of(f"Table 1. Events\n\n{ROWS}\nRash 7 (1.5) 9 (2.0)\n\nNone were fatal.")
    assert table.lines == {0, 2, 3, 4}
    assert table.caption == "Table 1. Events"
    (bare,) = tables_of(f"{ROWS}\nRash 7 (1.5) 9 (2.0)")
    assert bare.lines == {0, 1, 2}
    assert bare.rows[0].table == ""


def test_the_first_line_may_have_lost_the_blanks_before_it() -> None:
    text = (
        "Ravotinib (N=214)        Placebo (N=208)\n"
        "Reaction     Any      Grade 3-4       Any      Grade 3-4\n"
        "Diarrhea     78       9               16       1.0\n"
        "Rash         61       4.2             11       0"
    )
    assert _told(text)[1][1][:2] == [
        ("Ravotinib (N=214) Any", "61"),
        ("Ravotinib (N=214) Grade 3-4", "4.2"),
    ]


def test_a_row_of_bars_with_a_label_alone_names_the_rows_below_it() -> None:
    text = "Term | A (n=20) | B (n=22)\nSkin | | \nRash | 4 | 5\nItch | 2 | 1"
    (table,) = tables_of(text)
    assert [(row.group, row.label) for row in table.rows] == [("Skin", "Rash"), ("Skin", "Itch")]


def test_a_number_goes_with_the_week_before_it() -> None:
    text = "Treatment Week 8 Week 16\nRavotinib 15.8 68.6\nPlacebo 56.3 56.5"
    assert _told(text)[0] == ("Ravotinib", [("Week 8", "15.8"), ("Week 16", "68.6")])


@pytest.mark.parametrize(
    "text",
    ["Nausea 21 (4.6)", "Of 412 women,\n12 were ill in 2019 and 7 in 2020.", "", "A\nB\nC"],
)
def test_prose_has_no_tables(text: str) -> None:
    assert tables_of(text) == ()
