"""What can go wrong with the records, each told in one line."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from ino_assistant.errors import AssistantError


class RecordsError(AssistantError):
    """The records can't be read or written now; nothing of what was tried was done."""


class ConflictError(RecordsError):
    """Somebody else was first: the record is to be loaded again."""


class ForbiddenError(RecordsError):
    """The actor has no right to this, or a rule stands against it."""


class NotFoundError(RecordsError):
    """There is no such record, or none that the actor may know of."""


class RejectedError(RecordsError):
    """What was asked for makes no sense: nothing was done; the records are fine."""


class TrailError(RecordsError):
    """The trail and what is kept of it apart do not agree."""


_FULL = (
    "the records database is full: nothing was recorded; make room on its disk, "
    "it works again by itself"
)
_LOCKED = "the records database is locked by another program: try again in a moment"
_GONE = (
    "the records database can't be reached: nothing was recorded; it works again by itself "
    "once the database is back"
)
_READ_ONLY = "the records database can't be written: check its permissions"
_DAMAGED = "the records database is damaged: restore it from a backup"
_REFUSED = "the records database refused a change: records are never changed or deleted"

_BY_STATE = {
    "53100": _FULL,
    "55P03": _LOCKED,
    "40001": _LOCKED,
    "40P01": _LOCKED,
    "25006": _READ_ONLY,
    "57P01": _GONE,
    "57P03": _GONE,
}
_BY_WORDS = (
    ("database or disk is full", _FULL),
    ("database is locked", _LOCKED),
    ("database table is locked", _LOCKED),
    ("lock timeout", _LOCKED),
    ("unable to open database file", _GONE),
    ("no such table", _GONE),
    ("disk i/o error", _GONE),
    ("readonly database", _READ_ONLY),
    ("malformed", _DAMAGED),
    ("not a database", _DAMAGED),
    ("append-only", _REFUSED),
)


def told(error: SQLAlchemyError) -> RecordsError:
    """A database's error as one line that says what is wrong and what to do."""
    if isinstance(error, PoolTimeout):
        return RecordsError(_LOCKED)
    if not isinstance(error, DBAPIError):
        return RecordsError(f"the records database can't be used: {_line(error)}")
    original = error.orig
    words = str(original).lower()
    by_state = _BY_STATE.get(str(getattr(original, "sqlstate", None)))
    if by_state is not None:
        return RecordsError(by_state)
    for part, line in _BY_WORDS:
        if part in words:
            return RecordsError(line)
    if isinstance(error, IntegrityError) and "unique" in words:
        return ConflictError(
            "somebody else changed this record at the same time: nothing was recorded; "
            "load it again"
        )
    if error.connection_invalidated or "connect" in words:
        return RecordsError(_GONE)
    return RecordsError(f"the records database can't be used: {_line(error.orig)}")


def _line(error: BaseException | None) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
