"""Phrases that limit a claim to some patients, or to one case: `patients with X`, `In women, ...`.

They are found by their form: what follows a word for patients, what stands right before it,
what a sentence begins with up to its first comma, and a named case behind a preposition.
What a whole trial is about - its arms, its population, its name - limits nothing.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from ino_assistant.fidelity.binding.clauses import clauses_of
from ino_assistant.fidelity.binding.item import Item
from ino_assistant.fidelity.binding.items import Sentence
from ino_assistant.fidelity.binding.kinds import VERSUS
from ino_assistant.fidelity.binding.mentions import DISEASES, key_of
from ino_assistant.fidelity.binding.territory import linking
from ino_assistant.fidelity.binding.units import units_of
from ino_assistant.fidelity.quantity.model import Quantity
from ino_assistant.fidelity.terms.vocabulary import contrasts, severities, stems, words

_RELATIVE = ("who", "that", "whose")
_NOBODY = frozenset(("not", "without", "no", "never"))


@dataclass(frozen=True, slots=True)
class Limit:
    """One phrase that says of whom, or in which case, something holds.

    Attributes:
        names: concepts in it; each has to be told.
        words: other content in it; one of it has to be told where there is nothing else.
        bounds: thresholds and counts in it; each has to be told.
        start, end: where it stands among the items of its sentence.
        leads: its sentence begins with it.
        excludes: it says who is not meant: `patients without X`.
    """

    names: frozenset[str]
    words: frozenset[str]
    bounds: tuple[Quantity, ...]
    start: int
    end: int
    leads: bool = False
    excludes: bool = False

    @property
    def keys(self) -> frozenset[str]:
        """Everything in it, as a claim's territory names it."""
        return self.names | self.words | {key_of(q) for q in self.bounds}


def _list(name: str) -> frozenset[str]:
    return words("limits", name)


@lru_cache(maxsize=8192)
def limits_of(sentence: Sentence) -> tuple[Limit, ...]:
    """The limits in a sentence, in order."""
    items = sentence.items
    results = _results(sentence)
    found = _opening(items, results)
    for index, item in enumerate(items):
        if found and index < found[-1].end:
            continue
        if _is_case(items, index):
            found += _limit(items, index, index + 1, leads=index < 3)
        if _is_whom(item) and not _enrolled(items, index):
            found += [] if _whole(items) else _before(items, index)
            found += _behind(items, index, results)
    return tuple(limit for limit in found if not _with_rest(limit, items))


def _whole(items: Sequence[Item]) -> bool:
    """`Of 540 implanted patients, ...`: all who were looked at."""
    if len(items) < 2 or items[0].text.lower() not in ("of", "among"):
        return False
    at = 2 if items[1].text.lower() in ("the", "all") else 1
    quantity = items[at].quantity if at < len(items) else None
    return quantity is not None and quantity.kind in ("count", "number")


def _with_rest(limit: Limit, items: Sequence[Item]) -> bool:
    """`adults and children`: a group told together with the one that excludes it."""
    beside = [
        *items[max(0, limit.start - 2) : limit.start][::-1],
        *items[limit.end : limit.end + 2],
    ]
    joined = {two.key for one, two in itertools.pairwise(beside) if one.key == "and"}
    return any(limit.names <= g and joined & (g - limit.names) for g in contrasts() if limit.names)


def _results(sentence: Sentence) -> frozenset[int]:
    """Items that are results, or times of them: they limit nobody."""
    return frozenset(
        index
        for clause in clauses_of(sentence)
        for unit in units_of(sentence.items, *clause)
        if unit.role in ("main", "time", "boundary")
        for index in unit.members
        if not _compared(sentence.items[index]) and not _is_cycle(sentence.items[index])
    )


def _compared(item: Item) -> bool:
    quantity = item.quantity
    return quantity is not None and quantity.comparator in (">=", "<", ">")


def _is_cycle(item: Item) -> bool:
    quantity = item.quantity
    return quantity is not None and quantity.kind == "label" and quantity.unit == "cycle"


