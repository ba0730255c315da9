"""Every test of review runs on each kind of database."""

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
