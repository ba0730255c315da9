"""Figures of other drugs' documents are bound to what they are of, and to nothing else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.making import ANOTHER_HAND, write_document
from ino_assistant.corpus.load import load_document
from ino_assistant.fidelity import Vocabulary, read_quantities
from ino_assistant.fidelity.binding.claim_binding import claims_of_document
from ino_assistant.fidelity.binding.claim_table import TableClaim
from ino_assistant.fidelity.quantity.places import Places
from ino_assistant.fidelity.terms.arm_names import arm_called, split_dose
from ino_assistant.fidelity.terms.discover import discover
from ino_assistant.fidelity.terms.fields import of_field
from ino_assistant.fidelity.terms.tables import cell_sentence

Claims = Callable[..., list[TableClaim]]
ONE_TRIAL = """
[[trials]]
name = "ALPHA-1"
[[trials.arms]]
name = "Madeupine"
names = ["Madeupine"]
[[trials.arms]]
name = "placebo"
names = ["placebo", "control", "comparator"]
"""
DOSES = """
[[trials]]
name = "ALPHA-1"
[[trials.arms]]
name = "Madeupine 0.8 mg"
[[trials.arms]]
name = "Madeupine 1.6 mg"
[[trials.arms]]
name = "placebo"
names = ["placebo", "comparator"]
[[trials]]
name = "ALPHA-2"
[[trials.arms]]
name = "Madeupine"
[[trials.arms]]
name = "otherine"
names = ["otherine", "comparator"]
"""
LEAD = "Nothing else of all that was looked for was told of those who took part in it.\n"


@pytest.fixture
def claims(tmp_path: Path) -> Claims:
    """The claims of a text in a document with some trials."""

    def made(text: str, trials: str = ONE_TRIAL) -> list[TableClaim]:
        path = write_document(tmp_path, f"{LEAD}{text}\n")
        path.write_text(path.read_text(encoding="utf-8") + trials, encoding="utf-8")
        document = load_document(path)
        vocabulary = Vocabulary.of_document(document)
        return list(claims_of_document(document, vocabulary).claims)

    return made


def only(found: list[TableClaim], text: str) -> TableClaim:
    (claim,) = [c for c in found if c.text == text]
    return claim


# ------------------------------------------------------------------ figures


@pytest.mark.parametrize(
    ("text", "comparator"),
    [
        ("as long as at least 2 days lie between them", ">="),
        ("for as long as 2 weeks", "<="),
        ("no more than 3 days", "<="),
        ("not less than 3 days", ">="),
        ("in 806 adults over 52 weeks", ""),
        ("in adults over 2 years", ""),
        ("in adults over 65 years", ">"),
        ("in patients over 6 months", ">"),
    ],
)
def test_what_compares_a_figure(text: str, comparator: str) -> None:
    assert read_quantities(text)[-1].comparator == comparator


@pytest.mark.parametrize(
    "text",
    [
        "call 1-555-010-2040.",
        "call (555) 010-2040",
        "call +44 20 7946 0958",
        "call 1-800-ABC-1234",
        "call 555.010.2040",
    ],
)
def test_telephone_numbers_are_no_figures(text: str) -> None:
    assert {q.kind for q in read_quantities(text)} == {"name"}


@pytest.mark.parametrize("text", ["1.52-48.86", "10.25-12.250", "10-20 mg", "5-6"])
def test_ranges_are_no_telephone_numbers(text: str) -> None:
    assert [q.kind for q in read_quantities(text)] == ["interval"]


# ------------------------------------------------------------------ denial


@pytest.mark.parametrize(
    ("text", "figure", "negated"),
    [
        ("Keratitis was seen in 6 of 1,124 patients with Madeupine and in none with placebo.",
         "6 of 1,124", False),
        ("None of the 24 patients had keratitis.", "None of the 24", True),
        ("Ketoconazole increased exposure to Madeupine 2.1-fold; this should be avoided.",
         "2.1-fold", False),
        ("Rifampicin lowered exposure by 54%, and patients should not take the two together.",
         "54%", False),
        ("Do not remove it earlier than 20 hours after the dose, and wait 6 hours before the next.",
         "6 hours", False),
        ("Do not remove it earlier than 20 hours after the dose, and wait 6 hours before the next.",
         "20 hours", True),
    ],
)  # fmt: skip
def test_what_is_denied(claims: Claims, text: str, figure: str, negated: bool) -> None:
    assert only(claims(text), figure).negated is negated


def test_a_label_that_denies_names_a_subgroup(claims: Claims) -> None:
    text = (
        "Table 1. Stroke by subgroup\n\n"
        "Subgroup | Madeupine, n/N (%) | Placebo, n/N (%)\n"
        "Previous stroke | 7/100 (7.0) | 8/100 (8.0)\n"
        "No previous stroke | 3/100 (3.0) | 5/100 (5.0)\n"
    )
    found = [c for c in claims(text) if c.place == "cell"]
    assert len(found) == 4
    assert not any(c.negated for c in found)


# ------------------------------------------------------------------ what a figure is of


def test_a_share_with_its_own_verb_takes_nothing_from_the_clause_before(claims: Claims) -> None:
    found = claims(
        "The median age was 71 years, 38% of patients were women, and the mean score was 16.2."
    )
    assert only(found, "71 years").endpoints == ("age",)
    assert only(found, "38%").endpoints == ()
    assert only(found, "38%").statistics == ()
    assert "age" not in only(found, "16.2").endpoints


def test_a_share_is_of_those_whose_limit_stands_before_it(claims: Claims) -> None:
    found = claims(
        "Creatinine clearance was below 60 mL/min in 31% of them and 130 mL/min or higher in 14%."
    )
    assert only(found, "31%").populations == ("<60 mL/min",)
    assert only(found, "14%").populations == (">=130 mL/min",)


def test_an_arm_behind_the_last_figure_is_of_that_one(claims: Claims) -> None:
    found = claims(
        "Remission was kept by 71.4% of those who went on, 60.2% of those switched to "
        "every 8 weeks, and 34.8% of those switched to placebo."
    )
    assert [only(found, f"{n}%").arms for n in ("71.4", "60.2", "34.8")] == [(), (), ("placebo",)]


def test_how_many_were_compared_is_of_no_single_arm(claims: Claims) -> None:
    found = claims("ALPHA-1 compared Madeupine with placebo in 806 adults over 52 weeks.")
    assert (only(found, "806").role, only(found, "806").arms) == ("size", ())
    assert (only(found, "52 weeks").role, only(found, "52 weeks").arms) == ("time", ())


def test_captions_that_say_what_all_cells_hold() -> None:
    caption = "Table 3. Adverse reactions, % of patients"
    assert cell_sentence("Nausea", "Drug", "17.5", caption).endswith("17.5%.")
    assert cell_sentence("Nausea", "Drug (N=40) Any %", "17.5").endswith("17.5%.")
    assert cell_sentence("Median age, years", "Drug", "17.5", caption).endswith("17.5 years.")
    assert cell_sentence("Response", "Drug", "9/20 (45.0)", "Table 1. Rates, n/N (%)").endswith(
        "9/20 (45.0%)."
    )
    assert cell_sentence("Nausea", "Drug", "17.5", "Table 4. Scores").endswith("17.5.")


def test_a_response_is_a_remission_only_where_leukemia_is_treated() -> None:
    assert "remission" in of_field("leukemia, and leukemia again; leukemia")
    assert of_field("eczema, and eczema again; eczema") == {}
    assert Vocabulary().knows("responder") != Vocabulary().knows("remission")


# ------------------------------------------------------------------ arms


@pytest.mark.parametrize(
    "text",
    [
        "It was similar to that in adults, except that it was reported in 3.1% of them.",
        "The mean APACHE II score was 16.2.",
        "Reactions from the first 16 weeks of LUMI-1, LUMI-2, and LUMI-TCS.",
        "Heart rate rose by 3 beats per minute in TERRACE-1.",
        "A cardiovascular trial, SUMMIT-CV, is in progress in about 9,500 patients.",
        "Prefilled syringe 120 mg/mL: carton of 1. Autoinjector 240 mg/2 mL: carton of 2.",
        "They are subgroup analyses without control of the type I error.",
    ],
)
def test_words_that_are_no_arms(text: str) -> None:
    assert dict(discover(text, Vocabulary()).arms) == {}


def test_names_of_a_documents_trials_are_no_arms() -> None:
    text = "The median duration in PASSION-HF was 8 days."
    assert dict(discover(text, Vocabulary(trials=frozenset({"PASSION-HF"}))).arms) == {}


@pytest.mark.parametrize(
    ("text", "figure", "arms"),
    [
        ("If more control is needed, 12% of patients take more.", "12%", ()),
        ("It was a double-dummy trial in which 12% of patients had nausea.", "12%", ()),
        ("Nausea was seen in 12% of the control group.", "12%", ("placebo",)),
    ],
)
def test_control_is_an_arm_only_where_it_stands_as_one(
    claims: Claims, text: str, figure: str, arms: tuple[str, ...]
) -> None:
    assert only(claims(text), figure).arms == arms


def test_a_comparator_of_pooled_trials_is_no_single_drug(claims: Claims) -> None:
    found = claims(
        "Gallstones were seen in 2.0% of patients on Madeupine and 1.3% on a comparator.", DOSES
    )
    assert only(found, "2.0%").arms == ("Madeupine",)
    assert only(found, "1.3%").arms == ("control",)


TABLE = """Table 1. Results

