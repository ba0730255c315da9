"""The trail: every entry holds the hash of the one before, so that none can go unnoticed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypedDict, Unpack

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from ino_assistant.records.actors import Actor
from ino_assistant.records.canonical import canonical, digest, iso, plain, storable
from ino_assistant.records.tables import Audit, Base

ORIGIN = "0" * 64
"""What the first entry holds in the place of the hash before."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the trail, as read.

    Attributes:
        clock: in words how far the clock had stepped back, if it had; else empty.
        rows: what was written with it: table, key and sha256 of each row.
        previous: hash of the entry before.
    """

    seq: int
    at: datetime
    actor_id: str
    actor_name: str
    actor_role: str
    action: str
    record_kind: str
    record_id: str
    old: Any
    new: Any
    reason: str
    clock: str
    rows: tuple[tuple[str, tuple[Any, ...], str], ...]
    previous: str
    hash: str

    def as_dict(self) -> dict[str, Any]:
        """As JSON, for exports and the screen."""
        return {
            "seq": self.seq,
            "at": iso(self.at),
            "user": {"id": self.actor_id, "name": self.actor_name, "role": self.actor_role},
            "action": self.action,
            "record": {"kind": self.record_kind, "id": self.record_id},
            "old": self.old,
            "new": self.new,
            "reason": self.reason,
            "clock": self.clock,
            "rows": [[table, list(key), sha256] for table, key, sha256 in self.rows],
            "previous": self.previous,
            "hash": self.hash,
        }


class Sought(TypedDict, total=False):
    """Which entries are looked for.

    Attributes:
        after: those behind this number.
        before: those in front of it; 0: to the end.
        limit: at most so many; 100 where nothing is said.
        newest_first: whether the last of them come first; else in order.
        record: kind and id of what they are about.
        actor: id of who did it.
        action: what was done, or its beginning up to a dot (`review.`).
    """

    after: int
    before: int
    limit: int
    newest_first: bool
    record: tuple[str, str] | None
    actor: str | None
    action: str | None


def entries(session: Session, **sought: Unpack[Sought]) -> list[Entry]:
    """Entries of the trail.

    Args:
        session: of `Store.reading` or `Store.writing`.
        sought: which ones.
    """
    order = Audit.seq.desc() if sought.get("newest_first") else Audit.seq
    query = select(Audit).where(Audit.seq > sought.get("after", 0)).order_by(order)
    before, record = sought.get("before", 0), sought.get("record")
    actor, action = sought.get("actor"), sought.get("action")
    if before:
        query = query.where(Audit.seq < before)
    if record is not None:
        query = query.where(Audit.record_kind == record[0], Audit.record_id == record[1])
    if actor is not None:
        query = query.where(Audit.actor_id == actor)
    if action is not None:
        exact = Audit.action.startswith(action, autoescape=True)
        query = query.where(exact if action.endswith(".") else Audit.action == action)
    return [entry_of(row) for row in session.scalars(query.limit(sought.get("limit", 100)))]


def entry_of(row: Audit) -> Entry:
    """An entry as read from its row."""
    rows = tuple((str(t), tuple(key), str(sha256)) for t, key, sha256 in json.loads(row.rows))
    return Entry(
        seq=row.seq,
        at=row.at,
        actor_id=row.actor_id,
        actor_name=row.actor_name,
        actor_role=row.actor_role,
        action=row.action,
        record_kind=row.record_kind,
        record_id=row.record_id,
        old=None if row.old is None else json.loads(row.old),
        new=None if row.new is None else json.loads(row.new),
        reason=row.reason,
        clock=row.clock,
        rows=rows,
        previous=row.previous,
        hash=row.hash,
    )


@dataclass(frozen=True, slots=True)
class Last:
    """The end of a trail."""

    seq: int
    hash: str
    at: datetime | None


def last_of(session: Session) -> Last:
    """The end of the trail as this transaction sees it."""
    query = select(Audit.seq, Audit.hash, Audit.at).order_by(Audit.seq.desc()).limit(1)
    found = session.execute(query).first()
    return Last(0, ORIGIN, None) if found is None else Last(found[0], found[1], found[2])


@dataclass(frozen=True, slots=True)
class Told:
    """What an entry says, besides who did it and when."""

    action: str
    record: tuple[str, str]
    old: Any
    new: Any
    reason: str


def append(
    session: Session, last: Last, actor: Actor, at: datetime, told: Told, rows: Sequence[Base]
) -> Last:
    """Add an entry behind the last, with the rows that it tells of.

    The order is that of the numbers: a clock that stepped back is told and changes nothing.
    """
    seq = last.seq + 1
    for row in rows:
        row.audit_seq = seq  # type: ignore[attr-defined]  # every table of records has it
    entry = Audit(
        seq=seq,
        at=at,
        actor_id=actor.id,
        actor_name=actor.name,
        actor_role=actor.role,
        action=told.action,
        record_kind=told.record[0],
        record_id=storable(told.record[1]),
        old=None if told.old is None else canonical(told.old),
        new=None if told.new is None else canonical(told.new),
        reason=storable(told.reason),
        clock=_step(last.at, at),
        rows=canonical([[row.__tablename__, key_of(row), row_digest(row)] for row in rows]),
        previous=last.hash,
    )
    entry.hash = hash_of(entry)
    session.add(entry)
    session.flush()
    for row in rows:
        # One by one: a row may refer to the one before it.
        session.add(row)
        session.flush()
    return Last(seq, entry.hash, at)


def hash_of(row: Audit) -> str:
    """The hash that an entry should have: of all that it says and of the hash before."""
    said = {
        c.key: plain(getattr(row, c.key)) for c in inspect(Audit).column_attrs if c.key != "hash"
    }
    return digest(said)


def key_of(row: Base) -> list[Any]:
    """The primary key of a record's row."""
    return list(inspect(type(row)).primary_key_from_instance(row))


def row_digest(row: Base) -> str:
    """Sha256 of all that a record's row holds; of a row from before a column as it was then."""
    held = {c.key: plain(getattr(row, c.key)) for c in inspect(type(row)).column_attrs}
    added = {c.key for c in inspect(type(row)).columns if c.info.get("later")}
    return digest({k: v for k, v in held.items() if v is not None or k not in added})


def _step(before: datetime | None, now: datetime) -> str:
    if before is None or now >= before:
        return ""
    back = (before - now) / timedelta(milliseconds=1)
    return f"the clock stepped back by {back:.0f} ms"


def all_entries(session: Session, batch: int = 1000) -> Iterator[Audit]:
    """Every row of the trail in order, read in batches."""
    after = None
    while True:
        query = select(Audit).order_by(Audit.seq).limit(batch)
        found = list(session.scalars(query if after is None else query.where(Audit.seq > after)))
        yield from found
        if len(found) < batch:
            return
        after = found[-1].seq
        session.expunge_all()
