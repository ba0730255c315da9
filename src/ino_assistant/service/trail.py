"""The audit trail as it is read by those who may."""

from __future__ import annotations

from typing import Any, Final, TypedDict

from ino_assistant.records.actors import Actor
from ino_assistant.records.audit import entries
from ino_assistant.records.errors import RejectedError
from ino_assistant.records.store import Store, require

MOST_ENTRIES: Final = 1000
"""Entries of the audit trail that are given at once."""


class Sought(TypedDict, total=False):
    """Which entries are looked for; all of them, the oldest first, where nothing is said.

    Attributes:
        after: those behind this number.
        before: those in front of it; 0: to the end.
        limit: at most so many; 100 where nothing is said.
        newest_first: whether the last of them come first.
        record: kind and id of what they are about.
        by: id of who did it.
        action: what was done, or its beginning up to a dot.
    """

    after: int
    before: int
    limit: int
    newest_first: bool
    record: tuple[str, str] | None
    by: str | None
    action: str | None


def audit_entries(store: Store, actor: Actor, sought: Sought) -> list[dict[str, Any]]:
    """Entries of the audit trail.

    Raises:
        ForbiddenError: the actor may not see the trail.
        RejectedError: more are asked for than are given at once.
    """
    require(store, actor, "see_audit", ("audit", ""))
    limit = sought.get("limit", 100)
    after, before = sought.get("after", 0), sought.get("before", 0)
    if not 1 <= limit <= MOST_ENTRIES or after < 0 or before < 0:
        raise RejectedError(f"1 to {MOST_ENTRIES} entries are given at once")
    with store.reading() as session:
        found = entries(
            session,
            after=after,
            before=before,
            limit=limit,
            newest_first=sought.get("newest_first", False),
            record=sought.get("record"),
            actor=sought.get("by"),
            action=sought.get("action"),
        )
        return [entry.as_dict() for entry in found]
