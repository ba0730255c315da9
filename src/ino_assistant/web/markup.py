"""Text into HTML: escaped, with the icons and words that the views share."""

from __future__ import annotations

from datetime import date
from html import escape

from ino_assistant.text import strip_control

_ICON_PATHS = {
    "check": "M3.5 8.5l3 3 6-7",
    "clock": "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 4.8V8l2.2 1.6",
    "correct": "M8 3v6M8 12.2v.6",
    "cross": "M4.5 4.5l7 7M11.5 4.5l-7 7",
    "none": "M4 8h8",
    "person": "M8 8a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM3 14c.6-3 2.5-4 5-4s4.4 1 5 4",
    "warning": "M8 2.5l6 11H2zM8 6.5v3.5M8 11.5v.6",
}


def text(value: str) -> str:
    """`value` as text in HTML; control and direction-changing characters become spaces."""
    return escape(strip_control(value))


def shortened(value: str, limit: int) -> str:
    """`value`, or its first `limit` characters with a note of how many there are in all."""
    if len(value) <= limit:
        return value
    return f"{value[:limit].rstrip()}… ({len(value):,} characters)"


def long_date(value: str) -> str:
    """An ISO day as people write it; anything else, such as a bare year, as it is."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return value
    return f"{day.day} {day:%B %Y}"


def icon(name: str) -> str:
    """A small drawing; it always stands beside words, so it is silent for screen readers."""
    return (
        '<svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" '
        'focusable="false" fill="none" stroke="currentColor" stroke-width="1.7" '
        'stroke-linecap="round" stroke-linejoin="round">'
        f'<path d="{_ICON_PATHS[name]}"/></svg>'
    )


__all__ = ["icon", "long_date", "shortened", "text"]
