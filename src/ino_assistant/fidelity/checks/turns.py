"""Which way something went, told in other ways than by a word of direction of its own."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Sequence
from decimal import Decimal

from ino_assistant.fidelity.binding.item import Item
from ino_assistant.fidelity.binding.reading import Reading
from ino_assistant.fidelity.terms.vocabulary import stem, stems, words

RISKS = frozenset(("risk", "risks", "rate", "rates", "odds", "hazard", "chance", "likelihood"))
"""Words for what a ratio below one lowers."""
_RATIOS = frozenset(("hazard ratio", "odds ratio", "risk ratio", "rate ratio"))
_NEAR = 3


def moved(items: Sequence[Item]) -> int:
    """1 or -1 where items say from which figure to which something went, else 0."""
    ends = {
        before.text.lower(): item.quantity
        for before, item in itertools.pairwise(items)
        if item.quantity is not None and before.text.lower() in ("from", "to")
    }
    low, high = ends.get("from"), ends.get("to")
    if low is not None and high is not None and (low.kind, low.unit) == (high.kind, high.unit):
        return _sign(low.values[:1], high.values[:1])
    for index, item in enumerate(items):
        quantity = item.quantity
        if quantity is None or quantity.kind != "interval" or quantity.level is not None:
            continue
        before = items[index - 1].text.lower() if index else ""
        began = before == "from" or quantity.text.lower().startswith("from")
        if began and len(quantity.values) > 1:
            return _sign(quantity.values[:1], quantity.values[1:])
    return 0


def _sign(low: tuple[Decimal, ...], high: tuple[Decimal, ...]) -> int:
    return (high > low) - (high < low) if low and high else 0


def around(items: Sequence[Item], at: int) -> frozenset[str]:
    """What stands close to a word: keys of names and words, and the words of the names."""
    near = items[max(0, at - _NEAR) : at + _NEAR + 1]
    keys = {i.key for i in near if i.kind in ("word", "mention")}
    parts = {stem(w) for i in near if i.kind == "mention" for w in i.text.lower().split()}
    turned = stems("direction", "up") | stems("direction", "down")
    return frozenset((keys | parts) - turned)


def named_turns(beside: frozenset[str], evidence: Reading, sources: Collection[int]) -> set[int]:
    """Signs of turns that are part of a name: `weight gain`, `elevation of liver tests`.

    Args:
        beside: what the statement says a turn of.
        evidence: what it rests on.
        sources: which of its sentences.
    """
    signs: set[int] = set()
    for source in sources:
        items = evidence.sentences[source].items
        for at, item in enumerate(items):
            if item.kind == "mention" and beside & around(items, at):
                named = set(item.text.lower().split())
                signs |= {1} if named & words("direction", "up") else set()
                signs |= {-1} if named & words("direction", "down") else set()
    return signs


def alike(one: frozenset[str], two: frozenset[str]) -> bool:
    """Whether names share a word: the risk of death, and death."""
    return bool({w for k in one for w in k.split()} & {w for k in two for w in k.split()} - {"of"})


def ratio_sign(what: frozenset[str], evidence: Reading) -> int:
    """-1 where a ratio below one is printed of some things, 1 where one above is, else 0."""
    for claim in evidence.claims:
        ratio = claim.quantity.kind == "number" and claim.bound["stat"] & _RATIOS
        if ratio and claim.quantity.values and alike(what, claim.bound["what"]):
            return -1 if claim.quantity.values[0] < 1 else 1
    return 0


__all__ = ["RISKS", "alike", "around", "moved", "named_turns", "ratio_sign"]
