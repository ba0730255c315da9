"""Fixtures: a store on each kind of database, and a clock that a test sets."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ino_assistant.records import Store
from ino_assistant.records.migrate import upgrade
from records.postgres import NoServerError, Server, name_in, running_server

KINDS = ("sqlite", "postgresql")


class SetClock:
    """A clock that a test moves, and that goes on by a millisecond with each look."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now

    def forward(self, **by: float) -> None:
        """Move on; back by a negative amount."""
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    try:
        with running_server() as server:
            yield server
    except NoServerError as error:
        # Where everything has to be tested, a missing server is a fault.
        if os.environ.get("CI"):
            raise
        pytest.skip(str(error))


@pytest.fixture(params=KINDS)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a new and empty database, of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'records.sqlite3'}"
        return
    server: Server = request.getfixturevalue("postgres_server")
    address = server.new()
    yield address
    server.drop(address)


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a new database of each kind, with its tables: copied, as that is faster."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        shutil.copyfile(template, tmp_path / "records.sqlite3")
        yield f"sqlite:///{tmp_path / 'records.sqlite3'}"
        return
    server: Server = request.getfixturevalue("postgres_server")
    address = server.new(request.getfixturevalue("postgres_template"))
    yield address
    server.drop(address)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "records.sqlite3"
    _with_tables(f"sqlite:///{file}", file)
    return file


@pytest.fixture(scope="session")
def postgres_template(postgres_server: Server, tmp_path_factory: pytest.TempPathFactory) -> str:
    address = postgres_server.new()
    _with_tables(address, tmp_path_factory.mktemp("template") / "none")
    return name_in(address)


def _with_tables(address: str, file: Path) -> None:
    store = Store(address, file.parent / "anchor.json")
    if store.file is not None:
        store.file.touch()
    upgrade(store.engine, store.anchor.path)
    with store.engine.connect() as connection:
        if store.file is not None:
            # All of it into the one file that is copied.
            connection.rollback()
            connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]  # it is there
    store.close()


@pytest.fixture
def store(url: str, tmp_path: Path, clock: SetClock) -> Iterator[Store]:
    opened = Store(url, tmp_path / "anchor.json", clock).open()
    yield opened
    opened.close()
