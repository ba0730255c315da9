"""An office whose papers are exported; on SQLite, where a test does not ask for both kinds."""

from __future__ import annotations

import pytest

from ino_assistant.records import Store
from records.stores import (
    clock,
    empty_url,
    postgres_server,
    postgres_template,
    sqlite_template,
    store,
    url,
)
from review.office import Office

__all__ = [
    "clock",
    "empty_url",
    "office",
    "postgres_server",
    "postgres_template",
    "sqlite_template",
    "store",
    "url",
]


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store)