def _is_whom(item: Item) -> bool:
    """Whether an item stands for those whom a claim is about, alone or as `older adults`."""
    last = item.text.lower().rpartition(" ")[2]
    return last in _list("whom")


def _is_case(items: Sequence[Item], index: int) -> bool:
    """`in renal impairment`, `women had`: a named group or case that something is said of."""
    item = items[index]
    if item.role != "condition" or item.key in _list("everyone"):
        return False
    if item.text.lower().split()[0] in ("with", "without"):
        return True
    before = index - 1
    while before >= 0 and items[before].text.lower() in ("the", "a", "an", "subsequent"):
        before -= 1
    if before >= 0 and items[before].text.lower() in _list("cases"):
        return True
    # `58 % were women` says what they are.
    told = before >= 0 and items[before].text.lower() in ("are", "be", "been", "is", "was", "were")
    return _is_whom(item) and not told


def _opening(items: Sequence[Item], results: frozenset[int]) -> list[Limit]:
    """`In second-line treatment, ...`: what a sentence begins with, up to its first comma."""
    first = items[0].text.lower() if items else ""
    start = 0 if items and _compared(items[0]) else 1
    if start and first not in _list("openings"):
        return []
    for index in range(1, len(items)):
        item = items[index]
        if index in results:
            return []
        verb = item.text.lower() in words("lists", "group_verbs")
        if verb and items[index - 1].text.lower() not in _RELATIVE:
            return []
        if item.key in (",", ":") and item.depth == 0:
            part = items[start:index]
            return [] if _of_study(part) else _limit(items, start, index, leads=True)
    return []


def _of_study(part: Sequence[Item]) -> bool:
    """`In the STAR trial`, `In addition`: a place, or a turn of speech."""
    plain = [i for i in part if i.text.lower() not in ("the", "a", "an")]
    if not plain or plain[0].text.lower() in _list("discourse"):
        return True
    heads = [n for n, i in enumerate(plain) if i.text.lower() in _list("study")]
    if heads:
        behind = plain[heads[-1] + 1 : heads[-1] + 2]
        return not (behind and behind[0].text.lower() in _list("openers"))
    if any(i.text.lower() in _list("whom") for i in plain):
        return False
    proper = [i for i in plain if i.kind in ("word", "mention")]
    named = bool(proper) and all(i.quantity is None for i in plain)
    return named and all(i.text[:1].isupper() and i.role != "condition" for i in proper)


def _enrolled(items: Sequence[Item], at: int) -> bool:
    """`enrolled 410 adults with X`, `a trial in patients with X`: those of the whole trial."""
    before = [i.text.lower() for i in items[max(0, at - 5) : at]]
    if any(w in _list("enrolling") for w in before):
        return True
    return any(
        one in _list("wholes") and two in ("of", "in", "with")
        for one, two in itertools.pairwise(before)
    )


def _before(items: Sequence[Item], at: int) -> list[Limit]:
    """`Japanese patients`, `the first 218 patients`: what stands right before the patients."""
    start = at
    while start > 0 and _qualifies(items, start - 1):
        start -= 1
    return _limit(items, start, at, leads=start < 3)


def _qualifies(items: Sequence[Item], index: int) -> bool:
    item = items[index]
    if item.quantity is not None:
        # `the first 218 patients`
        return index > 0 and items[index - 1].text.lower() == "first"
    lower = item.text.lower()
    if lower in _list("asking") or lower in words("lists", "imperatives") or item.key == "monitor":
        # A verb that asks for something is no quality: `Monitor patients`.
        return False
    return item.key == "-" or (item.kind in ("word", "mention") and item.role != "arm")


