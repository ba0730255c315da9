from __future__ import annotations

from decimal import Decimal

import pytest

from corpus.making import document_of
from ino_assistant.corpus.annotations import Annotations
from ino_assistant.corpus.arithmetic import mismatches, percentage


@pytest.mark.parametrize(
    ("part", "of", "places", "expected"),
    [(4, 162, 0, "2"), (4, 162, 1, "2.5"), (1, 8, 0, "13"), (1, 40, 0, "3"), (33, 50, 1, "66.0")],
)
def test_half_up_at_the_printed_precision(part: int, of: int, places: int, expected: str) -> None:
    assert percentage(part, of, places) == Decimal(expected)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It was seen in 4/162 patients (3%).", ("4/162 patients (3%)", "3%", "2%")),
        ("It was seen in 23/164 patients (14%).", None),
        ("In 18/79 patients\ntreated with it (24%).", ("24%", "23%")),
        ("Half (48.3%, n=79/164) did.", ("48.3%", "48.2%")),
        ("Half (48.2%, n=79/164) did.", None),
        ("More (78.4% [69/88 patients] vs 28.2% with old [9/32 patients]).", ("28.2%", "28.1%")),
        ("So did 5 of 20 (20%).", ("5 of 20 (20%)", "20%", "25%")),
        ("Of 1,000 people, 1/1,000 (0.2%).", ("1/1,000 (0.2%)", "0.2%", "0.1%")),
        ("Grade 3/4 pain (12%) was seen.", None),
        ("In 5 patients (4%) of the 164 patients.", ("5 patients (4%)", "4%", "3%")),
        ("In 5 patients (3%) of the 164 patients.", None),
        ("In 5 patients (3%).", None),
        ("In 71 patients (11.8%) and 120 patients (19.9%), respectively.", None),
        (
            "A total of 307 patients, including 164 patients on it and 144 patients off it.",
            ("307", "308"),
        ),
        ("Nothing to add up 3-4 times.", None),
    ],
)
def test_in_text(text: str, found: tuple[str, ...] | None) -> None:
    made = mismatches(document_of(text))
    if found is None:
        assert made == ()
        return
    (mismatch,) = made
    assert mismatch.line == 1
    assert (mismatch.printed, mismatch.computed) == found[-2:]
    assert found[0] in (mismatch.text, mismatch.printed)


def table(body: str, columns: list[str]) -> list[tuple[int, str, str, str]]:
    text = f"Table 1. Who took part\n{body}"
    entry = {
        "name": "Table 1",
        "layout": "rows",
        "line": 2,
        "last": text.count("\n") + 1,
        "begins": "x",
        "columns": columns,
        "caption": {"line": 1, "begins": "Table 1"},
        "confirmed_by": "a test",
    }
    document = document_of(text, Annotations.model_validate({"schema": 1, "table": [entry]}))
    return [(m.line, m.printed, m.computed, m.rule) for m in mismatches(document)]


ARMS = ["New (n=40)", "Old (n=60)", "Total (N=100)"]
HEAD = "Kind New (n=40) Old (n=60) Total (N=100)\n"


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("Sex, n (%)\nWomen 10 (25.0) 30 (50.0) 40 (40.0)\nMen 30 (75.0) 30 (50.0) 60 (60.0)", []),
        ("Pain, n (%) 10 (25.1) 30 (50.0) 40 (40.0)", [(3, "25.1", "25.0")]),
        ("Pain, n (%) 10 (25.0) 30 (50.0) 41 (41.0)", [(3, "41", "40")]),
        (
            "Sex, n (%)\nWomen 10 (25.0) 30 (50.0) 40 (40.0)\nMen 29 (72.5) 30 (50.0) 59 (59.0)",
            [(3, "40, 100", "39, 99")],
        ),
        (
            "Sex, n (%)\nWomen 10 (25.0) 30 (50.0) 40 (40.0)\nMen 30 (75.0) 31 (51.7) 61 (61.0)",
            [(3, "60, 100", "61, 101")],
        ),
        ("Age, median (range) 46.5 (18-78) 47 (18-79) 47 (18-79)", []),
        ("Age, median (range) 6.5 (18-78) 47 (18-79) 47 (18-79)", [(3, "6.5", "18 to 78")]),
    ],
)
def test_in_tables(body: str, found: list[tuple[int, str, str]]) -> None:
    assert [m[:3] for m in table(HEAD + body, ARMS)] == found


def test_every_printing_of_a_repeated_paragraph_is_done_again() -> None:
    safety = "Pain: Pain that lasted for some weeks was measured in 4/162 patients (3%)."
    made = mismatches(document_of(f"{safety}\n\nOther things.\n\n{safety}\n"))
    assert [m.line for m in made] == [1, 5]
