"""What a review changed: drafted and present text word by word, and everything else by name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from ino_assistant.records.content import Content

_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
_FIELDS = ("question", "outcome", "citations", "caveats", "label", "audience", "topic", "warnings")
_PERHAPS = ("label_checked",)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that both have, or that only the drafted or only the present text has."""

    kind: Literal["same", "removed", "added"]
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What is different between two contents.

    Attributes:
        pieces: the texts, in order.
        changed: other things by name: as drafted, and as they are now.
    """

    pieces: tuple[Piece, ...]
    changed: dict[str, tuple[Any, Any]]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is different."""
        return not self.changed and all(p.kind == "same" for p in self.pieces)

    def as_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "pieces": [[p.kind, p.text] for p in self.pieces],
            "changed": {name: list(pair) for name, pair in self.changed.items()},
        }


def difference(drafted: Content, now: Content) -> Difference:
    """What a review changed."""
    pieces: list[Piece] = []
    old, new = _TOKEN.findall(drafted.text), _TOKEN.findall(now.text)
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(Piece("same", "".join(old[i:j])))
            continue
        if i < j:
            pieces.append(Piece("removed", "".join(old[i:j])))
        if k < m:
            pieces.append(Piece("added", "".join(new[k:m])))
    before, after = drafted.as_dict(), now.as_dict()
    changed = {n: (before[n], after[n]) for n in _FIELDS if before[n] != after[n]}
    for name in _PERHAPS:
        if before.get(name) != after.get(name):
            changed[name] = (before.get(name), after.get(name))
    return Difference(tuple(pieces), changed)
