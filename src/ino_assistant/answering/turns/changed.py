"""Turns that change one thing of the question before: its figure, its `if`.

`and if it drops to 20?` is the question before with 20 in the place of the figure that it is of;
added behind it, there would be two conditions that nothing meets together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ino_assistant.answering.turns.resolution import Reading
from ino_assistant.answering.turns.turn_slots import TOPICS, Slot, slots_of
from ino_assistant.answering.understanding.question import Question, Reader

_FIGURE = r"(?P<sign>[≥≤<>]\s?)?(?P<number>\d+(?:[.,]\d+)*)(?P<unit>\s?(?:%|[A-Za-z]+(?:/\S+)?))?"
_CHANGES = re.compile(
    r"^(?:(?:if|when|once) (?:it|that|this|they|he|she)(?:(?:['’](?:s|re))|(?: [a-z]+){1,3}?)|"
    r"(?:an?other )?one (?:of|at|with|weighing|aged|who (?:weighs|is)))\s+"
    rf"(?P<new>{_FIGURE})$",
    re.IGNORECASE,
)
"""A figure that takes the place of another: `if it drops to 20`, `one of 12 kg`."""
_ALONE = re.compile(
    rf"^(?:(?P<how>at|with|on|for|in|of|by|to) )?(?:an? )?(?P<new>{_FIGURE})$", re.IGNORECASE
)
"""A figure and nothing besides: `at 200`."""
_GIVEN = re.compile(rf"(?<![\w-]){_FIGURE}")
_BEFORE_GIVEN = re.compile(
    r"\b(?:of|at|is|to|below|above|under|over|with|weighing|for|=)\s*$", re.I
)
_IF_NOT = re.compile(
    r"^if (?:(?:it|they|one|he|she|that|this|there)(?:['’]s|['’]re)?(?: (?:is|are|was|were))?"
    r"(?:n['’]t| not)|not)$",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b(?:if|when|where|who|that)\b(?: [\w/-]+){1,5}? (?:is|are|was|were|can|will)(?! not\b)\b",
    re.IGNORECASE,
)
_CLASSES = r"class|type|grade|stage|group|part|cohort|phase|category"
_LETTER = re.compile(rf"^(?:(?:in|for|with) )?(?:(?:{_CLASSES}) )?(?P<new>[A-F]|[IVX]{{1,4}})$")
_LETTERED = re.compile(
    rf"\b(?:{_CLASSES}|[A-Z][a-z]+(?:-[A-Z][a-z]+)*) (?P<old>[A-F]|[IVX]{{1,4}})\b(?![-/])"
)
"""A class that a letter or a Roman number tells: `Child-Pugh B`, `class II`."""
_AUXILIARIES = frozenset({"can", "could", "should", "may", "must", "do", "did", "will", "am"})
_BARE = re.compile(r"^(?:the )?[a-z]+(?: [a-z]+)?$", re.IGNORECASE)
_WORDS_OF_FORM = re.compile(
    r"^(?:what|which|who|how|when|why|where|is|are|was|were|do|does|did|for|in|with|on|at|after|"
    r"before|without|by|if|yes|no|thanks?|only|both|all|none|never|ever)\b",
    re.IGNORECASE,
)


def changed(rest: str, then: Question) -> str | None:
    """The question before with the one thing changed that a turn changes; None for other turns.

    Args:
        rest: the turn, without its opening (`and`, `what about`).
        then: the question before.
    """
    bare = rest.strip(" ?.!,")
    return _figure(bare, then) or _denied(bare, then) or _lettered(bare, then)


def changes(rest: str) -> bool:
    """Whether a turn, without its opening, is of a form that changes the question before."""
    bare = rest.strip(" ?.!,")
    return bool(_CHANGES.match(bare) or _IF_NOT.match(bare) or _LETTER.match(bare))


def _figure(bare: str, then: Question) -> str | None:
    """`if it drops to 20` behind `for a CrCl of 45`: for a CrCl of 20."""
    match = _CHANGES.match(bare)
    if match is None:
        return _alone(bare, then)
    unit = (match["unit"] or "").strip().lower()
    like = [
        given
        for given in _GIVEN.finditer(then.text)
        if ((given["unit"] or "").strip().lower() == unit)
        or (not unit and _BEFORE_GIVEN.search(then.text[: given.start()]))
    ]
    if len(like) != 1:
        return None
    (old,) = like
    end = old.end() if unit else old.end("number")
    return f"{then.text[: old.start()]}{match['new']}{then.text[end:]}"


def _alone(bare: str, then: Question) -> str | None:
    """`at 200` behind `at 100 mg`: what has no unit of its own takes that of its like."""
    match = _ALONE.match(bare)
    if match is None or match["unit"]:
        return None
    given = [g for g in _GIVEN.finditer(then.text) if not _NAMES.search(then.text[: g.start()])]
    if match["how"]:
        before = re.compile(rf"\b{match['how']}\s*$", re.IGNORECASE)
        given = [g for g in given if before.search(then.text[: g.start()])]
    if len(given) != 1:
        return None
    (old,) = given
    return f"{then.text[: old.start()]}{match['new']}{then.text[old.end('number') :]}"


_NAMES = re.compile(r"\b(?:study|trial|table|figure|phase|part|case)\s*$", re.IGNORECASE)
"""What a number behind it names."""


def _lettered(bare: str, then: Question) -> str | None:
    """`and C?` behind `in Child-Pugh B`: in Child-Pugh C."""
    new, told = _LETTER.match(bare), list(_LETTERED.finditer(then.text))
    told = [found for found in told if found[0].split()[0].lower() not in _AUXILIARIES]
    if new is None or len(told) != 1:
        return None
    start, end = told[0].span("old")
    return f"{then.text[:start]}{new['new']}{then.text[end:]}"


def _denied(bare: str, then: Question) -> str | None:
    """`if it isn't` behind `if a transplant is planned`: if it is not planned."""
    found = _CONDITION.search(then.text) if _IF_NOT.match(bare) else None
    if found is None:
        return None
    return f"{then.text[: found.end()]} not{then.text[found.end() :]}"


def of_another(
    rest: str, slots: Sequence[Slot], then: Question, reader: Reader
) -> tuple[Reading, ...]:
    """`and weight?`, of no known kind: perhaps in the place of the one thing asked about."""
    bare = rest.strip(" ?.!,")
    if slots or not _BARE.match(bare) or _WORDS_OF_FORM.match(bare):
        return ()
    topics = [s for s in slots_of(then, reader) if s.kind in TOPICS - {"drug"}]
    if len(topics) != 1:
        return ()
    (topic,) = topics
    text = f"{then.text[: topic.start]}{bare}{then.text[topic.end :]}"
    return (Reading(text, "whole", "thread"),)
