"""A gate that writers of a SQLite database pass together, and a restore alone.

SQLite's own locks can't be held from reading the last rows of a database to putting another in
its place: what is written in between would be acknowledged and lost.
"""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager as Context
from contextlib import contextmanager, nullcontext
from pathlib import Path

from ino_assistant.records.errors import RecordsError

_STEP_S = 0.01


def together(file: Path | None, wait_s: float) -> Context[None]:
    """For a transaction that writes; waits while the records are being restored.

    Args:
        file: of the database; None for a server, which has no such restore.
        wait_s: how long it waits.

    Raises:
        RecordsError: the gate did not open in time.
    """
    return nullcontext() if file is None else _passed(file, fcntl.LOCK_SH, wait_s)


def alone(file: Path, wait_s: float) -> Context[None]:
    """For a restore: nobody writes meanwhile, in this process or another.

    Raises:
        RecordsError: somebody did not come to an end in time.
    """
    return _passed(file, fcntl.LOCK_EX, wait_s)


@contextmanager
def _passed(file: Path, kind: int, wait_s: float) -> Iterator[None]:
    try:
        gate = file.with_name(f"{file.name}.gate").open("ab")
    except OSError as error:
        raise RecordsError(f"{file.parent}: can't be written to ({error.strerror})") from error
    # Closed, by whatever end, it is let go of.
    with gate:
        until = time.monotonic() + wait_s
        while not _taken(gate.fileno(), kind):
            if time.monotonic() > until:
                raise RecordsError("the records are being restored: try again in a moment")
            time.sleep(_STEP_S)
        yield


def _taken(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
