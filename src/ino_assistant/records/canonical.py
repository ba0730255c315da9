"""One writing for a value, so that its hash is the same wherever it is computed."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

from ino_assistant.text import sha256_text


def canonical(value: Any) -> str:
    """A JSON value as text: keys sorted, no blanks, ASCII only (every text can be stored so).

    Raises:
        TypeError: not a JSON value.
        ValueError: a number that JSON has no writing for.
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest(value: Any) -> str:
    """Hexadecimal sha256 of a value's canonical text."""
    return sha256_text(canonical(value))


def iso(moment: datetime) -> str:
    """A moment as text in UTC that sorts by time: `2026-01-31T09:30:00.000000Z`.

    Raises:
        ValueError: the moment has no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a time without a zone is no moment")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def moment_of(text: str) -> datetime:
    """The moment that `iso` wrote."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


def plain(value: Any) -> Any:
    """A value of a record as JSON has it: moments and days as text."""
    if isinstance(value, datetime):
        return iso(value)
    return value.isoformat() if isinstance(value, date) else value


def storable(text: str) -> str:
    """A text as every database takes it: without NUL and halves of surrogate pairs."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")
