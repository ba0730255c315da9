"""The database full, locked, gone and back, replaced: told in a line, and nothing is lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text

from ino_assistant.records import ConflictError, RecordsError, Store, database
from ino_assistant.records.database import WRITING
from ino_assistant.records.errors import told
from ino_assistant.records.verify import verify_trail
from records.postgres import Server
from records.stores import SetClock
from records.test_trail import ANN, write


@contextmanager
def full(store: Store) -> Iterator[None]:
    """The database takes nothing more."""
    if store.file is None:
        with _server_rule(store, "RAISE disk_full"):
            yield
        return

    def limit(connection: sqlite3.Connection, *more: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")

    event.listen(store.engine, "connect", limit)
    store.close()
    yield
    event.remove(store.engine, "connect", limit)
    store.close()


@contextmanager
def _server_rule(store: Store, statement: str) -> Iterator[None]:
    """PostgreSQL itself fails, with its own error, whenever the trail is added to."""
    body = f"CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN {statement}; END'"
    _run(
        store,
        body,
        "CREATE TRIGGER a_fails BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION fail()",
    )
    yield
    _run(store, "DROP FUNCTION fail CASCADE")


def _run(store: Store, *statements: str) -> None:
    with store.engine.connect() as plain:
        connection = plain.execution_options(**{WRITING: True})
        for statement in statements:
            connection.exec_driver_sql(statement)
        connection.commit()


def test_a_full_database_is_told_and_works_again(store: Store) -> None:
    write(store, 3)
    with full(store):
        with pytest.raises(RecordsError, match="is full: nothing was recorded"):
            for _ in range(200):
                with store.writing(ANN) as work:
                    work.audit("thing.done", ("thing", "1"), new={"long": "x" * 5000})
        before = verify_trail(store)
        assert before.whole
    write(store)
    report = verify_trail(store)
    assert report.whole
    assert report.entries == before.entries + 1


@contextmanager
def locked(store: Store, url: str) -> Iterator[None]:
    """Somebody else holds the database."""
    if store.file is not None:
        with closing(sqlite3.connect(store.file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
        return
    import psycopg

    with psycopg.connect(url) as other_connection:
        other_connection.execute(f"SELECT pg_advisory_lock({database._TRAIL_LOCK})")
        yield


def test_a_locked_database_is_told_and_works_again(
    url: str, tmp_path: Path, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "WAIT_S", 0.2)
    store = Store(url, tmp_path / "anchor.json", clock).open()
    write(store)
    with locked(store, url):
        with pytest.raises(RecordsError, match="is locked by another program"):
            write(store)
        # Reading goes on meanwhile.
        assert verify_trail(store).whole
    write(store)
    assert verify_trail(store).entries == 3
    store.close()


def test_a_thread_that_waits_too_long_is_told(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ino_assistant.records import store as module

    monkeypatch.setattr(module, "WAIT_S", 0.05)
    with store.writing(ANN) as work:
        work.audit("thing.done", ("thing", "1"))
        with pytest.raises(RecordsError, match="busy"):
            write(store)
    assert verify_trail(store).entries == 2


@contextmanager
def gone(store: Store, request: pytest.FixtureRequest) -> Iterator[None]:
    """The database can't be reached."""
    if store.file is None:
        server: Server = request.getfixturevalue("postgres_server")
        server.stop()
        yield
        server.start()
        return
    parts = [store.file.with_name(store.file.name + suffix) for suffix in ("", "-wal", "-shm")]
    parts = [part for part in parts if part.exists()]
    for part in parts:
        part.rename(part.with_name(part.name + ".away"))
    yield
    for part in parts:
        part.with_name(part.name + ".away").rename(part)


def test_a_database_that_is_gone_is_told_and_works_again_when_it_is_back(
    store: Store, request: pytest.FixtureRequest
) -> None:
    write(store, 2)
    with gone(store, request):
        for _ in range(2):
            with pytest.raises(RecordsError, match="can't be reached"):
                write(store)
            with pytest.raises(RecordsError, match="can't be reached"):
                verify_trail(store)
        if store.file is not None:
            assert not store.file.exists(), "no new database in the place of the lost one"
    write(store)
    report = verify_trail(store)
    assert report.whole
    assert report.entries == 4


def test_records_that_are_lost_are_not_begun_anew(store: Store, clock: SetClock) -> None:
    if store.file is None:
        pytest.skip("a server's database does not vanish with a file")
    write(store)
    store.close()
    store.file.unlink()
    with pytest.raises(RecordsError, match=r"records are gone, though .* knows of 2 entries"):
        Store(f"sqlite:///{store.file}", store.anchor.path, clock).open()


def test_a_damaged_database_is_told(store: Store, clock: SetClock) -> None:
    if store.file is None:
        pytest.skip("a server keeps its own files")
    store.close()
    store.file.write_bytes(b"not a database at all" * 500)
    with pytest.raises(RecordsError, match="is damaged"):
        Store(f"sqlite:///{store.file}", store.anchor.path, clock).open()


def test_a_folder_that_can_not_be_written_is_told(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(RecordsError, match="nothing can be recorded"):
        Store(f"sqlite:///{file}/records.sqlite3", tmp_path / "anchor.json").open()


def test_a_database_without_tables_is_told(tmp_path: Path) -> None:
    file = tmp_path / "records.sqlite3"
    file.touch()
    store = Store(f"sqlite:///{file}", tmp_path / "anchor.json")
    with pytest.raises(RecordsError, match="can't be reached"):
        verify_trail(store)


def test_two_that_write_the_same_row_conflict(store: Store) -> None:
    with store.writing(ANN) as work:
        work.audit("thing.done", ("thing", "1"))
    with pytest.raises(ConflictError, match="somebody else"), store.writing(ANN) as work:
        work.audit("thing.done", ("thing", "2"))
        statement = "INSERT INTO audit SELECT * FROM audit WHERE seq = 1"
        work.session.execute(text(statement))


def test_other_errors_are_told_in_a_line(store: Store) -> None:
    with pytest.raises(RecordsError, match="can't be used: ") as caught, store.reading() as session:
        session.execute(text("SELECT nonsense"))
    assert "\n" not in str(caught.value)


def test_every_way_of_failing_has_a_line() -> None:
    from sqlalchemy.exc import InvalidRequestError, OperationalError
    from sqlalchemy.exc import TimeoutError as PoolTimeout

    assert "locked" in str(told(PoolTimeout("no connection")))
    assert "can't be used: odd" in str(told(InvalidRequestError("odd")))
    for words, line in (
        ("attempt to write a readonly database", "can't be written"),
        ("disk I/O error", "can't be reached"),
        ("connection refused", "can't be reached"),
        ("database disk image is malformed", "damaged"),
        ("", "can't be used"),
    ):
        error: Any = OperationalError("SELECT 1", {}, Exception(words))
        assert line in str(told(error))
