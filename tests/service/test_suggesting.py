"""What is suggested: made beside the work, and nothing that somebody has decided against."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from filelock import FileLock

from ino_assistant.answering.answer import Answer
from ino_assistant.answering.assistant import Assistant
from ino_assistant.records import Actor
from ino_assistant.records.errors import RecordsError
from ino_assistant.review.decided import Decided
from ino_assistant.search.store import LOCK, being_built
from ino_assistant.service import Office
from ino_assistant.service.suggesting import MOST, Suggestions
from search.prepared import small_assistant
from service.people import ANN, FAY, SAM, SECRET


def made(office: Office) -> Suggestions:
    """What is suggested, when it has been made."""
    found = office._room.suggestions
    assert found.wait(60)
    return found


def test_there_is_something_for_each_product_to_begin_with(office: Office) -> None:
    office.prepare(60)
    first = office.suggestions(SAM)
    assert len(first) == MOST
    assert "What is ZELMORIX indicated for?" in first[:2]
    assert any("KARDENTO" in question for question in first[:2])
    for question in first:
        given = office.ask(SAM, question)
        assert given.answer.outcome == "answered"


def test_after_an_answer_others_are_suggested(office: Office) -> None:
    made(office)
    question = "What is the recommended dosage of ZELMORIX?"
    given = office.ask(FAY, question)
    after = office.suggestions(FAY, given.answer, [question])
    assert 0 < len(after) <= MOST
    assert question not in after


def test_what_was_decided_against_is_not_suggested(office: Office) -> None:
    made(office)
    first = office.suggestions(FAY)[0]
    review = office.escalate(FAY, office.ask(FAY, first).exchange_id)
    version = office.desk.claim(ANN, review, office.review(ANN, review)["version"])
    office.desk.reject(ANN, review, version, SECRET, "not to be said like this")
    assert first not in office.suggestions(FAY)


def test_nothing_is_suggested_while_it_is_being_made(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits, ask = Event(), Assistant.ask

    def slow(self: Assistant, question: str, earlier: object = ()) -> Answer:
        assert waits.wait(30)
        return ask(self, question)

    monkeypatch.setattr(Assistant, "ask", slow)
    assert office.suggestions(FAY) == ()
    waits.set()
    made(office)
    assert office.suggestions(FAY) != ()


def test_who_may_not_ask_and_broken_records_get_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(office)
    assert office.suggestions(Actor("k", "Key", only=frozenset({"see_own"}))) == ()

    def broken(*given: object, **more: object) -> None:
        raise RecordsError("gone")

    monkeypatch.setattr(Decided, "review_of", broken)
    assert office.suggestions(FAY) == ()


def test_a_fault_in_the_making_stops_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(corpus: object) -> Iterator[object]:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("ino_assistant.service.suggesting.candidates", broken)
    suggestions = Suggestions(small_assistant())
    assert not suggestions.wait(30)
    assert suggestions.first() == ()
    assert "no questions to suggest" in caplog.text


def test_a_rebuild_is_seen(office: Office, tmp_path: Path) -> None:
    office.settings = office.settings.model_copy(update={"data_dir": tmp_path})
    folder = office.settings.index_dir
    assert not office.renewing
    folder.mkdir()
    with FileLock(folder / LOCK):
        during = office.renewing
    assert (during, office.renewing) == (True, False)


def test_a_folder_that_is_not_ours_is_not_being_built(tmp_path: Path) -> None:
    (tmp_path / LOCK).mkdir()
    assert not being_built(tmp_path)
