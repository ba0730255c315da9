"""People over a store, and a provider of sign-in that runs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ino_assistant.people import People
from ino_assistant.records import Store
from people.staff import BACK_TO, Running, running, staffed
from records.postgres import Server
from records.stores import (
    KINDS,
    clock,
    postgres_server,
    postgres_template,
    sqlite_template,
    store,
)

__all__ = [
    "clock",
    "postgres_server",
    "postgres_template",
    "sqlite_template",
    "store",
    "url",
]


@pytest.fixture
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A new database: SQLite's, and PostgreSQL's too where a test is marked `everywhere`."""
    if getattr(request, "param", KINDS[0]) == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        shutil.copyfile(template, tmp_path / "records.sqlite3")
        yield f"sqlite:///{tmp_path / 'records.sqlite3'}"
        return
    server: Server = request.getfixturevalue("postgres_server")
    address = server.new(request.getfixturevalue("postgres_template"))
    yield address
    server.drop(address)


@pytest.fixture
def people(store: Store) -> People:
    return staffed(store)


@pytest.fixture(scope="session")
def running_provider() -> Iterator[Running]:
    with running(BACK_TO) as found:
        yield found


@pytest.fixture
def provider(running_provider: Running) -> Iterator[Running]:
    """The provider, behaving well."""
    running_provider.control()
    yield running_provider
    running_provider.control()
