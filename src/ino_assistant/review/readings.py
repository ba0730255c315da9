"""What was worked out of many texts before, kept beside the records: to do it anew takes seconds.

No record: it may be emptied at any time. Nothing is decided by it alone. It finds what is then
looked at itself, and what it does not find is looked for as if there were none of it.
"""

from __future__ import annotations

import logging
import threading

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ino_assistant.corpus.model import Corpus
from ino_assistant.records.canonical import digest
from ino_assistant.records.code_version import MODIFIED, code_version
from ino_assistant.records.errors import RecordsError
from ino_assistant.records.review_tables import KeptReading
from ino_assistant.records.store import Store

_log = logging.getLogger(__name__)


class Readings:
    """Values by key, for one corpus as one state of the code reads it; safe to share.

    Args:
        store: the records.
        scope: of what corpus and code they are; empty: they are kept in memory alone.
    """

    def __init__(self, store: Store, scope: str = "") -> None:
        self._store, self._scope = store, scope
        self._lock = threading.Lock()
        self._known: dict[str, str] = {}
        self._fresh: dict[str, str] = {}
        self._loaded = not scope

    @classmethod
    def of(cls, store: Store, corpus: Corpus) -> Readings:
        """Those of a corpus as this code reads it."""
        code = code_version()
        # Between two commits nobody can tell what has changed.
        return cls(store, "" if MODIFIED in code else digest([corpus.version, code]))

    def load(self, session: Session) -> None:
        """Read what is kept, once."""
        with self._lock:
            if self._loaded:
                return
            query = select(KeptReading.key, KeptReading.value)
            for key, value in session.execute(query.where(KeptReading.scope == self._scope)):
                self._known[key] = value
            self._loaded = True

    def get(self, key: str) -> str | None:
        """The value of a key, if there is one."""
        with self._lock:
            return self._known.get(key)

    def put(self, key: str, value: str) -> None:
        """Remember a value; it is kept with the next `save`."""
        with self._lock:
            self._known[key] = self._fresh[key] = value

    def save(self) -> None:
        """Keep what is new, and forget what was of other corpora. Not within a transaction.

        That it can't be kept harms nobody: it is worked out again.
        """
        with self._lock:
            fresh, self._fresh = self._fresh, {}
        if not self._scope or not fresh:
            return
        try:
            with self._store.keeping() as session:
                session.execute(delete(KeptReading).where(KeptReading.scope != self._scope))
                there = select(KeptReading.key).where(KeptReading.scope == self._scope)
                known = set(session.scalars(there))
                session.add_all(
                    KeptReading(scope=self._scope, key=key, value=value)
                    for key, value in fresh.items()
                    if key not in known
                )
        except RecordsError as error:
            _log.warning("what was read of approved answers is not kept: %s", error)
