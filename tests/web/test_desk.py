from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator

import gradio as gr
import pytest

from ino_assistant.records import LOCAL
from ino_assistant.settings import Settings
from ino_assistant.web.conversation import Conversation
from ino_assistant.web.desk import Desk, Update
from web.fake import ALFA, BETA, FakeAssistant, FakeOffice

STATE, HELD, SHOWN, STATUS, BOX, ASK, STOP, BANNER = range(8)


@pytest.fixture
def desk() -> Desk:
    return Desk(FakeOffice(), Settings())


def last(desk: Desk, question: str, state: Conversation) -> Update:
    return steps(desk.ask(question, state, ""))[-1]


def steps(updates: AsyncIterator[Update]) -> list[Update]:
    async def all_of_them() -> list[Update]:
        return [update async for update in updates]

    return asyncio.run(all_of_them())


def test_first_a_sign_of_work_then_the_answer(desk: Desk) -> None:
    working, done = steps(desk.ask("What was the response?", Conversation(), ""))
    assert "Searching the documents" in working[SHOWN]
    assert "Searching the documents" in working[STATUS]
    assert working[BOX] == ""
    assert working[ASK]["interactive"] is False
    assert working[STOP]["visible"] is True
    assert 'id="exchange-1"' in done[SHOWN]
    assert done[ASK]["interactive"] is True
    assert done[STOP]["visible"] is False
    assert done[STATE].pending is None
    assert done[HELD] == "conversation-1"
    assert done[STATE].earlier == ("What was the response?",)


def test_each_conversation_has_its_own_earlier_questions() -> None:
    assistant = FakeAssistant()
    desk = Desk(FakeOffice(assistant), Settings())
    mine = last(desk, "What was the response?", Conversation())[STATE]
    last(desk, "What is Alfazumab?", Conversation())
    last(desk, "And the response in men?", mine)
    assert [earlier for _, earlier in assistant.asked] == [(), (), ("What was the response?",)]


def test_nothing_is_asked_without_a_question() -> None:
    assistant = FakeAssistant()
    (only,) = steps(Desk(FakeOffice(assistant), Settings()).ask(" \n", Conversation(), ""))
    assert "Type a question first." in only[STATUS]
    assert assistant.asked == []


def test_a_question_that_is_too_long_is_not_taken_over(desk: Desk) -> None:
    state, _, shown, *_ = last(desk, "x" * 100_000, Conversation())
    assert "The question is too long." in shown
    assert len(shown) < 20_000
    assert state.earlier == ()


def test_a_fault_is_told_and_the_page_stays_usable(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        state, _, shown, _, _, ask, *_ = last(desk, "break", Conversation())
    assert "Something went wrong" in shown
    assert "broken on purpose" not in shown
    assert "broken on purpose" in caplog.text
    assert ask["interactive"] is True
    assert state.earlier == ()


def test_starting_anew(desk: Desk) -> None:
    state, held, shown, _, box, ask, *_ = desk.start_anew()
    assert state.exchanges == ()
    assert held == ""
    for warning in (ALFA, BETA):
        assert f"Boxed warning: {warning.product}" in shown
    assert "What is Alfazumab?" in shown
    assert box == ""
    assert ask["interactive"] is True


def test_stopping_puts_the_question_back(desk: Desk) -> None:
    working, _ = steps(desk.ask("What was the response?", Conversation(), ""))
    stopped = desk.stop(working[STATE])
    assert stopped[STATE].pending is None
    assert stopped[BOX] == "What was the response?"
    assert "Stopped." in stopped[STATUS]
    assert stopped[ASK]["interactive"] is True


def test_what_was_offered_is_asked_by_itself() -> None:
    assistant = FakeAssistant()
    desk = Desk(FakeOffice(assistant), Settings())
    state = last(desk, "What was the response?", Conversation())[STATE]
    pressed = gr.EventData(None, {"question": "What is Alfazumab?"})
    done = steps(desk.ask_this(state, "", pressed))[-1]
    assert assistant.asked[-1] == ("What is Alfazumab?", ())
    assert done[STATE].earlier == ("What was the response?", "What is Alfazumab?")


def test_a_reply_that_was_offered_is_of_the_conversation() -> None:
    assistant = FakeAssistant()
    desk = Desk(FakeOffice(assistant), Settings())
    state = last(desk, "What was the response?", Conversation())[STATE]
    pressed = gr.EventData(None, {"question": "Alfazumab", "reply": True})
    steps(desk.ask_this(state, "", pressed))
    assert assistant.asked[-1] == ("Alfazumab", ("What was the response?",))


@pytest.mark.parametrize("sent", [None, {}, {"question": " "}])
def test_a_press_without_words_asks_nothing(desk: Desk, sent: object) -> None:
    assert steps(desk.ask_this(Conversation(), "", gr.EventData(None, sent))) == []


def test_next_questions_are_shown_under_an_answer_and_not_asked_twice(desk: Desk) -> None:
    state, _, shown, *_ = last(desk, "What was the response?", Conversation())
    assert "Ask next" in shown
    shown = last(desk, "What is Alfazumab?", state)[SHOWN]
    assert shown.count("Ask next") == 1


def test_a_server_that_was_started_anew_takes_the_conversation_from_its_records() -> None:
    assistant = FakeAssistant()
    desk = Desk(FakeOffice(assistant), Settings())
    done = steps(desk.ask("And with response control?", Conversation(), "conversation-1"))[-1]
    assert done[STATE].id == "conversation-1"
    assert assistant.asked == [("And with response control?", ("What was the response rate?",))]
    assert 'class="exchange kept"' in done[SHOWN]


def test_another_s_conversation_is_not_taken_up() -> None:
    assistant = FakeAssistant()
    desk = Desk(FakeOffice(assistant), Settings())
    steps(desk.ask("What was the response?", Conversation(), "someone-else"))
    assert assistant.asked == [("What was the response?", ())]


def test_who_asks_before_the_page_has_opened_loses_nothing(desk: Desk) -> None:
    working, done = steps(desk.ask("What was the response?", Conversation(), ""))
    request = gr.Request(request=None, query_params={"conversation": "conversation-1"})
    for quick in (working, done):
        *kept, top = desk.open(quick[STATE], request)
        assert len(kept) == len(done)
        assert all(value == gr.skip() for value in kept)
        assert "<h1>" in top


def test_a_rebuild_is_told(desk: Desk) -> None:
    assert desk.start_anew()[BANNER] == ""
    office = FakeOffice()
    office.renewing = True
    assert "being rebuilt" in Desk(office, Settings()).start_anew()[BANNER]


def test_every_turn_is_recorded_in_the_same_conversation() -> None:
    office = FakeOffice()
    desk = Desk(office, Settings())
    state = last(desk, "What was the response rate?", Conversation())[STATE]
    last(desk, "And with response control?", state)
    assert office.recorded == [
        (LOCAL, "What was the response rate?", None, "web"),
        (LOCAL, "And with response control?", "conversation-1", "web"),
    ]


def test_what_could_not_be_recorded_is_not_answered(desk: Desk) -> None:
    state, _, shown, status, *_ = last(
        desk, "The response rate when the disk is full?", Conversation()
    )
    assert "not answered, as it could not be recorded: full" in shown
    assert "73.2%" not in shown
    assert ALFA.heading in shown
    assert "Not answered." in status
    assert state.earlier == ()


def test_where_people_sign_in_nobody_else_asks() -> None:
    desk = Desk(FakeOffice(), Settings(accounts=True))
    shown = last(desk, "What was the response rate?", Conversation())[SHOWN]
    assert "sign in first" in shown
    assert "73.2%" not in shown
