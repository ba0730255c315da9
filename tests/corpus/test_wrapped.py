"""Tables of words whose cells go on over several lines."""

from __future__ import annotations

import pytest

from corpus.making import document_of
from ino_assistant.corpus.coverage import unexplained
from ino_assistant.corpus.model import Document

HEAD = "Table 1. What to do\n\nReaction            Severity        Change\n"


def read(body: str) -> Document:
    made = document_of(f"{HEAD}{body}\n\nWhat stands behind the table is a paragraph of its own.\n")
    assert unexplained(made) == ()
    assert made.statements[-1].display.startswith("What stands behind")
    return made


def rows(body: str) -> list[tuple[str, dict[str, str]]]:
    found = [s.row for s in read(body).statements if s.row]
    return [(r.label, {c.column: c.text for c in r.cells}) for r in found]


BY_BLANK_LINES = """
Pneumonitis         Any grade       Withhold; then permanently
                                    discontinue if confirmed.

QT prolonged        Over 500 ms     Withhold until 480 ms or less.
                                    Resume at a lower dose.

                    Torsades        Permanently discontinue."""


def test_cells_go_on_and_a_row_without_a_label_is_of_the_one_above() -> None:
    assert rows(BY_BLANK_LINES) == [
        (
            "Pneumonitis",
            {
                "Severity": "Any grade",
                "Change": "Withhold; then permanently discontinue if confirmed.",
            },
        ),
        (
            "QT prolonged",
            {
                "Severity": "Over 500 ms",
                "Change": "Withhold until 480 ms or less. Resume at a lower dose.",
            },
        ),
        ("QT prolonged", {"Severity": "Torsades", "Change": "Permanently discontinue."}),
    ]


def test_labels_and_cells_that_go_on_side_by_side() -> None:
    body = (
        "Interstitial lung   Any grade       Withhold, then\n"
        "disease                             discontinue\n"
        "Diarrhea            Grade 3         Withhold\n"
        "                    Grade 4         Discontinue"
    )
    assert [label for label, _ in rows(body)] == [
        "Interstitial lung disease",
        "Diarrhea",
        "Diarrhea",
    ]
    (first, *_) = [s for s in read(body).statements if s.row]
    assert first.row is not None
    assert first.row.cells[1].text == "Withhold, then discontinue"
    assert len(first.row.cells[1].spans) == 2
    assert "Change Withhold, then discontinue" in first.display


@pytest.mark.parametrize(
    "body",
    [
        # `Grade 4` may be the rest of the cell above, or a row of its own.
        "Diarrhea            Grade 3         Withhold\n                    Other\n"
        "Rash                Grade 2         Reduce",
        # A line that stands in no column.
        "Diarrhea            Grade 3         Withhold\n     below all of the columns of it\n"
        "Rash                Grade 2         Reduce",
        # A cell that reaches below the next heading.
        "Diarrhea            Grade 3 or worse than that\n"
        "Rash                Grade 2         Reduce\nFever               Grade 2         Reduce",
        # A second paragraph of a cell, or a row with nothing but a change.
        "Diarrhea            Grade 3         Withhold\n\n"
        "                                    Resume\nRash                Grade 2         Reduce",
    ],
)
def test_what_may_be_read_in_two_ways_is_lost_and_says_so(body: str) -> None:
    made = read(body)
    assert [s.layout_lost for s in made.statements] == [True, False]
    assert not any(s.row for s in made.statements)


def test_two_columns_of_words_below_a_caption() -> None:
    text = (
        "Table 1. Plan\n\nTest          When\nBlood count   weekly for a month,\n"
        "              then monthly\nECG           at baseline\n"
    )
    found = [s.row for s in document_of(text).statements if s.row]
    assert [(r.label, r.cells[0].text) for r in found] == [
        ("Blood count", "weekly for a month, then monthly"),
        ("ECG", "at baseline"),
    ]


def test_a_row_may_lack_a_cell() -> None:
    text = (
        "Table 2: List\n\nClass              Very common      Common           Uncommon\n"
        "Gut disorders      Nausea           Vomiting,        Gastritis\n"
        "                                    belching\n"
        "Skin disorders                      Rash             Urticaria\n"
    )
    found = [s.row for s in document_of(text).statements if s.row]
    assert {c.column: c.text for c in found[0].cells}["Common"] == "Vomiting, belching"
    assert {c.column: c.text for c in found[1].cells} == {"Common": "Rash", "Uncommon": "Urticaria"}


def test_headings_and_captions_over_two_lines_and_names_of_groups() -> None:
    text = (
        "Table 4. Modifications of the dose for adverse reactions that are seen in patients who\n"
        "have had it for long\n\n"
        "Adverse            Severity         Dose\n"
        "reaction                            modification\n\n"
        "Hematologic toxicity\n\n"
        "Neutropenia        Grade 3          Withhold until\n"
        "                                    Grade 1.\n\n"
        "Other toxicity\n\nRash               Grade 2          Reduce the dose.\n\n"
        "After it\n\nProse follows here.\n"
    )
    found = [s.row for s in document_of(text).statements if s.row]
    assert [(r.group, r.label, r.label_heading) for r in found] == [
        ("Hematologic toxicity", "Neutropenia", "Adverse reaction"),
        ("Other toxicity", "Rash", "Adverse reaction"),
    ]
    assert found[0].cells[1].column == "Dose modification"
    # Of a group that is not the first, nothing tells which rows are of none.
    late = document_of(text.replace("Hematologic toxicity\n\n", ""))
    assert not any(s.row for s in late.statements)
    assert any(s.layout_lost for s in late.statements)


def test_a_line_without_a_label_goes_on_where_its_words_had_no_room_above() -> None:
    body = (
        "Carbamazepine       Increased some  Reduce the dose if not\n"
        "                    1.8-fold        tolerated\n"
        "Valproate           At least every  Interrupt it when\n"
        "                    3 months        below 1.0 x 10^9/L"
    )
    assert [list(cells.values()) for _, cells in rows(body)] == [
        ["Increased some 1.8-fold", "Reduce the dose if not tolerated"],
        ["At least every 3 months", "Interrupt it when below 1.0 x 10^9/L"],
    ]


def test_two_findings_of_one_label_are_not_joined() -> None:
    body = (
        "Warfarin            AUC             increased by 20%\n"
        "                    Cmax            unchanged\n"
        "Digoxin             AUC             unchanged"
    )
    assert rows(body) == []
