"""What a lead over all other statements excuses, and what being unlike in meaning stops."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from ino_assistant.answering.assistant import Assistant
from ino_assistant.answering.choosing.deciding import Decision, decide
from ino_assistant.answering.choosing.facts import FactsMaker
from ino_assistant.answering.choosing.ranking import rank
from ino_assistant.answering.finding import BESIDE, DEPTH
from ino_assistant.answering.understanding.slots import hard_slots
from ino_assistant.search.wordwise import Wordwise

UNEXPLAINED = "When did the quxolation of VOD begin after HSCT?"
HAZARD_RATIO = "What was the hazard ratio for VOD after HSCT?"
ASKED = "When did VOD begin after HSCT?"


def decided(
    assistant: Assistant, text: str, lead: float, likeness: float = 0.9, words: float = 0.0
) -> Decision:
    """What is decided if the best statement led by so much, and it and the words were so alike."""
    reader, searcher = assistant.reader, assistant.searcher
    facts = FactsMaker(reader, searcher.concepts, searcher.contexts, searcher.claims)
    question = reader.read(text)
    slots, rarity = hard_slots(question, reader), searcher.index.term_rarity
    hits = searcher.search(question.search_text, limit=DEPTH, beside=BESIDE).hits
    first, *others = rank(question, hits, facts, rarity, slots)
    pieces = tuple(re.findall(r"\w+", text.lower()))
    alike = Wordwise(pieces, np.full(len(pieces), words, dtype=np.float32))
    made = [
        replace(first, score=20.0, likeness=likeness, wordwise=alike),
        *(replace(c, score=20.0 - lead - i, likeness=0.1) for i, c in enumerate(others)),
    ]
    return decide(question, made, slots, rarity, facts.fitter)


def test_a_word_that_nothing_explains_is_excused_by_a_lead(assistant: Assistant) -> None:
    near = decided(assistant, UNEXPLAINED, lead=1.0)
    assert (near.reason, near.things) == ("thing", ("quxolation",))
    assert decided(assistant, UNEXPLAINED, lead=5.0).chosen


def test_a_statistic_that_is_not_there_is_never_excused(assistant: Assistant) -> None:
    assert decided(assistant, HAZARD_RATIO, lead=15.0).reason == "thing"


@pytest.mark.parametrize(
    "text",
    [
        "When did VOD begin after HSCT in patients aged 61 or older?",
        "5-year rate of VOD after HSCT?",
    ],
)
def test_a_figure_that_says_of_whom_or_when_is_never_excused(
    assistant: Assistant, text: str
) -> None:
    assert decided(assistant, text, lead=15.0, words=0.99).reason == "thing"


@pytest.mark.parametrize(("likeness", "shown"), [(0.2, False), (0.9, True)])
def test_what_is_unlike_in_meaning_is_not_shown(
    assistant: Assistant, likeness: float, shown: bool
) -> None:
    assert bool(decided(assistant, ASKED, 5.0, likeness).chosen) is shown


def test_the_fewer_words_are_shared_the_more_alike_it_has_to_be(assistant: Assistant) -> None:
    assert decided(assistant, ASKED, 5.0, 0.35).chosen
    assert not decided(assistant, UNEXPLAINED, 5.0, 0.3).chosen


@pytest.mark.parametrize(
    ("words", "lead", "likeness", "shown"),
    [
        (0.5, 0.5, 0.9, True),
        (0.3, 0.5, 0.9, False),
        (0.5, 0.1, 0.9, False),
        (0.5, 0.5, 0.39, False),
    ],
)
def test_a_word_may_be_told_by_one_of_like_meaning(
    assistant: Assistant, words: float, lead: float, likeness: float, shown: bool
) -> None:
    assert bool(decided(assistant, UNEXPLAINED, lead, likeness, words).chosen) is shown


@pytest.mark.parametrize(
    "text",
    [
        HAZARD_RATIO,
        "How many days after HSCT did VOD begin with blinatumomab?",
        "When did VOD begin after HSCT in 2031?",
    ],
)
def test_statistics_medicines_and_figures_have_no_like(assistant: Assistant, text: str) -> None:
    assert decided(assistant, text, lead=0.9, words=0.99).reason == "thing"


def test_of_a_group_little_is_forgiven(assistant: Assistant) -> None:
    asked = "When did VOD begin after HSCT in adolescents?"
    assert not decided(assistant, asked, lead=1.5, words=0.55).chosen
    assert decided(assistant, asked, lead=1.5, words=0.7).chosen


OTHER_ROWS = "What was the odds ratio for VOD in patients who received three or more cycles of InO?"


def test_a_row_that_nothing_asked_tells_from_others_of_its_table_is_not_shown(
    assistant: Assistant,
) -> None:
    refused = decided(assistant, OTHER_ROWS, lead=1.0)
    assert (refused.chosen, refused.reason) == ((), "share")
    assert decided(assistant, OTHER_ROWS, lead=3.0).chosen


def test_a_row_that_is_asked_for_by_its_label_is_shown(assistant: Assistant) -> None:
    named = (
        "What was the odds ratio for VOD with dual alkylator conditioning, as it is listed there?"
    )
    assert decided(assistant, named, lead=1.0).chosen
