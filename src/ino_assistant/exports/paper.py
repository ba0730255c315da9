"""A document before it is a file: what stands in it, in order, whatever it is written as."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from ino_assistant.records.canonical import storable
from ino_assistant.text import MONTHS, strip_control

Style = Literal["body", "lead", "small", "verbatim"]

# What XML has no writing for, and what fonts use for signs of their own.
_UNWRITABLE = re.compile("[\ufdd0-\ufdef\ufffe\uffff\ue000-\uf8ff]")

_DIRECTION = re.compile("[\u2060-\u206f]")
"""Signs that change the direction of a text, and others that nobody sees."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a part."""

    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    text: str
    style: Style = "body"


@dataclass(frozen=True, slots=True)
class Points:
    """Paragraphs with a mark before each: a bullet, or the number that the text points to."""

    items: tuple[tuple[str, str], ...]
    """Mark and text of each."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Names and values, one pair a line."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A boxed warning, whole, in a black border and the answer's type size.

    Attributes:
        product: whose it is.
        source: where it is printed so.
        heading: its words before the first bullet.
        bullets: the others.
        relevant: indexes of the bullets that bear on the question.
        sha256: of the text as stored.
    """

    product: str
    source: str
    heading: str
    bullets: tuple[str, ...]
    relevant: tuple[int, ...]
    sha256: str

    @property
    def caption(self) -> str:
        """What stands above it, and is none of its text."""
        return f"Boxed warning: {self.product}"

    @property
    def lines(self) -> tuple[str, ...]:
        """Its own text, paragraph by paragraph; nothing is added."""
        return (self.heading, *(f"• {bullet}" for bullet in self.bullets))


Block = Heading | Text | Points | Pairs | Box


@dataclass(frozen=True, slots=True)
class Paper:
    """A document.

    Attributes:
        kind: what it is, in words; stands above its title.
        title: the question, or what the document is called.
        marking: in capitals on every page, where it must not be taken for an approved one.
        running: one line at the head of every page: what it is, of what, which version.
        footer: lines at the foot of every page, above its number.
        made_at: when, by the server's clock.
        blocks: what stands in it.
    """

    kind: str
    title: str
    marking: str
    running: str
    footer: tuple[str, ...]
    made_at: datetime
    blocks: tuple[Block, ...]

    @property
    def boxes(self) -> tuple[Box, ...]:
        """The boxed warnings in it."""
        return tuple(block for block in self.blocks if isinstance(block, Box))


def plain(text: str) -> str:
    """A text as every kind of file takes it: no control or direction-changing characters.

    What a user typed is text and nothing else: neither writer reads markup, fields or links
    from it.
    """
    return _UNWRITABLE.sub("\ufffd", _DIRECTION.sub(" ", strip_control(storable(text))))


def lines_of(text: str) -> list[str]:
    """The lines of a text that say something."""
    return [line.strip() for line in plain(text).replace("\t", " ").split("\n") if line.strip()]


def day_words(day: date) -> str:
    """A day that nobody reads as another one: `2 March 2026`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def moment_words(moment: datetime) -> str:
    """A moment in UTC: `2 March 2026, 09:30:05 UTC`."""
    return f"{day_words(moment.date())}, {moment:%H:%M:%S} UTC"


def joined(words: Sequence[str]) -> str:
    """`a, b and c`."""
    return " and ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)


def relevant_words(box: Box) -> str:
    """Which points of a box bear on the question, in words: a bar alone would not say it."""
    if not box.relevant:
        return ""
    numbers = [str(i + 1) for i in sorted(set(box.relevant))]
    named = f"point{'s' if len(numbers) > 1 else ''} {joined(numbers)} of {len(box.bullets)}"
    return f"Marked by a bar, as bearing on the question: {named}."


def role_words(role: str) -> str:
    """A role as printed."""
    return _ROLES.get(role, role)


_ROLES = {
    "field_medical": "field medical",
    "sales": "sales",
    "medical_information": "medical information",
    "safety": "drug safety",
    "administrator": "administrator",
}
