"""The store: transactions over the records, each with its entries in the trail."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from ino_assistant import __version__
from ino_assistant.records.actors import SYSTEM, Actor, Right
from ino_assistant.records.anchor import Anchor, Head
from ino_assistant.records.audit import Last, Told, append, last_of
from ino_assistant.records.clock import Clock, utc_now
from ino_assistant.records.database import (
    WAIT_S,
    WRITING,
    create_file,
    file_of,
    make_engine,
    url_of,
)
from ino_assistant.records.errors import ForbiddenError, RecordsError, TrailError, told
from ino_assistant.records.gate import together
from ino_assistant.records.migrate import upgrade
from ino_assistant.records.tables import Audit, Base
from ino_assistant.settings import Settings

CREATED = "records.created"
RESTORED = "records.restored"
_FRESH_S = 10.0
"""For so long what was written shows that it can be: who asks whether it can is many."""


class Work:
    """One transaction that writes.

    Attributes:
        session: for reading, and for rows of tables that are not records.
        actor: who does it.
        now: the server's time, the same through the transaction.
    """

    def __init__(self, session: Session, actor: Actor, now: datetime, last: Last) -> None:
        self.session, self.actor, self.now = session, actor, now
        self._last = last
        self.entries = 0

    @property
    def last(self) -> Last:
        """The end of the trail as it is now."""
        return self._last

    def audit(
        self,
        action: str,
        record: tuple[str, str],
        *,
        old: Any = None,
        new: Any = None,
        reason: str = "",
        rows: Sequence[Base] = (),
    ) -> int:
        """Add an entry to the trail, and with it the rows of records that it tells of.

        Args:
            action: what was done: `review.approved`.
            record: kind and id of what it was done to.
            old: JSON value before; None if there was none.
            new: JSON value after; no secrets, no sealed words.
            reason: why, in the actor's words.
            rows: new rows of append-only tables; their `audit_seq` is set, and the entry
                holds the hash of each.

        Returns:
            The number of the entry.
        """
        told = Told(action, record, old, new, reason)
        self._last = append(self.session, self._last, self.actor, self.now, told, rows)
        self.entries += 1
        return self._last.seq


class Store:
    """The records of one database.

    Args:
        url: `sqlite:///FILE` or `postgresql://...`.
        anchor: file that keeps the head of the trail.
        clock: the server's clock.

    Raises:
        RecordsError: the URL is of no database that is supported.
    """

    def __init__(self, url: str, anchor: Path, clock: Clock = utc_now) -> None:
        self._url = url_of(url)
        self.file = file_of(self._url)
        self.engine: Engine = make_engine(self._url)
        self.anchor = Anchor(anchor)
        self.clock = clock
        # SQLite has one writer at a time: threads wait their turn here, in order.
        self._turn = threading.Lock()
        self._wrote_at = float("-inf")

    def open(self) -> Store:
        """Bring the tables up to date and begin the trail where there is none.

        Raises:
            RecordsError: the database can't be used, or is gone while its anchor is there.
        """
        kept = self.anchor.read()
        if self.file is not None and not self.file.exists():
            if kept is not None:
                raise RecordsError(
                    f"{self.file}: the records are gone, though {self.anchor.path} knows of "
                    f"{kept.seq} entries: restore them from a backup, or move the anchor away "
                    "to begin anew"
                )
            create_file(self.file)
        with _told():
            upgrade(self.engine, self.anchor.path)
        with self.reading() as session:
            empty = last_of(session).seq == 0
        if empty:
            self._begin()
        self._follow_up()
        return self

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction that only reads, and sees one state of the records throughout.

        Raises:
            RecordsError: the database can't be read now.
        """
        with (
            _told(),
            self.engine.connect() as connection,
            Session(bind=connection, expire_on_commit=False) as session,
        ):
            yield session
            session.rollback()

    @contextmanager
    def writing(self, actor: Actor) -> Iterator[Work]:
        """A transaction that is done whole or not at all, with at least one entry in the trail.

        Raises:
            RecordsError: it could not be done; nothing of it was.
            ConflictError: somebody else was first.
            RuntimeError: the block left no entry in the trail.
        """
        if not self._turn.acquire(timeout=WAIT_S * 2):
            raise RecordsError("the records are busy: try again in a moment")
        try:
            with _told(), together(self.file, WAIT_S), self.engine.connect() as plain:
                connection = plain.execution_options(**{WRITING: True})
                with Session(bind=connection, expire_on_commit=False) as session:
                    last = last_of(session)
                    whole = self._agrees(session)
                    work = Work(session, actor, self.clock(), last)
                    yield work
                    if not work.entries:
                        raise RuntimeError("a change without an entry in the audit trail")
                    origin = self._origin(session) if whole else ""
                    session.commit()
            self._wrote_at = time.monotonic()
            if whole:
                self._anchor(Head(origin, work.last.seq, work.last.hash, last.seq + 1))
        finally:
            self._turn.release()

    @contextmanager
    def keeping(self) -> Iterator[Session]:
        """A transaction over tables that are no records, such as sessions: no entry tells of it.

        Raises:
            RecordsError: it could not be done; nothing of it was.
        """
        if not self._turn.acquire(timeout=WAIT_S * 2):
            raise RecordsError("the records are busy: try again in a moment")
        try:
            with _told(), together(self.file, WAIT_S), self.engine.connect() as plain:
                connection = plain.execution_options(**{WRITING: True})
                with Session(bind=connection, expire_on_commit=False) as session:
                    yield session
                    session.commit()
        finally:
            self._turn.release()

    def require_writable(self) -> None:
        """Return if something could be written a moment ago, or can be now.

        Raises:
            RecordsError: nothing can be written: full, locked, gone, or read only.
        """
        if time.monotonic() - self._wrote_at < _FRESH_S:
            return
        with self.keeping() as session:
            # One row, as it is: whatever stands against writing stands against this too.
            session.execute(text("UPDATE alembic_version SET version_num = version_num"))
        self._wrote_at = time.monotonic()

    def has_gap(self) -> bool:
        """Whether the trail lacks what is anchored: a backup was restored, or worse.

        Until that is owned up to (see `backup.acknowledge`), no approved answer is served:
        its withdrawal may be among what is lost.
        """
        with self.reading() as session:
            return not self._agrees(session)

    def latest_moment(self) -> datetime:
        """The present by the clock or by the trail, whichever is later: a clock may step back."""
        now = self.clock()
        with self.reading() as session:
            at = last_of(session).at
        return now if at is None else max(now, at)

    def _begin(self) -> None:
        with self.writing(SYSTEM) as work:
            if work.last.seq == 0:
                work.audit(CREATED, ("records", "1"), new={"version": __version__})
            else:
                work.audit("records.opened", ("records", "1"))

    def _follow_up(self) -> None:
        """Anchor what was done but not yet anchored when the program was last stopped."""
        with self.reading() as session:
            last = last_of(session)
            if last.seq > 1 and not self.anchor.path.exists():
                # Somebody took the anchor away; `verify` finds that it begins in the middle.
                return
            whole, origin = self._agrees(session), self._origin(session)
        if whole and last.seq:
            self._anchor(Head(origin, last.seq, last.hash, 1))

    def _agrees(self, session: Session) -> bool:
        try:
            kept = self.anchor.read()
        except TrailError:
            return False
        if kept is None:
            return True
        found = session.scalar(select(Audit.hash).where(Audit.seq == kept.seq))
        return found == kept.hash and self._origin(session) == kept.origin

    def _origin(self, session: Session) -> str:
        return session.scalar(select(Audit.hash).where(Audit.seq == 1)) or ""

    def _anchor(self, head: Head) -> None:
        try:
            self.anchor.advance(head)
        except (OSError, TrailError):
            # The change itself is done and stays; the next one takes the anchor along, and
            # `verify` tells how far it is behind.
            return


def require(
    store: Store, actor: Actor, right: Right, record: tuple[str, str] = ("screen", "")
) -> None:
    """Let an actor go on only with a right; a refused access stands in the trail.

    Raises:
        ForbiddenError: the actor has not the right.
    """
    if actor.may(right):
        return
    with store.writing(actor) as work:
        work.audit("access.refused", record, new={"right": right})
    raise ForbiddenError(f"{actor.name} has no right to this ({right.replace('_', ' ')})")


def store_of(settings: Settings, clock: Clock = utc_now) -> Store:
    """The store of the settings, as it lies: nothing is made, migrated or anchored.

    Raises:
        RecordsError: the settings name no database that is supported.
    """
    url = settings.database_url or f"sqlite:///{settings.data_dir / 'records.sqlite3'}"
    anchor = settings.audit_anchor or settings.data_dir / "audit-anchor.json"
    return Store(url, Path(anchor), clock)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        raise told(error) from error
