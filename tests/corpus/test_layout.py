"""What each form of line is read as, without any annotation."""

from __future__ import annotations

import pytest

from corpus.making import blocks_of, statements_of

SAFETY = (
    "Bleeding: Serious bleeding, at times fatal, occurred in 5/100 patients (5%). Watch for it.\n"
)


def kinds(text: str) -> list[tuple[str, str]]:
    return [(b.kind, b.text) for b in blocks_of(text)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Uses of the drug", "heading"),
        ("5.1 Hepatotoxicity", "heading"),
        ("What should be\ndone about it?", "heading"),
        ("WARNINGS AND PRECAUTIONS", "heading"),
        ("It is used for colds and for little else.", "prose"),
        ("Table 3. Events by arm", "figure_caption"),
        ("Figure 12: Survival", "figure_caption"),
        ("AE=adverse event; OS=overall survival.", "table_note"),
        ("* Of those who answered.", "table_note"),
        ("• One\n• Two", "list"),
        ("1. One\n2. Two", "list"),
        ("17", "furniture"),
        ("Page 3 of 9", "furniture"),
        ("https://example.org/label", "furniture"),
    ],
)
def test_kinds(text: str, kind: str) -> None:
    assert {k for k, _ in kinds(text)} == {kind}


def test_a_heading_directly_above_its_text() -> None:
    text = "Uses\nIt is used for colds, which it shortens by\na day or two in most people.\n"
    assert [kind for kind, _ in kinds(text)] == ["heading", "prose"]


def test_sections_follow_the_headings() -> None:
    text = "Uses\n\nIt is used for colds.\n\nStudies\n\nOne was done.\n"
    assert [(s.section, s.quote) for s in statements_of(text)] == [
        (("Uses",), "It is used for colds."),
        (("Studies",), "One was done."),
    ]


def test_safety_text_that_cuts_a_paragraph_is_lifted_out() -> None:
    text = (
        "Results\n\nMost people got better within the first week of\n\n"
        f"{SAFETY}\ntreatment. Few did not.\n\n{SAFETY}"
    )
    made = statements_of(text)
    assert [(s.kind, s.quote) for s in made] == [
        ("prose", "Most people got better within the first week of treatment."),
        ("prose", "Few did not."),
        ("safety", "Serious bleeding, at times fatal, occurred in 5/100 patients (5%)."),
        ("safety", "Watch for it."),
    ]
    torn, _, lifted, _ = made
    assert len(torn.spans) == 2
    assert torn.section == ("Results",)
    assert lifted.authority == "label"
    assert lifted.context == "Bleeding"
    assert len(lifted.places) == 1


def test_a_safety_heading_may_stand_below_its_text() -> None:
    study = "Studies\nOne study was done in adults."
    text = f"{SAFETY}\nSELECTED SAFETY INFORMATION\n\n{study}\n\n{SAFETY}"
    (prose,) = [s for s in statements_of(text) if s.kind == "prose"]
    assert prose.section == ("Studies",)


def test_a_form_feed_begins_a_block() -> None:
    assert [kind for kind, _ in kinds("It went on.\n\f12\nIt ended.")] == [
        "prose",
        "furniture",
        "prose",
    ]


def test_lists_have_their_items_and_themselves() -> None:
    text = "Aims:\n• To see\n• To hear what\n  was said:\n– loud\n– low\n"
    made = [(s.display, s.context, len(s.parts)) for s in statements_of(text)]
    assert made == [
        ("To see", "", 0),
        ("To hear what was said:", "", 0),
        ("loud", "To hear what was said:", 0),
        ("low", "To hear what was said:", 0),
        ("To hear what was said: loud low", "", 3),
        ("To see To hear what was said: loud low", "Aims", 4),
    ]


def test_a_figure_without_its_values_says_so() -> None:
    figure, table = statements_of("Figure 2. Survival5,6\n\nTable 2. Events\n")
    assert figure.quote == "Figure 2. Survival"
    assert figure.references == ("5", "6")
    assert figure.lost == "the values of this figure are not in the text"
    assert table.lost == "the cells of this table are not in the text"


def test_a_sentence_that_points_back_knows_to_what() -> None:
    first, second = statements_of("The rate was 12%. This was more than expected.")
    assert first.subject == ""
    assert second.subject == "The rate was 12%."


@pytest.mark.parametrize(
    ("text", "authority"),
    [
        ("In my practice I give half.", "opinion"),
        ("The guidelines recommend it.", "guideline"),
        ("It was given for a week.", "background"),
    ],
)
def test_who_speaks(text: str, authority: str) -> None:
    (made,) = statements_of(text)
    assert made.authority == authority


def test_a_qualifying_sentence_is_bound_to_its_paragraph() -> None:
    text = "The rate was 12%. These analyses were exploratory.\n\nAnother paragraph said more.\n"
    first, caveat, other = statements_of(text)
    assert first.caveats == (caveat.id,)
    assert caveat.caveats == ()
    assert other.caveats == ()
