"""What reaches over several items: negation, groups of patients, doses of arms."""

from __future__ import annotations

import re
from dataclasses import replace

from ino_assistant.fidelity.binding.item import Item
from ino_assistant.fidelity.quantity.model import Quantity
from ino_assistant.fidelity.terms.vocabulary import words

_NEGATORS = words("negation") - {"none", "no"}
_REACH = 4
_AUXILIARIES = words("lists", "auxiliaries")
_CLITIC = re.compile(r"(?:n't|cannot)$", re.IGNORECASE)


def _with_doses(items: list[Item]) -> list[Item]:
    """Arms as they are given: `A plus B` is one arm, and `A 10 mg` another than `A 25 mg`."""
    result: list[Item] = []
    for item in items:
        last = _last_arm(result)
        if item.role == "arm" and last is not None and last < len(result) - 1:
            between = [i.text.lower() for i in result[last + 1 :]]
            before = result[last - 1].text.lower() if last else ""
            joined = (["plus"], ["+"], ["-"], ["in", "combination", "with"], ["combined", "with"])
            added = before in _ADDING and between == ["to"]
            if between in joined or added or between in (["added", "to"], ["on", "top", "of"]):
                whole = " + ".join(sorted({*result[last].key.split(" + "), item.key}))
                start = result[last].span[0]
                del result[last + 1 :]
                result[last] = replace(result[last], key=whole, span=(start, item.span[1]))
                continue
        result.append(item)
    several = _several_doses(result)
    for index, item in enumerate(result):
        dose = item.quantity
        if dose is None or dose.kind != "measure" or dose.unit not in _DOSE_UNITS:
            continue
        if dose.comparator and not (index and result[index - 1].role == "arm"):
            continue  # `who had received more than 100 units`
        if index and result[index - 1].role == "arm":
            result[index - 1] = _dosed(result[index - 1], dose)
            result[index] = replace(item, role="dose")
        elif _names_arm(result, index, several=several):
            # `patients taking 400 mg`: an arm by its dose alone.
            key = f"@{dose.values[0].normalize():f} {dose.unit}"
            result[index] = replace(item, kind="mention", role="arm", key=key, quantity=None)
        elif index + 1 < len(result) and result[index + 1].role == "arm":
            result[index + 1] = _dosed(result[index + 1], dose)
            result[index] = replace(item, role="dose")
    return result


def _before_bracket(items: list[Item], at: int) -> int:
    """The index before a bracket that ends at an item; that of the item if none does."""
    if items[at].key not in (")", "]"):
        return at
    opened = next((n for n in range(at, -1, -1) if items[n].key in ("(", "[")), 0)
    return max(0, opened - 1)


def _several_doses(items: list[Item]) -> bool:
    """Whether a sentence gives shares of patients at several doses of one unit."""
    doses = {
        (i.quantity.values, i.quantity.unit)
        for n, i in enumerate(items)
        if i.quantity is not None and i.quantity.unit in _DOSE_UNITS
        and n and (
            items[n - 1].text.lower() == "at"
            or [x.text.lower() for x in items[max(0, n - 2) : n]] == ["at", "the"]
        )
    }  # fmt: skip
    shares = sum(i.quantity is not None and i.quantity.kind == "percent" for i in items)
    return shares > 1 and len(doses) > 1 and len({unit for _, unit in doses}) == 1


_DOSE_UNITS = ("mg", "mcg", "g", "mg/kg", "units")
_ADDING = ("adding", "added", "addition", "of")


