"""Sessions: kept on the server, known by a random token of which only the hash is kept."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete
from sqlalchemy.orm import Session

from ino_assistant.records.audit import last_of
from ino_assistant.records.canonical import storable
from ino_assistant.records.people_tables import SignInSession
from ino_assistant.records.store import Store
from ino_assistant.settings import Settings
from ino_assistant.text import sha256_text

_TOUCHED: Final = timedelta(minutes=1)
"""That somebody is there is written down no more often than this."""


@dataclass(frozen=True, slots=True)
class Found:
    """A session that has not ended."""

    token_sha256: str
    user_id: str
    seen_at: datetime
    ends_at: datetime


class Sessions:
    """Begins, finds and ends sessions.

    Args:
        store: the database.
        settings: when a session ends.
    """

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._idle = timedelta(minutes=settings.session_idle_minutes)
        self._longest = timedelta(hours=settings.session_hours)

    def begin(self, session: Session, user_id: str, now: datetime) -> str:
        """Begin a session in a transaction that also tells of it. Returns its token."""
        session.execute(delete(SignInSession).where(SignInSession.ends_at <= now))
        session.execute(delete(SignInSession).where(SignInSession.seen_at <= now - self._idle))
        token = secrets.token_urlsafe(32)
        session.add(
            SignInSession(
                token_sha256=_sha256(token),
                user_id=user_id,
                began_at=now,
                seen_at=now,
                ends_at=now + self._longest,
            )
        )
        session.flush()
        return token

    def find(self, session: Session, token: str) -> Found | None:
        """The session of a token, if it has not ended."""
        row = session.get(SignInSession, _sha256(token))
        if row is None:
            return None
        now, at = self._store.clock(), last_of(session).at
        # A clock that stepped back makes no session longer.
        now = now if at is None else max(now, at)
        ended = now >= row.ends_at or now - row.seen_at >= self._idle
        return None if ended else Found(row.token_sha256, row.user_id, row.seen_at, row.ends_at)

    def touch(self, row: Found) -> None:
        """Note that somebody is still there."""
        now = self._store.clock()
        if now - row.seen_at < _TOUCHED:
            return
        with self._store.keeping() as session:
            found = session.get(SignInSession, row.token_sha256)
            if found is not None:
                found.seen_at = max(found.seen_at, now)


def end(session: Session, token: str) -> str | None:
    """End a session. Returns whose it was."""
    row = session.get(SignInSession, _sha256(token))
    if row is None:
        return None
    session.delete(row)
    return row.user_id


def end_all(session: Session, user_id: str, but: str = "") -> None:
    """End all sessions of somebody, but for that of one token."""
    query = delete(SignInSession).where(SignInSession.user_id == user_id)
    session.execute(query.where(SignInSession.token_sha256 != _sha256(but)))


def csrf_of(token: str) -> str:
    """What a page of ours shows that another site's can't: made of the session's token."""
    return sha256_text(f"csrf:{token}")


def _sha256(token: str) -> str:
    return sha256_text(storable(token))
