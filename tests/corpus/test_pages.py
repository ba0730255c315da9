"""What goes on over the end of a page is read as one: rows of a table, lines of a paragraph."""

from __future__ import annotations

import pytest

from corpus.making import blocks_of, document_of, statements_of

END = """

{number}

Madeupine in gout   Expert review

"""
WRAPPED = """Table 1. What to do

Reaction              Severity                    What to do
Liver injury          ALT over 5 times normal     Withhold until normal, then resume at
                                                  the next lower dose
Raised pressure       Over 160 mmHg in spite of   Withhold until controlled, then resume
                      treatment                   at the next lower dose
{end}                      Hypertensive crisis         Stop for good
Bleeding              Grade 3 or 4                Stop for good
"""
SECOND = "Nothing else is known of it so far.\n"


def test_a_number_alone_is_a_foot_and_what_comes_back_beside_it_a_head() -> None:
    first = "It is given once a day.\n"
    text = first + END.format(number=1) + SECOND + END.format(number=2) + "It is not for all.\n"
    kinds = [b.kind for b in blocks_of(text)]
    assert kinds.count("furniture") == 4
    assert "heading" not in kinds


def test_a_head_beside_another_line_of_the_page_is_one() -> None:
    end = "\nPage {n} of 3\nDocument 4711\n\nMADE-UP tablets\n\n"
    text = f"Given once a day.{end.format(n=1)}Nothing is known.{end.format(n=2)}Keep dry.\n"
    assert [b.text for b in blocks_of(text) if b.kind != "furniture"] == [
        "Given once a day.",
        "Nothing is known.",
        "Keep dry.",
    ]


def test_rows_go_on_on_the_next_page() -> None:
    text = WRAPPED.format(end=END.format(number=1)) + "\n" + SECOND + END.format(number=2) + SECOND
    rows = [s.display for s in statements_of(text) if s.row is not None]
    assert rows == [s.display for s in statements_of(WRAPPED.format(end="")) if s.row is not None]
    assert "Raised pressure: Severity Hypertensive crisis; What to do Stop for good" in rows
    assert all(row.startswith(("Liver", "Raised", "Bleeding")) for row in rows)


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("All patients of both of the trials that are told of here had pro-", "gressed before."),
        ("He had his last old tablet in hospital on the Friday and took his", "first new one."),
        ("Excursions of the temperature are permitted between 15 degrees and", "30 degrees."),
    ],
)
def test_a_sentence_goes_on_on_the_next_page(above: str, below: str) -> None:
    text = above + END.format(number=1) + below + END.format(number=2) + SECOND
    joined = (above[:-1] if above.endswith("-") else f"{above} ") + below
    assert [s.display for s in statements_of(text)] == [joined, SECOND.strip()]


def test_a_heading_before_a_page_end_stays_one() -> None:
    text = "Two patients" + END.format(number=1) + "Ida was well." + END.format(number=2) + SECOND
    assert [b.text for b in blocks_of(text) if b.kind == "heading"] == ["Two patients"]


def test_a_letter_glued_to_a_label_calls_the_note_below() -> None:
    text = """Fatigue is common. Nausea is rare.

Table 1. Adverse events

Event, n (%)        Madeupine (n=100)   Placebo (n=100)
Fatiguea            12 (12.0)           3 (3.0)
Nausea              2 (2.0)             3 (3.0)

a Told by the patient.
"""
    document = document_of(text)
    labels = [s.row.label for s in document.statements if s.row is not None]
    assert labels == ["Fatigue", "Nausea"]
    notes = [b for b in blocks_of(text) if b.kind == "table_note"]
    assert [b.text for b in notes] == ["a Told by the patient."]
