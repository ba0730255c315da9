from __future__ import annotations

import pytest

from ino_assistant.corpus.references import (
    bracketed_marks,
    expand_marks,
    marks_after_stops,
    marks_at_end,
)


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ("5", ("5",)),
        ("2,5,6", ("2", "5", "6")),
        ("1-4", ("1", "2", "3", "4")),
        ("5,13–15", ("5", "13", "14", "15")),
        ("9-7", ("9-7",)),
    ],
)
def test_expand(marks: str, expected: tuple[str, ...]) -> None:
    assert expand_marks(marks) == expected


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("Overall survival5,6", "5,6"),
        ("rates in patients6", "6"),
        ("responses (n=92)6", "6"),
        ("factors in R/R ALL5,7", "5,7"),
        ("expression of CD22", None),
        ("the trial ALL89", None),
        ("a plain caption", None),
        ("in 2019", None),
    ],
)
def test_marks_at_the_end_of_a_caption(text: str, marks: str | None) -> None:
    found = marks_at_end(text)
    assert (text[slice(*found)] if found else None) == marks


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("it ended.5 Then", ["5"]),
        ("of P=0.0104.5,6", ["5,6"]),
        ("(which hurt).5", ["5"]),
        ("up to 0.5 mg", []),
        ("Table 5.5", []),
    ],
)
def test_marks_after_stops(text: str, marks: list[str]) -> None:
    assert [text[slice(*span)] for span in marks_after_stops(text)] == marks


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        # A sentence goes on behind a code, so that the code is one wherever it stands.
        ("of GI.1 and GII.4, made in cells. Against GI.1 Too few.", []),
        ("The lineages B.1.1.7 and BA.5-like ones", []),
        ("in those with VOD.4 Then", ["4"]),
        ("VOD was rare. It was VOD.4 nab-paclitaxel was given for VOD.", ["4"]),
        ("GII.4 was. It was GII.4.2 Then", ["2"]),
    ],
)
def test_codes_with_a_stop_hold_no_mark(text: str, marks: list[str]) -> None:
    assert [text[slice(*span)] for span in marks_after_stops(text)] == marks


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("is rare [1,2]. It came back.[3] It", [" [1,2]", "[3]"]),
        ("at 25 °C [7-9], and", [" [7-9]"]),
        ("a ratio of 0.8 [1-3] was", []),
        ("is rare [12].", []),
    ],
)
def test_marks_in_brackets(text: str, marks: list[str]) -> None:
    assert [text[slice(*span)] for span in bracketed_marks(text, 9)] == marks
    assert bracketed_marks(text, 0) == []
