from __future__ import annotations

import pytest

from ino_assistant.corpus.repairs import display_of, words_of


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("count ≥100 × 109/L", "count ≥100 × 10⁹/L"),
        ("2.3 x 103/mm3 and", "2.3 x 10³/mm³ and"),
        ("Platelets 14 x 109", "Platelets 14 x 10⁹"),
        ("1.8 mg/m2 per cycle", "1.8 mg/m² per cycle"),
        ("109 patients", "109 patients"),
        ("4 x 109 patients", "4 x 109 patients"),
        ("10 of 103", "10 of 103"),
    ],
)
def test_superscripts_are_restored_only_where_nothing_else_can_be_meant(
    raw: str, shown: str
) -> None:
    made = display_of(raw, frozenset(), {})
    assert made.text == shown
    assert bool(made.repairs) == (raw != shown)


def test_every_power_is_told_with_what_is_printed() -> None:
    (repair,) = display_of("≥100 × 109/L", frozenset(), {}).repairs
    assert "109/L" in repair
    assert "10⁹/L" in repair


def test_words_divided_at_a_line_end() -> None:
    vocabulary = words_of("a transplant, an open-label trial")
    assert display_of("the trans-\nplant", vocabulary, {}).text == "the transplant"
    assert display_of("an open-\nlabel", vocabulary, {}).text == "an open-label"
    # A word that stands nowhere else keeps its hyphen: it may be a compound.
    assert display_of("a two-\nstep", vocabulary, {}).text == "a two-step"
    assert display_of("cases/\n deaths", vocabulary, {}).text == "cases/deaths"


def test_a_damaged_glyph_is_read_as_the_reviewer_says_and_told() -> None:
    made = display_of("a di�erence", frozenset(), {"di�erence": "difference"})
    assert made.text == "a difference"
    assert made.repairs == ("damaged glyph: printed “di�erence”, read “difference”",)


def test_reference_marks_are_not_shown() -> None:
    assert display_of("It fell.5,6 It rose.", frozenset(), {}).text == "It fell. It rose."


def shown(raw: str, source: str = "") -> str:
    return display_of(raw, words_of(source or raw), {}).text


@pytest.mark.parametrize(
    ("raw", "display"),
    [
        ("its absorp-\ntion", "its absorption"),
        ("no fur-\nther bleeding", "no further bleeding"),
        ("was sup-\npressed", "was suppressed"),
        ("the electroenceph-\nalogram", "the electroencephalogram"),
        ("antiphospho-\nlipid syndrome", "antiphospholipid syndrome"),
        # Compounds of two words, and names, keep their hyphen.
        ("a long-\nterm effect", "a long-term effect"),
        ("at the follow-\nup visit", "at the follow-up visit"),
        ("any beta-\nlactam", "any beta-lactam"),
        ("an IL-\n13 antibody", "an IL-13 antibody"),
        ("in INO-\nVATE", "in INO-VATE"),
        ("a Drug-\ntreated patient", "a Drug-treated patient"),
    ],
)
def test_english_tells_divided_words_from_compounds(raw: str, display: str) -> None:
    assert shown(raw) == display


def test_the_documents_words_come_before_those_of_english() -> None:
    assert shown("a re-\nstart", "a re-start of it\na re-\nstart") == "a re-start"
    source = "Piperacillin-tazobactam was given. piperacillin-tazobac-\ntam"
    assert shown("piperacillin-tazobac-\ntam", source) == "piperacillin-tazobactam"


def test_ligatures_are_shown_as_letters() -> None:
    assert display_of("The ﬁrst efﬁcacy", frozenset(), {}).text == "The first efficacy"
