"""Quantities of a clause gathered into units, and units into frames of a comparison.

A unit is one figure with what stands beside it in brackets: `48.2% (n=79/164)`, an estimate
with its interval and P value. A frame is a run of units that a `versus`, `and` or comma
joins: `80.7% vs 29.3%`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ino_assistant.fidelity.binding.contrasts import is_contrast
from ino_assistant.fidelity.binding.item import Item
from ino_assistant.fidelity.binding.kinds import BESIDE_KINDS, NOUN_KINDS, VERSUS
from ino_assistant.fidelity.binding.unit_roles import roles_of
from ino_assistant.fidelity.quantity.model import Quantity

_JOINERS = VERSUS | {"and", "or", ",", "to"}


@dataclass(frozen=True, slots=True)
class Unit:
    """One figure of a clause: indexes of its items, and what part it plays.

    `role`: `main` is a result; `cond` a threshold that says who; `time` a duration or label
    that says when; `size` how many were looked at; `boundary` a level of significance.
    """

    members: tuple[int, ...]
    role: str
    contrast: bool = False

    @property
    def first(self) -> int:
        """Index of the item that it begins with."""
        return self.members[0]

    @property
    def last(self) -> int:
        """Index of the item that it ends with."""
        return self.members[-1]


def units_of(items: Sequence[Item], start: int, end: int) -> list[Unit]:
    """The units of the clause that `items[start:end]` is, in order."""
    gathered: list[list[int]] = []
    for index in range(start, end):
        quantity = items[index].quantity
        if quantity is None:
            continue
        if gathered and _belongs(items, gathered[-1], index):
            gathered[-1].append(index)
        else:
            gathered.append([index])
    return [
        Unit(tuple(members), role, is_contrast(items, members, start))
        for members, role in zip(gathered, roles_of(items, gathered, start), strict=True)
    ]


def _belongs(items: Sequence[Item], members: list[int], index: int) -> bool:
    """Whether a quantity stands beside the unit before it rather than for itself."""
    quantity = items[index].quantity
    head = items[members[0]].quantity
    if quantity is None or head is None:
        return False
    held = [q for i in members if (q := items[i].quantity) is not None]
    between = items[members[-1] + 1 : index]
    if head.kind in NOUN_KINDS:
        return False
    if quantity.kind in BESIDE_KINDS or (
        quantity.kind == "interval" and quantity.level is not None
    ):
        joined = all(i.kind in ("light", "stop") or i.role == "statistic" for i in between)
        return joined and all(q.kind != quantity.kind or q.level is None for q in held)
    if not _complements(quantity, held):
        return False
    if quantity.kind == "count" and items[members[0]].population:
        return False
    opened = [i for i in between if i.kind == "stop" and i.key in "(["]
    if opened:
        return _attached(between, quantity, held)
    # Inside one bracket: `(48.2%, n=79/164)`.
    inside = items[index].depth > 0 and items[index].depth == items[members[-1]].depth
    if inside and len(between) == 1 and between[0].key in ",;":
        return True
    return len(between) == 0 and quantity.kind == "interval"


def _attached(between: Sequence[Item], quantity: Quantity, held: list[Quantity]) -> bool:
    """Whether only patients, arms and brackets stand between a figure and its bracket."""
    before: Item | None = None
    for item in between:
        if item.kind == "word" or (item.role not in ("", "arm", "statistic")):
            return _agrees(quantity, held)
        if item.kind == "light" and item.key in ("and", "or", "vs", "versus", "than", "compared"):
            return False
        if item.key in (",", ";", ":") and not (before is not None and before.role == "statistic"):
            return False
        before = item
    return True


def _agrees(quantity: Quantity, held: list[Quantity]) -> bool:
    """Whether a percentage is that of the fraction beside it, to its own rounding."""
    pair = [*held, quantity]
    fraction = next((q for q in pair if q.kind == "fraction"), None)
    percent = next((q for q in pair if q.kind == "percent"), None)
    if fraction is None or percent is None or not fraction.values[1]:
        return False
    share = fraction.values[0] / fraction.values[1] * 100
    return abs(share - percent.values[0]) <= Decimal("1")


_SHARES = ("half", "third", "quarter", "two thirds", "three quarters", "majority",
           "fifth", "tenth", "nearly all", "large majority", "minority")  # fmt: skip


def _complements(quantity: Quantity, held: list[Quantity]) -> bool:
    """Whether a unit lacks this kind and takes it: a share its fraction, a mean its range."""
    kinds = {q.kind for q in held}
    if quantity.comparator or quantity.kind in NOUN_KINDS:
        return False
    if quantity.kind == "fraction" and [q.kind for q in held] == ["fraction"]:
        # `three out of four (310 of 412)`.
        return held[0].values[1] <= 10 < quantity.values[1]
    if quantity.kind in kinds:
        return False
    if quantity.kind == "percent":
        shares = any(q.kind == "vague" and q.symbol in _SHARES for q in held)
        return shares or bool(kinds & {"fraction", "count", "number"})
    if quantity.kind == "fraction":
        return bool(kinds & {"percent", "vague"})
    if quantity.kind == "count":
        return bool(kinds & {"percent", "duration", "measure", "vague", "interval"}) and (
            quantity.symbol == "n"
        )
    if quantity.kind == "interval":
        return bool(kinds & {"number", "percent", "duration", "measure", "spread", "multiple"})
    return False


@dataclass(frozen=True, slots=True)
class Frame:
    """Units that one comparison or list joins; a single unit is a frame of its own."""

    units: tuple[int, ...]
    versus: bool

    def __len__(self) -> int:
        return len(self.units)


def frames_of(items: Sequence[Item], units: Sequence[Unit]) -> list[Frame]:
    """Frames of the main units that belong to arms or things, in order."""
    frames: list[Frame] = []
    run: list[int] = []
    versus = False
    for index, unit in enumerate(units):
        if unit.role != "main" or unit.contrast:
            continue
        if run:
            joiner = _joiner(items, units[run[-1]], unit)
            if joiner is not None:
                run.append(index)
                versus = versus or joiner
                continue
            frames.append(Frame(tuple(run), versus))
        run, versus = [index], False
    if run:
        frames.append(Frame(tuple(run), versus))
    return frames


def _joiner(items: Sequence[Item], one: Unit, two: Unit) -> bool | None:
    """Whether two units stand in one frame: None if not, else whether a `versus` joins them."""
    first, second = items[one.first].quantity, items[two.first].quantity
    if first is None or second is None or not _alike(first, second):
        return None
    if items[one.first].depth != items[two.first].depth:
        return None
    joined = versus = False
    for item in items[one.last + 1 : two.first]:
        lower = item.text.lower()
        if item.kind == "word" and item.quantity is None and lower != "respectively":
            return None
        if item.role not in ("", "arm"):
            return None
        if item.quantity is not None and item.quantity.kind not in ("count",):
            return None
        if lower in _JOINERS or item.key in (",",):
            joined = True
            versus = versus or lower in VERSUS
        elif item.kind == "light" and lower in ("was", "were", "had", "is", "are"):
            return None
    return versus if joined else None


def _alike(first: Quantity, second: Quantity) -> bool:
    def family(q: Quantity) -> str:
        return "share" if q.kind in ("percent", "fraction") else q.kind

    return family(first) == family(second) and first.unit == second.unit
