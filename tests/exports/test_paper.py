"""What documents are made of: lines, dates, signs that fonts have, cells, reference lists."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from corpus.making import DOCUMENTS, REAL
from ino_assistant.exports import ExportError
from ino_assistant.exports.files import save
from ino_assistant.exports.fonts import drawable
from ino_assistant.exports.paper import (
    Box,
    day_words,
    joined,
    lines_of,
    moment_words,
    plain,
    relevant_words,
    role_words,
)
from ino_assistant.exports.reference_list import reference_list
from ino_assistant.exports.tabular import cell


def test_every_sign_of_the_documents_can_be_drawn() -> None:
    signs = {
        sign
        for folder in (DOCUMENTS, REAL)
        for file in folder.glob("*.txt")
        for sign in plain(file.read_text("utf-8")).replace("\n", "").replace("\t", "")
    }
    signs |= set("≥≤×–²µμ±°•’“”→⁺⁻⁰¹³₂≈≠†‡§−®™\ufffd")
    assert drawable("".join(sorted(signs))) == "".join(sorted(signs))


def test_lines_say_something() -> None:
    assert lines_of(" a\tb \n\n \r c\x0bd ") == ["a b", "c d"]
    assert lines_of("") == []


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+49", "'+49"),
        ("-5", "'-5"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("  =1", "'  =1"),
        ("'=1", "''=1"),
        ("＝1", "'＝1"),
        ("|calc", "'|calc"),
        ("%0A", "'%0A"),
        ("\n=1", "'\n=1"),
        ("\x1b=1", "' =1"),
        ("a=1", "a=1"),
        ("2.1%", "2.1%"),
        ("≥60", "≥60"),
        ("", ""),
        (None, ""),
        (True, "true"),
        (False, "false"),
        (-5, "-5"),
    ],
)
def test_a_cell_is_no_formula(value: object, written: str) -> None:
    assert cell(value) == written


def test_a_day_is_nobodys_other_day() -> None:
    assert day_words(date(2026, 3, 2)) == "2 March 2026"
    assert moment_words(datetime(2026, 12, 31, 9, 5, 7, tzinfo=UTC)) == (
        "31 December 2026, 09:05:07 UTC"
    )


def test_lists_and_roles_in_words() -> None:
    assert [joined(w) for w in ((), ("a",), ("a", "b"), ("a", "b", "c"))] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
    assert role_words("field_medical") == "field medical"
    assert role_words("guest") == "guest"


def test_points_that_bear_on_a_question() -> None:
    box = Box("X", "s", "W", ("a", "b", "c"), (2, 0), "")
    assert relevant_words(box).endswith("points 1 and 3 of 3.")
    assert relevant_words(Box("X", "s", "W", ("a",), (), "")) == ""


PRINTED = """The rate was 2%.1 It lasted 3 years.2,3

REFERENCES

1. Doe J, Roe R. A study of one
   thing. J Things. 2016;375(8):740-753.
2. Roe R.
A second study. 2018.

3 Poe E. Third.
[4] Loe L. Fourth.
5) Moe M. Fifth.

Appendix
6. not one of them
"""


def test_a_reference_list_is_read_as_printed() -> None:
    found = reference_list(PRINTED)
    assert found == {
        "1": "Doe J, Roe R. A study of one thing. J Things. 2016;375(8):740-753.",
        "2": "Roe R. A second study. 2018.",
        "3": "Poe E. Third.",
        "4": "Loe L. Fourth.",
        "5": "Moe M. Fifth.",
    }


@pytest.mark.parametrize(
    "text",
    [
        "",
        "No list at all. See the references below.",
        "References\n\nare given on request.",
        "References\n2. begins in the middle\n3. goes on",
        "REFERENCES AND NOTES\n1. Doe J.",
    ],
)
def test_what_is_no_list_is_none(text: str) -> None:
    assert reference_list(text) == {}


def test_of_two_lists_the_longer_is_taken() -> None:
    contents = "References\n\n1. page\n\nText.\n"
    assert reference_list(contents + PRINTED)["2"].startswith("Roe R.")


def test_an_entry_does_not_swallow_the_text_behind_it() -> None:
    text = "References\n1. Doe J.\n" + "more\n" * 40
    assert reference_list(text)["1"] == "Doe J." + " more" * 11


def test_a_file_is_whole_at_any_moment(tmp_path: Path) -> None:
    file = tmp_path / "out.csv"
    save([b"old"], file)

    def breaks() -> object:
        yield b"new"
        raise ExportError("gone")

    with pytest.raises(ExportError):
        save(breaks(), file)  # type: ignore[arg-type]  # a generator of bytes
    assert [f.name for f in tmp_path.iterdir()] == ["out.csv"]
    assert file.read_bytes() == b"old"
    with pytest.raises(ExportError, match="can't be written"):
        save([b"x"], tmp_path / "none" / "out.csv")
