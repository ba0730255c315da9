"""Headings with text on their line, lines that lead in a list, what opens and ends a page."""

from __future__ import annotations

import pytest

from corpus.making import blocks_of, document_of, statements_of
from ino_assistant.corpus.annotations import Annotations
from ino_assistant.corpus.authority import disclosed
from ino_assistant.corpus.coverage import unexplained
from ino_assistant.corpus.layout import read_blocks
from ino_assistant.corpus.source import SourceText


def told(text: str) -> list[tuple[tuple[str, ...], str]]:
    made = document_of(text)
    assert unexplained(made) == ()
    return [(s.section, s.display) for s in made.statements if not s.parts]


def test_a_numbered_heading_ends_where_its_text_begins() -> None:
    text = (
        "8 USE IN SPECIFIC POPULATIONS\n\n"
        "8.1   Pregnancy: There are no data in pregnant women.\n\n"
        "8.3   Females and Males: Verify that she is not pregnant. Advise\n"
        "women to use contraception for 2 months after the last dose of all of it.\n\n"
        "8.4   Children. Nothing is known of its use in those who are younger than that,\n"
        "and nothing of its doses.\n"
    )
    top = "8 USE IN SPECIFIC POPULATIONS"
    assert told(text) == [
        ((top, "8.1 Pregnancy"), "There are no data in pregnant women."),
        ((top, "8.3 Females and Males"), "Verify that she is not pregnant."),
        (
            (top, "8.3 Females and Males"),
            "Advise women to use contraception for 2 months after the last dose of all of it.",
        ),
        (
            (top, "8.4 Children"),
            "Nothing is known of its use in those who are younger than that, and nothing of its "
            "doses.",
        ),
    ]


def test_a_short_line_between_a_stop_and_a_capital_is_a_heading() -> None:
    text = (
        "8.1 Pregnancy\nRisk Summary\nThere are no data in pregnant women, and none in those who\n"
        "may become pregnant.\nAnimal Data\nRats were given up to 30 mg/kg of it.\n"
    )
    assert [section[-1] for section, _ in told(text)] == ["Risk Summary", "Animal Data"]


def test_a_question_may_have_a_number() -> None:
    text = "Q1. Can it be taken with food?\nYes. Food has no effect on it.\n"
    assert {section for section, _ in told(text)} == {("Q1. Can it be taken with food?",)}


def test_a_sentence_that_begins_with_a_number_is_no_heading() -> None:
    text = (
        "2.5 Doses were given: They were\nlower than those that had been given to all the others.\n"
    )
    assert [b.kind for b in blocks_of(text)] == ["prose"]


def test_a_case_told_behind_its_number_is_a_case() -> None:
    text = (
        "Two patients\n\n"
        "Case 1: Mr A., a docker aged 58 years who had been ill for a while, came in with a cough\n"
        "that would not go. He was treated.\n\n"
        "Case 2. A woman aged 79 years had been well until she fell, and was admitted at once.\n\n"
        "Afterwards\n\nNothing else is known of it to this day.\n"
    )
    made = statements_of(text)
    assert [(s.section, s.authority) for s in made] == [
        (("Two patients", "Case 1"), "case"),
        (("Two patients", "Case 1"), "case"),
        (("Two patients", "Case 2"), "case"),
        (("Afterwards",), "background"),
    ]
    assert made[0].display.startswith("Mr A., a docker")


LEAD = """\
Who must not have it?

It is contraindicated in:
• people with hypersensitivity to the active substance or to any of its other constituents
• people with an infection
Put it off in anyone who has a fever. A cold is no reason to wait, nor is a cough or hoarseness.
"""


def test_a_line_that_leads_in_a_list_is_of_the_list_alone() -> None:
    made = statements_of(LEAD)
    items = [s for s in made if s.kind == "list" and not s.parts]
    assert {s.section for s in items} == {("Who must not have it?", "It is contraindicated in")}
    assert items[1].display == "people with an infection"
    (whole,) = [s for s in made if s.parts]
    assert whole.display.startswith("It is contraindicated in: people with hypersensitivity")
    after = [s for s in made if s.kind == "prose"]
    assert {s.section for s in after} == {("Who must not have it?",)}
    assert [s.display[:6] for s in after] == ["Put it", "A cold"]


