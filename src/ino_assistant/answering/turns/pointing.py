"""What a turn points to: a person, the other arm, the medicine, one thing of a list."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ino_assistant.answering.turns.exchange import exchanged
from ino_assistant.answering.turns.listing import one_of, picked
from ino_assistant.answering.turns.resolution import WHOLE, Resolution, pointed_at, unopened
from ino_assistant.answering.turns.turn_slots import Slot, slots_of, text_of
from ino_assistant.answering.understanding.question import Question, Reader

OTHER = re.compile(
    r"\b(?:the )?(?:other|opposite|second|comparator|comparison|control|reference)\s+"
    r"(?:arm|group|side|treatment|drug|regimen)\b|"
    r"\bthe (?:comparator|control|other(?: one)?)\b(?!\s+\w)|"
    r"^(?:and |with |in |on )*(?:the )?(?:comparator|controls?|other)\W*$",
    re.IGNORECASE,
)
_GIVEN = re.compile(
    r"\b(?:given|administered|infused|injected|taken|swallowed|stored|kept|supplied|dosed|diluted|"
    r"prepared|reconstituted|approved|licensed|indicated|contraindicated|sold|used|safe|combined)\b",
    re.IGNORECASE,
)
"""What is done to a medicine, and to hardly anything else."""
_THAT_ONE = re.compile(r"\b(?:that|this) (?:one|drug|medicine|product)\b", re.IGNORECASE)
_BACK_TO_LIST = 3


def product_named(question: str, slots: Sequence[Slot], then: Question, reader: Reader) -> str:
    """A whole question with `it` as the medicine of the one before, where that names no more."""
    one = _THAT_ONE.search(question)
    pointed = one.span() if one else pointed_at(question)
    before = slots_of(then, reader)
    medicines = {s.key: s for s in before if s.kind in ("arm", "drug")}
    if (
        pointed is None
        or (one is None and question[slice(*pointed)].lower() != "it")
        or any(s.kind in ("arm", "drug", "outcome") for s in slots)
        or any(s.kind == "outcome" for s in before)
        or len(medicines) != 1
    ):
        return question
    (medicine,) = medicines.values()
    start, end = pointed
    return f"{question[:start]}{text_of(then, medicine)}{question[end:]}"


def medicine_named(question: str, earlier: Sequence[str], reader: Reader) -> str:
    """`How is it infused?`: whatever else was spoken of, what is infused is the medicine."""
    pointed = pointed_at(question)
    if pointed is None or question[slice(*pointed)].lower() not in ("it", "they"):
        return question
    if not _GIVEN.search(question):
        return question
    for before in reversed(earlier):
        then = reader.read(before)
        named = [
            s
            for s in slots_of(then, reader)
            if s.kind == "drug" or (s.kind == "arm" and reader.is_product(s.key))
        ]
        if len({s.key for s in named}) == 1:
            start, end = pointed
            return f"{question[:start]}{text_of(then, named[0])}{question[end:]}"
        if named:
            break
    return question


def one_listed(
    question: str,
    earlier: Sequence[str],
    reader: Reader,
    listed: Callable[[str], Sequence[str]],
) -> str | Resolution:
    """The turn with `the last one` as the thing that an answer of before listed there."""
    match = one_of(question)
    if match is None:
        return question
    for before in earlier[: -_BACK_TO_LIST - 1 : -1]:
        items = listed(before)
        item = picked(match, items) if len(items) > 1 else None
        if item is None:
            continue
        rest = unopened(f"{question[: match.start()]}{question[match.end() :]}").strip(" ?,.")
        if rest:
            return Resolution(f"{question[: match.start()]}{item}{question[match.end() :]}")
        then = reader.read(earlier[-1])
        return Resolution(exchanged(then, item, reader))
    return Resolution(question, f"What is “{match[0]}”? {WHOLE}")


def other_named(question: str, then: Question, reader: Reader) -> str | Resolution:
    """The question with `the other arm` as the arm that it is."""
    match = OTHER.search(question)
    if match is None or reader.arms_of(question):
        return question
    trials = [arms for arms in reader.trial_arms if not then.arms or set(arms) & then.arms]
    if not then.arms and then.products:
        trials = [arms for p in sorted(then.products) if (arms := reader.arms_beside[p])]
    elif not then.arms and len(reader.default_arms) > 1:
        # Of which document's trial, nothing tells.
        names = dict.fromkeys(arm for arms in trials for arm in arms)
        return Resolution(question, f"Which arm do you mean: {either(list(names))}?")
    default = frozenset[str]().union(*reader.default_arms.values())
    if len(trials) == 1:
        asked = then.arms or default & set(trials[0])
        others = [arm for arm in trials[0] if arm not in asked]
        if len(others) == 1:
            return question[: match.start()] + others[0] + question[match.end() :]
        return Resolution(question, f"Which arm do you mean: {either(others or trials[0])}?")
    return question


def either(names: Sequence[str]) -> str:
    """`A, B or C`."""
    return " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else list(names))


def in_the_trial(question: str, earlier: Sequence[str], reader: Reader) -> str | Resolution:
    """The question with `the other trial` as the one that it is, where a document has two."""
    match = _OTHER_TRIAL.search(question)
    if match is None or any(m.concept.kind == "trial" for m in reader.read(question).mentions):
        return question
    for turn in reversed(earlier):
        named = [m.concept.key for m in reader.read(turn).mentions if m.concept.kind == "trial"]
        if named:
            other = reader.other_trials.get(named[-1])
            if other is None:
                # Answered of the trial that was named, it would be of the wrong one.
                return Resolution(question, f"Which trial is “{match[0]}”? {WHOLE}")
            return _OTHER_TRIAL.sub(other, question)
    return question


_OTHER_TRIAL = re.compile(r"\bthe other (?:trial|study|one of the trials)\b", re.IGNORECASE)
