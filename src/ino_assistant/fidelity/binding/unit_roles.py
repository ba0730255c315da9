"""What part a figure plays in its clause: a result, a limit, a time, a size, a label."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ino_assistant.fidelity.binding.item import Item
from ino_assistant.fidelity.binding.kinds import BESIDE_KINDS, NOUN_KINDS
from ino_assistant.fidelity.quantity.model import Quantity
from ino_assistant.fidelity.terms.vocabulary import words


def roles_of(items: Sequence[Item], gathered: list[list[int]], start: int) -> list[str]:
    """The part of each unit of a clause.

    Args:
        items: of the sentence.
        gathered: per unit the indexes of its items.
        start: index at which the clause begins.
    """
    roles = [_role(items, members, start) for members in gathered]
    roles = [
        "main" if role == "size" and _only_counts(items, gathered, roles, n) else role
        for n, role in enumerate(roles)
    ]
    told = list(zip(gathered, roles, strict=True))
    if any(role == "main" and not _compared(items, members) for members, role in told):
        roles = [
            "cond" if role == "main" and _defines(items, members, start) else role
            for members, role in told
        ]
    if "main" not in roles:
        # `compared A with B in 806 adults over 52 weeks`: what it tells is how many.
        sized = "size" in roles
        roles = [
            role if sized and role == "time" else _promoted(items, members, role)
            for members, role in zip(gathered, roles, strict=True)
        ]
    return roles


def _only_counts(
    items: Sequence[Item], gathered: list[list[int]], roles: list[str], number: int
) -> bool:
    """`in 198 patients`, `in 4, 7, and 3 patients`: results, where no other figure is one."""
    at = gathered[number][0]
    if at == 0 or items[at - 1].text.lower() != "in":
        return False
    if len({i.key for i in items[:at] if i.role == "arm"}) > 1:
        # `compared A with B in 806 adults`: of both.
        return False
    mains = [m for m, role in zip(gathered, roles, strict=True) if role == "main"]
    return all(
        (q := items[m[0]].quantity) is not None and q.kind in ("count", "number") for m in mains
    )


def _compared(items: Sequence[Item], members: list[int]) -> bool:
    quantity = items[members[0]].quantity
    return quantity is not None and bool(quantity.comparator)


def _defines(items: Sequence[Item], members: list[int], start: int) -> bool:
    """`a score ≤20 was reached by 35 %`: a limit right behind what it is a limit of."""
    quantity = items[members[0]].quantity
    if quantity is None or not quantity.comparator:
        return False
    if _shared_by(items, members[-1] + 1):
        return True
    if quantity.kind in ("measure", "duration"):
        # `Two doses are needed below 24 months`, `Under 40 kg: ...`.
        return (
            re.match(r"(?:below|under|from|above|over|≥|≤|<|>)", quantity.text.lower()) is not None
        )
    if quantity.kind not in ("number", "percent"):
        return False
    before = items[max(start, members[0] - 2) : members[0]]
    of = bool(before) and before[-1].text.lower() == "of"
    if quantity.kind == "percent" and not of:
        return False
    if of:
        before = before[:-1]
    return bool(before) and before[-1].kind in ("word", "mention") and before[-1].role != "arm"


def _shared_by(items: Sequence[Item], at: int) -> bool:
    """`130 mL/min or higher in 14%`: the share of those whose limit stands before it."""
    share = items[at + 1].quantity if at + 1 < len(items) else None
    return share is not None and share.kind == "percent" and items[at].text.lower() == "in"


def _promoted(items: Sequence[Item], members: list[int], role: str) -> str:
    """Without a result in the clause, thresholds and sizes are what it tells."""
    quantity = items[members[0]].quantity
    dose = items[members[0]].role == "dose"
    if quantity is None or quantity.kind in NOUN_KINDS or role == "boundary" or dose:
        return role
    return role if role == "size" and quantity.symbol != "n" else "main"


def _role(items: Sequence[Item], members: list[int], start: int) -> str:
    item = items[members[0]]
    quantity = item.quantity
    if quantity is None or quantity.kind in (*NOUN_KINDS, *BESIDE_KINDS):
        return _role_of_name(quantity)
    if item.role == "dose" and len(members) == 1:
        return "label"
    word = items[members[0] - 1].text.lower() if members[0] > start else ""
    held = not quantity.comparator and word in _HOLDS and _limits(quantity)
    if item.population and (held or _ranges(items, members[0])):
        return "cond"
    timely = quantity.unit in ("day", "week", "month", "year", "hour", "minute")
    if quantity.kind == "duration" or (quantity.kind == "interval" and timely):
        return _role_of_duration(items, members, word)
    if len(members) > 1 and quantity.kind != "interval":
        return "cond" if quantity.comparator and item.population else "main"
    dosed = word == "at" and quantity.unit in _DOSES and not quantity.comparator
    if dosed or (quantity.comparator and _thresholds(items, members, start)):
        return "cond"
    counted = quantity.kind == "count" and quantity.unit in ("patient", "trial")
    if counted and (word in _OF_ALL or quantity.symbol == "n"):
        return "size"
    at = members[0] - 1 - (word == "the")
    of = items[at].text.lower() if at >= start else ""
    opens = of == "of" and _opens_phrase(items, at - 1, start)
    return "size" if opens and quantity.kind in ("number", "count") else "main"


_DOSES = ("mg", "mcg", "g", "mg/kg", "mcg/kg", "mg/m2", "units")


def _role_of_name(quantity: Quantity | None) -> str:
    """The part of what is no amount: a label, a date, a P value."""
    if quantity is None:
        return "label"
    if quantity.kind in BESIDE_KINDS:
        return "boundary"
    if quantity.kind == "ordinal":
        return "time" if quantity.unit in _TIMED else "label"
    return _LABEL_ROLES.get(quantity.unit, "label")


def _opens_phrase(items: Sequence[Item], at: int, start: int) -> bool:
    """Whether a phrase begins behind an item: `and, of 208 on calcium alone, 52`."""
    return at < start or items[at].kind == "stop" or items[at].text.lower() in ("and", "but")


_HOLDS = frozenset(("with", "had", "have", "having", "score", "status"))


def _limits(quantity: Quantity) -> bool:
    """Whether a figure in a phrase that says which patients says it: `who had 2 relapses`."""
    counted = quantity.kind == "count" and quantity.unit != "patient"
    return counted or quantity.kind in ("number", "measure")


def _ranges(items: Sequence[Item], at: int) -> bool:
    """`patients with a creatinine clearance of 30 to 49 mL/min`: a range that says which."""
    quantity = items[at].quantity
    if quantity is None or quantity.kind != "interval" or quantity.level is not None:
        return False
    before = [i for i in items[max(0, at - 2) : at] if i.text.lower() not in ("of", "between")]
    return bool(before) and before[-1].role in ("measure", "endpoint")


_LABEL_ROLES = {
    **dict.fromkeys(("day", "cycle", "week", "month", "visit", "year"), "time"),
    **dict.fromkeys(("grade", "salvage"), "cond"),
}
_TIMED = words("lists", "ordinal_times")
_OF_ALL = frozenset(("first", "of", "in", "among", "all", "from", "total", "the"))
"""Words before a number of patients that were looked at, not of those that had something."""


def _role_of_duration(items: Sequence[Item], members: list[int], word: str) -> str:
    item = items[members[0]]
    quantity = item.quantity
    if quantity is None:
        return "main"
    lower = quantity.text.lower()
    behind = items[members[-1] + 1].text.lower() if members[-1] + 1 < len(items) else ""
    if (not word and behind in _SIDES) or _ADJECTIVE.search(lower):
        return "time"
    if quantity.kind == "interval" and quantity.unit in ("year", "month") and word in _AGED_AFTER:
        return "cond"  # `children 6 to 11 years of age`
    whose = item.population and quantity.unit in ("month", "year") and item.depth == 0
    if whose or (quantity.unit == "year" and word == "aged" and item.depth == 0):
        return "cond"
    if word == "by" and _turned(items, members[0]):
        return "main"  # `fell by 4.3 days`
    if word in _WHEN:
        return "time"
    aged = item.population or word in ("aged", "age", "(", "remission", "dor", "than", "duration")
    limited = quantity.comparator in ("<", ">", ">=") and _symbolic(quantity)
    named = lower.startswith(("younger than", "older than"))
    return "cond" if named or limited or (quantity.comparator and aged) else "main"


def _turned(items: Sequence[Item], at: int) -> bool:
    """Whether a word of change stands before a `by`, in its part of the sentence."""
    changes = words("lists", "changes") | words("direction", "up") | words("direction", "down")
    return any(i.text.lower() in changes for i in items[max(0, at - 12) : at])


_AGED_AFTER = words("limits", "whom") | {"aged", "age"}
_SIDES = ("after", "before", "following", "post", "since", "later")
_WHEN = ("at", "after", "by", "within", "through", "over", "every", "throughout", "each")
_ADJECTIVE = re.compile(r"\d-[a-z]|[a-z]-(?:day|week|month|year|hour)")


def _symbolic(quantity: Quantity) -> bool:
    return (
        quantity.text[:1] in "<>≥≤" or re.search(r"\b(?:or|and) [a-z]+$", quantity.text) is not None
    )


def _thresholds(items: Sequence[Item], members: list[int], start: int) -> bool:
    """Whether a compared figure limits who or what is meant, rather than being the result."""
    item = items[members[0]]
    if item.population or item.depth > 0:
        return True
    before = [i for i in items[max(start, members[0] - 3) : members[0]] if i.kind != "stop"]
    if any(i.text.lower().startswith("weigh") for i in before[-1:]):
        return True  # `infants weighing less than 5 kg`
    stated = any(
        i.text.lower() in ("was", "were", "is", "are", "in", "rates", "rate") for i in before[-1:]
    )
    return not stated and any(i.role in ("measure", "condition") for i in before)
