"""Every test of the records runs on each kind of database."""

from records.stores import (
    clock,
    empty_url,
    postgres_server,
    postgres_template,
    sqlite_template,
    store,
    url,
)

__all__ = [
    "clock",
    "empty_url",
    "postgres_server",
    "postgres_template",
    "sqlite_template",
    "store",
    "url",
]
