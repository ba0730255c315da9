"""Tests of review run in SQLite; what a database may do otherwise runs on each kind of it."""

from __future__ import annotations

from pathlib import Path

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


_HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where a test is not marked `both_databases` its rules are those of the program alone."""
    items[:] = [item for item in items if not _is_repeated(item)]


def _is_repeated(item: pytest.Item) -> bool:
    if not isinstance(item, pytest.Function) or _HERE not in item.path.parents:
        return False
    kind = item.callspec.params.get("url") if hasattr(item, "callspec") else None
    return kind == "postgresql" and item.get_closest_marker("both_databases") is None


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store)