Reaction | Madeupine 0.8 mg (N=417) | Madeupine 1.6 mg (N=414) | Placebo (N=417)
Nausea, n (%) | 73 (17.5) | 90 (21.7) | 26 (6.2)
"""


def test_arms_that_are_doses_have_their_columns(claims: Claims) -> None:
    found = claims(TABLE, DOSES)
    assert [c.arms for c in found if c.place == "cell"] == [
        ("Madeupine 0.8 mg",),
        ("Madeupine 1.6 mg",),
        ("placebo",),
    ]


def test_arms_told_by_their_dose_alone(claims: Claims) -> None:
    found = claims("Nausea led 5.0% of patients on 0.8 mg and 2.4% on placebo to stop.", DOSES)
    assert only(found, "5.0%").arms == ("Madeupine 0.8 mg",)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Drug 0.8 mg", ("Drug", "0.8 mg")),
        ("Drug 10 mg/kg", ("Drug", "10 mg/kg")),
        ("Drug plus other", ("Drug plus other", "")),
        ("10 mg", ("10 mg", "")),
    ],
)
def test_doses_of_names(name: str, parts: tuple[str, str]) -> None:
    assert split_dose(name) == parts


def test_a_dose_that_names_two_arms_names_none() -> None:
    arms = {"A 10 mg": (), "B 10 mg": (), "A 20 mg": ()}
    assert arm_called("@10 mg", arms) == "@10 mg"
    assert arm_called("A @10 mg", arms) == "A 10 mg"
    assert arm_called("@20 mg", arms) == "A 20 mg"
    assert arm_called("B", arms) == "B"
    assert arm_called("A @30 mg", arms) == "A @30 mg"


# ------------------------------------------------------------------ never a crash


def test_a_place_behind_the_end_of_a_text_is_none() -> None:
    assert Places("n/N 9/20", "n/N 9/20", [(0, 8)]).span(4, 12) is None


def test_every_claim_of_unseen_documents_stands_in_its_source() -> None:
    for path in sorted(ANOTHER_HAND.glob("*.toml")):
        document = load_document(path)
        table = claims_of_document(document, Vocabulary.of_document(document))
        placed = [c for c in table.claims if c.span is not None]
        assert len(placed) > 0.95 * len(table.claims)
        for claim in placed:
            start, end = claim.span or (0, 0)
            printed = document.source[start:end]
            read = unicodedata.normalize("NFKC", claim.text)  # an exponent that was lost is raised
            assert re.sub(r"\W", "", printed) == re.sub(r"\W", "", read)


def test_a_table_without_gaps_as_prose_does_not_crash(claims: Claims) -> None:
    text = (
        "Outcome Madeupine n/N (%) Placebo n/N (%) Death 76/362 (21.0) 79/366 (21.6) Cure, VABP "
        "41/158 (25.9) 39/154 (25.3) and no more than that."
    )
    assert claims(text)
