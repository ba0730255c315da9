"""Settings that govern what is reviewed and served: a change of one stands in the trail."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Final

from pydantic import SecretStr
from sqlalchemy import select

from ino_assistant.records.actors import SYSTEM
from ino_assistant.records.clock import Clock, utc_now
from ino_assistant.records.store import Store, store_of
from ino_assistant.records.tables import Audit
from ino_assistant.settings import Settings

_USER: Final = re.compile(r"//[^/@\s]*@")
CHANGED: Final = "setting.changed"
LEFT_OUT: Final = frozenset(
    {
        # Secrets; the address of a database may hold a password.
        "database_url",
        "llm_api_key",
        "oidc_client_secret",
        # Where files lie and where is listened: they change nothing of what is said or decided.
        "data_dir",
        "eval_dir",
        "host",
        "port",
    }
)
"""Settings that no entry tells of; all others govern what is answered, reviewed or served."""


def open_store(settings: Settings, clock: Clock = utc_now) -> Store:
    """The store of the settings, ready for use; a change of the settings is recorded.

    Raises:
        RecordsError: it can't be used; one line that says what to do.
    """
    store = store_of(settings, clock).open()
    note_settings(store, settings)
    return store


def note_settings(store: Store, settings: Settings) -> None:
    """Record the settings in force, if they are not those that were last recorded.

    Raises:
        RecordsError: they can't be recorded.
    """
    now = told_of(settings)
    query = select(Audit.new).where(Audit.action == CHANGED).order_by(Audit.seq.desc()).limit(1)
    with store.reading() as session:
        found = session.scalar(query)
    before = json.loads(found) if found is not None else None
    if before == now:
        return
    with store.writing(SYSTEM) as work:
        work.audit(CHANGED, ("settings", "1"), old=before, new=now)


def told_of(settings: Settings) -> dict[str, Any]:
    """The settings that an entry tells of, as JSON; no secret is among them."""
    given = {name: getattr(settings, name) for name in sorted(type(settings).model_fields)}
    return {
        name: _plain(value)
        for name, value in given.items()
        if name not in LEFT_OUT and not isinstance(value, SecretStr)
    }


def _plain(value: Any) -> Any:
    # A number with decimals is written as text: the same bytes wherever it is hashed.
    if isinstance(value, float | Path):
        return str(value)
    # An address may hold a name and a password.
    return _USER.sub("//…@", value) if isinstance(value, str) else value
