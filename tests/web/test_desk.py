from __future__ import annotations

import logging

import pytest

from ino_assistant.records import LOCAL
from ino_assistant.settings import Settings
from ino_assistant.web.conversation import Conversation
from ino_assistant.web.desk import Desk, Update
from web.fake import ALFA, BETA, FakeAssistant, FakeOffice


@pytest.fixture
def desk() -> Desk:
    return Desk(FakeOffice(), Settings())


def last(desk: Desk, question: str, state: Conversation) -> Update:
    return list(desk.ask(question, state))[-1]


def test_first_a_sign_of_work_then_the_answer(desk: Desk) -> None:
    working, done = desk.ask("What was the response?", Conversation())
    assert "Searching the documents" in working[1]
    assert "Searching the documents" in working[2]
    assert working[3] == ""
    assert working[4]["interactive"] is False
    assert 'id="exchange-1"' in done[1]
    assert done[4]["interactive"] is True
    assert done[0].earlier == ("What was the response?",)


def test_each_conversation_has_its_own_earlier_questions() -> None:
    assistant = FakeAssistant()
    desk = Desk(FakeOffice(assistant), Settings())
    mine = last(desk, "What was the response?", Conversation())[0]
    last(desk, "What is Alfazumab?", Conversation())
    last(desk, "And the response in men?", mine)
    assert [earlier for _, earlier in assistant.asked] == [(), (), ("What was the response?",)]


def test_nothing_is_asked_without_a_question() -> None:
    assistant = FakeAssistant()
    (only,) = Desk(FakeOffice(assistant), Settings()).ask(" \n", Conversation())
    assert "Type a question first." in only[2]
    assert assistant.asked == []


def test_a_question_that_is_too_long_is_not_taken_over(desk: Desk) -> None:
    state, shown, *_ = last(desk, "x" * 100_000, Conversation())
    assert "The question is too long." in shown
    assert len(shown) < 20_000
    assert state.earlier == ()


def test_a_fault_is_told_and_the_page_stays_usable(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        state, shown, _, _, ask, _ = last(desk, "break", Conversation())
    assert "Something went wrong" in shown
    assert "broken on purpose" not in shown
    assert "broken on purpose" in caplog.text
    assert ask["interactive"] is True
    assert state.earlier == ()


def test_starting_anew(desk: Desk) -> None:
    state, shown, _, box, ask, examples = desk.start_anew()
    assert state.exchanges == ()
    for warning in (ALFA, BETA):
        assert f"Boxed warning: {warning.product}" in shown
    assert box == ""
    assert ask["interactive"] is True
    assert examples["visible"] is True


def test_every_turn_is_recorded_in_the_same_conversation() -> None:
    office = FakeOffice()
    desk = Desk(office, Settings())
    state = last(desk, "What was the response rate?", Conversation())[0]
    last(desk, "And with response control?", state)
    assert office.recorded == [
        (LOCAL, "What was the response rate?", None, "web"),
        (LOCAL, "And with response control?", "conversation-1", "web"),
    ]


def test_what_could_not_be_recorded_is_not_answered(desk: Desk) -> None:
    state, shown, status, *_ = last(
        desk, "The response rate when the disk is full?", Conversation()
    )
    assert "not answered, as it could not be recorded: full" in shown
    assert "73.2%" not in shown
    assert ALFA.heading in shown
    assert "Not answered." in status
    assert state.earlier == ()


def test_where_people_sign_in_nobody_else_asks() -> None:
    desk = Desk(FakeOffice(), Settings(accounts=True))
    shown = last(desk, "What was the response rate?", Conversation())[1]
    assert "sign in first" in shown
    assert "73.2%" not in shown
