"""Figures that compare two arms - differences, ratios, factors - and belong to neither."""

from __future__ import annotations

from collections.abc import Sequence

from ino_assistant.fidelity.binding.item import Item
from ino_assistant.fidelity.binding.kinds import MAIN_KINDS, VERSUS
from ino_assistant.fidelity.terms.vocabulary import words

_CONTRAST_STATISTICS = frozenset((
    "hazard ratio", "odds ratio", "risk ratio", "rate ratio", "relative reduction",
    "absolute reduction",
))  # fmt: skip


def is_contrast(items: Sequence[Item], members: list[int], start: int) -> bool:
    """Whether a figure compares two arms, and so belongs to neither."""
    quantity = items[members[0]].quantity
    if quantity is None:
        return False
    before = items[members[0] - 1].text.lower() if members[0] > start else ""
    changed = before == "by" and any(
        i.text.lower() in words("lists", "changes") for i in items[start : members[0]]
    )
    if quantity.unit in ("percentage points", "points"):
        # `decreased by 1.5 percentage points` is a change of one arm.
        if quantity.unit == "points" and (quantity.comparator or "-point" in quantity.text):
            # `an improvement of at least 2 points` is what a responder had.
            return False
        if quantity.unit == "points" and _of_one(items, members):
            return False
        return not changed or _changed_by(items, members, start)
    if quantity.kind == "multiple":
        return True
    if quantity.kind == "vague" and quantity.symbol in _FACTORS:
        return True
    if _of_both(items, members, start):
        return True
    return (
        _named_contrast(items, members, start)
        or _changed_by(items, members, start)
        or any(_says_contrast(i) for i in _right_behind(items, members[-1]))
        or (quantity.kind == "percent" and _effective(items, members))
    )


def _of_one(items: Sequence[Item], members: list[int]) -> bool:
    """`gained 7.9 points with A and 5.6 points with B`: of a score, in the arm right behind."""
    behind = items[members[-1] + 1 : members[-1] + 4]
    if not behind or behind[0].text.lower() not in ("with", "on", "for", "in", "after", "among"):
        return False
    arm = next((n for n, i in enumerate(behind) if i.role == "arm"), None)
    return arm is not None and all(
        i.kind == "light" or i.text.lower() == "after" for i in behind[:arm]
    )


def _of_both(items: Sequence[Item], members: list[int], start: int) -> bool:
    """`0.14 on A and 0.31 on B, a 54 % reduction`: a change behind the figures of both arms."""
    behind = items[members[-1] + 1].text.lower() if members[-1] + 1 < len(items) else ""
    arms = {i.key for i in items[start : members[0]] if i.role == "arm"}
    figures = sum(i.quantity is not None for i in items[start : members[0]])
    article = items[members[0] - 1].text.lower() if members[0] > start else ""
    return (
        behind in ("reduction", "decrease", "increase")
        and article in ("a", "an")
        and len(arms) > 1
        and figures > 1
    )


_FACTORS = frozenset(("doubled", "tripled", "halved", "tenfold", "quadrupled", "fivefold"))


def _named_contrast(items: Sequence[Item], members: list[int], start: int) -> bool:
    """`HR 0.75`, `a difference of 5 %`: the name of a comparison shortly before."""
    for index in range(members[0] - 1, max(start, members[0] - 7) - 1, -1):
        item = items[index]
        if item.quantity is not None and item.quantity.kind in MAIN_KINDS:
            return False
        if item.role == "statistic" and item.key in _CONTRAST_STATISTICS:
            return True
        share = items[members[0]].key == "percent"
        if share and item.key in _EFFICACY and members[0] - index <= 4:
            # `an efficacy of 85 %` is that of one arm against the other.
            return True
        if item.text.lower().startswith("difference") and members[0] - index <= 5:
            return True
    return False


_EFFICACY = frozenset(("vaccine efficacy", "efficacy", "effective"))


def _effective(items: Sequence[Item], members: list[int]) -> bool:
    """`was 85 % effective`."""
    behind = items[members[-1] + 1 : members[-1] + 2]
    return any(i.text.lower() == "effective" for i in behind)


def _right_behind(items: Sequence[Item], last: int) -> Sequence[Item]:
    """The next few items; `(17.9 %; difference 20.8 points)` tells the difference of another."""
    behind = items[last + 1 : last + 4]
    stop = next((n for n, i in enumerate(behind) if i.key in (";", ",")), len(behind))
    return behind[:stop]


def _says_contrast(item: Item) -> bool:
    """`25% relative reduction`, `5% difference`: the name of a comparison right behind."""
    if item.role == "statistic":
        return item.key in ("relative reduction", "absolute reduction")
    return item.key == "difference" or (item.kind == "word" and item.key in ("relat", "absolut"))


def _over_arm(items: Sequence[Item], at: int) -> bool:
    """`by 98 mL over placebo`."""
    behind = items[at : at + 2]
    return len(behind) > 1 and behind[0].text.lower() == "over" and behind[1].role == "arm"


def _fronted(items: Sequence[Item], start: int, at: int) -> bool:
    """`Compared with placebo, A reduced the rate by 42 %`."""
    lead = items[start : start + 4]
    versus = bool(lead) and (lead[0].text.lower() in VERSUS or lead[0].key == "versus")
    comma = next((n for n in range(start, at) if items[n].key == ","), None)
    return versus and comma is not None and any(i.role == "arm" for i in items[start:comma])


def _changed_by(items: Sequence[Item], members: list[int], start: int) -> bool:
    """`reduced the rate by 42% compared with placebo`, `42% lower than`: a change, not a level."""
    before = [i.text.lower() for i in items[max(start, members[0] - 10) : members[0]]]
    depth = items[members[-1]].depth
    # `longer with A (8.4 months) than with B (4.1 months)`: brackets stand between.
    after = [
        "versus" if i.key == "versus" else i.text.lower()
        for i in items[members[-1] + 1 : members[-1] + 20]
        if i.depth <= depth and i.key not in ("(", ")")
    ][:6]
    turned = words("direction", "up") | words("direction", "down")
    by = bool(before) and before[-1] == "by" and any(w in turned for w in before)
    if by and (
        any(w in VERSUS or w == "versus" for w in after[:2])
        or _over_arm(items, members[-1] + 1)
        or _fronted(items, start, members[0])
    ):
        return True
    return bool(after) and after[0] in turned and "than" in after
