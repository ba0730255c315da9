"""Shares told in words: `about half`, `more than a third`, `one in five`."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from ino_assistant.fidelity.binding.claims import Claim
from ino_assistant.fidelity.quantity.model import Quantity

_SHARES = {
    "half": (Decimal(50), Decimal(3)),
    "third": (Decimal(100) / 3, Decimal(3)),
    "quarter": (Decimal(25), Decimal(2)),
    "fifth": (Decimal(20), Decimal(2)),
    "tenth": (Decimal(10), Decimal(1)),
    "two thirds": (Decimal(200) / 3, Decimal(3)),
    "three quarters": (Decimal(75), Decimal(2)),
    "majority": (Decimal(50), Decimal(0)),
}
"""Share that a vague amount names, in percent, and how far `about` reaches."""
_AT_LEAST = {"nearly all": Decimal(90), "large majority": Decimal(75)}
"""The least that a share is called so, in percent."""
FEW = 10
_SEVERAL = 10
"""Percent from which `about one in so many` is told to whole numbers only."""
_BEYOND = Decimal(10)
"""How far above or below a share `more than half` and `less than half` still say something."""


def is_share(vague: Quantity, percent: Decimal) -> bool:
    """Whether `about half`, `more than a third` is a fair name of a percentage."""
    if vague.symbol == "majority":
        return percent > _SHARES["majority"][0] and not (vague.comparator or vague.hedge)
    if vague.symbol in _AT_LEAST:
        return _AT_LEAST[vague.symbol] <= percent < 100 and not (vague.comparator or vague.hedge)
    if vague.symbol == "minority":
        return 0 < percent < _SHARES["majority"][0] and not (vague.comparator or vague.hedge)
    if vague.symbol not in _SHARES:
        return False
    share, near = _SHARES[vague.symbol]
    if vague.comparator in (">", "<") or vague.hedge in ("+", "-"):
        above = vague.comparator == ">" or vague.hedge == "+"
        reach = _BEYOND if vague.comparator else near * 5 / 3
        return Decimal(0) < (percent - share if above else share - percent) <= reach
    if vague.hedge == "~":
        return abs(percent - share) <= near
    return not vague.comparator and abs(percent - share) < Decimal("0.5")


def is_few(quantity: Quantity) -> bool:
    """Whether a share is told in small numbers: `three out of four`, `one in seven`."""
    small = quantity.kind == "fraction" and quantity.values[1] <= FEW
    return quantity.symbol == "among" or (small and not quantity.comparator)


def is_among(few: Quantity, percent: Decimal) -> bool:
    """Whether a share in small numbers is a fair name of a percentage: 21.7 is over 1 in 5."""
    share = few.values[0] / few.values[1] * 100
    if few.comparator in (">", "<") or few.hedge in ("+", "-"):
        above = few.comparator == ">" or few.hedge == "+"
        return 0 < (percent - share if above else share - percent) <= share / 5
    near = min(Decimal(1), share * 3 / 20)
    reach = 2 * near if few.hedge == "~" and share >= _SEVERAL else near
    return not few.comparator and abs(percent - share) <= reach


def exact_of(said: Claim) -> Claim:
    """`about half of them (52 %)`: judged by the figure that stands in its bracket."""
    vague = said.quantity
    if is_few(vague):
        # `three out of four (310 of 412)`.
        told = next((share_of(q) for q in said.quantities[1:] if share_of(q) is not None), None)
        close = told is not None and is_among(vague, told)
        return replace(said, quantities=said.quantities[1:]) if close else said
    share = next((share_of(q) for q in said.quantities[1:] if share_of(q) is not None), None)
    if vague.kind != "vague" or share is None or not (
        is_share(vague, share) or _near_share(vague, share)
    ):  # fmt: skip
        return said
    return replace(said, quantities=said.quantities[1:])


def _near_share(vague: Quantity, share: Decimal) -> bool:
    """`one third (34.0 %)`: close enough where the figure itself stands beside it."""
    named = _SHARES.get(vague.symbol)
    bare = vague.symbol != "majority" and not (vague.comparator or vague.hedge)
    return bare and named is not None and abs(share - named[0]) <= 1


def share_of(quantity: Quantity) -> Decimal | None:
    """A percentage, or that of a fraction."""
    if quantity.comparator or quantity.hedge:
        return None
    if quantity.kind == "percent":
        return quantity.values[0]
    if quantity.kind == "fraction" and quantity.values[1]:
        return quantity.values[0] / quantity.values[1] * 100
    return None


__all__ = ["exact_of", "is_among", "is_few", "is_share", "share_of"]
