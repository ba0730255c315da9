"""Reference marks that the whole document tells from numbers; what it does not tell stays."""

from __future__ import annotations

import pytest

from corpus.making import statements_of
from ino_assistant.corpus.marks import DocumentMarks
from ino_assistant.corpus.references import marks_after_stops
from ino_assistant.corpus.source import SourceText

GLUED = "It fell.1 It rose.2 It fell again.4,6 In ALPHA-1 it stayed until Week 40 in all.\n\n"
BEFORE = "Nothing else of all that was looked for was found in the people who took part."


def told(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(s.display, s.references) for s in statements_of(text)]


@pytest.mark.parametrize(
    ("text", "name", "marks"),
    [
        ("The change was measured at Week 40.4", "Week 40.", ("4",)),
        ("No death was seen in ALPHA-1.4,6", "ALPHA-1.", ("4", "6")),
        ("It is metabolized by CYP3A4.2,4", "CYP3A4.", ("2", "4")),
    ],
)
def test_marks_behind_names_that_end_in_a_digit(
    text: str, name: str, marks: tuple[str, ...]
) -> None:
    display, references = told(f"{GLUED}{BEFORE}\n{text}\n")[-1]
    assert (display.endswith(name), references) == (True, marks)


@pytest.mark.parametrize(
    "text",
    [
        "The mean was 40.4",  # a number by itself
        "It was seen in BETA-1.4",  # no such trial elsewhere
        "The change was measured at Week 40.9",  # no ninth reference
        "The ratio of H2.2 was not given",  # the sentence goes on
    ],
)
def test_what_the_document_does_not_decide_stays(text: str) -> None:
    assert told(f"{GLUED}{BEFORE}\n{text}\n")[-1] == (text, ())


def test_a_document_without_glued_marks_has_none() -> None:
    text = f"In ALPHA-1 it stayed until Week 40.\n\n{BEFORE}\nIt was measured at Week 40.4\n"
    assert told(text)[-1] == ("It was measured at Week 40.4", ())


def test_a_number_that_may_hold_a_mark_is_named() -> None:
    marks = DocumentMarks(SourceText(GLUED))
    assert marks.undecided("The mean was 40.4") == "40.4"
    assert marks.undecided("The mean was 40.9") is None
    assert marks.undecided("The mean was (40.4)") is None
    assert DocumentMarks(SourceText("Nothing.")).undecided("The mean was 40.4") is None


@pytest.mark.parametrize(
    ("caption", "end"),
    [
        ("Table 1. Results in ALPHA-14", "ALPHA-1"),
        ("Table 1. Results in DELTA4", "DELTA"),
        ("Table 1. Results in ALPHA-1", "ALPHA-1"),
        ("Table 1. Results in CD22", "CD22"),
        ("Table 1. Results5", "Results"),
    ],
)
def test_marks_at_the_end_of_a_caption(caption: str, end: str) -> None:
    marks = DocumentMarks(SourceText(f"{GLUED}DELTA was a trial.\n\n{caption}\n"))
    found = marks.at_end(caption)
    assert caption[: found[0] if found else len(caption)].endswith(end)


def test_no_decimal_begins_with_letters() -> None:
    text = "by CYP3A4.2,4 Then p0.05 and v2.4 and CYP2D6.2 inhibitors"
    assert [text[a:b] for a, b in marks_after_stops(text)] == ["2,4"]


REFERENCES = (
    "References\n1. A B, et al. J. 2020.\n2. C D, et al. J. 2021.\n3. E F, et al. J. 2022.\n"
)


def test_marks_in_brackets_are_taken_out_and_kept_as_references() -> None:
    text = (
        f"It is rare [1]. It came back.[2] It ended [1,3]. A range of 2 [1] is one.\n\n{REFERENCES}"
    )
    assert told(text) == [
        ("It is rare.", ("1",)),
        ("It came back.", ("2",)),
        ("It ended.", ("1", "3")),
        ("A range of 2 is one.", ("1",)),
    ]
    # Without a list of references nothing says that they are marks.
    assert told("It is rare [1]. It ended [2]. It rose [3].")[0] == ("It is rare [1].", ())


def test_a_code_of_the_document_is_one_in_every_sentence() -> None:
    text = "GII.4 was found in all of them. It was the GII.4 Sydney strain.\n"
    assert [display for display, _ in told(text)][1] == "It was the GII.4 Sydney strain."
