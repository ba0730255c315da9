"""Failed sign-ins, counted in the database: a restart forgets none of them.

An attempt is counted before it is looked at, and taken off again if it succeeds, so that
many at once are no more than as many one after another.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from ino_assistant.people.errors import ThrottledError
from ino_assistant.records.canonical import storable
from ino_assistant.records.people_tables import FailedSignIns
from ino_assistant.records.store import Store
from ino_assistant.settings import Settings
from ino_assistant.text import sha256_text

_BY_ADDRESS = 4
"""An office may share one address: it has so many times as many attempts as an account."""
_KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt that is counted as failed until it is told to have succeeded.

    Attributes:
        abouts: the rows that it is counted in; the account's first, if there is one.
        before: failures of the account, or else of the address, since it last succeeded.
        turned_away: attempts that were not even looked at since then.
    """

    abouts: tuple[str, ...]
    before: int
    turned_away: int


class Throttle:
    """Counts attempts by account and by address.

    Args:
        store: the database.
        settings: how many are let pass, and how long is waited then.
    """

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._most = settings.sign_in_attempts
        self._pause = timedelta(minutes=settings.sign_in_pause_minutes)

    def begin(self, account: str | None, address: str) -> Attempt:
        """Count an attempt.

        Args:
            account: what was typed as its name; None where none was.
            address: where it comes from; empty: not known.

        Raises:
            ThrottledError: it is not to be looked at.
        """
        # What is typed as a name may be a password: no more than its hash is kept.
        names = [("account", account.casefold())] if account is not None else []
        names += [("address", address)] if address else []
        abouts = tuple(f"{kind}:{sha256_text(storable(name))}" for kind, name in names)
        wait = 0
        with self._store.keeping() as session:
            now = self._store.clock()
            rows = [self._row(session, about, now) for about in abouts]
            waits = [self._wait(row, now) for row in rows]
            wait = max(waits, default=0)
            for row, own in zip(rows, waits, strict=True):
                if wait:
                    row.turned_away += bool(own)
                else:
                    row.failures += 1
                    row.last_at = now
            first = rows[0] if rows else None
            before = (first.failures - 1, first.turned_away) if first is not None else (0, 0)
        if wait:
            raise ThrottledError(wait)
        return Attempt(abouts, *before)

    def succeeded(self, session: Session, attempt: Attempt) -> None:
        """Take an attempt off again, in the transaction that begins the session."""
        for about in attempt.abouts:
            row = session.get(FailedSignIns, about)
            if row is None:
                continue
            if about.startswith("account:"):
                session.delete(row)
            else:
                # Who has one account of their own must not guess others' for ever.
                row.failures = max(0, row.failures - 1)

    def _row(self, session: Session, about: str, now: datetime) -> FailedSignIns:
        session.execute(delete(FailedSignIns).where(FailedSignIns.last_at < now - _KEPT))
        row = session.get(FailedSignIns, about)
        if row is None:
            row = FailedSignIns(about=about, failures=0, turned_away=0, last_at=now)
            session.add(row)
        elif now - row.last_at >= self._pause:
            row.failures = 0
        return row

    def _wait(self, row: FailedSignIns, now: datetime) -> int:
        """Seconds to wait; 0: none."""
        most = self._most * (1 if row.about.startswith("account:") else _BY_ADDRESS)
        if row.failures < most:
            return 0
        # A clock that stepped back makes nobody wait longer.
        left = min(self._pause, row.last_at + self._pause - now)
        return max(1, int(left.total_seconds()))
