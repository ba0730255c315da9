"""Yes and no by words: of significance, and words that exclude each other."""

from __future__ import annotations

import re

from ino_assistant.answering.judging.declarative import denies
from ino_assistant.answering.judging.known import Told
from ino_assistant.answering.judging.matching import (
    Wanted,
    covers,
    significance_words,
    uncovered,
)
from ino_assistant.answering.judging.measures import (
    asked_directions,
    asked_figures,
    compared_by_words,
    printed_directions,
)
from ino_assistant.answering.judging.rules import STOP, Ruling, Setting, pattern
from ino_assistant.fidelity.binding.clauses import clauses_of
from ino_assistant.fidelity.binding.reading import sense_of

# Significance.


def by_significance(
    question: Wanted, told: Told, group: tuple[int, ...], setting: Setting
) -> Ruling:
    """Whether a difference is significant, or a boundary was met."""
    if not question.significance:
        return None
    endpoints = _endpoints(question)
    keys = [k for k in question.keys if k not in significance_words() and k not in _RESULT]
    for number in group:
        if not endpoints and not _boundary(question, told, number):
            continue
        if uncovered(keys, told, [number], setting.defaults):
            continue
        for start, end in clauses_of(told.reading.sentences[number]):
            ruled = _of_clause(question, told, (number, start, end), endpoints, setting)
            if ruled is not None:
                return ruled
    return STOP


def _of_clause(
    question: Wanted,
    told: Told,
    clause: tuple[int, int, int],
    endpoints: tuple[str, ...],
    setting: Setting,
) -> Ruling:
    number, start, end = clause
    sentence = told.reading.sentences[number]
    items = sentence.items[start:end]
    sense = sense_of(sentence, start, end)
    here = frozenset(i.key for i in items)
    if any(not covers(e, here) for e in endpoints) or sense.modality:
        return None
    if any(i.role == "caveat" for i in items):
        return None
    if sense.significance == "-":
        return "no"
    own = {i.key for i in items if i.role in ("endpoint", "reaction")}
    if sense.significance != "+" or not own or not own <= set(endpoints):
        return None
    same = _same_direction(question, told, number, setting)
    return None if same is None else "yes" if same else "no"


_RESULT = frozenset(
    ("differ", "difference", "benefit", "improv", "result", "analys", "median", "primary",
     "statist", "signific", "level", "gain", "effect", "outcom")
)  # fmt: skip


def _endpoints(question: Wanted) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            i.key for i in question.reading.sentences[0].items if i.role in ("endpoint", "reaction")
        )
    )


def _boundary(question: Wanted, told: Told, number: int) -> bool:
    return "boundary" in question.keys and "boundary" in told.reading.keys[number]


def _same_direction(question: Wanted, told: Told, number: int, setting: Setting) -> bool | None:
    """Whether a significant difference is the one asked after: to the same side, of the arms."""
    said = asked_directions(question, setting.arms)
    if not said:
        return True
    theirs = printed_directions(said[0], question, told, number, setting.arms)
    return compared_by_words(said[0], theirs)


# Words that exclude each other.


def by_exclusion(question: Wanted, told: Told, group: tuple[int, ...], setting: Setting) -> Ruling:
    """`open-label` denies `blinded`, where all else that is asked is spoken of."""
    text = question.asked.text
    printed = told.statement.display
    for exclusive, member in question.excluding:
        if (question.asked.kind != "fact") > exclusive.allows:
            continue
        has = exclusive.of(printed)
        if not has or member in has:
            continue
        if any(told.reading.senses[n].modality == "possible" for n in group):
            return STOP
        before = printed[: min(exclusive.starts(printed, n) for n in has)]
        if pattern("forbidding", "pattern").search(before) or denies(before):
            return STOP
        rest = exclusive.without(text, member)
        keys = _keys_within(question, rest)
        if uncovered(keys, told, group, setting.defaults) or question.directions:
            continue
        if _several_trials(told):
            # Which of them is meant can't be told.
            return STOP
        left = [
            c
            for c in asked_figures(question)
            if c.quantity.text.strip() in rest and c.quantity.text.lower() not in told.text
        ]
        if left or question.quantifiers - {"only"}:
            continue
        return "no"
    return None


_TRIALS = re.compile(r"\b[A-Z]{3,}-[A-Z\d]+\b|\b(?:Study|Trial) [A-Z]*\d+\b")


def _several_trials(told: Told) -> bool:
    return len(set(_TRIALS.findall(told.statement.display))) > 1


def _keys_within(question: Wanted, rest: str) -> list[str]:
    """Keys of a question that its remaining words still name."""
    left = rest.lower()
    items = question.reading.sentences[0].items
    return [k for k in question.keys if any(i.key == k and i.text.lower() in left for i in items)]
