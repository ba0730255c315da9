"""Ranges of a sentence that hold a statement each."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from ino_assistant.fidelity.item import Item
from ino_assistant.fidelity.items import Sentence
from ino_assistant.fidelity.vocabulary import words

_SPLITS = frozenset(("but", "while", "whereas", "although", "though"))
_CONSEQUENCES = frozenset(("resulting", "leading", "suggesting", "indicating", "which"))
FINITE = words("lists", "finite_verbs")


@lru_cache(maxsize=8192)
def clauses_of(sentence: Sentence) -> tuple[tuple[int, int], ...]:
    """Ranges of a sentence's items that hold a statement each."""
    items = sentence.items
    cuts = [0]
    figures = [i for i, item in enumerate(items) if _figure(item)]
    for index, item in enumerate(items):
        if _second_verb(items, index, cuts[-1]):
            cuts.append(index)
            continue
        before = any(cuts[-1] <= f < index for f in figures)
        after = any(f > index for f in figures)
        if item.key == ";" and _ends(items, index, cuts[-1], before=before, after=after):
            cuts.append(index + 1)
            continue
        if not before:
            continue
        if item.key == "," and index + 1 < len(items):
            follower = items[index + 1].text.lower()
            if follower == "while" and items[min(index + 2, len(items) - 1)].text.endswith("ing"):
                continue  # `while receiving therapy` tells when
            if follower in _CONSEQUENCES or follower in _SPLITS:
                cuts.append(index + 1)
                continue
            if not after:
                continue
            if follower == "with" and index + 2 < len(items) and items[index + 2].quantity:
                # `..., with 45.7% of responses in Cycle 1` is told beside, of its own; what stands
                # between the figure before and this comma belongs to it.
                told = max(f for f in figures if f < index)
                commas = [n for n in range(told, index + 1) if items[n].key == ","]
                cuts.append(commas[0] + 1)
                continue
            if follower == "and" and _own_verb(items, index + 1, cuts[-1]):
                cuts.append(index + 1)
        elif index > cuts[-1] + 1 and (
            item.text.lower() == "but" or (item.text.lower() in ("whereas", "while") and after)
        ):
            cuts.append(index)
    ends = [*cuts[1:], len(items)]
    return tuple((s, e) for s, e in zip(cuts, ends, strict=True) if e > s)


_BE = ("is", "was", "are", "were", "has", "had", "have", "did", "does", "do")


def _second_verb(items: Sequence[Item], index: int, start: int) -> bool:
    """`removes 7 % and is not recommended`, `was not reached with A and was 41 weeks with B`."""
    if items[index].text.lower() != "and" or index + 1 >= len(items) or items[index].depth:
        return False
    if items[index + 1].text.lower() not in _BE:
        return False
    left, right = items[start:index], items[index + 1 : index + 5]
    denied = [any(i.text.lower() == "not" for i in side) for side in (left, right)]
    return denied[0] != denied[1]


def _ends(items: Sequence[Item], index: int, start: int, *, before: bool, after: bool) -> bool:
    """Whether a semicolon ends a clause: one with figures, or with a verb of its own."""
    if before:
        return after or _forbids(items, index + 1)
    return after and items[index].depth == 0 and _has_verb(items, start, index)


def _forbids(items: Sequence[Item], at: int) -> bool:
    """`; do not freeze`: an order of its own."""
    return [i.text.lower() for i in items[at : at + 2]] == ["do", "not"]


def _has_verb(items: Sequence[Item], start: int, end: int) -> bool:
    return any(i.text.lower() in FINITE or i.text.lower() == "be" for i in items[start:end])


def _figure(item: Item) -> bool:
    q = item.quantity
    if q is None or q.kind in ("p_value", "ci_level", "label", "date", "ordinal"):
        return False
    return not (q.kind == "interval" and q.level is not None)


def _own_verb(items: Sequence[Item], at: int, start: int) -> bool:
    """Whether both sides of an `and` have a verb of their own before the next figure."""
    left = any(i.text.lower() in FINITE for i in items[start:at])
    for item in items[at:]:
        if item.text.lower() in FINITE:
            return left
        if item.key == ";":
            break
    return False
