"""Tables without gaps, labels with values, letters that call footnotes, headings in two lines."""

from __future__ import annotations

from corpus.making import blocks_of, document_of, statements_of
from ino_assistant.corpus.coverage import unexplained
from ino_assistant.corpus.model import Row


def rows(text: str) -> list[Row]:
    return [s.row for s in statements_of(text) if s.row is not None]


def cells(row: Row) -> dict[str, str]:
    return {cell.column: cell.text for cell in row.cells}


SPACED = """Table 1. Outcome of the trial

Outcome DRUGA n/N (%) DRUGB n/N (%) Difference (95% CI)
Death by Day 28 (all) 76/362 (21.0) 79/366 (21.6) -0.6 (-6.5 to 5.3)
Cure in those above 65 40/120 (33.3) 39/130 (30.0) 3.3 (-8.1 to 14.8)

Nothing else was measured.
"""


def test_a_table_whose_columns_stand_one_blank_apart() -> None:
    first, second = rows(SPACED)
    assert (first.label, first.label_heading) == ("Death by Day 28 (all)", "Outcome")
    assert cells(first) == {
        "DRUGA n/N (%)": "76/362 (21.0)",
        "DRUGB n/N (%)": "79/366 (21.6)",
        "Difference (95% CI)": "-0.6 (-6.5 to 5.3)",
    }
    # A figure that belongs to the label is no cell: the headings say how many there are.
    assert second.label == "Cure in those above 65"
    assert not unexplained(document_of(SPACED))
    assert [s.display for s in statements_of(SPACED)][-1] == "Nothing else was measured."


def test_headings_of_one_word_each() -> None:
    text = "Table 2. Reactions\n\nReaction Placebo Drug\nNausea 6.2 17.5\nFever 2.2 6.5\n"
    assert [cells(r) for r in rows(text)] == [
        {"Placebo": "6.2", "Drug": "17.5"},
        {"Placebo": "2.2", "Drug": "6.5"},
    ]


def test_headings_that_can_not_be_told_apart_lose_the_table() -> None:
    text = "Table 2. Reactions\n\nSeen in the two arms\nNausea 6.2 17.5\nFever 2.2 6.5\n"
    (lost,) = [b for b in blocks_of(text) if b.kind == "table"]
    assert lost.layout_lost
    assert rows(text) == []


def test_figures_at_the_end_of_lines_without_a_caption_are_prose() -> None:
    text = "They gave it to Anna 12 14\nand then to Berta 15 16\nand so it went on.\n"
    assert rows(text) == []


FINDINGS = """Case 1: Fever after surgery
Anna, a 67-year-old teacher, had a fever for some days.

Anna: findings

Temperature 38.9 °C
White blood cells 17.4 x 109/L
CrCl 138 mL/min

She was treated and recovered.
"""


def test_labels_with_their_values_are_rows() -> None:
    found = {row.label: row.cells[0].text for row in rows(FINDINGS)}
    assert found == {
        "Temperature": "38.9 °C",
        "White blood cells": "17.4 x 109/L",
        "CrCl": "138 mL/min",
    }
    assert not unexplained(document_of(FINDINGS))


def test_findings_stand_in_their_case() -> None:
    statements = statements_of(FINDINGS)
    row = next(s for s in statements if s.row is not None)
    assert row.section == ("Case 1: Fever after surgery", "Anna: findings")
    assert row.display == "Temperature: 38.9 °C"
    assert statements[-1].section == ("Case 1: Fever after surgery",)


def test_lines_that_are_not_all_of_that_form_are_none() -> None:
    text = "Temperature 38.9 °C\nIt was a cold day in May\nCrCl 138 mL/min\nWeight 58 kg\n"
    assert rows(text) == []


FOOTNOTES = """Table 3. Adverse reactions

Reaction                     Drug (N=100)      Placebo (N=50)
                             n (%)             n (%)
Injection site reactions a   10 (10.0)         2 (4.0)
Conjunctivitis b             8 (8.0)           1 (2.0)
Hepatitis B                  1 (1.0)           0 (0.0)

a Includes pain and swelling
at the site.
b Includes all forms.

Most of them were mild.
"""


def test_letters_that_call_footnotes_are_no_part_of_a_label() -> None:
    assert [row.label for row in rows(FOOTNOTES)] == [
        "Injection site reactions",
        "Conjunctivitis",
        "Hepatitis B",
    ]
    notes = [s for s in statements_of(FOOTNOTES) if s.note]
    assert [n.display for n in notes] == [
        "a Includes pain and swelling at the site.",
        "b Includes all forms.",
    ]
    assert {n.context for n in notes} == {"Table 3. Adverse reactions"}
    assert not unexplained(document_of(FOOTNOTES))


def test_a_letter_without_a_note_stays() -> None:
    text = FOOTNOTES.replace("b Includes", "Includes")
    labels = [row.label for row in rows(text)]
    assert labels[:2] == ["Injection site reactions", "Conjunctivitis b"]


def test_prose_below_a_table_is_no_note() -> None:
    text = FOOTNOTES.replace("a Includes pain", "All include pain").replace("b Includes", "It has")
    assert [s for s in statements_of(text) if s.note] == []


def test_headings_in_two_lines_of_which_one_is_short() -> None:
    text = (
        "Outcome       Drug (N=100)     Placebo (N=50)     Ratio (95% CI)\n"
        "              n (%)            n (%)\n"
        "Stroke        10 (10.0)        2 (4.0)            2.5 (1.1-4.0)\n"
        "Death         8 (8.0)          1 (2.0)            4.0 (1.1-9.0)\n"
    )
    first, _ = rows(text)
    assert list(cells(first)) == ["Drug (N=100) n (%)", "Placebo (N=50) n (%)", "Ratio (95% CI)"]
    assert [r.label for r in rows(text)] == ["Stroke", "Death"]


SIGNS = """Table 3. Dosage

Function         Starting dose       Highest dose†
Normal           50 mg daily         200 mg daily
Dialysis         25 mg daily         100 mg daily**

† Never exceed it.
** A further dose is given after it. Give it whole.

Most of them were mild.
"""


def test_notes_that_a_sign_calls_go_with_the_rows_that_call_it() -> None:
    made = document_of(SIGNS)
    first, second = [s for s in made.statements if s.row]
    assert first.row and second.row
    assert cells(second.row) == {"Starting dose": "25 mg daily", "Highest dose": "100 mg daily"}
    shown = {s.id: s.display for s in made.statements}
    assert [shown[i] for i in first.caveats] == ["† Never exceed it."]
    assert [shown[i] for i in second.caveats] == [
        "† Never exceed it.",
        "** A further dose is given after it.",
        "Give it whole.",
    ]
    assert not unexplained(made)


def test_a_sign_without_a_note_stays() -> None:
    text = SIGNS.replace("** A further", "A further")
    assert rows(text)[1].cells[1].text == "100 mg daily**"
