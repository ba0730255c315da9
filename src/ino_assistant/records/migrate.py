"""Bringing a database to the tables of this version, whatever version it is of."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout
from sqlalchemy import Engine, inspect, text

from ino_assistant.records.database import WRITING
from ino_assistant.records.errors import RecordsError

if TYPE_CHECKING:
    from alembic.config import Config

_SCRIPTS = Path(__file__).parent / "migrations"
_LOCK = 7001261963
_WAIT_S = 60.0


def configuration() -> Config:
    """Alembic's configuration: the scripts of this package."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    return config


def upgrade(engine: Engine, beside: Path, to: str = "head") -> None:
    """Run the migrations that a database lacks, each in one transaction.

    A migration that is interrupted leaves no trace; the next opening runs it again.

    Args:
        engine: of the database.
        beside: a path; programs that share it wait for each other.
        to: revision to stop at.

    Raises:
        RecordsError: the database is of a later version of this program.
    """
    if current(engine) == (newest() if to == "head" else to):
        return
    # Loaded where it is needed: a database is up to date nearly always.
    from alembic import command
    from alembic.util.exc import CommandError

    with _alone(engine, beside):
        config = configuration()
        with engine.connect() as plain:
            config.attributes["connection"] = plain.execution_options(**{WRITING: True})
            try:
                command.upgrade(config, to)
            except CommandError as error:
                raise RecordsError(
                    "the records are of a later version of this program: use that version"
                ) from error


def current(engine: Engine) -> str | None:
    """The revision that a database is at; None for an empty one."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return None if found is None else str(found)


def newest() -> str:
    """The revision of the last migration: their files begin with it."""
    return max(script.name[:4] for script in (_SCRIPTS / "versions").glob("[0-9]*.py"))


@contextlib.contextmanager
def _alone(engine: Engine, beside: Path) -> Iterator[None]:
    """Two programs that start at once do not both migrate."""
    beside.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(beside.with_name(beside.name + ".migrating"), timeout=_WAIT_S)
    try:
        lock.acquire()
    except Timeout as error:
        raise RecordsError("another program is bringing the records up to date") from error
    try:
        if engine.dialect.name != "postgresql":
            yield
            return
        with engine.connect() as connection:
            # Held by the session: other machines wait as well.
            connection.execute(text(f"SELECT pg_advisory_lock({_LOCK})"))
            try:
                yield
            finally:
                connection.execute(text(f"SELECT pg_advisory_unlock({_LOCK})"))
    finally:
        lock.release()