def test_a_capital_behind_a_full_line_goes_on_with_the_item() -> None:
    text = (
        "• people who had a severe reaction to an earlier dose of the drug that is called\n"
        "Madeupine in this text\n"
    )
    assert statements_of(text)[0].display.endswith("called Madeupine in this text")


def test_the_name_of_a_trial_stays_below_its_numbered_heading() -> None:
    text = (
        "6 ADVERSE REACTIONS\n\n6.1 Clinical Trials\n\nMADE-UP\n\nIt was common in all of them.\n\n"
        "7 DRUG INTERACTIONS\n\nNone of them is known so far.\n"
    )
    blocks = read_blocks(SourceText(text), Annotations(), [], ["MADE-UP"])
    assert [b.section for b in blocks if b.kind in ("prose", "safety")] == [
        ("6 ADVERSE REACTIONS", "6.1 Clinical Trials", "MADE-UP"),
        ("7 DRUG INTERACTIONS",),
    ]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("“Dose” and the closing words are my own opinion.", ["Dose", "Closing words"]),
        ("The closing words reflect the author’s clinical experience.", ["Closing words"]),
        ("The closing words are not my own opinion.", []),
        ("In my opinion the dose is low.", []),
    ],
)
def test_headings_that_a_disclosure_names(sentence: str, found: list[str]) -> None:
    assert disclosed(sentence, ["Dose", "Closing words", "Safety"]) == found


def test_what_stands_below_a_disclosed_heading_is_opinion() -> None:
    text = "The closing words are my own opinion.\n\nClosing words\n\nIt keeps people at home.\n"
    assert statements_of(text)[-1].authority == "opinion"


def test_a_title_goes_on_below_its_colon() -> None:
    text = (
        "MADEUPINE in heart failure:\none trial that worked, and one that did not, and\n"
        "what I make of it\n\nAnybody may read this.\n"
    )
    assert [b.kind for b in blocks_of(text)] == ["heading", "heading", "prose"]


FEET = "It is given once a day.\n\n{foot}{first}\n\nNot twice.\n\n{foot}{second}\n\nThe end.\n"


def test_a_foot_that_comes_back_twice_far_from_its_page() -> None:
    foot = "Journal | Invited review: MADEUPINE"
    far = FEET.format(foot=foot + " " * 20, first=3, second=5)
    assert [b.kind for b in blocks_of(far)] == ["prose", "furniture"] * 2 + ["prose"]
    # Near its number it may say something.
    near = FEET.format(foot=foot + " ", first=3, second=5)
    assert "furniture" not in {b.kind for b in blocks_of(near)}


@pytest.mark.parametrize("heads", ["Any    Bad        Any    Bad", "Any    Fatal      Any    Bad"])
def test_a_letter_note_below_a_table_is_no_part_of_the_paragraph_above(heads: str) -> None:
    text = (
        "Reductions were required in 36%. They were mostly for rash.\n\nTable 3. Reactions\n\n"
        "             Drug              Control\n"
        f"Reaction     {heads}\n"
        "Rash a       61     4          11     0\nItch         30     2          41     4\n\n"
        "a Includes pruritic rash.\n"
    )
    made = statements_of(text)
    assert made[1].display == "They were mostly for rash."
    assert [s.display for s in made if s.note] == ["a Includes pruritic rash."]


def test_abbreviations_below_a_table_may_stand_behind_a_colon() -> None:
    text = "Table 1. Titres\n\nAge   GMT   HR\nOld   641   0.5\nNew   388   0.7\n\n{}\n"
    note = "Abbreviations: GMT: geometric mean titre; HR, hazard ratio."
    defined = [s for s in statements_of(text.format(note)) if s.context == "Abbreviation"]
    assert [s.quote for s in defined] == ["GMT: geometric mean titre", "HR, hazard ratio"]
    assert unexplained(document_of(text.format(note))) == ()
    other = statements_of(text.format("NOTE: all of them were old."))
    assert not [s for s in other if s.context == "Abbreviation"]
