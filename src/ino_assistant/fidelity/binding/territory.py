"""What stands around each figure of a clause and tells it from the others.

The words of a clause are dealt out to its figures: those right behind a figure up to the
next comma or conjunction are its own, the rest up to the next figure lead that one. A
subject before the first figure is of all that have no subject of their own.
"""

from __future__ import annotations

from collections.abc import Sequence

from ino_assistant.fidelity.binding.item import Item
from ino_assistant.fidelity.binding.kinds import VERSUS
from ino_assistant.fidelity.binding.mentions import DISEASES, key_of
from ino_assistant.fidelity.binding.units import Unit
from ino_assistant.fidelity.quantity.model import Quantity
from ino_assistant.fidelity.terms.vocabulary import words

_DIVIDES = VERSUS | {"and", "or", "but", "while", "whereas", ",", ";", "to"}

_NOT_TOLD = ("arm", "statistic", "caveat", "frequency")


def linking() -> frozenset[str]:
    """General words that tell nothing apart by themselves."""
    return words("lists", "linking")


def territories(
    items: Sequence[Item], clause: tuple[int, int], units: Sequence[Unit]
) -> list[frozenset[str]]:
    """Per unit of a clause: the names, words and thresholds that are told of it.

    Figures of one kind divide the clause among them; those of another kind do not count.
    """
    result: list[frozenset[str]] = [frozenset() for _ in units]
    families: dict[str, list[int]] = {}
    for number, unit in enumerate(units):
        quantity = items[unit.first].quantity
        if unit.role in ("main", "size") and quantity is not None:
            families.setdefault(family_of(quantity), []).append(number)
    for figures in families.values():
        for number, keys in _dealt(items, clause, units, figures).items():
            result[number] = keys
    return result


def family_of(quantity: Quantity) -> str:
    """Kinds of figures that may stand for one another."""
    if quantity.kind in ("percent", "fraction"):
        return "share"
    return "number" if quantity.kind in ("count", "number") else f"{quantity.kind} {quantity.unit}"


def _dealt(
    items: Sequence[Item], clause: tuple[int, int], units: Sequence[Unit], figures: list[int]
) -> dict[int, frozenset[str]]:
    own: dict[int, set[str]] = {}
    start = clause[0]
    lead: set[str] = set()
    for place, number in enumerate(figures):
        unit = units[number]
        before = _keys(items, start, unit.first, units)
        stop = units[figures[place + 1]].first if place + 1 < len(figures) else clause[1]
        behind = unit.last + 1
        while behind < stop and not _divides(items, behind):
            behind += 1
        lead = before if place == 0 else lead
        own[number] = (before if place else set()) | _keys(items, unit.last + 1, behind, units)
        # Words with nothing that divides them may be of either figure.
        start = behind if behind < stop else unit.last + 1
    tail = _keys(items, start, clause[1], units)
    return {
        number: frozenset(own[number] | tail | (lead if place == 0 or not own[number] else set()))
        for place, number in enumerate(figures)
    }


def _divides(items: Sequence[Item], index: int) -> bool:
    item = items[index]
    return item.depth == 0 and (item.text.lower() in _DIVIDES or item.key in _DIVIDES)


def _keys(items: Sequence[Item], start: int, end: int, units: Sequence[Unit]) -> set[str]:
    limits = {i for u in units if u.role in ("cond", "time", "label") for i in u.members}
    found = set()
    for index in range(start, end):
        item = items[index]
        if item.quantity is not None:
            if index in limits:
                found.add(key_of(item.quantity))
        elif item.role == "synonym" and item.key in linking():
            continue
        elif item.kind in ("word", "mention") and item.role not in _NOT_TOLD:
            found.add(item.key)
    return found - DISEASES
