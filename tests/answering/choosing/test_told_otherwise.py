"""What is asked for in one way and told in another; what leads; what may not be left out."""

from __future__ import annotations

import pytest

from answering.making import corpus_of, document
from ino_assistant.answering.assistant import Assistant
from search.prepared import assistant_over

NOT_FOR = "Alfazumab is not approved for asthma."
FOR = "Alfazumab was approved in 2021 for adults with severe nasal polyps."
WOMEN = "The mean age was 44 years and 61% were women."
WORSE = "Verified polyp regrowth occurred in 9% of patients on Alfazumab."
OPENED = "Discard any solution remaining 3 months after the bottle was first opened."
ALLERGIC = "Do not give Alfazumab to people allergic to any of its excipients."
PEN = "The prefilled pen delivers 45 mg of Alfazumab."
PART = "For those who had surgery, fever was reported in 18/79 patients on Alfazumab (23%)."
ALL = "Fever occurred in 23/164 patients on Alfazumab (14%)."
RATE = "The rate of cellulitis was 1.6 per 100 patient-years on Alfazumab."


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Over a few sentences and rows, without a model."""
    columns = ("Alfazumab (n=164), n (%)", "Placebo (n=160), n (%)", "Hazard ratio (95% CI)")
    corpus = corpus_of(
        document(
            sentences=(
                NOT_FOR, FOR, WOMEN, WORSE, OPENED, ALLERGIC, PEN, PART, ALL, RATE,
            ),
            products=("Alfazumab",),
            tables=[
                ("No prior DMT, relapse", columns, ("9 (9.0)", "20 (21.5)", "0.43 (0.28-0.66)")),
                ("Encephalopathy", columns, ("5 (3.0)", "4 (2.5)", "1.22 (0.3-4.4)")),
            ],
        )
    )  # fmt: skip
    return assistant_over(corpus, tmp_path_factory.mktemp("otherwise"))


@pytest.mark.parametrize(
    ("question", "says"),
    [
        # What is so comes before what is not, all patients before a part of them.
        ("who is Alfazumab approved for?", FOR),
        ("how many had fever with Alfazumab?", ALL),
        # An abbreviation that nothing defines, a clipped word, shorthand, lay words.
        ("VPR rate on Alfazumab?", WORSE),
        ("enceph n on drug", "Encephalopathy"),
        ("rate of cellulitis on tx", RATE),
        ("how many were women?", WOMEN),
        # A thing told by its explanation, or by a shorter name.
        ("relapse in treatment naive pts (no prior DMT)?", "No prior DMT"),
        ("when to discard the oral solution after the bottle was opened?", OPENED),
        ("HR for relapse with no prior DMT on Alfazumab?", "0.43 (0.28-0.66)"),
    ],
)
def test_it_is_found_as_it_is_told(made: Assistant, question: str, says: str) -> None:
    answer = made.ask(question)
    assert answer.outcome == "answered"
    assert says in answer.text.split("[1]")[0]


@pytest.mark.parametrize(
    "question",
    [
        "How much does a pen of Alfazumab cost?",
        "Which excipients does Alfazumab contain?",
        "mortality in nasal polyps",
        "XQZ rate on Alfazumab?",
    ],
)
def test_what_is_asked_after_may_not_be_left_out(made: Assistant, question: str) -> None:
    assert made.ask(question).outcome == "refused"
