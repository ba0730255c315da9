from __future__ import annotations

import pytest

from corpus.making import document_of
from ino_assistant.corpus.agreement import agree, disagreements
from ino_assistant.corpus.annotations import Annotations


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [("48", "48.2", True), ("29.3", "29.4", False), ("2.5", "3", True), ("66.0", "67.7", False)],
)
def test_agreement_at_the_coarser_precision(first: str, second: str, same: bool) -> None:
    assert agree(first, second) is same


def found(text: str, annotations: Annotations | None = None) -> list[tuple[object, ...]]:
    return [(d.lines, d.values) for d in disagreements(document_of(text, annotations))]


def test_figures_one_step_apart_on_one_subject() -> None:
    text = "Remission was seen in 29.3% of them.\n\nFully 29.4% of all adults had a remission.\n"
    assert found(text) == [((1, 3), ("29.3", "29.4"))]


def test_figures_one_step_apart_on_different_subjects() -> None:
    assert found("Remission was seen in 29.3%.\n\nFully 29.4% had headaches.\n") == []


def test_a_rounded_figure_is_the_same() -> None:
    assert found("Remission was seen in 48.2%.\n\nAbout 48% had a remission.\n") == []


def test_the_same_count_of_slightly_different_wholes() -> None:
    text = "Clots after surgery: 18/79 had them.\n\nSurgery led to clots in 18/78 people.\n"
    assert found(text) == [((1, 3), ("18/79", "18/78"))]


def test_text_that_is_repeated_with_other_figures() -> None:
    text = (
        "Use two forms of contraception for at least 5 months after the end.\n\n"
        "Use two forms of contraception for at least 6 months after the end.\n"
    )
    ((lines, values),) = found(text)
    assert lines == (1, 3)
    assert "5 months" in str(values)
    assert "6 months" in str(values)


ROWS = (
    "Table 1. Who took part\n"
    "Line New (n=40) Old (n=60) Total (N=100)\n"
    "First salvage, n (%) 30 (75.0) 36 (60.0) 66 (66.0)\n"
)


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("Notably, 75.0% of patients were in first salvage.", True),
        ("Notably, 66.0% of patients were in first salvage.", False),
        ("With New, 75.0% of patients were in first salvage.", False),
    ],
)
def test_an_arms_figure_that_is_printed_for_everybody(sentence: str, wrong: bool) -> None:
    entry = {
        "name": "Table 1",
        "layout": "rows",
        "line": 2,
        "last": 3,
        "begins": "x",
        "columns": ["New (n=40)", "Old (n=60)", "Total (N=100)"],
        "caption": {"line": 1, "begins": "Table 1"},
        "confirmed_by": "a test",
    }
    decided = Annotations.model_validate({"schema": 1, "table": [entry]})
    expected = [((3, 3, 5), ("75.0%", "30 (75.0)", "66 (66.0)"))] if wrong else []
    assert [
        (tuple(sorted(lines)), values)
        for lines, values in (
            (d.lines, d.values)
            for d in disagreements(document_of(f"{ROWS}\n{sentence}\n", decided))
        )
    ] == expected


BLEEDING = """Table 1. Safety outcomes in the trial

Outcome | Drug (N=1000), n (%) | Placebo (N=1000), n (%)
Major bleeding | 42 (4.2) | 56 (5.6)
Major stroke | 43 (4.3) | 55 (5.5)

Table 2. Other outcomes in the trial

Outcome | Drug (N=1000), n (%) | Placebo (N=1000), n (%)
Clot | 44 (4.4) | 54 (5.4)
{label} | 41 (4.1) | 20 (2.0)
"""


def test_rows_that_share_a_caption_or_a_first_word_are_not_the_same() -> None:
    assert found(BLEEDING.format(label="Major fracture")) == []


def test_rows_of_one_name_in_two_tables_are_compared() -> None:
    assert found(BLEEDING.format(label="Major bleeding")) == [((4, 11), ("4.2", "4.1"))]


def test_a_row_and_a_sentence_about_it_are_compared() -> None:
    text = BLEEDING.format(label="Fever") + "\nMajor bleeding was seen in 4.3% of them.\n"
    assert found(text) == [((4, 13), ("4.2", "4.3"))]


def test_words_that_every_share_stands_among_tell_no_subject() -> None:
    text = (
        "An episode was recorded in 2.6% of participants after it.\n\n"
        "Serious reactions were seen in 2.5% of participants after it.\n"
    )
    assert found(text) == []
