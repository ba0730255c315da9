"""What a clause says around its figures: denied, possible, due, significant, which way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ino_assistant.fidelity.binding.clauses import clauses_of
from ino_assistant.fidelity.binding.item import Item
from ino_assistant.fidelity.binding.items import Sentence
from ino_assistant.fidelity.binding.kinds import VERSUS
from ino_assistant.fidelity.terms.tables import BESIDE
from ino_assistant.fidelity.terms.vocabulary import words

_NOT = frozenset(("nobody", "not", "never", "cannot", "neither", "nor"))


@dataclass(frozen=True, slots=True)
class Sense:
    """What a clause says around its figures.

    Attributes:
        negated: its verb is.
        modality: `possible`, `duty`, or empty for a plain fact.
        significance: `+`, `-` or empty.
        direction: `up`, `down`, `good`, `same` words in it, in order, with their item index.
        caveats: qualifications in it.
        personal: it is in the first person.
    """

    negated: bool
    modality: str
    significance: str
    directions: tuple[tuple[str, int], ...]
    caveats: frozenset[str]
    personal: bool


@lru_cache(maxsize=8192)
def sense_of(sentence: Sentence, start: int = 0, end: int | None = None) -> Sense:
    """What a clause of a sentence says around its figures; all of it without a range."""
    part = sentence.items[start:end]
    lower = [i.text.lower() for i in part]
    figure = next((n for n, i in enumerate(part) if i.quantity is not None), len(part))
    # The label of a row names those that its figures are of: `No previous stroke`.
    label = _label_end(sentence)
    cased = _in_case(lower)
    negated = any(
        (item.span[0] >= label or word in ("free", "freedom"))
        and index not in cased
        and (
            (
                _negates(item, word, opens=index < figure and _opens(lower, index))
                and not (index > figure and _none_beside(part, lower, index))
            )
            or (
                word in ("free", "freedom")
                and item.kind == "word"
                and (
                    lower[index + 1 : index + 2] in (["of"], ["from"])
                    or lower[max(0, index - 1) : index] == ["-"]
                )
            )
        )
        and not (word == "not" and lower[max(0, index - 2) : index - 1] == ["who"])
        and not (word == "against" and not _advised(lower[max(0, index - 3) : index]))
        and not (word == "no" and no_more(lower, index))
        for index, (item, word) in enumerate(zip(part, lower, strict=True))
    )
    significance = _significance(part, lower, negated)
    if significance == "-" and sum(w in _NOT or w == "no" or w.endswith("n't") for w in lower) == 1:
        # `did not differ significantly` denies the significance, not the figures.
        negated = False
    if any(i.key == "contraindicated" and i.negated for i in part):
        negated = False
    modality = _modality(part)
    first = next((i.text.lower() for i in sentence.items if i.kind != "stop"), "")
    if modality == "possible" and first in words("lists", "imperatives"):
        # `Monitor for the potential onset`: an instruction, whatever is only possible in it.
        modality = "duty"
    return Sense(
        negated,
        modality,
        significance,
        tuple(
            (_way(lower, n), start + n)
            for n, i in enumerate(part)
            if i.kind in ("word", "light")
            and i.text.lower() in _DIRECTIONS
            # `no longer had` is over; `for no less than` compares a figure.
            and not (
                n
                and lower[n - 1] == "no"
                and i.text.lower() in ("longer", "less", "more")
                and not no_more(lower, n - 1)
            )
            and lower[n : n + 2] != ["above", "all"]
            # `the lower dose` is one of two.
            and not (lower[n] in ("lower", "higher") and "dose" in lower[n + 1 : n + 4])
        ),
        frozenset(
            i.key
            for n, i in enumerate(part)
            # `the authors caution that` says who says it.
            if i.role == "caveat"
            and not (lower[n] == "caution" and lower[n + 1 : n + 2] == ["that"])
        ),
        any(
            i.text == "I" or w in ("my", "i'll", "i’ll", "our")
            for w, i in zip(lower, part, strict=True)
        ),
    )


def no_more(lower: Sequence[str], at: int) -> bool:
    """Whether a `no` only compares: `no more common with A than with B`."""
    first = lower[at + 1] if at + 1 < len(lower) else ""
    turned = words("direction", "up") | words("direction", "down")
    return first in turned and "than" in lower[at + 3 : at + 14]


def _in_case(lower: list[str]) -> frozenset[int]:
    """Places behind an `if` up to its comma: what is denied there denies the case."""
    start = next((n for n, w in enumerate(lower) if w in ("if", "unless")), len(lower))
    stop = next((n for n in range(start, len(lower)) if lower[n] in (",", ";")), len(lower))
    return frozenset(range(start, stop)) if stop < len(lower) else frozenset()


def whole_sense(sentence: Sentence) -> Sense:
    """The sense of a whole sentence: it is denied if one of its clauses is."""
    denied = any(sense_of(sentence, *clause).negated for clause in clauses_of(sentence))
    whole = sense_of(sentence)
    return replace(whole, negated=whole.negated or denied)


def _opens(lower: list[str], index: int) -> bool:
    """Whether a `no` stands where it denies the clause: at its beginning, or behind its verb."""
    return index < 3 or lower[index - 1] in (
        "was",
        "were",
        "is",
        "are",
        "had",
        "have",
        "has",
        "by",
        ":",
    )


def _label_end(sentence: Sentence) -> int:
    """Where the label ends in a cell told as a sentence; 0 for prose."""
    at = sentence.text.find(BESIDE)
    return max(0, at)


def _none_beside(part: tuple[Item, ...], lower: list[str], index: int) -> bool:
    """`6 of 1,124 with A and in none with B`: a figure beside others, which denies none of them."""
    quantity = part[index].quantity
    joined = set(lower[max(0, index - 2) : index]) & {*VERSUS, "and", "or", "but"}
    return quantity is not None and quantity.symbol == "none" and bool(joined)


def _negates(item: Item, word: str, *, opens: bool) -> bool:
    """Whether a word denies its clause; a `no` in a list or behind figures denies less."""
    if item.quantity is not None and item.quantity.symbol == "none":
        return True
    if item.population:
        return False
    if word == "no":
        return item.kind == "light" and item.depth == 0 and opens
    return (
        word in _NOT
        or word.endswith("n't")
        or item.key == "contraindicated"
        or (item.kind in ("word", "light") and word in _FAILS)
    )


def _advised(before: list[str]) -> bool:
    """Whether an `against` denies: `28 %, against 78 %` only compares."""
    return any(w.startswith(("advis", "recommend", "caution", "decid", "warn")) for w in before)


_FAILS = frozenset(
    (
        "fail",
        "failed",
        "fails",
        "failing",
        "preclude",
        "precludes",
        "precluded",
        "unable",
        "against",
        "avoid",
        "avoided",
        "avoiding",
        "avoids",
        "avoidance",
        "contraindicated",
        "refrain",
    )
)
_DIRECTIONS = {
    word: name for name in ("same", "down", "up", "good") for word in words("direction", name)
}


_TURNED = {"up": "down", "down": "up"}


def _way(lower: Sequence[str], at: int) -> str:
    """Which way a word of direction says; `no more common than` is rather less."""
    name = _DIRECTIONS[lower[at]]
    turned = at and lower[at - 1] == "no" and no_more(lower, at - 1)
    return _TURNED.get(name, name) if turned else name


_BEING = ("was", "were", "is", "are")


def _modality(part: tuple[Item, ...]) -> str:
    """`duty` where something is asked for, `possible` where it is only allowed or likely."""
    found = before = ""
    for at, item in enumerate(part):
        lower, last = item.text.lower(), before
        before = lower
        undergone = lower in ("required", "needed") and last not in ("is", "are", "be", "not")
        if item.population or (undergone and part[at + 1 : at + 2] and not _to(part[at + 1])):
            # `required dialysis`, `needed medical attention` is what happened.
            continue
        if last in ("if", "as") and lower in ("needed", "required", "necessary", "possible"):
            continue
        if last == "not" and lower in _NEEDED:
            # `was offered but not compulsory`
            found = "possible"
            continue
        if lower in words("modality", "duty") or (lower in _HAVE and _to_be(part[at + 1 : at + 3])):
            return "duty"
        behind = part[at + 1 : at + 2]
        if lower == "considered" and last in _BEING and any(i.kind == "word" for i in behind):
            continue  # `none was considered related`
        if lower == "considered" and last == "not":
            continue  # `was not considered a rearrangement`
        if lower == "potential" and last in _BEARING:
            continue  # whom it is said of
        if lower in words("modality", "possible"):
            found = "possible"
    return found


def _to_be(items: tuple[Item, ...]) -> bool:
    return [i.text.lower() for i in items] == ["to", "be"]


_HAVE = ("had", "has", "have")
_NEEDED = ("compulsory", "mandatory", "obligatory")
_BEARING = ("childbearing", "bearing", "reproductive")


def _to(item: Item) -> bool:
    return item.text.lower() == "to"


def only_allowed(part: tuple[Item, ...], at: int) -> bool:
    """Whether what stands at an index is allowed: `may be kept for 72 hours, then must be used`."""
    allowed = any(i.text.lower() in ("may", "can") for i in part[:at])
    asked = [n for n, i in enumerate(part) if i.text.lower() in words("modality", "duty")]
    return allowed and bool(asked) and min(asked) > at


_MISSES = frozenset(("failed", "fails", "failing", "missed", "short"))
_REACH = 5


def _significance(part: tuple[Item, ...], lower: list[str], negated: bool) -> str:
    positive = words("significance", "positive")
    if any(w in words("significance", "negative") for w in lower):
        return "-"
    if any(i.key == "not met" for i in part) and any(i.key == "boundary" for i in part):
        return "-"
    for index, word in enumerate(lower):
        if word in positive:
            near = lower[max(0, index - 12) : index]
            denied = any(w in ("not", "nor", "cannot") or w.endswith("n't") for w in near) or any(
                w in ("no", "without") for w in near[-2:]
            )
            denied = denied or any(w in _MISSES for w in near[-_REACH:])
            return "-" if denied or (negated and "not" in lower) else "+"
    met = words("significance", "met")
    if "boundary" in [i.key for i in part] and any(w in met for w in lower):
        return "-" if negated else "+"
    return ""


__all__ = ["Sense", "no_more", "sense_of", "whole_sense"]
