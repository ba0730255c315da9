"""Names in a clause, and the dimension of a claim that each fills."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ino_assistant.fidelity.binding.item import Item
from ino_assistant.fidelity.binding.units import Unit
from ino_assistant.fidelity.quantity.model import Quantity

WHAT = ("endpoint", "reaction", "measure")
OTHER = "≠"
"""Prefix of an arm known only as not being this one."""
DISEASES = frozenset(("acute lymphoblastic leukemia", "relapsed or refractory"))
"""Names that the whole of a document is about, and no single figure."""
DIMENSIONS = ("arm", "what", "cond", "time", "stat", "word")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a clause: its concept and where it stands."""

    key: str
    at: int
    end: int
    keys: frozenset[str] = frozenset()
    """All concepts of a phrase that names one group of patients by several."""

    @property
    def all(self) -> frozenset[str]:
        """Its concepts, one or several."""
        return self.keys or frozenset((self.key,))


def keys_of(mentions: Sequence[Mention]) -> frozenset[str]:
    """All concepts of some names."""
    return frozenset(key for m in mentions for key in m.all)


def key_of(quantity: Quantity | None) -> str:
    """A threshold, time or label as a name: comparator, values and unit."""
    if quantity is None:
        return ""
    values = ",".join(f"{v.normalize():f}" for v in quantity.values)
    return f"{quantity.comparator}{values or quantity.symbol} {quantity.unit}"


def _only_listed(items: Sequence[Item], index: int) -> bool:
    """`factors were prior HSCT, age ...`: a member of a list, no group that a figure is of."""
    if items[index].population or index + 1 >= len(items) or items[index + 1].key != ",":
        return False
    before = items[index - 1].text.lower() if index else ""
    return before in (",", "and", "were", "was", "are", "is", "included", "including", ":")


def _lasts(items: Sequence[Item], index: int) -> bool:
    """`a median follow-up of 22 months`: a length of time, which is judged itself."""
    behind = items[index + 1 : index + 3]
    quantity = behind[-1].quantity if len(behind) > 1 and behind[0].text.lower() == "of" else None
    return quantity is not None and quantity.kind in ("duration", "interval")


_PLAIN_DIMENSIONS = {
    "arm": "arm", "statistic": "stat", "anchor": "time", "synonym": "word", "caveat": "word",
}  # fmt: skip


def dimension_of(item: Item, items: Sequence[Item], index: int, units: Sequence[Unit]) -> str:
    """The dimension of a claim that an item fills; empty for none."""
    if item.role == "condition":
        return "" if _only_listed(items, index) else "cond"
    if item.key == "follow-up" and _lasts(items, index):
        return ""
    if item.role in WHAT:
        if item.population:
            return "" if item.role == "measure" else "cond"
        # `remission <12 months`: the name of a threshold is not what is measured.
        return "" if any(u.role == "cond" and u.first == index + 1 for u in units) else "what"
    return "word" if item.kind == "word" else _PLAIN_DIMENSIONS.get(item.role, "")
