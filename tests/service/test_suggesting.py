"""What is suggested: tried out when it is wanted, and nothing that somebody decided against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from ino_assistant.answering.assistant import Assistant
from ino_assistant.answering.saying.answer import Answer
from ino_assistant.answering.suggesting import Suggestion, verified
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


def test_a_question_is_tried_out_once_and_only_when_it_is_to_be_offered(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    ask = Assistant.ask

    def counted(self: Assistant, question: str, earlier: Sequence[str] = ()) -> Answer:
        asked.append(question)
        return ask(self, question, earlier)

    monkeypatch.setattr(Assistant, "ask", counted)
    suggestions = office._room.suggestions
    assert asked == []
    first = list(islice(suggestions.first(), MOST))
    assert len(asked) < len(suggestions._all)
    del asked[:]
    assert list(islice(suggestions.first(), MOST)) == first
    assert asked == []


def test_who_waits_does_not_wait_for_long() -> None:
    suggestions = Suggestions(small_assistant(), longest=-1.0)
    assert list(suggestions.first()) == []
    assert suggestions.wait(60)
    # What was tried out by then is offered.
    assert list(suggestions.first()) != []


def test_sales_is_offered_nothing_but_label_text(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def of_a_trial(*given: Any) -> Suggestion | None:
        found = verified(*given)
        return None if found is None else replace(found, label_only=False)

    monkeypatch.setattr("ino_assistant.service.suggesting.verified", of_a_trial)
    made(office)
    assert office.suggestions(FAY) != ()
    assert office.suggestions(SAM) == ()


def test_who_may_not_ask_and_broken_records_get_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(office)
    assert office.suggestions(Actor("k", "Key", only=frozenset({"see_own"}))) == ()

    def broken(*given: object, **more: object) -> None:
        raise RecordsError("gone")

    monkeypatch.setattr(Decided, "review_of", broken)
    assert office.suggestions(FAY) == ()


@pytest.mark.parametrize("broken", ["candidates", "verified"])
def test_a_fault_in_the_making_stops_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, broken: str
) -> None:
    def breaks(*given: object) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr(f"ino_assistant.service.suggesting.{broken}", breaks)
    suggestions = Suggestions(small_assistant())
    assert not suggestions.wait(30)
    assert list(suggestions.first()) == []
    assert "to suggest" in caplog.text


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
