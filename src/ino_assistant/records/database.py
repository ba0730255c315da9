"""Connections: SQLite in a file of its own, or PostgreSQL by URL."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import ArgumentError, DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

from ino_assistant.records.errors import RecordsError

WAIT_S = 5
"""How long somebody waits for another's writing to end."""
WRITING = "ino_writing"
_TRAIL_LOCK = 7001261962
"""PostgreSQL's advisory lock: one transaction at a time adds to the trail."""


def url_of(text_of_url: str) -> URL:
    """A database's URL, with the driver that is used here.

    Raises:
        RecordsError: it is none, or of another kind of database.
    """
    try:
        url = make_url(text_of_url)
    except ArgumentError as error:
        raise RecordsError("INO_ASSISTANT_DATABASE_URL is no database URL") from error
    if url.drivername in ("postgresql", "postgres", "postgresql+psycopg"):
        return url.set(drivername="postgresql+psycopg")
    if url.drivername == "sqlite" and url.database not in (None, "", ":memory:"):
        return url
    raise RecordsError(
        f"a database of kind {url.drivername!r} is not supported: use sqlite:///FILE or "
        "postgresql://USER@HOST/NAME"
    )


def file_of(url: URL) -> Path | None:
    """The file of a SQLite database; None for another."""
    return Path(str(url.database)) if url.drivername == "sqlite" else None


def make_engine(url: URL) -> Engine:
    """An engine that opens a database that is there, and makes none where there is none."""
    file = file_of(url)
    if file is None:
        engine = create_engine(
            url,
            pool_pre_ping=True,
            connect_args={"connect_timeout": WAIT_S},
            pool_timeout=WAIT_S * 2,
        )
        event.listen(engine, "begin", _begin_postgresql)
        return engine
    # `mode=rw`: a file that is gone is an error, never a new and empty database.
    address = f"file:{_quoted(file)}?mode=rw"
    engine = create_engine(
        url,
        creator=lambda: sqlite3.connect(
            address, uri=True, timeout=WAIT_S, isolation_level=None, check_same_thread=False
        ),
        pool_timeout=WAIT_S * 2,
    )
    event.listen(engine, "connect", _connected_sqlite)
    event.listen(engine, "checkout", _same_file(file))
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def create_file(file: Path) -> None:
    """A new and empty SQLite database that only its owner may read.

    Raises:
        RecordsError: its folder can't be written.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
    except OSError as error:
        raise RecordsError(
            f"{file.parent}: can't be written to ({error.strerror}), so nothing can be recorded; "
            "allow it, or set INO_ASSISTANT_DATA_DIR or INO_ASSISTANT_DATABASE_URL"
        ) from error


def _quoted(file: Path) -> str:
    from urllib.parse import quote

    return quote(str(file.resolve()))


def _connected_sqlite(connection: sqlite3.Connection, entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {WAIT_S * 1000}")
    cursor.execute("PRAGMA journal_mode = WAL")
    # What was told to be done must outlive a power cut: WAL alone promises less.
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _same_file(file: Path) -> Any:
    """A connection to a file that was since replaced is not used again."""

    def check(connection: Any, entry: ConnectionPoolEntry, proxy: Any) -> None:
        try:
            there = file.stat()
        except OSError:
            there = None
        now = (there.st_dev, there.st_ino) if there is not None else None
        if entry.info.setdefault("file", now) != now:
            raise DisconnectionError("the database file was replaced")

    return check


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get(WRITING)
    # Without IMMEDIATE a reader that becomes a writer may fail in the middle.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get(WRITING):
        connection.execute(text(f"SET LOCAL lock_timeout = '{WAIT_S}s'"))
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_TRAIL_LOCK})"))
    else:
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))
