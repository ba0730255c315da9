"""White space, half-open spans and folding: what every layer must agree on."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

Span = tuple[int, int]
"""Half-open character offsets into a document's source text."""

CELL_JOINER = " | "
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
"""In English, whatever the locale is."""
_WHITE = re.compile(r"\s+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ufeff]")


def fold(text: str) -> str:
    """Every run of white space (no-break spaces too) as one space, ends trimmed."""
    return _WHITE.sub(" ", text).strip()


def squeeze(text: str) -> str:
    """Without any white space: equal for two printings that differ only in line breaks."""
    return _WHITE.sub("", text)


def strip_control(text: str) -> str:
    """Control, zero-width and bidirectional-override characters become spaces."""
    return _CONTROL.sub(" ", text)


def quote_of(source: str, spans: Sequence[Span], *, cells: bool = False) -> str:
    """The folded source text of `spans`, joined as the contract of a citation says.

    Args:
        source: the document's source text.
        spans: half-open offsets into `source`.
        cells: whether the spans are cells of a table row, joined by ` | `.
    """
    joiner = CELL_JOINER if cells else " "
    return joiner.join(fold(source[start:end]) for start, end in spans)


def sha256_text(text: str) -> str:
    """Hexadecimal sha256 of the UTF-8 bytes of `text`."""
    return hashlib.sha256(text.encode()).hexdigest()