def _behind(items: Sequence[Item], at: int, results: frozenset[int]) -> list[Limit]:
    """`patients with X`, `adults who ...`, `those of 90 kg or more`."""
    start = _past_bracket(items, at + 1)
    if start >= len(items) or not _opens(items, start):
        return []
    opener = items[start].text.lower()
    depth = items[at].depth
    relative = opener in _RELATIVE
    passed = opener == "whose"
    end = start
    while end < len(items):
        item = items[end]
        lower = item.text.lower()
        if item.kind == "stop" and item.key in ",;:.)]" and item.depth <= depth:
            break
        if lower in VERSUS or (end in results and not (relative and _of_course(item))):
            break
        if end > start and (lower in words("lists", "group_verbs") or lower in _list("verbs")):
            if not passed and items[end - 1].text.lower() not in (*_RELATIVE, "had", "have"):
                break
            passed = passed and opener != "whose"
        if lower in ("and", "but", "while") and _turns(items, end, results):
            break
        if item.role == "arm" and opener in _list("treated"):
            break
        end += 1
    return _limit(items, start, end, leads=at < 3)


def _opens(items: Sequence[Item], at: int) -> bool:
    item = items[at]
    lower = item.text.lower()
    if lower == "of":
        return at + 1 < len(items) and _compared(items[at + 1])
    named = item.role == "condition" and lower.split()[0] in ("with", "without")
    return named or _compared(item) or lower in _list("openers")


def _of_course(item: Item) -> bool:
    """`who had received three doses`: a count of what was given."""
    return item.quantity is not None and item.quantity.kind == "count" and (
        item.quantity.unit != "patient"
    )  # fmt: skip


def _turns(items: Sequence[Item], at: int, results: frozenset[int]) -> bool:
    """Whether something new begins behind an `and`: a figure, a verb, another group."""
    behind = items[at + 1 : at + 4]
    return any(at + 1 + n in results for n in range(len(behind))) or any(
        i.text.lower() in words("lists", "group_verbs") or i.text.lower() in _list("whom")
        for i in behind
    )


def _past_bracket(items: Sequence[Item], at: int) -> int:
    if at < len(items) and items[at].key in ("(", "["):
        depth = items[at].depth
        while at < len(items) and not (items[at].key in (")", "]") and items[at].depth == depth):
            at += 1
        return at + 1
    return at


def _limit(items: Sequence[Item], start: int, end: int, *, leads: bool) -> list[Limit]:
    """The limit that a range of items is; none if nothing in it limits."""
    names: set[str] = set()
    others: set[str] = set()
    bounds: list[Quantity] = []
    part = _without_study(items[start:end])
    depth = min((i.depth for i in part), default=0)
    for item in part:
        quantity = item.quantity
        if item.depth > depth:
            continue  # a bracket says the same once more
        if quantity is not None:
            if quantity.is_quantity and not _trivial(quantity) and item.role != "dose":
                bounds.append(quantity)
        elif item.kind == "mention" and item.role in ("condition", "reaction", "endpoint"):
            names.add(item.key)
        elif (item.kind == "word" or item.role in ("synonym", "measure")) and _limiting(item):
            others.add(item.key)
    if names & DISEASES or any(i.key in DISEASES for i in part):
        others = set()  # `B-cell precursor ALL`: parts of the name of a disease
    names -= DISEASES
    if len(part) == 1 or not others:
        names -= _list("everyone")
    elif names <= severities():
        # `patients with severe hemophilia A`: how bad is part of what they have.
        names = set()
    if not names and not bounds and not others:
        return []
    excludes = any(i.text.lower().split()[0] in _NOBODY for i in part)
    return [Limit(frozenset(names), frozenset(others), tuple(bounds), start, end, leads, excludes)]


def _without_study(part: Sequence[Item]) -> list[Item]:
    """Without `in the STAR trial`."""
    result: list[Item] = []
    for item in part:
        if item.text.lower() in _list("study"):
            while result and result[-1].text.lower() not in ("in", "from", "of", "at"):
                result.pop()
        else:
            result.append(item)
    return result


def _limiting(item: Item) -> bool:
    if item.key in linking() or item.key in DISEASES:
        return False
    return item.text.lower() not in _list("unlimiting") and (
        item.key not in stems("limits", "unlimiting")
    )


def _trivial(quantity: Quantity) -> bool:
    """`who received at least one dose`, and figures that only say how many there are."""
    one = quantity.values[:1] == (Decimal(1),) and quantity.unit in ("dose", "treatment", "")
    return one or (quantity.kind == "count" and quantity.unit == "patient")


__all__ = ["Limit", "limits_of"]
