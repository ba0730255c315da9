"""The interface of an office over the small corpus, with people of every role."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from api.desk import Desk
from ino_assistant.records import Store
from people.conftest import url
from records.stores import clock, postgres_server, postgres_template, sqlite_template, store

__all__ = [
    "clock",
    "postgres_server",
    "postgres_template",
    "sqlite_template",
    "store",
    "url",
]


@pytest.fixture
def desk(store: Store) -> Iterator[Desk]:
    made = Desk(store)
    yield made
    made.close()