def _names_arm(items: list[Item], index: int, *, several: bool) -> bool:
    """`patients taking 400 mg`, `by 1.5 % with 0.5 mg and`: an arm told by its dose alone."""
    before = items[index - 1].text.lower() if index else ""
    if before in ("taking", "receiving", "received", "given"):
        # `they are given 50 mg` tells a dose, of whichever arm.
        auxiliary = items[index - 2].text.lower() if index > 1 else ""
        whom = items[index - 3].text.lower() if index > 2 else ""
        return auxiliary not in _AUXILIARIES or whom in ("who", "those")
    behind = items[index + 1] if index + 1 < len(items) else None
    if before == "at" and several:
        # `in 0.4 % at 10 mg and 3.5 % at 20 mg`.
        return True
    if before == "the":
        return behind is not None and behind.key in _ARM_NOUNS
    ends = behind is None or behind.key in (
        ",", ".", ";", ")", "(", "and", "or", "vs", "versus", "than", *_ARM_NOUNS,
    )  # fmt: skip
    earlier = items[index - 2] if index > 1 else None
    if before in (",", "and", "or") and earlier is not None and earlier.role == "arm":
        # `with 5 mg, 10 mg, and placebo`.
        return "@" in earlier.key and ends and behind is not None and behind.key not in _ARM_NOUNS
    if before == "on" and index > 1:
        of = items[_before_bracket(items, index - 2)]
        shared = of.quantity is not None and of.quantity.kind in (
            "percent",
            "fraction",
            "count",
            "number",
        )
        return of.text.lower() in _WHOM or shared
    return before in ("with", "on") and ends


_ARM_NOUNS = frozenset(("dose", "arm", "group"))


def _last_arm(items: list[Item]) -> int | None:
    for index in range(len(items) - 1, max(-1, len(items) - 5), -1):
        if items[index].role == "arm":
            return index
    return None


def _dosed(arm: Item, dose: Quantity) -> Item:
    return replace(arm, key=f"{arm.key} @{dose.values[0].normalize():f} {dose.unit}")


def _with_negation(items: list[Item]) -> list[Item]:
    """Mark what a negation reaches: the next few items up to the end of the phrase."""
    result = list(items)
    for index, item in enumerate(items):
        lower = item.text.lower()
        freed = (
            lower in ("free", "freedom")
            and items[index + 1 : index + 2]
            and items[index + 1].text.lower() in ("of", "from")
        )
        if lower == "free" and index > 1 and items[index - 1].key == "-":
            result[index - 2] = replace(result[index - 2], negated=True)  # `seizure-free`
        apart = lower == "rather" and items[index + 1 : index + 2] and (
            items[index + 1].text.lower() == "than"
        )  # fmt: skip
        negator = lower in _NEGATORS or freed or apart or _CLITIC.search(lower) or lower == "no"
        if item.kind not in ("light", "word") or not negator:
            continue
        if lower == "no" and _compares(items, index + 1):
            continue  # `no more common with A than with B`
        if lower == "against" and not _advised(items[max(0, index - 3) : index]):
            continue  # efficacy against an infection
        through = item.population or freed or apart or lower in ("no", "without", "lack", "absence")
        for follower in range(index + 1, min(index + 2 + _REACH, len(items))):
            other = items[follower]
            if other.text.lower() == "any":
                continue
            if other.kind == "stop" and other.key in ".;:,()":
                break
            if other.kind in ("mention", "word"):
                result[follower] = replace(result[follower], negated=True)
                break
            if not through and other.text.lower() not in _AUXILIARIES:
                # `did not occur`: the clause is denied, not the next noun.
                break
    return result


def _compares(items: list[Item], at: int) -> bool:
    """Whether a comparison follows: `no more often than`."""
    first = items[at].text.lower() if at < len(items) else ""
    turned = words("direction", "up") | words("direction", "down")
    return first in turned and any(i.text.lower() == "than" for i in items[at + 1 : at + 10])


def _advised(before: list[Item]) -> bool:
    asks = ("advis", "recommend", "caution", "decid", "warn")
    return any(i.text.lower().startswith(asks) for i in before)


_WHOM = words("lists", "whom")
_OPENS = words("lists", "openers")
_OPENS_VERBS = frozenset(["receiving", "treated", "randomized", "assigned", "given"])
_VERBS = words("lists", "group_verbs")


