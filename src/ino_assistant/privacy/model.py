"""What was found in a text, and the text without it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ino_assistant.text import Span

DetailKind = Literal[
    "name",
    "date of birth",
    "record number",
    "telephone",
    "e-mail",
    "address",
    "identifier",
    "facility",
    "age",
]


@dataclass(frozen=True, slots=True)
class Detail:
    """An identifying detail: what it is, and where it stood in the text given, half open."""

    kind: DetailKind
    span: Span


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text with a placeholder in place of every detail found, and the details in order."""

    text: str
    found: tuple[Detail, ...]
