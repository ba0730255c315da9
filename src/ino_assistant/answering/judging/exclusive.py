"""Words that exclude each other: what is open-label is not blinded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ino_assistant.data import load


@dataclass(frozen=True)
class Exclusive:
    """A group of which only one can be so of one thing.

    Attributes:
        name: what kind of fact it is.
        members: per member a pattern of its words.
        beside: a text counts only if it has one of these words as well.
        allows: it also tells what is allowed; else only what is so.
    """

    name: str
    members: tuple[re.Pattern[str], ...]
    beside: re.Pattern[str] | None
    allows: bool = False

    def of(self, text: str) -> frozenset[int]:
        """Members that a text names."""
        if self.beside is not None and not self.beside.search(text):
            return frozenset()
        text = _ASSESSORS.sub(" ", text)
        spans = {n: m.span() for n, p in enumerate(self.members) if (m := p.search(text))}
        # `not powered` does not name `powered`.
        return frozenset(
            n
            for n, (start, end) in spans.items()
            if not any(s <= start and end <= e and e - s > end - start for s, e in spans.values())
        )

    def starts(self, text: str, member: int) -> int:
        """Where a text names a member."""
        found = self.members[member].search(text)
        return found.start() if found is not None else len(text)

    def words(self, text: str, member: int) -> str:
        """The words with which a text names a member."""
        found = self.members[member].search(text)
        return found[0] if found is not None else ""

    def without(self, text: str, member: int) -> str:
        """A text without the words of a member."""
        return self.members[member].sub(" ", text)


_ASSESSORS = re.compile(
    r"\bblinded[ -](?:(?:independent|central|outcome|endpoint|evaluation of|review of)[ -])*"
    r"(?:assess\w+|review\w*|evaluat\w+|adjudicat\w+|outcomes?|endpoints?)\b",
    re.IGNORECASE,
)
"""`Blinded assessment` is of those who judge outcomes: the trial itself may be open."""


def _any(words: list[str]) -> re.Pattern[str]:
    spelled = sorted((re.escape(w).replace(r"\ ", r"[\s-]+") for w in words), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(spelled)})(?![\w-])", re.IGNORECASE)


@cache
def exclusives() -> tuple[Exclusive, ...]:
    """Every group of the data."""
    return tuple(
        Exclusive(
            entry["name"],
            tuple(_any(member) for member in entry["members"]),
            _any(entry["beside"]) if "beside" in entry else None,
            entry.get("allows", False),
        )
        for entry in load("polarity")["exclusive"]
    )
