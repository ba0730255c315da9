"""Checking the trail: is every entry there, unaltered and in its place, and every row as told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

import ino_assistant.records.every_table  # noqa: F401 - rows of each are checked
from ino_assistant.records.anchor import Head
from ino_assistant.records.audit import ORIGIN, all_entries, hash_of, key_of, row_digest
from ino_assistant.records.canonical import canonical, iso
from ino_assistant.records.errors import TrailError
from ino_assistant.records.store import RESTORED, Store
from ino_assistant.records.tables import Audit, Base


@dataclass(frozen=True, slots=True)
class TrailProblem:
    """Something that is not as it was written.

    Attributes:
        kind: `altered`, `missing`, `reordered`, `anchor` or `record`.
        seq: number of the entry; of missing ones the first.
        text: what is wrong, in words.
    """

    kind: str
    seq: int
    text: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a check of the trail found.

    Attributes:
        entries: how many there are.
        head: number and hash of the last.
        notes: what is odd and was told of when it happened: clocks, restores.
    """

    entries: int
    head: tuple[int, str]
    problems: tuple[TrailProblem, ...]
    notes: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "whole": self.whole,
            "entries": self.entries,
            "head": {"seq": self.head[0], "hash": self.head[1]},
            "problems": [{"kind": p.kind, "entry": p.seq, "text": p.text} for p in self.problems],
            "notes": list(self.notes),
        }

    @property
    def whole(self) -> bool:
        """Whether nothing is altered, missing or out of order."""
        return not self.problems


def verify_trail(store: Store) -> Report:
    """Check the whole trail, its anchor, and every row that it tells of.

    Raises:
        RecordsError: the database can't be read.
    """
    with store.reading() as session:
        trail = _Trail()
        for row in all_entries(session):
            trail.read(row)
        problems = trail.problems()
        problems += _anchored(store, trail)
        problems += _rows(session, trail)
    head = (trail.last, trail.hashes.get(trail.last, ORIGIN))
    ordered = sorted(problems, key=lambda p: p.seq)
    return Report(len(trail.hashes), head, tuple(ordered), tuple(trail.notes))


class _Trail:
    """What is gathered while the entries are read in order."""

    def __init__(self) -> None:
        self.hashes: dict[int, str] = {}
        self.told: dict[tuple[str, str], tuple[int, str]] = {}
        self.notes: list[str] = []
        self.owned: list[tuple[int, int, str]] = []
        """Restores: number of the entry, and number and hash of the head that was lost."""
        self.last = 0
        self._previous: dict[int, str] = {}
        self._altered: set[int] = set()

    def read(self, row: Audit) -> None:
        seq = row.seq
        self.hashes[seq], self._previous[seq] = row.hash, row.previous
        self.last = max(self.last, seq)
        if hash_of(row) != row.hash:
            self._altered.add(seq)
        if row.clock:
            self.notes.append(f"entry {seq}, {iso(row.at)}: {row.clock}")
        try:
            for table, key, sha256 in json.loads(row.rows):
                self.told[table, canonical(key)] = (seq, sha256)
            if row.action == RESTORED and row.old:
                lost = json.loads(row.old)
                self.owned.append((seq, int(lost["seq"]), str(lost["hash"])))
                self.notes.append(f"entry {seq}: {row.actor_name} restored: {row.reason}")
        except (ValueError, KeyError, TypeError):
            self._altered.add(seq)

    def problems(self) -> list[TrailProblem]:
        """What is wrong with the entries among themselves."""
        found = [
            TrailProblem("altered", seq, f"entry {seq} was altered: it does not match its hash")
            for seq in sorted(self._altered)
        ]
        found += [_missing(first, last) for first, last in self._holes()]
        by_hash = {value: seq for seq, value in self.hashes.items()}
        for seq, previous in self._previous.items():
            before = self.hashes.get(seq - 1, ORIGIN if seq == 1 else None)
            if before is None or previous == before:
                continue
            if previous in by_hash:
                where = f"it was written behind entry {by_hash[previous]}"
                text = f"entry {seq} is out of order: {where}"
                found.append(TrailProblem("reordered", seq, text))
            elif seq - 1 not in self._altered and seq not in self._altered:
                text = (
                    f"entry {max(1, seq - 1)} was altered or replaced: entry {seq} follows another"
                )
                found.append(TrailProblem("altered", max(1, seq - 1), text))
        return found

    def _holes(self) -> Iterator[tuple[int, int]]:
        expected = 1
        for seq in sorted(self.hashes):
            if seq > expected:
                yield expected, seq - 1
            expected = seq + 1


def _missing(first: int, last: int) -> TrailProblem:
    what = f"entry {first} is" if first == last else f"entries {first} to {last} are"
    return TrailProblem("missing", first, f"{what} missing")


def _anchored(store: Store, trail: _Trail) -> list[TrailProblem]:
    """What is wrong with the end of the trail, by the head that is kept apart."""
    try:
        kept = store.anchor.read()
    except TrailError as error:
        return [TrailProblem("anchor", trail.last, str(error))]
    if kept is None:
        if not trail.hashes:
            return []
        text = f"no anchor at {store.anchor.path}: whether the end was cut off can't be told"
        return [TrailProblem("anchor", trail.last, text)]
    return _against(kept, trail)


def _against(kept: Head, trail: _Trail) -> list[TrailProblem]:
    if kept.origin != trail.hashes.get(1):
        return [TrailProblem("anchor", 1, "the anchor is of another database's trail")]
    if kept.seq > trail.last:
        first = trail.last + 1
        missing = _missing(first, kept.seq)
        return [TrailProblem("missing", first, f"{missing.text} at the end of the trail")]
    found: list[TrailProblem] = []
    if trail.hashes.get(kept.seq) != kept.hash:
        text = (
            f"entry {kept.seq} is not the one that was anchored: the trail was replaced by "
            "another, or a backup was restored"
        )
        found.append(TrailProblem("anchor", kept.seq, text))
    owned = any(seq >= kept.since - 1 for seq, _, _ in trail.owned)
    if kept.since > 2 and not owned:
        text = f"the anchor begins at entry {kept.since}: an earlier one was taken away"
        found.append(TrailProblem("anchor", kept.since, text))
    if kept.seq < trail.last:
        trail.notes.append(f"the anchor is at entry {kept.seq}, the trail at {trail.last}")
    return found


def _rows(session: Session, trail: _Trail) -> list[TrailProblem]:
    """Rows of records that are not as their entries tell."""
    found: list[TrailProblem] = []
    left = dict(trail.told)
    for mapper in Base.registry.mappers:
        table = mapper.class_.__tablename__
        if table == Audit.__tablename__ or "audit_seq" not in inspect(mapper.class_).columns:
            continue
        for row in session.scalars(select(mapper.class_).execution_options(yield_per=500)):
            key = canonical(key_of(row))
            seq, sha256 = left.pop((table, key), (row.audit_seq, ""))
            if not sha256:
                text = f"{table} {key}: no entry tells of it: it was added by hand"
                found.append(TrailProblem("record", seq, text))
            elif row_digest(row) != sha256:
                text = f"{table} {key} was altered: it is not as entry {seq} tells"
                found.append(TrailProblem("record", seq, text))
            session.expunge(row)
    for (table, key), (seq, _) in left.items():
        text = f"{table} {key} is missing: entry {seq} tells of it"
        found.append(TrailProblem("record", seq, text))
    return found
