"""Running heads and feet, and lists of references, are text of the page and not of the document."""

from __future__ import annotations

import pytest

from corpus.making import blocks_of, statements_of
from ino_assistant.corpus.furniture import find_furniture, find_references, highest_reference
from ino_assistant.corpus.source import SourceText


def feet(text: str) -> list[str]:
    return [line.content for line in find_furniture(SourceText(text), ())]


PAGES = """Madeupine is given once a day with food and with water.

Madeupine summary                                                    {one}
 It is not given to children younger than 12 years of age.

Madeupine summary                                                    {two}
 Nothing is known of its use in pregnancy.

Madeupine summary                                                    {three}
"""


def test_feet_that_differ_by_the_page_number_only() -> None:
    text = PAGES.format(one=1, two=2, three=3)
    assert feet(text) == [f"Madeupine summary {n}" for n in (1, 2, 3)]
    assert [b.text for b in blocks_of(text) if b.kind == "heading"] == []
    assert len(statements_of(text)) == 3


def test_numbers_that_do_not_count_up_are_no_pages() -> None:
    assert feet(PAGES.format(one=4, two=9, three=2)) == []


@pytest.mark.parametrize(
    "foot", ["Page {}", "Page {} of 2", "Madeupine label | Page {} of 2", "Reference 77   Page {}"]
)
def test_pages_that_say_so(foot: str) -> None:
    text = f"First words.\n\n{foot.format(1)}\n\nMore words.\n\n{foot.format(2)}\n"
    assert len(feet(text)) == 2


def test_a_line_of_text_that_ends_with_a_page_is_text() -> None:
    text = "How the dose is adjusted in old age is told at length on page 12\nof the label.\n"
    assert feet(text) == []


def test_titles_of_cases_count_up_and_are_headings() -> None:
    text = "\n\n".join(f"Case {n}\nA patient was treated with it and got well." for n in (1, 2, 3))
    assert feet(text) == []
    assert [b.text for b in blocks_of(text) if b.kind == "heading"] == [
        "Case 1",
        "Case 2",
        "Case 3",
    ]


def test_a_head_that_comes_back_beside_feet() -> None:
    text = (
        "One.\n\nPage 1 of 3\n Madeupine  |  Review\n\nTwo.\n\n"
        "Page 2 of 3\n Madeupine  |  Review\n\nThree.\n\nPage 3 of 3\n"
    )
    assert feet(text).count("Madeupine | Review") == 2
    safety = text.replace("Madeupine  |  Review", "IMPORTANT SAFETY INFORMATION")
    assert "IMPORTANT SAFETY INFORMATION" not in feet(safety)


def test_prose_goes_on_behind_a_foot_that_cuts_it() -> None:
    text = (
        "The tablets are swallowed whole with a little water.\nThe dose is doubled after\n\n"
        "Page 1 of 2\n\nfour weeks of treatment.\n\nPage 2 of 2\n"
    )
    assert statements_of(text)[1].display == "The dose is doubled after four weeks of treatment."


@pytest.mark.parametrize(
    "listed",
    [
        "References: 1. Doe A, et al. J Made Up. 2021;12:1-9. 2. Roe B. Data on file.\n",
        "References\n1. Doe A, et al. J Made Up. 2021;12:1-9.\n2. Roe B. Data on file.\n",
        "REFERENCES\n\n[1] Doe A, et al. J Made Up. 2021;12:1-9.\n\n[2] Roe B, 2020.\n",
    ],
)
def test_references_are_no_statements(listed: str) -> None:
    text = f"It works.1,2\n\n{listed}"
    (told,) = statements_of(text)
    assert (told.display, told.references) == ("It works.", ("1", "2"))
    assert highest_reference(SourceText(text)) == 2


def test_what_only_looks_like_references_is_text() -> None:
    text = "References\n1. Wash your hands.\n2. Open the carton.\n"
    assert find_references(SourceText(text), ()) == []
    assert highest_reference(SourceText(text)) == 0


def test_text_behind_references_is_text_again() -> None:
    text = "References\n1. Doe A, 2021.\n2. Roe B, 2022.\n\nThe maker paid for this text.\n"
    assert [s.display for s in statements_of(text)] == ["The maker paid for this text."]
