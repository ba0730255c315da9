"""Ranges of a sentence that hold a statement each."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from ino_assistant.fidelity.binding.item import Item
from ino_assistant.fidelity.binding.items import Sentence
from ino_assistant.fidelity.terms.vocabulary import words

_SPLITS = frozenset(("but", "yet", "while", "whereas", "although", "though"))
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
        if item.key == ":" and after and not before and _denied_first(items, cuts[-1], index):
            cuts.append(index + 1)
            continue
        if item.key == ";" and _ends(items, index, cuts[-1], before=before, after=after):
            cuts.append(index + 1)
            continue
        if not before:
            continue
        if item.key == "," and index + 1 < len(items):
            cut = _cut_at(items, index, cuts[-1], figures)
            cuts += [cut] if cut is not None else []
        elif index > cuts[-1] + 1 and (
            item.text.lower() == "but" or (item.text.lower() in ("whereas", "while") and after)
        ):
            cuts.append(index)
    ends = [*cuts[1:], len(items)]
    return tuple((s, e) for s, e in zip(cuts, ends, strict=True) if e > s)


def around(sentence: Sentence, clause: tuple[int, int], at: int) -> tuple[int, int]:
    """The part of a clause that says whether and how surely the figure at an index holds.

    `Crossover was allowed, and 24 of 98 made use of it`, `A must be used for 2 weeks, as B may
    fail`: what is said with a verb of its own, before or behind a comma, is of nothing else.
    """
    items, (start, end) = sentence.items, clause
    commas = [n for n in range(start, end - 1) if items[n].key == "," and not items[n].depth]
    for comma in commas:
        follower = items[comma + 1].text.lower()
        led = items[start].text.lower() in _SUBORDINATE
        verb = _has_verb(items, comma + 1, end) or at == comma + 2
        joined = follower in _JOINING and verb
        reason = follower in _SUBORDINATE and verb
        if comma < at and _has_verb(items, start, comma) and (led or joined):
            start = comma + 1
        elif comma > at and (reason or (joined and _has_verb(items, start, comma))):
            return start, comma
    return start, end


_SUBORDINATE = frozenset(("as", "because", "since", "although", "though", "if", "when", "while"))
_JOINING = frozenset(("and", "but", "so", "which", "as", "because", "since", "although", "though"))


def _denied_first(items: Sequence[Item], start: int, index: int) -> bool:
    """`It did not meet its endpoint: relief was reported by 20 %`: no denial of it."""
    behind = next((n for n in range(index + 1, len(items)) if items[n].key == ";"), len(items))
    parted = items[index].depth == 0 and _has_verb(items, index + 1, behind)
    return parted and any(i.text.lower() in ("not", "missed") for i in items[start:index])


_BE = (
    "must",
    "should",
    "may",
    "can",
    "is",
    "was",
    "are",
    "were",
    "has",
    "had",
    "have",
    "did",
    "does",
    "do",
)


def _cut_at(items: Sequence[Item], index: int, start: int, figures: Sequence[int]) -> int | None:
    """Where a clause begins that a comma behind a figure parts from the one before."""
    follower = items[index + 1].text.lower()
    second = items[min(index + 2, len(items) - 1)]
    if follower == "while" and second.text.endswith("ing"):
        return None  # `while receiving therapy` tells when
    if follower in _CONSEQUENCES or follower in _SPLITS or second.text.lower() == "which":
        return index + 1
    if follower == "and" and (_asks(items, index + 2) or _orders(items, index + 2)):
        return index + 1
    if not any(f > index for f in figures):
        return None
    if follower == "with" and index + 2 < len(items) and second.quantity:
        # `..., with 45.7% of responses in Cycle 1` is told beside, of its own; what stands
        # between the figure before and this comma belongs to it.
        told = max(f for f in figures if f < index)
        return next(n for n in range(told, index + 1) if items[n].key == ",") + 1
    led = items[start].text.lower() in _OPENING and not _has_verb(items, start, index)
    # `Among those aged 80 and over, 78% of recipients had`: the phrase leads to what follows.
    own = _own_sentence(items, index + 1) and not led
    return index + 1 if own or (follower == "and" and _own_verb(items, index + 1, start)) else None


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
        told = items[index].depth == 0 and any(
            (i.quantity is not None and i.quantity.kind in ("label", "ordinal"))
            or i.text.lower() in FINITE
            for i in items[index + 1 :]
        )
        return after or told or _forbids(items, index + 1) or _asks(items, index + 1)
    return after and items[index].depth == 0 and _has_verb(items, start, index)


def _forbids(items: Sequence[Item], at: int) -> bool:
    """`; do not freeze`: an order of its own."""
    return [i.text.lower() for i in items[at : at + 2]] == ["do", "not"]


def _asks(items: Sequence[Item], at: int) -> bool:
    """`; the combination should be avoided`: what is to be done, of no figure before it."""
    for item in items[at : at + _NEAR_VERB]:
        if item.kind == "quantity" or item.key in (",", ";"):
            break
        if item.text.lower() in _MODAL:
            return True
    return False


def _orders(items: Sequence[Item], at: int) -> bool:
    """`, and wait 6 hours`: an order of its own."""
    return at < len(items) and items[at].text in words("lists", "imperatives")


def _own_sentence(items: Sequence[Item], at: int) -> bool:
    """`, 38% of patients were women`, `, and 1.3% of them had`: a share, whose it is, its verb."""
    joined = items[at].text.lower() == "and"
    at += joined
    share = items[at].quantity if at < len(items) else None
    if share is None or share.kind not in ("percent", "fraction") or share.comparator:
        return False
    lower = [i.text.lower() for i in items[at + 1 : at + 5]]
    whom = words("lists", "whom") | {"them", "all"}
    for place, word in enumerate(lower):
        if joined and word in ("had", "developed") and place == 0:
            return True  # `, and 1.3% had neutralizing antibodies`
        if word in FINITE:
            return place > 1 and lower[0] == "of" and lower[place - 1] in whom
    return False


_OPENING = frozenset(("among", "in", "for", "at", "with", "after", "below", "above", "over"))
_MODAL = ("should", "must", "shall", "may", "can", "cannot")
_NEAR_VERB = 6


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
