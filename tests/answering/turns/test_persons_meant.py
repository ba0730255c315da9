"""Whose the question is: a case of the documents, or somebody whom only the asker knows."""

from __future__ import annotations

import pytest

from answering.conftest import Readers
from ino_assistant.answering.assistant import Assistant
from ino_assistant.answering.turns.conversation import resolve


def test_him_is_never_who_does_it(readers: Readers) -> None:
    for turn in ("What would the author give him?", "What did the expert choose for him?"):
        told = resolve(turn, ["How old was Howard?"], readers.first)
        assert told.standalone == turn.replace("him", "Howard")


def test_somebody_of_the_asker_s_own_is_no_case(readers: Readers) -> None:
    earlier = ["How old was Howard?", "My father is 67. Is InO given at that age?"]
    assert "Howard" not in resolve("what would he get?", earlier, readers.first).standalone


@pytest.mark.parametrize(
    ("earlier", "turn", "routed"),
    [
        (["How old was Helen?"], "Why did the author choose InO for her?", False),
        (["How old was Helen?", "My patient is 40. Should she get InO?"], "Why her?", False),
        (["Who's Howard?"], "he is on warfarin now, ok to give it?", True),
        (["How old was Helen?"], "she vomited after the dose yesterday", True),
    ],
)
def test_a_case_of_the_documents_is_asked_about_by_anyone(
    assistant: Assistant, earlier: list[str], turn: str, routed: bool
) -> None:
    assert (assistant.ask(turn, earlier).outcome == "routed") is routed
