"""Rows and columns beside the one shown, in the words of a turn."""

from __future__ import annotations

from dataclasses import replace

import pytest

from answering.conftest import Readers
from ino_assistant.answering.assistant import Assistant
from ino_assistant.answering.turns.columns import of_another_column, of_another_dose
from ino_assistant.answering.turns.places import Places
from ino_assistant.answering.turns.siblings import of_another_row
from ino_assistant.corpus.model import Cell, Row, Statement


def rows(assistant: Assistant, labels: tuple[str, ...], columns: tuple[str, ...]) -> Places:
    """A table of made-up rows in the place of the corpus's own."""
    model = next(s for s in assistant.corpus.statements if s.row is not None)
    places = Places()
    for label in labels:
        cells = tuple(Cell(column, (), "1", (0, 1)) for column in columns)
        row = Row("Table 9", None, (), label, (), cells)
        statement = replace(model, id=f"made:{label}", row=row, display=label)
        places._of_table[statement.document, "Table 9"].append(statement)
        places._of_document[statement.document].append(statement)
    return places


def one(places: Places, label: str) -> Statement:
    (found,) = [s for of in places._of_table.values() for s in of if s.display == label]
    return found


@pytest.mark.parametrize(
    ("labels", "shown", "asked", "meant", "text"),
    [
        (
            ("Age <40 years", "Age ≥40 years", "Weight <60 kg"),
            "Age <40 years",
            ("rate under 40?", "and from 40 up"),
            "Age ≥40 years",
            "rate from 40 up?",
        ),
        (
            ("15 to 29", "30 to 59", "60 or higher"),
            "30 to 59",
            ("dose at a clearance of 45?", "20?"),
            "15 to 29",
            "dose at a clearance of 20?",
        ),
        (
            ("18 to 49 years", "50 to 64 years", "65 years and over"),
            "50 to 64 years",
            ("titre at 50 to 64 years?", "and the oldest?"),
            "65 years and over",
            "titre at 65 years and over?",
        ),
        (
            ("18 to 49 years", "50 to 64 years"),
            "50 to 64 years",
            ("titre at 50 to 64 years?", "the younger ones?"),
            "18 to 49 years",
            "titre at 18 to 49 years?",
        ),
        (
            ("Statin at baseline", "No statin at baseline"),
            "Statin at baseline",
            ("events with a statin at baseline?", "and without?"),
            "No statin at baseline",
            "events with a statin at baseline, No statin at baseline?",
        ),
        (
            ("Moderate impairment", "Severe impairment"),
            "Moderate impairment",
            ("dose in moderate renal impairment?", "severe?"),
            "Severe impairment",
            "dose in severe renal impairment?",
        ),
        (
            ("Age <40 years", "Previous stroke or TIA", "No previous stroke or TIA"),
            "Age <40 years",
            ("events under 40?", "people who never had a stroke?"),
            "No previous stroke or TIA",
            None,
        ),
        (("Low", "High"), "Low", ("rate in low burden?", "how long does it last?"), None, None),
        (("15 to 29", "30 to 59"), "30 to 59", ("dose at 45?", "the highest?"), "30 to 59", None),
    ],
)
def test_a_row_beside_the_one_shown(
    small: Assistant,
    readers: Readers,
    labels: tuple[str, ...],
    shown: str,
    asked: tuple[str, str],
    meant: str | None,
    text: str | None,
) -> None:
    places = rows(small, labels, ("Drug", "Placebo"))
    then = readers.made_up.read(asked[0])
    found = of_another_row(asked[1], then, then, [one(places, shown)], places, readers.made_up)
    if meant in (None, shown):
        assert found is None
        return
    assert found is not None
    assert found.among == (f"made:{meant}",)
    assert text is None or found.text == text


@pytest.mark.parametrize(
    ("before", "turn", "text"),
    [
        ("nausea on 5 mg?", "the higher dose?", "nausea on 10 mg?"),
        ("nausea on 10 mg?", "and the lower one?", "nausea on 5 mg?"),
        ("nausea?", "at the highest dose", "nausea, Drug 10 mg?"),
        ("nausea on 10 mg?", "the other dose", "nausea on 5 mg?"),
        ("nausea on 10 mg?", "the higher dose", None),
        ("nausea?", "the higher risk", None),
    ],
)
def test_the_dose_of_another_column(
    small: Assistant, readers: Readers, before: str, turn: str, text: str | None
) -> None:
    places = rows(small, ("Nausea",), ("Drug 5 mg (N=10)", "Drug 10 mg (N=11)", "Placebo"))
    found = of_another_dose(turn, readers.made_up.read(before), [one(places, "Nausea")])
    assert (found.text if found else None) == text


def test_another_column_by_its_heading(small: Assistant, readers: Readers) -> None:
    places = rows(small, ("1 to 4",), ("Dose", "Pen color"))
    then, shown = readers.made_up.read("which dose in week 2?"), [one(places, "1 to 4")]
    found = of_another_column("which pen is that?", then, shown, readers.made_up)
    assert found is not None
    assert found.text == "Pen color: which dose in week 2?"
    assert of_another_column("is that safe?", then, shown, readers.made_up) is None
