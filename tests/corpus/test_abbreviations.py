from __future__ import annotations

import pytest

from ino_assistant.corpus.abbreviations import find_in_note, find_in_prose


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("had an adverse event (AE) on day 1", "AE", "adverse event"),
        ("with overall survival (OS)", "OS", "overall survival"),
        ("Relapsed or refractory (R/R) disease", "R/R", "Relapsed or refractory"),
        ("the upper limit of normal (ULN)", "ULN", "upper limit of normal"),
    ],
)
def test_definitions_in_prose(text: str, short: str, long: str) -> None:
    (found,) = find_in_prose(text)
    assert (found.short, found.long) == (short, long)
    assert text[found.start : found.end] == f"{long} ({short})"


@pytest.mark.parametrize("text", ["in half (Figure 2)", "a group (A)", "(AE) alone", "of x (ZQ)"])
def test_brackets_that_define_nothing(text: str) -> None:
    assert list(find_in_prose(text)) == []


def test_definitions_in_a_note() -> None:
    text = "ALT=alanine aminotransferase; CI=confidence\ninterval; P=0.0104."
    assert [(a.short, a.long) for a in find_in_note(text)] == [
        ("ALT", "alanine aminotransferase"),
        ("CI", "confidence interval"),
    ]
