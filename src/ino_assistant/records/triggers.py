"""Rules of the database itself: what is written is neither changed nor deleted.

SQLite's `INSERT OR REPLACE` deletes without asking the triggers on DELETE, so that a row whose
key is there already is refused as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Operations(Protocol):
    """What a migration executes statements with: Alembic's `op`."""

    def execute(self, statement: str, /) -> object:
        """Execute a statement."""

    def get_bind(self) -> object:
        """The connection."""


def append_only(op: Operations, table: str, key: Sequence[str]) -> None:
    """Refuse every change of a table but new rows.

    Args:
        op: of the migration.
        table: its name.
        key: the columns of its primary key.
    """
    dialect = op.get_bind().dialect.name  # type: ignore[attr-defined]  # Alembic's bind
    for statement in _STATEMENTS[dialect](table, key):
        op.execute(statement)


def _sqlite(table: str, key: Sequence[str]) -> list[str]:
    refuse = f"SELECT RAISE(ABORT, 'append-only: {table}')"
    made = [
        f"CREATE TRIGGER {table}_no_{change} BEFORE {change.upper()} ON {table} BEGIN {refuse}; END"
        for change in ("update", "delete")
    ]
    same = " AND ".join(f"{column} = NEW.{column}" for column in key)
    there = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"
    taken = f"SELECT RAISE(ABORT, 'UNIQUE constraint failed: {table}')"
    made.append(
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {there} "
        f"BEGIN {taken}; END"
    )
    return made


def _postgresql(table: str, key: Sequence[str]) -> list[str]:
    return [
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION 'append-only: %', TG_TABLE_NAME; END $$",
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    ]


_STATEMENTS = {"sqlite": _sqlite, "postgresql": _postgresql}
