"""How a review stands: approved and in force, or what its pages must be marked with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from ino_assistant.exports.paper import day_words
from ino_assistant.records.review_tables import ReviewVersion
from ino_assistant.records.store import Store
from ino_assistant.review.approved import is_signed

DRAFT: Final = "DRAFT – NOT APPROVED"
_ENDED: Final[Mapping[str, str]] = {
    "rejected": "REJECTED – NOT FOR USE",
    "withdrawn": "WITHDRAWN – NOT FOR USE",
    "expired": "EXPIRED – NOT FOR USE",
    "invalidated": "INVALIDATED – NOT FOR USE",
    "superseded": "SUPERSEDED – NOT FOR USE",
}


def marking_of(store: Store, session: Session, row: ReviewVersion, now: datetime) -> str:
    """What stands on every page of a copy; empty for an approved answer in force.

    Expired, withdrawn and other ended answers are not served, but their records must stay
    readable for those who inspect them: a copy is made, and nobody can take it for a valid one.

    Args:
        store: the records.
        session: to read with.
        row: the latest version of the review.
        now: the present, by the clock or the trail, whichever is later.
    """
    if row.state != "approved":
        return _ENDED.get(row.state, DRAFT)
    if not is_signed(session, row):
        return "SIGNATURE DOES NOT HOLD – NOT FOR USE"
    if row.expires_on is None or now.date() >= row.expires_on:
        return _ENDED["expired"]
    if store.has_gap():
        return "RECORDS INCOMPLETE SINCE A RESTORE – NOT FOR USE"
    return ""


def status_of(row: ReviewVersion, marking: str) -> str:
    """How a review stands, in words."""
    if marking:
        return marking.capitalize()
    return "Approved by medical information"


def expiry_of(row: ReviewVersion) -> str:
    """Until when a version is valid, in words."""
    if row.expires_on is None:
        return "not approved, so none is set"
    return f"{day_words(row.expires_on)} (no longer valid on this day)"