def _with_populations(items: list[Item]) -> list[Item]:
    """Mark the items of phrases that say which patients a claim is about."""
    result = _named_patients(items)
    index = 0
    while index < len(result):
        item = result[index]
        begins = item.text.lower() in _WHOM or item.key in ("men", "women", "pediatric")
        if not begins:
            index += 1
            continue
        follower = _skip_bracket(result, index + 1)
        opener = result[follower].text.lower() if follower < len(result) else ""
        limit = result[follower].quantity if follower < len(result) else None
        if limit is not None and limit.comparator and limit.kind in ("measure", "duration"):
            # `patients under 40 kg`.
            result[follower] = replace(result[follower], population=True)
            index = follower + 1
            continue
        if opener not in _OPENS and opener not in _OPENS_VERBS:
            index += 1
            continue
        first_verb_passed = opener != "who"
        for position in range(follower, len(result)):
            other = result[position]
            lower = other.text.lower()
            if other.kind == "stop" and other.key in ",;:" and other.depth == item.depth:
                break
            if other.kind == "stop" and other.depth <= item.depth and other.key in ")]":
                break
            if _goes_on(result, position, opener):
                break
            figure = other.quantity
            result_of = figure is not None and not figure.comparator
            if position > follower and result_of and other.key in ("percent", "fraction"):
                break
            if lower in _VERBS and position > follower:
                if first_verb_passed or position > follower + 1:
                    break
                first_verb_passed = True
            result[position] = replace(other, population=True)
        index = follower + 1
    return result


_LED = words("causes", "forward") | {"was", "were", "did", "had"}


def _goes_on(items: list[Item], at: int, opener: str) -> bool:
    """Whether a conjunction leads to another result, or back to the verb of the sentence.

    `in 9 % of patients treated with A and led to stopping in 1 %`.
    """
    lower = items[at].text.lower()
    if lower in ("and", "vs", "versus", "but") and _is_result(items, at + 1):
        return True
    behind = items[at + 1].text.lower() if at + 1 < len(items) else ""
    return opener in _OPENS_VERBS and lower in ("and", "but") and behind in _LED


def _is_result(items: list[Item], at: int) -> bool:
    """`and 7.2 months in those who ...`: another result of others."""
    if at + 1 >= len(items) or items[at].quantity is None:
        return False
    quantity = items[at].quantity
    shown = quantity is not None and quantity.kind in ("percent", "fraction", "duration", "measure")
    plain = quantity is not None and not quantity.comparator
    return (
        shown and plain and items[at + 1].text.lower() in ("in", "of", "for", "with", "(", "among")
    )


def _named_patients(items: list[Item]) -> list[Item]:
    """Mark what stands right before the patients: `MRD-negative versus MRD-positive patients`."""
    result = list(items)
    for index, item in enumerate(items):
        if item.text.lower() not in _WHOM or item.kind != "light":
            continue
        before = index - 1
        while before >= 0 and (
            items[before].role in _NAMING or items[before].text.lower() in _BETWEEN_NAMES
        ):
            if items[before].role:
                result[before] = replace(result[before], population=True)
            before -= 1
    return result


_NAMING = ("endpoint", "reaction", "condition")
_BETWEEN_NAMES = frozenset(["vs", "vs.", "versus", "and", "or", "-", "."])


def _skip_bracket(items: list[Item], at: int) -> int:
    if at < len(items) and items[at].key in ("(", "["):
        depth = items[at].depth
        while at < len(items) and not (items[at].key in (")", "]") and items[at].depth == depth):
            at += 1
        return at + 1
    return at


def _scored(items: list[Item]) -> list[Item]:
    """`an ACR50 response`: the response is what the score before it says."""
    result = list(items)
    for index, item in enumerate(items):
        before = items[index - 1] if index else None
        plain = item.role == "endpoint" and item.text.lower() in ("response", "responses")
        if before is not None and plain and re.search(r"\d$", before.text):
            lower = item.text.lower()
            result[index] = replace(item, kind="light", key=lower, role="")
    return result


def marked(items: list[Item]) -> list[Item]:
    """The items with arms and doses joined, groups of patients and reach of negations marked."""
    return _with_negation(_with_populations(_with_doses(_scored(items))))
