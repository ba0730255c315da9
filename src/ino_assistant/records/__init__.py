"""Records: all that was asked, answered, reported and decided, and the trail of who did what.

Nothing here is changed or deleted: a change is a new row. Every row is told of by an entry of
the audit trail, which is a chain of hashes.
"""

from ino_assistant.records.actors import LOCAL, SYSTEM, Actor, Right, Role, role_of
from ino_assistant.records.errors import (
    ConflictError,
    ForbiddenError,
    NotFoundError,
    RecordsError,
    RejectedError,
)
from ino_assistant.records.governing import open_store
from ino_assistant.records.store import Store, Work, require

__all__ = [
    "LOCAL",
    "SYSTEM",
    "Actor",
    "ConflictError",
    "ForbiddenError",
    "NotFoundError",
    "RecordsError",
    "RejectedError",
    "Right",
    "Role",
    "Store",
    "Work",
    "open_store",
    "require",
    "role_of",
]
