"""Bringing a database up to date: whole or not at all, by one program at a time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, event, inspect, text

import ino_assistant.records.every_table  # noqa: F401 - they are all compared
from ino_assistant.records import RecordsError, Store
from ino_assistant.records.database import WRITING
from ino_assistant.records.migrate import current, upgrade
from ino_assistant.records.tables import Base
from ino_assistant.records.verify import verify_trail


def opened(url: str, folder: Path) -> Store:
    return Store(url, folder / "anchor.json").open()


def test_the_migrations_make_the_tables_that_the_code_has(empty_url: str, tmp_path: Path) -> None:
    store = opened(empty_url, tmp_path)
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, Base.metadata) == []
        for table in Base.metadata.sorted_tables:
            made = {c["name"]: c["nullable"] for c in inspect(connection).get_columns(table.name)}
            assert made == {c.name: c.nullable for c in table.columns}, table.name
    store.close()


def test_a_database_of_an_earlier_version_is_brought_up_to_date(
    empty_url: str, tmp_path: Path
) -> None:
    store = Store(empty_url, tmp_path / "anchor.json")
    if store.file is not None:
        store.file.touch()
    upgrade(store.engine, store.anchor.path, "0001")
    assert current(store.engine) == "0001"
    store.open()
    assert current(store.engine) != "0001"
    assert verify_trail(store).whole
    store.close()


@pytest.mark.parametrize("at", [1, 3, 8, 12, 20, 27])
def test_an_interrupted_migration_goes_on_at_the_next_opening(
    empty_url: str, tmp_path: Path, at: int
) -> None:
    store = Store(empty_url, tmp_path / "anchor.json")
    if store.file is not None:
        store.file.touch()
    seen = 0

    def interrupt(connection: Connection, *more: object) -> None:
        nonlocal seen
        statement = str(more[1])
        seen += statement.lstrip().startswith(("CREATE", "INSERT", "UPDATE"))
        if seen == at:
            raise KeyboardInterrupt

    event.listen(store.engine, "before_cursor_execute", interrupt)
    with pytest.raises(KeyboardInterrupt):
        store.open()
    store.close()
    event.remove(store.engine, "before_cursor_execute", interrupt)
    with store.engine.connect() as connection:
        tables = set(inspect(connection).get_table_names())
    # Each revision is there whole or not at all.
    assert ("audit" in tables) == ("safety_event" in tables)
    assert ("review_version" in tables) == ("variant" in tables)
    store.open()
    assert verify_trail(store).whole
    store.close()


_KILLED = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import event
from ino_assistant.records import Store

store = Store(sys.argv[1], Path(sys.argv[2]))
if store.file is not None:
    store.file.touch()
seen = 0

def kill(connection, cursor, statement, *more):
    global seen
    seen += statement.lstrip().startswith("CREATE")
    if seen == int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)

event.listen(store.engine, "before_cursor_execute", kill)
store.open()
"""


@pytest.mark.parametrize("at", [4, 30])
def test_a_migration_that_is_killed_goes_on_at_the_next_opening(
    empty_url: str, tmp_path: Path, at: int
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _KILLED, empty_url, str(tmp_path / "anchor.json"), str(at)],
        env=dict(os.environ),
        check=False,
        capture_output=True,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    store = opened(empty_url, tmp_path)
    assert verify_trail(store).whole
    store.close()


def test_programs_that_start_at_once_make_the_tables_once(empty_url: str, tmp_path: Path) -> None:
    failed: list[BaseException] = []

    def start() -> None:
        try:
            opened(empty_url, tmp_path).close()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    store = opened(empty_url, tmp_path)
    report = verify_trail(store)
    assert report.whole
    assert 1 <= report.entries <= 4
    store.close()


def test_a_database_of_a_later_version_is_not_touched(store: Store) -> None:
    with store.engine.connect() as plain:
        connection = plain.execution_options(**{WRITING: True})
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        connection.commit()
    with pytest.raises(RecordsError, match="later version"):
        store.open()
