"""Of the readings of a turn the first that is answered as well as it wants is taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from answering.conftest import Readers
from ino_assistant.answering.assistant import Assistant
from ino_assistant.answering.choosing.deciding import Decision
from ino_assistant.answering.turns.aspects import Aspect, aspect_of
from ino_assistant.answering.turns.following import Followed, follow
from ino_assistant.answering.turns.resolution import Leans, Reading, Resolution
from ino_assistant.answering.turns.thread import Thread, Turn
from ino_assistant.answering.understanding.question import Question
from ino_assistant.corpus.model import Statement


@dataclass(frozen=True)
class Answered:
    asked: Question
    decision: Decision
    statements: list[Statement]


class Answerer:
    """Answers the questions that it is given, each with one statement."""

    def __init__(self, readers: Readers, answers: dict[str, Statement], held: Assistant) -> None:
        self.reader, self.answers, self.held = readers.made_up, answers, held
        self.heard: list[tuple[str, Leans, str]] = []

    def among(
        self, alone: str, ids: Sequence[str], shown: Sequence[Statement], product: str
    ) -> list[Answered]:
        return self._answered(alone, [s for s in self.answers.values() if s.id in ids])

    def telling(
        self, alone: str, aspect: Aspect, shown: Sequence[Statement], product: str
    ) -> list[Answered]:
        return self._answered(alone, [s for s in self.answers.values() if aspect.tells(s)])

    def parts(
        self, text: str, shown: Sequence[Statement], leans: Leans, product: str
    ) -> list[Answered]:
        self.heard.append((text, leans, product))
        return self._answered(text, [s for t, s in self.answers.items() if t == text])

    def _answered(self, text: str, found: list[Statement]) -> list[Answered]:
        chosen = tuple(self.held._facts.of(s) for s in found)
        return [Answered(self.reader.read(text), Decision(chosen, (), None), found)]


def read(turn: Resolution, answerer: Answerer, thread: Thread | None = None) -> Followed[Answered]:
    rarity = answerer.held.searcher.index.term_rarity
    return follow(turn, thread or Thread(), answerer, answerer.reader, rarity)


def stated(assistant: Assistant, words: str) -> Statement:
    return next(s for s in assistant.corpus.statements if words in s.display)


def test_the_first_that_is_answered(small: Assistant, readers: Readers) -> None:
    dose = stated(small, "administered by intravenous")
    answerer = Answerer(readers, {"b": dose, "c": dose}, small)
    turn = Resolution("a", leans="thread", others=(Reading("b"), Reading("c")))
    found = read(turn, answerer)
    assert (found.alone, found.told, found.shown) == ("b", "b", (dose,))
    assert [heard[:2] for heard in answerer.heard] == [("a", "thread"), ("b", "place")]


def test_where_nothing_answers_it_stays_as_it_stands(small: Assistant, readers: Readers) -> None:
    found = read(Resolution("a", others=(Reading("b"),)), Answerer(readers, {}, small))
    assert (found.alone, found.shown) == ("a", ())


def test_by_itself_it_counts_only_near_what_was_shown(small: Assistant, readers: Readers) -> None:
    liver = stated(small, "Measure liver tests")
    turn = Resolution("a", others=(Reading("b", "near"),))
    near = Thread((Turn("before", (stated(small, "occurred in 13/322"),)),))
    far = Thread((Turn("before", (stated(small, "administered by intravenous"),)),))
    assert read(turn, Answerer(readers, {"b": liver}, small), near).alone == "b"
    assert read(turn, Answerer(readers, {"b": liver}, small), far).alone == "a"


def test_what_wants_to_be_answered_whole_gives_way(small: Assistant, readers: Readers) -> None:
    liver = stated(small, "Measure liver tests")
    whole, part = "measure liver tests", "measure blood glucose and calcium with liver tests"
    for text, wanted in ((whole, whole), (part, "a")):
        turn = Resolution("a", before=(Reading(text, "whole"),))
        assert read(turn, Answerer(readers, {text: liver, "a": liver}, small)).alone == wanted


def test_the_medicine_spoken_of_is_tried_first(small: Assistant, readers: Readers) -> None:
    dose = stated(small, "administered by intravenous")
    answerer = Answerer(readers, {"dose?": dose}, small)
    found = read(Resolution("dose?"), answerer, Thread((Turn("a", (dose,), "ZELMORIX"),)))
    assert answerer.heard == [("dose?", "nothing", "ZELMORIX")]
    assert found.told == "dose? (ZELMORIX)"
    silent = Answerer(readers, {}, small)
    silent_found = read(Resolution("x?"), silent, Thread((Turn("a", (), "ZELMORIX"),)))
    assert [heard[2] for heard in silent.heard] == ["ZELMORIX", ""]
    assert silent_found.alone == "x?"


def test_what_tells_the_aspect_goes_before_what_names_the_thing(
    small: Assistant, readers: Readers
) -> None:
    named = stated(small, "Infusion reactions were mostly mild")
    answerer = Answerer(readers, {"a": stated(small, "administered by intravenous")}, small)
    answerer.answers["b"] = named
    aspect = aspect_of("were they severe?", ())
    assert aspect is not None
    assert aspect.tells(named)
    assert read(Resolution("a", aspect=aspect), answerer).shown == (named,)


def test_a_row_that_is_meant_is_the_answer_whatever_else_fits(
    small: Assistant, readers: Readers
) -> None:
    row, dose = stated(small, "Eczema"), stated(small, "administered by intravenous")
    answerer = Answerer(readers, {"a": dose, "b": row}, small)
    turn = Resolution("a", before=(Reading("a", among=(row.id,)),))
    assert read(turn, answerer).shown == (row,)


def test_what_says_the_same_once_more_waits_for_what_tells_something(
    small: Assistant, readers: Readers
) -> None:
    dose, pregnancy = stated(small, "administered by intravenous"), stated(small, "pregnant women")
    answerer = Answerer(readers, {"a": dose, "b": pregnancy}, small)
    turn = Resolution("a", leans="thread", others=(Reading("b"),), own="pregnancy")
    assert read(turn, answerer).shown == (pregnancy,)
    assert read(Resolution("a", leans="thread", own="pregnancy"), answerer).shown == (dose,)


def test_what_it_was_taken_to_be_about_is_shown(assistant: Assistant) -> None:
    before = ["How common was VOD with InO?"]
    answer = assistant.ask("median time to onset after hsct", before)
    assert answer.standalone_question == "median time to onset after hsct (VOD)"
    assert "15 days" in answer.text
    asked = assistant.ask("what is the median age?", before)
    assert "VOD" not in asked.standalone_question
