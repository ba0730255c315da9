"""Words that mean something of their own in one field of medicine."""

from __future__ import annotations

import re

from ino_assistant import data

_ABOUT = 3
"""How often a document names its field, at least."""


def of_field(text: str) -> dict[str, tuple[str, ...]]:
    """Words that mean something of their own in the field that a document is about.

    A response is a remission where leukemia is treated; elsewhere the two are told apart.
    """
    found = {}
    for concept, entry in data.load("roles")["fields"].items():
        told = sum(len(re.findall(rf"\b{name}", text, re.IGNORECASE)) for name in entry["of"])
        if told >= _ABOUT:
            found[concept] = tuple(entry["terms"])
    return found
