"""What stands beside the last answer goes first where a turn leans on it, and only so far."""

from __future__ import annotations

from dataclasses import replace

from answering.conftest import Readers
from ino_assistant.answering.assistant import Assistant
from ino_assistant.answering.choosing.ranking import Candidate
from ino_assistant.answering.turns.focus import carries, drawn, nearness, product_of
from ino_assistant.corpus.model import Statement


def stated(assistant: Assistant, words: str) -> Statement:
    return next(s for s in assistant.corpus.statements if words in s.display)


def ranked(assistant: Assistant, *said: str) -> list[Candidate]:
    facts = [assistant._facts.of(stated(assistant, words)) for words in said]
    return [Candidate(held, 9.0 - place, {}, 1.0) for place, held in enumerate(facts)]


def test_nearness(small: Assistant) -> None:
    alt, liver = stated(small, "occurred in 13/322"), stated(small, "Measure liver tests")
    dose, other = stated(small, "administered by intravenous"), stated(small, "seen in 36/1,731")
    assert nearness(liver, [alt]) == 1
    assert nearness(alt, [alt]) > 1
    assert 0 < nearness(dose, [alt]) < 1
    assert nearness(other, [alt]) == 0
    assert nearness(alt, []) == 0


def test_a_neighbour_is_pulled_up_where_the_turn_leans(small: Assistant) -> None:
    found = ranked(small, "seen in 36/1,731", "Measure liver tests")
    shown = [stated(small, "occurred in 13/322")]
    first = drawn(found, shown, "place")[0].facts.statement
    assert first.display.startswith("Measure liver tests")
    assert drawn(found, shown, "nothing")[0] is not None
    assert "36/1,731" in drawn(found, shown, "nothing")[0].facts.statement.display
    assert drawn(found, [], "place") == found


def test_the_count_behind_a_share_goes_first(small: Assistant) -> None:
    found = ranked(small, "Measure liver tests", "occurred in 13/322")
    share = replace(stated(small, "Measure liver tests"), display="It rose in 4% of patients.")
    first = drawn(found, [share], "figure")[0].facts.statement
    assert "13/322" in first.display


def test_what_was_said_is_no_reason_for_itself(small: Assistant) -> None:
    found = ranked(small, "Measure liver tests", "occurred in 13/322")
    first = drawn(found, [found[0].facts.statement], "reason")[0].facts.statement
    assert "13/322" in first.display


def test_the_medicine_spoken_of(small: Assistant, readers: Readers) -> None:
    alt = stated(small, "occurred in 13/322")
    assert product_of("what is the dose of KARDENTO?", [alt], readers.made_up) == "KARDENTO"
    assert product_of("and the dose?", [alt], readers.made_up) == "ZELMORIX"
    assert product_of("KARDENTO or ZELMORIX?", [], readers.made_up) == ""


def test_a_question_without_a_medicine_may_be_of_the_one_spoken_of(readers: Readers) -> None:
    assert carries("contraindications?", "ZELMORIX", readers.made_up)
    assert not carries("contraindications of KARDENTO?", "ZELMORIX", readers.made_up)
    assert not carries("contraindications?", "", readers.made_up)
    # With one product there is nothing to tell apart.
    assert not carries("contraindications?", "BESPONSA", readers.first)
