"""Tables that show their own columns, and those that are left as a block that says so."""

from __future__ import annotations

import pytest

from corpus.making import blocks_of, document_of
from ino_assistant.corpus.coverage import unexplained

Shown = list[tuple[str | None, str, dict[str, str]]]


def grid(text: str) -> Shown:
    made = document_of(text)
    assert unexplained(made) == ()
    rows = [s.row for s in made.statements if s.row]
    return [(r.group, r.label, {c.column: c.text for c in r.cells}) for r in rows]


def lost(text: str) -> list[str]:
    made = document_of(text)
    assert unexplained(made) == ()
    assert not any(s.row for s in made.statements)
    return [s.quote for s in made.statements if s.layout_lost]


GAPS = """\
Event            New (n=64)   Old (n=60)
                 n (%)        n (%)
Headache         12 (18.8)    9 (15.0)
Back pain        4 (6.3)      2 (3.3)
"""


def test_gaps_with_two_lines_of_headings() -> None:
    assert grid(GAPS) == [
        (None, "Headache", {"New (n=64) n (%)": "12 (18.8)", "Old (n=60) n (%)": "9 (15.0)"}),
        (None, "Back pain", {"New (n=64) n (%)": "4 (6.3)", "Old (n=60) n (%)": "2 (3.3)"}),
    ]
    (first, _) = [s.row for s in document_of(GAPS).statements if s.row]
    assert first.label_heading == "Event"


def test_bars_and_tabs() -> None:
    expected: Shown = [(None, "Pain", {"New": "12", "Old": "9"})]
    assert grid("Event | New | Old\nPain | 12 | 9\n") == expected
    assert grid("| Event | New | Old |\n|---|---|---|\n| Pain | 12 | 9 |\n") == expected
    assert grid("Event\tNew\tOld\nPain\t12\t9\n") == expected


def test_an_empty_cell_is_none_and_moves_no_other() -> None:
    assert grid("Event\tNew\tOld\nPain\t\t9\nItch\t3\t4\n") == [
        (None, "Pain", {"Old": "9"}),
        (None, "Itch", {"New": "3", "Old": "4"}),
    ]
    assert grid("Event    New   Old\nPain           9\nItch     3     4\n") == [
        (None, "Pain", {"Old": "9"}),
        (None, "Itch", {"New": "3", "Old": "4"}),
    ]


def test_groups_and_labels_that_go_on() -> None:
    text = (
        "Event                 New    Old\n"
        "Stomach\n"
        "  Nausea              12     9\n"
        "  Pain below or\n"
        "  above the navel     3      4\n"
        "Headache              5      6\n"
    )
    assert grid(text) == [
        ("Stomach", "Nausea", {"New": "12", "Old": "9"}),
        ("Stomach", "Pain below or above the navel", {"New": "3", "Old": "4"}),
        (None, "Headache", {"New": "5", "Old": "6"}),
    ]


def test_labels_with_one_value_need_no_heading() -> None:
    assert grid("Age          40 years\nWeight       62 kg\n") == [
        (None, "Age", {"": "40 years"}),
        (None, "Weight", {"": "62 kg"}),
    ]


def test_rows_with_blank_lines_between() -> None:
    text = "Event   New   Old\n\nPain    12    9\n\nItch    3     4\n"
    assert [label for _, label, _ in grid(text)] == ["Pain", "Itch"]


@pytest.mark.parametrize(
    "text",
    [
        # A cell that stands under no heading.
        "Event     New      Old\nPain          12\nItch      3        4\n",
        # Values without headings.
        "Pain   12   9\nItch   3    4\n",
        # More cells than headings.
        "Event\tNew\nPain\t12\t9\nItch\t3\t4\n",
        # Fewer, where only the place in the row could tell.
        "Event | New | Old\nPain | 12\nItch | 3 | 4\n",
        # A row without a label.
        "Event | New | Old\n| 12 | 9\nItch | 3 | 4\n",
        # The columns one below the other.
        "Lot\nA-11\nA-12\n\nExpiry\n2026-03\n\nTablets\n14\n28\n",
        # Columns one blank apart.
        "Event New Old\n\nPain in the arm 12 (18.8) 9 (15.0)\n\nItch 3 (4.7) 4 (6.7)\n",
    ],
)
def test_what_is_not_certain_is_one_block_that_says_so(text: str) -> None:
    (quote,) = lost(text)
    assert quote == " ".join(text.replace("|---", "").split())
    (statement,) = [s for s in document_of(text).statements if s.layout_lost]
    assert statement.lost == "which row and column a figure of this table belongs to is lost"
    (block,) = [b.as_block() for b in blocks_of(text) if b.kind == "table"]
    assert block.note == "layout lost"


@pytest.mark.parametrize(
    "text",
    [
        "A line with  a stray gap in it and\nanother  line of prose that ends here.\n",
        "•  An item\n•  Another item\n",
        "He was seen in 2019 and again in 2020,\nand a third time in 2021.\n",
        "PART 1: RESULTS\nThe first one.\n",
    ],
)
def test_what_is_no_table(text: str) -> None:
    assert grid(text) == []
    assert lost(text) == []


@pytest.mark.parametrize("above", [True, False])
def test_the_caption_above_or_below_names_the_table(above: bool) -> None:
    caption = "Table 4. Events by arm5,6\n"
    text = f"{caption}\n{GAPS}" if above else f"{GAPS}\n{caption}"
    made = document_of(f"Results\n\n{text}\nNAR=not a reference.\n\nOther words.\n")
    rows = [s for s in made.statements if s.row]
    assert {s.section for s in rows} == {("Results", "Table 4. Events by arm")}
    assert {s.references for s in rows} == {("5", "6")}
    (note,) = [s for s in made.statements if s.context == "Abbreviation"]
    assert note.section == ("Results", "Table 4. Events by arm")
    assert not any(s.lost for s in made.statements)
