"""Settings that govern what is reviewed and served: a change of one stands in the trail."""

from __future__ import annotations

import json
from typing import Any, Final

from sqlalchemy import select

from ino_assistant.records.actors import SYSTEM
from ino_assistant.records.clock import Clock, utc_now
from ino_assistant.records.store import Store, store_of
from ino_assistant.records.tables import Audit
from ino_assistant.settings import Settings

CHANGED: Final = "setting.changed"
_NAMES: Final = (
    "two_person_rule",
    "approval_months",
    "expiring_days",
    "sample_every",
    "low_margin",
    "due_hours_urgent",
    "due_hours_high",
    "due_hours_normal",
    "due_hours_low",
    "due_hours_safety",
    "medical_information_contact",
    "safety_contact",
    "product_quality_contact",
    "accounts",
    "public_url",
    "session_idle_minutes",
    "session_hours",
    "sign_in_attempts",
    "sign_in_pause_minutes",
    "oidc_issuer",
    "oidc_client_id",
    "oidc_role_claim",
    "oidc_roles",
)
"""No secret is among them, and no address of a database, which may hold a password."""


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
    now = {name: _plain(getattr(settings, name)) for name in _NAMES}
    query = select(Audit.new).where(Audit.action == CHANGED).order_by(Audit.seq.desc()).limit(1)
    with store.reading() as session:
        found = session.scalar(query)
    before = json.loads(found) if found is not None else None
    if before == now:
        return
    with store.writing(SYSTEM) as work:
        work.audit(CHANGED, ("settings", "1"), old=before, new=now)


def _plain(value: Any) -> Any:
    # A number with decimals is written as text: the same bytes wherever it is hashed.
    return str(value) if isinstance(value, float) else value
