"""What statements speak of is found in them and in the headings of their tables."""

from __future__ import annotations

from functools import cache

import pytest

from corpus.making import ROOT
from ino_assistant.corpus.load import load_corpus
from ino_assistant.corpus.model import Statement


@cache
def statements() -> tuple[Statement, ...]:
    return load_corpus(ROOT / "corpus").statements


def starting(words: str) -> Statement:
    return next(s for s in statements() if s.display.startswith(words))


@pytest.mark.parametrize(
    ("words", "arms", "endpoint"),
    [
        ("InO demonstrated a median OS", ("InO", "SC"), "overall survival"),
        ("Febrile neutropenia was reported", (), "febrile neutropenia"),
        ("Alkylator conditioning (dual, single)", (), "veno-occlusive disease"),
        ("Age, Median (range)", ("InO", "SC"), None),
    ],
)
def test_arms_and_endpoints(words: str, arms: tuple[str, ...], endpoint: str | None) -> None:
    found = starting(words)
    assert found.arms == arms
    assert (found.endpoints[:1] or (None,))[0] == endpoint


def test_the_trials_name_is_not_that_of_its_arm() -> None:
    assert starting("As shown in Figure 1").arms == ("InO",)  # "efficacy of InO", not INO-VATE
    assert starting("HSCT outcomes were assessed").arms == ()


def test_populations_and_abbreviations() -> None:
    assert "United States" in starting("Incidence of VOD in all patients").populations
    assert starting("The analysis of OS did not meet").abbreviations == ("OS",)
