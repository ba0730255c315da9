"""Faults while people ask and review: told in a line, nothing acknowledged is lost."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from ino_assistant.records import RecordsError, Store
from ino_assistant.records.backup import acknowledge, back_up, restore
from ino_assistant.records.exchanges import exchanges_of
from ino_assistant.records.verify import verify_trail
from ino_assistant.review.queues import Wanted
from ino_assistant.service import Office, UnrecordedError
from records.postgres import Server
from records.stores import SetClock
from records.test_backup import copy_aside, put_back_an_older_copy, server
from records.test_faults import full, gone, locked
from service.people import (
    ADA,
    ANN,
    BEN,
    DOSE,
    FAY,
    RATE,
    REPORT,
    SAM,
    SECRET,
    SUE,
    approve,
    office_over,
    state_of,
)

__all__ = ["server"]


def recorded(office: Office) -> set[str]:
    with office.store.reading() as session:
        return {row.id for row in exchanges_of(session, limit=1000)}


def test_while_the_database_is_full_nothing_is_answered_and_nothing_is_lost(
    everywhere: Office,
) -> None:
    given = [everywhere.ask(FAY, RATE).exchange_id]
    with full(everywhere.store):
        with pytest.raises(UnrecordedError, match="is full"):
            for _ in range(100):
                given.append(everywhere.ask(FAY, RATE).exchange_id)
        with pytest.raises(UnrecordedError, match="NOT recorded"):
            for _ in range(100):
                given.append(everywhere.ask(FAY, REPORT).exchange_id)
    given.append(everywhere.ask(FAY, REPORT).exchange_id)
    assert recorded(everywhere) == set(given)
    assert verify_trail(everywhere.store).whole


def test_where_nothing_can_be_written_the_service_is_not_ready(
    everywhere: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ino_assistant.records import store as module

    monkeypatch.setattr(module, "_FRESH_S", 0.0)
    assert everywhere.readiness()["ready"]
    with read_only(everywhere.store):
        assert everywhere.readiness()["problems"] == [
            "the records database can't be written: check its permissions"
        ]
        with pytest.raises(UnrecordedError, match="can't be written"):
            everywhere.ask(FAY, RATE)
    assert everywhere.readiness()["ready"]
    # What was written a moment ago is proof enough: it is asked of every few seconds.
    monkeypatch.setattr(module, "_FRESH_S", 60.0)
    with read_only(everywhere.store):
        assert everywhere.readiness()["ready"]
    assert verify_trail(everywhere.store).whole


@contextmanager
def read_only(store: Store) -> Iterator[None]:
    """The database may be read and not written."""
    if store.file is not None:
        query = "PRAGMA query_only = ON"
    else:
        query = "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY"

    def forbid(connection: Any, *more: object) -> None:
        connection.cursor().execute(query)
        connection.commit()

    event.listen(store.engine, "connect", forbid)
    store.close()
    yield
    event.remove(store.engine, "connect", forbid)
    store.close()


def test_while_the_database_is_locked_nothing_is_answered(
    url: str, tmp_path: Path, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ino_assistant.records import database

    monkeypatch.setattr(database, "WAIT_S", 0.2)
    store = Store(url, tmp_path / "anchor.json", clock).open()
    office = office_over(store)
    before = office.ask(FAY, RATE)
    with locked(store, url), pytest.raises(UnrecordedError, match="is locked by another program"):
        office.ask(FAY, RATE)
    after = office.ask(FAY, RATE)
    assert recorded(office) == {before.exchange_id, after.exchange_id}
    assert verify_trail(store).whole
    store.close()


def test_while_the_database_is_gone_nothing_is_answered_and_then_it_goes_on(
    everywhere: Office, request: pytest.FixtureRequest
) -> None:
    office = everywhere
    review = approve(office, office.ask(FAY, RATE))
    with gone(office.store, request):
        with pytest.raises(UnrecordedError, match="can't be reached"):
            office.ask(FAY, RATE)
        with pytest.raises(UnrecordedError, match="nobody has received it"):
            office.ask(FAY, REPORT)
        with pytest.raises(RecordsError, match="can't be reached"):
            office.upkeep()
        assert office.readiness()["ready"] is False
    served = office.ask(FAY, RATE).answer.validated
    assert served is not None
    assert served["id"] == review
    assert office.readiness()["ready"]
    assert verify_trail(office.store).whole


def test_a_clock_that_steps_back_loses_and_revives_nothing(
    everywhere: Office, clock: SetClock
) -> None:
    office = everywhere
    first = office.ask(FAY, RATE)
    review = approve(office, first)
    clock.forward(hours=-3)
    second = office.ask(FAY, RATE, conversation=first.conversation_id)
    reported = office.ask(FAY, REPORT, conversation=first.conversation_id)
    assert second.answer.validated is not None
    turns = office.conversation(FAY, first.conversation_id)
    # In the order in which they were said, whatever the clock read.
    assert [t["id"] for t in turns] == [
        first.exchange_id,
        second.exchange_id,
        reported.exchange_id,
    ]
    office.desk.withdraw(ANN, review, office.review(ANN, review)["version"], SECRET, "old")
    assert office.ask(FAY, RATE).answer.validated is None
    assert office.safety.read(SUE, reported.report_id or "")["received_at"] < turns[0]["at"]
    report = verify_trail(office.store)
    assert report.whole
    assert any("stepped back" in note for note in report.notes)


def test_a_backup_restored_while_people_ask_loses_nothing_acknowledged(
    everywhere: Office, tmp_path: Path
) -> None:
    office = everywhere
    if office.store.file is None:
        pytest.skip("the server has its own tools: see the next test")
    approve(office, office.ask(FAY, RATE))
    back_up(office.store, ADA, tmp_path / "backup.sqlite3")
    given: list[str] = []
    faults: list[BaseException] = []
    stop = threading.Event()

    def keep_asking() -> None:
        while not stop.is_set():
            try:
                given.append(office.ask(FAY, RATE).exchange_id)
            except UnrecordedError:
                # Told as not answered: nothing was acknowledged.
                continue
            except BaseException as error:
                faults.append(error)
                return

    askers = [threading.Thread(target=keep_asking) for _ in range(2)]
    for asker in askers:
        asker.start()
    try:
        while len(given) < 3:
            assert not faults
        lost = restore(office.store, ADA, tmp_path / "backup.sqlite3", "a drill")
        seen = len(given)
        while len(given) < seen + 3:
            assert not faults
    finally:
        stop.set()
        for asker in askers:
            asker.join(30)
    assert not lost
    assert faults == []
    assert set(given) <= recorded(office)
    assert verify_trail(office.store).whole


def test_after_an_older_copy_nothing_approved_is_served_until_it_is_owned_up_to(
    everywhere: Office, url: str, tmp_path: Path, server: Server | None
) -> None:
    office = everywhere
    review = approve(office, office.ask(FAY, RATE))
    copy_aside(office.store, url, tmp_path, server)
    office.desk.withdraw(ANN, review, office.review(ANN, review)["version"], SECRET, "wrong")
    put_back_an_older_copy(office.store, url, tmp_path, server)
    assert state_of(office, review) == "approved"
    given = office.ask(FAY, RATE)
    assert given.answer.validated is None
    assert "audit trail lacks entries" in office.readiness()["problems"][0]
    acknowledge(office.store, ADA, "restored last night's copy")
    assert office.upkeep().invalidated == (review,)
    assert office.readiness()["ready"]
    assert verify_trail(office.store).whole
    assert given.exchange_id in recorded(office)


def test_many_at_once_are_each_recorded_once(everywhere: Office) -> None:
    office = everywhere
    given: list[str] = []
    asked: Sequence[str] = (RATE, DOSE, "What is the half-life of KARDENTO?")

    def ask(question: str) -> None:
        for _ in range(3):
            given.append(office.ask(FAY, question).exchange_id)

    threads = [threading.Thread(target=ask, args=(q,)) for q in asked]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(given) == 9
    assert recorded(office) == set(given)
    assert verify_trail(office.store).whole
    waiting = office.desk.page(ANN, wanted()).items
    assert waiting
    assert {one.times for one in waiting} == {3}


def test_of_two_reviewers_the_second_is_told_who_was_first(office: Office) -> None:
    from ino_assistant.records import ConflictError

    given = office.ask(SAM, RATE)
    review = given.review_id or ""
    office.desk.claim(ANN, review, 1)
    with pytest.raises(ConflictError, match="Ann Example was first"):
        office.desk.claim(BEN, review, 1)


def wanted() -> Wanted:

    return Wanted()
