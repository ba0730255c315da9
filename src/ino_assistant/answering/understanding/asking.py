"""Telling what asks from what tells or orders."""

from __future__ import annotations

import re

ASKS = (
    r"(?:what|which|who|whom|how|when|why|where|is there|are there|is|are|was|were|do|does|did|"
    r"can|could|should|has|have|had|will|would|tell me|give me)"
)
"""Words that a question begins with, or a request: `tell me`."""


def is_question(text: str) -> bool:
    """Whether a part asks, rather than tells or orders something."""
    return "?" in text or re.match(rf"{ASKS}\b", text, re.IGNORECASE) is not None
