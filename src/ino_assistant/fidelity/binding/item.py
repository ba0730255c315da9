"""An item: one piece of a sentence with its part in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ino_assistant.fidelity.quantity.model import Quantity
from ino_assistant.text import Span

ItemKind = Literal["quantity", "mention", "word", "light", "stop"]


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of a sentence.

    Attributes:
        key: concept of a mention, stem of a word, small letters of the rest.
        role: of a mention; `word` and `light` words have none.
        depth: how many brackets it stands in.
        negated: a negation reaches it.
    """

    kind: ItemKind
    text: str
    key: str
    span: Span
    role: str = ""
    quantity: Quantity | None = None
    depth: int = 0
    negated: bool = False
    population: bool = False
    """Inside a phrase that says which patients: `patients who ...`, `for those with ...`."""
