"""Each layout of a table, and bodies that don't fit the layout named for them."""

from __future__ import annotations

from typing import Any

import pytest

from ino_assistant.corpus.annotations import TableEntry
from ino_assistant.corpus.source import SourceText
from ino_assistant.corpus.tables import caption_text, read_boxes, read_lists, read_rows

CAPTION = "Table 1. Who took part5,6\n"


def entry(body: str, layout: str, **fields: Any) -> tuple[TableEntry, SourceText]:
    count = body.count("\n") + 1
    made = {
        "name": "Table 1",
        "layout": layout,
        "line": 2,
        "last": count + 1,
        "begins": "x",
        "caption": {"line": 1, "begins": "Table 1"},
        "confirmed_by": "a test",
        **fields,
    }
    return TableEntry.model_validate(made), SourceText(CAPTION + body)


def grid(body: str, layout: str, **fields: Any) -> list[tuple[str | None, str, tuple[str, ...]]]:
    rows = read_rows(*entry(body, layout, **fields))
    return [(r.group, r.label, tuple(c.text for c in r.cells)) for r in rows]


def test_the_caption_is_without_its_marks() -> None:
    assert caption_text(*entry("A B", "rows")) == "Table 1. Who took part"


def test_rows() -> None:
    body = (
        "Event New (n=64) Old (n=60)\nStomach\nNausea 12 (18.8) 9 (15.0)\nPain, any 6.7% (n=4/60) 3"
    )
    assert grid(body, "rows", columns=["New (n=64)", "Old (n=60)"]) == [
        ("Stomach", "Nausea", ("12 (18.8)", "9 (15.0)")),
        ("Stomach", "Pain, any", ("6.7% (n=4/60)", "3")),
    ]


def test_a_pair_of_counts_is_one_cell() -> None:
    body = "Tested Patients (n) Ratio (95% CI)\nAge (old, young) 11, 51 4.08 (0.82-20.37)"
    assert grid(body, "rows", columns=["Patients (n)", "Ratio (95% CI)"]) == [
        (None, "Age (old, young)", ("11, 51", "4.08 (0.82-20.37)"))
    ]


def test_column_blocks() -> None:
    body = (
        "New (n=4) Old (n=6)\nAge\n\nMedian (range)\n<55 years\n\n46.5 (18-78)\n1 (25.0)\n\n"
        "50 (20-70)\n3 (50.0)\n\nPrior use\nYes 1 (25.0) 2 (33.3)"
    )
    assert grid(body, "column_blocks", columns=["New (n=4)", "Old (n=6)"]) == [
        ("Age", "Median (range)", ("46.5 (18-78)", "50 (20-70)")),
        ("Age", "<55 years", ("1 (25.0)", "3 (50.0)")),
        ("Prior use", "Yes", ("1 (25.0)", "2 (33.3)")),
    ]


def test_keys_and_values() -> None:
    body = "Age 40\nDiagnosis long words\nthat go on\n\nCount 2.3 x 103/mm3"
    assert grid(body, "key_values", labels=["Age", "Diagnosis", "Count"]) == [
        (None, "Age", ("40",)),
        (None, "Diagnosis", ("long words that go on",)),
        (None, "Count", ("2.3 x 103/mm3",)),
    ]


def test_cells_know_where_they_and_their_column_stand() -> None:
    made, source = entry("Event New Old\nNausea 12 9", "rows", columns=["New", "Old"])
    (row,) = read_rows(made, source)
    for cell, text, column in zip(row.cells, ("12", "9"), ("New", "Old"), strict=True):
        assert source.text[slice(*cell.span)] == text
        assert [source.text[slice(*span)] for span in cell.column_spans] == [column]
    assert [source.text[slice(*span)] for span in row.label_spans] == ["Nausea"]


def test_lists_in_columns() -> None:
    body = "Patient-related Disease-related\n• Age\n• Status\n\n• Burden/\n\nblasts\n• Karyotype"
    made, source = entry(body, "column_lists", columns=["Patient-related", "Disease-related"])
    lists = read_lists(made, source)
    items = [[" ".join(source.text[slice(*i)].split()) for i in c.items] for c in lists]
    assert [c.title for c in lists] == ["Patient-related", "Disease-related"]
    assert items == [["Age", "Status"], ["Burden/ blasts", "Karyotype"]]


def test_boxes_of_a_diagram() -> None:
    body = "20 adults\nwith it New drug (n=10)\n• 5 mg\n• Up to 4 weeks"
    made, source = entry(
        body,
        "boxes",
        boxes=[
            {"line": 2, "last": 3, "begins": "20 adults", "ends": "with it"},
            {"line": 3, "last": 5, "begins": "New drug (n=10)"},
        ],
    )
    plain, arm = read_boxes(made, source)
    assert [source.text[slice(*i)] for i in plain.items] == ["20 adults\nwith it"]
    assert arm.title == "New drug (n=10)"
    assert [source.text[slice(*i)] for i in arm.items] == ["5 mg", "Up to 4 weeks"]


@pytest.mark.parametrize(
    ("body", "layout", "fields", "why"),
    [
        ("New Old\nNausea 12", "rows", {"columns": ["New", "Old"]}, "no single way"),
        ("New Old\nNausea 12 9", "rows", {"columns": ["New", "Other"]}, "no column 'Other'"),
        ("A B\nAge\n\n12\n13", "column_blocks", {"columns": ["A", "B"]}, "belongs to no row"),
        ("words first", "key_values", {"labels": ["Age"]}, "begins with no label"),
    ],
)
def test_a_body_that_does_not_fit_is_an_error_and_never_a_guess(
    body: str, layout: str, fields: dict[str, Any], why: str
) -> None:
    with pytest.raises(ValueError, match=why) as error:
        read_rows(*entry(body, layout, **fields))
    assert "Table 1, line " in str(error.value)
    assert "correct the annotation, or name the layout lost" in str(error.value)


@pytest.mark.parametrize(
    ("body", "why"),
    [("A B\nloose\n• one", "text before the first bullet"), ("A B\n• one", "1 lists under 2")],
)
def test_lists_that_do_not_fit(body: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read_lists(*entry(body, "column_lists", columns=["A", "B"]))


def test_a_box_that_is_not_there() -> None:
    boxes = [{"line": 2, "begins": "Nowhere"}]
    with pytest.raises(ValueError, match="no box 'Nowhere'"):
        read_boxes(*entry("Somewhere", "boxes", boxes=boxes))
