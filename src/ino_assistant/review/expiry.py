"""Until when an approval lasts."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime

from ino_assistant.records.errors import ForbiddenError


def expiry_of(now: datetime, asked: date | None, months: int) -> date:
    """The first day on which an answer that is approved now is no longer served.

    Args:
        now: when it is approved.
        asked: the day that was asked for; None: after the usual months.
        months: the usual ones.

    Raises:
        ForbiddenError: it would have expired already.
    """
    until = asked or months_after(now.date(), months)
    if until <= now.date():
        raise ForbiddenError("an approval must expire on a later day")
    return until


def months_after(day: date, months: int) -> date:
    """The same day some months later, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
