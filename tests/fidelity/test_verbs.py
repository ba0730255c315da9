"""Verbs told in another mood, boundaries as observed values, parts as wholes, kept readings."""

from __future__ import annotations

import pytest

from fidelity.conftest import ACCEPTED
from ino_assistant.fidelity import Vocabulary, verify
from ino_assistant.fidelity.binding.reading import read, read_statement

WRONG = [
    ("The lesion may be painful and must be treated.", "The lesion is painful.", "modality"),
    ("The lesion may be painful and must be treated.", "The lesion will be painful.", "modality"),
    ("The risk must also be considered.", "The risk may also be considered.", "modality"),
    (
        "Outcomes were assessed while avoiding bias.",
        "Outcomes were not assessed while avoiding bias.",
        "negation",
    ),
    (
        "Prophylaxis was provided; no seizure was reported.",
        "A seizure was reported.",
        "negation",
    ),
    (
        "The analysis did not meet a boundary for significance of P=0.0104.",
        "The analysis did not meet significance, with an observed P=0.0104.",
        "p_value",
    ),
    (
        "The observed value was P=0.0104.",
        "The significance threshold was P=0.0104.",
        "p_value",
    ),
    ("If severe rash occurs, stop drugumab.", "If rash occurs, stop drugumab.", "condition"),
    ("Monitor for bleeding post HSCT.", "Monitor for bleeding pre HSCT.", "time"),
    (
        "Obtain potassium prior to treatment and after initiation of any diuretic.",
        "Obtain potassium prior to treatment and before initiation of any diuretic.",
        "time",
    ),
    (
        "The overall rate was 48.2 % with drugumab. Directly treated were 43.3 % with drugumab.",
        "The overall rate with drugumab was 43.3 %.",
        "endpoint",
    ),
    (
        "Grade 3 or 4 rash was reported in 55 % with drugumab.",
        "Rash was reported in 55 % with drugumab.",
        "endpoint",
    ),
    (
        "Complications occurred in 2.8 %: effusion in 1.1 %, stroke in 0.2 % and pain in 0.9 %.",
        "The complications were effusion and stroke.",
        "list",
    ),
    ("Aged ≥55 years vs <55 years.", "Aged at least 55 years versus 55 years.", "comparator"),
    (
        "MRD-negative patients lived longer than MRD-positive patients (14 months vs 7 months).",
        "Survival was 7 months in MRD-negative and 14 months in MRD-positive patients.",
        "population",
    ),
    (
        "Group | Factors\nPerson | Gender; Weight\nTumor | Size; Stage",
        "Gender is a tumor factor.",
        "attribute",
    ),
]
RIGHT = [
    ("The lesion may be painful.", "The lesion can be painful."),
    ("The lesion may be painful.", "Possibly the lesion is painful."),
    ("Do not give drugumab to patients with gout.", "Drugumab should not be given in gout."),
    ("Drugumab plus placumab gave 5 %.", "The combination of drugumab plus placumab gave 5 %."),
]


@pytest.mark.parametrize(("evidence", "statement", "kind"), WRONG)
def test_another_sense(evidence: str, statement: str, kind: str) -> None:
    verdict = verify(statement, evidence)
    assert verdict.verdict not in ACCEPTED
    assert kind in {p.kind for p in verdict.problems}, verdict


@pytest.mark.parametrize(("evidence", "statement"), RIGHT)
def test_the_same_sense(evidence: str, statement: str) -> None:
    assert verify(statement, evidence).verdict in ACCEPTED, verify(statement, evidence)


def test_a_statement_is_read_once_for_vocabularies_that_say_the_same_of_it() -> None:
    text = "Rash was 5 % with A-drug."
    other = Vocabulary(synonyms={"fever": ("pyrexia",)})
    assert read_statement(text, Vocabulary()) is read_statement(text, other)
    named = Vocabulary(synonyms={"rash": ("exanthema",)}, kinds={"rash": "reaction"})
    arms = Vocabulary(arms={"A-drug": ("A-drug",)})
    assert read_statement(text, arms) is not read_statement(text, named)
    assert read_statement(text, arms).claims[0].bound == read(text, arms).claims[0].bound


def test_abbreviations_in_capitals_bear_on_a_text() -> None:
    named = Vocabulary(arms={"InO": ("InO",)})
    assert named.reach("CR WAS 5 % WITH INO.")
    assert not named.reach("CR was 5 % with placebo.")
