"""Who speaks, where no reviewer has said it."""

from __future__ import annotations

import pytest

from corpus.making import statements_of
from ino_assistant.corpus.annotations import Annotations
from ino_assistant.corpus.authority import Speakers, of_heading

SPEAKERS = Speakers(["ALPHA-1"], [("Madeupine", "MDP-1"), ("placebo", "control")])


@pytest.mark.parametrize(
    ("heading", "authority"),
    [
        ("Patient case", "case"),
        ("Case 1: Fever after surgery", "case"),
        ("CASE REPORT", "case"),
        ("Clinical case study 2", "case"),
        ("Case closed by the agency", None),
        ("How I use Madeupine", "opinion"),
        ("My approach at the bedside", "opinion"),
        ("The author’s view", "opinion"),
        ("May I take it with food?", None),
        ("PART I: PHARMACOLOGY", None),
        ("Safety profile", None),
    ],
)
def test_headings(heading: str, authority: str | None) -> None:
    assert of_heading(heading) == authority


@pytest.mark.parametrize(
    ("text", "given", "authority"),
    [
        ("I stop aspirin in almost every patient.", "background", "opinion"),
        ("There was no control of the type I error.", "background", "background"),
        ("A Phase I trial was done.", "trial", "trial"),
        ("The section “How I use it” is by the author.", "background", "background"),
        ("I prescribed 20 mg.", "case", "case"),
        ("The guideline of NCCN recommends it.", "background", "guideline"),
    ],
)
def test_sentences(text: str, given: str, authority: str) -> None:
    assert SPEAKERS.of_sentence(text, given) == authority  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "heading", "reports"),
    [
        ("The median age was 71 years.", "What did the ALPHA-1 trial show?", True),
        ("In ALPHA-1 nausea lasted 8 days.", "Safety", True),
        ("The hazard ratio was 0.75.", "Safety", True),
        ("Stroke occurred in 2% with Madeupine and in 3% with placebo.", "Safety", True),
        ("In the pooled trials it was seen in 6 of 2,310 patients.", "Safety", True),
        ("Elevations were seen in 1.6% of patients in each group.", "Safety", True),
        ("Food raises its absorption by 38%.", "Pharmacology", False),
        ("Stop Madeupine 24 hours before surgery.", "Surgery", False),
    ],
)
def test_results_of_trials(text: str, heading: str, reports: bool) -> None:
    assert SPEAKERS.reports_trial(text, heading) is reports


def test_without_trials_nothing_is_told_from_words() -> None:
    assert not Speakers().reports_trial("The hazard ratio was 0.75.")


TEXT = """Practice

How I use Madeupine
Dyspepsia usually fades within some weeks of treatment. It is the first choice.

Patient case
Anna, a 78-year-old driver, came to my clinic with palpitations and was treated.
"""


def test_sections_speak_for_their_sentences() -> None:
    found = [s.authority for s in statements_of(TEXT)]
    assert found == ["opinion", "opinion", "case"]


def test_a_reviewer_who_said_who_speaks_is_not_overruled() -> None:
    decided = Annotations(authority="background")
    assert [s.authority for s in statements_of(TEXT, decided)] == [
        "background",
        "background",
        "opinion",
    ]


@pytest.mark.parametrize(
    ("text", "authority"),
    [
        ("It was seen in 9% with Madeupine and 4% with placebo, and I would not rely on it.", None),
        (
            "In my clinic 9% given Madeupine and 4% given placebo fell ill, and I stop it.",
            "opinion",
        ),
        ("It was seen in 9% with Madeupine, and I would not rely on it.", "opinion"),
    ],
)
def test_a_view_behind_figures_of_two_arms(text: str, authority: str | None) -> None:
    assert SPEAKERS.of_sentence(text, "trial") == (authority or "trial")


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("IgM fell below normal in 15.6% of patients.", True),
        ("Only the stratum by age was pre-specified.", True),
        ("About 10% of adults have the disease.", False),
        ("Nausea was mild.", False),
    ],
)
def test_what_goes_on_with_a_finding(text: str, more: bool) -> None:
    assert SPEAKERS.goes_on(text) is more
    assert not Speakers().goes_on(text)


def test_trials_pointed_at_are_those_of_the_document() -> None:
    assert SPEAKERS.reports_trial("No case occurred in either trial.")
    assert SPEAKERS.reports_trial("In the open-label extension it was 1.6 per 100 patient-years.")
