"""Kinds of figures by the part that they can play, and words that set two against each other."""

from __future__ import annotations

MAIN_KINDS = ("percent", "fraction", "number", "measure", "duration", "count", "multiple", "vague",
              "interval", "spread", "ratio")  # fmt: skip
"""What a result is told in."""
NOUN_KINDS = ("label", "date", "ordinal")
"""What names a time, a grade or a place in a row rather than an amount."""
BESIDE_KINDS = ("p_value", "ci_level")
"""What stands beside a result."""
VERSUS = frozenset(("vs", "vs.", "versus", "compared", "compare", "than", "against"))
