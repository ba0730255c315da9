"""What a sentence denies: the words that its negations are about.

`superiority was not shown` and `it did not show superiority` deny the same, wherever the `not`
stands; a `not` about something else in the same sentence is no contradiction.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from ino_assistant.fidelity.binding.item import Item
from ino_assistant.fidelity.binding.items import Sentence
from ino_assistant.fidelity.checks.word_sources import root
from ino_assistant.fidelity.terms.vocabulary import stem, words

_VERBAL = frozenset(("not", "never", "cannot", "unable", "nor", "neither"))
_FAILED = ("fail", "unabl", "preclud")
_REACH = 3


@lru_cache(maxsize=8192)
def denied_in(sentence: Sentence) -> frozenset[str]:
    """Roots of the words that a sentence denies."""
    items = sentence.items
    found: set[str] = set()
    for index, item in enumerate(items):
        lower = item.text.lower()
        none = item.quantity is not None and item.quantity.symbol == "none"
        if lower in _VERBAL or lower.endswith("n't"):
            found |= _behind(items, index + 1, 1) | _before(items, index)
        elif none or (lower in words("negation") and lower != "non"):
            found |= _behind(items, index + 1, _REACH)
        if lower in ("free", "freedom"):
            hyphen = index > 0 and items[index - 1].key == "-"
            found |= _before(items, index - 1) if hyphen else _behind(items, index + 1, _REACH)
        if item.kind in ("word", "light") and stem(lower).startswith(_FAILED):
            found |= {"fail"} | _behind(items, index + 1, _REACH) | _before(items, index)
    return frozenset(found)


def _told(item: Item) -> bool:
    """Whether an item is what a denial may be about: content, or a verb of some meaning."""
    if item.kind in ("word", "mention"):
        return True
    return item.kind == "light" and item.text.lower() in words("limits", "verbs")


def _behind(items: Sequence[Item], start: int, most: int) -> set[str]:
    found: set[str] = set()
    for item in items[start : start + 8]:
        if item.kind == "stop" and item.key not in ("-", "'"):
            break
        if item.text.lower().endswith("ly"):
            continue
        if _told(item):
            found.add(_root(item))
            if len(found) == most:
                break
    return found


def _before(items: Sequence[Item], at: int) -> set[str]:
    """The subject of what is denied: `superiority was not shown`."""
    for item in reversed(items[max(0, at - 4) : at]):
        if item.kind == "stop":
            break
        if item.kind in ("word", "mention") and item.role != "arm":
            return {_root(item)}
    return set()


def _root(item: Item) -> str:
    return root(item.key if item.kind != "light" else stem(item.text))


__all__ = ["denied_in"]
