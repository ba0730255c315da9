from __future__ import annotations

from ino_assistant.web.conversation import MAX_EXCHANGES, Conversation


def test_earlier_questions_without_those_that_could_not_be_worked_on() -> None:
    talk = Conversation().with_exchange("one", "<p>").with_exchange(None, "<p>")
    assert talk.with_exchange("two", "<p>").earlier == ("one", "two")


def test_numbers_go_on_when_the_oldest_goes() -> None:
    talk = Conversation()
    for number in range(MAX_EXCHANGES + 2):
        talk = talk.with_exchange(str(number), "<p>")
    assert len(talk.exchanges) == MAX_EXCHANGES
    assert talk.exchanges[0].number == 3
    assert talk.next_number == MAX_EXCHANGES + 3
