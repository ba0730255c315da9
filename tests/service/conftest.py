"""One assistant over a small corpus for all tests of the service; records of its own for each."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ino_assistant.records import Store
from ino_assistant.service import Office
from records.stores import (
    SetClock,
    clock,
    empty_url,
    postgres_server,
    postgres_template,
    sqlite_template,
    store,
    url,
)
from service.people import office_over

__all__ = [
    "clock",
    "empty_url",
    "everywhere",
    "office",
    "postgres_server",
    "postgres_template",
    "sqlite_template",
    "store",
    "url",
]


@pytest.fixture
def office(sqlite_template: Path, tmp_path: Path, clock: SetClock) -> Iterator[Office]:
    """An office with records in SQLite: for what no database can make different."""
    shutil.copyfile(sqlite_template, tmp_path / "records.sqlite3")
    address = f"sqlite:///{tmp_path / 'records.sqlite3'}"
    opened = Store(address, tmp_path / "anchor.json", clock).open()
    yield office_over(opened)
    opened.close()


@pytest.fixture
def everywhere(store: Store) -> Office:
    """An office on each kind of database."""
    return office_over(store)
