"""Backups of a SQLite database, and getting one back without losing what came after it."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

from sqlalchemy import select

import ino_assistant.records.every_table  # noqa: F401 - rows of each are restored
from ino_assistant.records.actors import Actor
from ino_assistant.records.anchor import Head
from ino_assistant.records.canonical import iso
from ino_assistant.records.database import WAIT_S
from ino_assistant.records.errors import RecordsError, TrailError
from ino_assistant.records.gate import alone
from ino_assistant.records.migrate import upgrade
from ino_assistant.records.store import RESTORED, Store, require
from ino_assistant.records.tables import Audit, Base

_SERVER = "use pg_dump and pg_restore for this database, then `ino-assistant audit restored`"


def back_up(store: Store, actor: Actor, target: Path) -> None:
    """Copy the records to a file while they are in use.

    Raises:
        ForbiddenError: the actor may not.
        RecordsError: the copy can't be made, or the database is PostgreSQL's.
    """
    require(store, actor, "manage", ("records", "backup"))
    file = _file(store)
    if target.exists():
        raise RecordsError(f"{target}: is there already; a backup replaces none")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _copy(file, target)
        target.chmod(0o600)
    except (OSError, sqlite3.Error) as error:
        raise RecordsError(f"{target}: the backup can't be made: {error}") from error
    with store.writing(actor) as work:
        work.audit("records.backed_up", ("records", target.name), new={"behind": work.last.seq})


def restore(store: Store, actor: Actor, source: Path, reason: str) -> bool:
    """Put a backup in the place of the records, while they are in use.

    What the records have beyond the backup is kept, wherever their trail goes on from the
    backup's; rows of both are taken as the backup has them. The records that were replaced
    stay beside them. The exchange itself is one transaction of the database.

    Returns:
        Whether anything that the anchor knows of is lost.

    Raises:
        ForbiddenError: the actor may not, or gives no reason.
        RecordsError: the backup is unusable; nothing was done.
    """
    require(store, actor, "manage", ("records", "restore"))
    file = _file(store)
    if not reason.strip():
        raise RecordsError("a restore needs a reason")
    with tempfile.TemporaryDirectory(dir=file.parent, prefix="restore-") as folder:
        merged = Path(folder) / "merged.sqlite3"
        try:
            _sound(source)
            _copy(source, merged)
        except (OSError, sqlite3.Error) as error:
            raise RecordsError(f"{source}: no usable backup: {error}") from error
        once = Store(f"sqlite:///{merged}", Path(folder) / "anchor.json", store.clock)
        upgrade(once.engine, Path(folder) / "anchor.json")
        once.close()
        _forget_sessions(merged)
        try:
            # What is written between the last look and the exchange would be lost.
            with alone(file, WAIT_S * 2):
                if file.exists():
                    _keep(file, iso(store.clock()).replace(":", ""))
                    with contextlib.suppress(sqlite3.Error):
                        _add_what_came_after(merged, file)
                else:
                    file.touch(mode=0o600)
                _put(merged, file)
        except (OSError, sqlite3.Error) as error:
            raise RecordsError(f"{file}: can't be restored: {error}") from error
    store.close()
    lost = store.has_gap()
    _own_up(store, actor, reason, lost=lost)
    return lost


def acknowledge(store: Store, actor: Actor, reason: str) -> None:
    """Own up to a gap in the trail: a backup was restored by other means.

    Raises:
        ForbiddenError: the actor may not.
        RecordsError: there is no gap, or no reason is given.
    """
    require(store, actor, "manage", ("records", "restored"))
    if not reason.strip():
        raise RecordsError("a restore needs a reason")
    if not store.has_gap() and store.anchor.path.exists():
        raise RecordsError("the trail has all that is anchored: nothing is missing")
    _own_up(store, actor, reason, lost=True)


def _own_up(store: Store, actor: Actor, reason: str, *, lost: bool) -> None:
    try:
        kept = store.anchor.read()
    except TrailError:
        kept = None
    old = {"seq": kept.seq if kept else 0, "hash": kept.hash if kept else "", "lost": lost}
    with store.writing(actor) as work:
        new = {"seq": work.last.seq, "hash": work.last.hash}
        seq = work.audit(RESTORED, ("records", "1"), old=old, new=new, reason=reason)
        origin = work.session.scalar(select(Audit.hash).where(Audit.seq == 1)) or ""
        head = Head(origin, seq, work.last.hash, seq)
    if lost:
        store.anchor.replace(head)


def _file(store: Store) -> Path:
    if store.file is None:
        raise RecordsError(_SERVER)
    return store.file


def _copy(source: Path, target: Path) -> None:
    """Copy a database page by page, in one transaction of the target."""
    with (
        contextlib.closing(sqlite3.connect(source, timeout=WAIT_S)) as read,
        contextlib.closing(sqlite3.connect(target, timeout=WAIT_S)) as write,
    ):
        read.backup(write)


def _put(source: Path, target: Path) -> None:
    """Put a database in the place of another that may be in use, or damaged."""
    try:
        _copy(source, target)
    except sqlite3.OperationalError:
        # Locked or full: as it was.
        raise
    except sqlite3.DatabaseError:
        # Damaged beyond opening: the file itself is exchanged.
        for suffix in ("-wal", "-shm"):
            target.with_name(target.name + suffix).unlink(missing_ok=True)
        source.chmod(0o600)
        source.replace(target)


def _sound(source: Path) -> None:
    if not source.is_file():
        raise OSError("there is no such file")
    with contextlib.closing(sqlite3.connect(source, timeout=WAIT_S)) as read:
        if read.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("it is damaged")
        read.execute("SELECT seq, hash FROM audit LIMIT 1").fetchone()


def _keep(file: Path, when: str) -> None:
    """Keep what is about to be replaced, as it lies on the disk."""
    for suffix in ("", "-wal"):
        part = file.with_name(file.name + suffix)
        if part.exists():
            shutil.copy2(part, file.with_name(f"{file.name}.replaced-{when}{suffix}"))


def _add_what_came_after(merged: Path, current: Path) -> None:
    """Add to a backup the rows that the records have and it has not.

    Nothing is added where the records' trail does not go on from the backup's.
    """
    with contextlib.closing(sqlite3.connect(merged, isolation_level=None)) as database:
        database.execute("ATTACH DATABASE ? AS current", (str(current),))
        last = database.execute("SELECT seq, hash FROM main.audit ORDER BY seq DESC LIMIT 1")
        seq, value = last.fetchone()
        same = database.execute("SELECT hash FROM current.audit WHERE seq = ?", (seq,)).fetchone()
        if same != (value,):
            return
        database.execute("BEGIN")
        for table in Base.metadata.sorted_tables:
            if _is_record(table):
                _add_rows(database, table)
        database.execute("COMMIT")


def _forget_sessions(merged: Path) -> None:
    """Empty the tables that are no records: who had signed out must not be signed in again."""
    with contextlib.closing(sqlite3.connect(merged)) as database:
        for table in Base.metadata.sorted_tables:
            if not _is_record(table):
                database.execute(f'DELETE FROM "{table.name}"')
        database.commit()


def _is_record(table: Any) -> bool:
    return table.name == Audit.__tablename__ or "audit_seq" in table.columns


def _add_rows(database: sqlite3.Connection, table: Any) -> None:
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    same = " AND ".join(f'm."{c.name}" = c."{c.name}"' for c in table.primary_key)
    database.execute(
        f'INSERT INTO main."{table.name}" ({columns}) SELECT {columns} '
        f'FROM current."{table.name}" AS c WHERE NOT EXISTS '
        f'(SELECT 1 FROM main."{table.name}" AS m WHERE {same})'
    )
