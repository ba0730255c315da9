"""The head of the trail, kept apart from the database: what shows that its end was cut off."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock

from ino_assistant.records.errors import TrailError

_LOCK_S = 5.0


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry of a trail.

    Attributes:
        origin: hash of its first entry, which tells one database from another.
        seq: number of the last entry.
        hash: of the last entry.
        since: the entry that this keeping of the head began with.
    """

    origin: str
    seq: int
    hash: str
    since: int


class Anchor:
    """A file that holds the head of the trail; it only ever goes forward.

    Args:
        path: the file; a lock stands beside it while it is written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> Head | None:
        """The head as kept; None if there is no such file.

        Raises:
            TrailError: the file can't be read.
        """
        try:
            kept = json.loads(self.path.read_bytes())
            return Head(
                str(kept["origin"]), int(kept["seq"]), str(kept["hash"]), int(kept["since"])
            )
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise TrailError(f"{self.path}: the anchor of the audit trail is unreadable") from error

    def advance(self, head: Head) -> None:
        """Keep a later head of the same trail; an earlier one changes nothing.

        Raises:
            OSError: it can't be written.
            TrailError: what is there can't be read.
        """
        with self._lock():
            kept = self.read()
            if kept is not None and (kept.origin != head.origin or kept.seq >= head.seq):
                return
            since = head.since if kept is None else kept.since
            self._write(Head(head.origin, head.seq, head.hash, since))

    def replace(self, head: Head) -> None:
        """Keep another head, whatever stood there: after a restore that was owned up to."""
        with self._lock():
            self._write(head)

    def _lock(self) -> FileLock:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        return FileLock(self.path.with_name(self.path.name + ".lock"), timeout=_LOCK_S)

    def _write(self, head: Head) -> None:
        new = self.path.with_name(self.path.name + ".new")
        with new.open("w", encoding="ascii") as file:
            json.dump(asdict(head), file)
            file.flush()
            os.fsync(file.fileno())
        # Its new name need not outlive a power cut: the head before it is as true.
        new.replace(self.path)
