"""What the rules of yes and no share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from ino_assistant.data import load


@dataclass(frozen=True, slots=True)
class Setting:
    """The document's arms, and which of them are the product itself."""

    defaults: frozenset[str]
    arms: tuple[str, ...]


Ruling = Literal["yes", "no", "stop"] | None
STOP: Literal["stop"] = "stop"
"""No other rule may judge this sentence: it speaks of it, and nothing is proven."""


@cache
def pattern(table: str, name: str) -> re.Pattern[str]:
    """A regular expression of `polarity.toml`."""
    return re.compile(load("polarity")[table][name], re.IGNORECASE)
