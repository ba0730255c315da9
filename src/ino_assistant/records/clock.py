"""The server's clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Gives the present moment, aware of its zone."""


def utc_now() -> datetime:
    """The present moment by this machine's clock, in UTC."""
    return datetime.now(UTC)
