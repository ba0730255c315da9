"""What came of what: a figure of an effect is none of its cause.

`Treatment was stopped because of adverse events in 5 %` and `adverse events led to stopping in
5 %` give one figure, of those who stopped, and say why. Both ways round, and `the reason was`,
are brought to that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ino_assistant.fidelity.binding.item import Item
from ino_assistant.fidelity.binding.items import Sentence
from ino_assistant.fidelity.binding.mentions import WHAT
from ino_assistant.fidelity.terms.vocabulary import words


@dataclass(frozen=True, slots=True)
class Link:
    """A word that joins an effect and its cause.

    Attributes:
        at: index of its item.
        causes, effects: concepts of either side; of what the sentence does not name, nothing.
        listed: what follows are the causes, each with a figure of its own: `the reasons were`.
        forward: the cause stands first, `A led to B`: only what follows is of the effect.
    """

    at: int
    causes: frozenset[str]
    effects: frozenset[str]
    listed: bool = False
    forward: bool = False


def _list(name: str) -> frozenset[str]:
    return words("causes", name)


@lru_cache(maxsize=8192)
def links_of(sentence: Sentence) -> tuple[Link, ...]:
    """The links of cause and effect in a sentence, in order."""
    items = sentence.items
    found: list[Link] = []
    for at, item in enumerate(items):
        lower = item.text.lower()
        behind = items[at + 1].text.lower() if at + 1 < len(items) else ""
        if lower in _list("backward") and behind in _list("joined"):
            found.append(Link(at, _named(_phrase(items, at + 2)), _named(items[:at])))
        elif lower in _list("forward") and (behind in _list("joined") or lower in _list("bare")):
            found.append(Link(at, _named(items[:at]), _named(_phrase(items, at + 1)),
                              forward=True))  # fmt: skip
        elif lower in _list("reasons"):
            told = _named(_phrase(items, at + 2)) if behind in ("for", "of") else frozenset()
            found.append(Link(at, frozenset(), told, listed=True))
    return tuple(found)


def _phrase(items: Sequence[Item], start: int) -> Sequence[Item]:
    """What stands behind a link, up to a figure, a verb or a stop."""
    for end in range(start, len(items)):
        item = items[end]
        stops = item.kind == "stop" and item.key not in ("-", "/", "'")
        if item.quantity is not None or stops or item.text.lower() in _list("ends"):
            return items[start:end]
    return items[start:]


def _named(items: Sequence[Item]) -> frozenset[str]:
    return frozenset(i.key for i in items if i.role in WHAT and not i.population)


__all__ = ["Link", "links_of"]
