"""Other readings of a turn that was added to the question before, for where nothing answers both.

`on dialysis?` behind `the dose for a CrCl of 20` may be another condition in the place of that
one; `what if a dose is missed?` may be a question for itself. Each counts only if it is answered
whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ino_assistant.answering.turns.forms import back_from
from ino_assistant.answering.turns.resolution import (
    OPENING_WORDS,
    PEOPLE_DO,
    Reading,
    points,
    unopened,
)
from ino_assistant.answering.turns.turn_slots import TOPICS, Slot, slots_of
from ino_assistant.answering.understanding.question import Question, Reader

_WHAT_IF = re.compile(
    r"^(?:(?:and|but|so|or|ok(?:ay)?)\b[\s,]*)*what (?:if|when|happens (?:if|when))\s+", re.I
)
_ANEW = re.compile(
    r"^(?:(?:ok(?:ay)?|and|so|right|well|thanks?)\b[\s,.:;!-]*)*"
    r"(?:now|next|something (?:else|different)|"
    r"(?:an)?other (?:thing|question|topic)|(?:a )?(?:different|new) (?:question|topic|subject)|"
    r"by the way|btw)\b[\s,.:;-]+",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"^(?:for|in|with|on|at|among|if|when|without|under|over|during|after|before)\b", re.IGNORECASE
)
_THOSE = re.compile(
    r"^(?:(?:only|just)\s+)?(?:those|the ones|people|patients|pts)\s+"
    r"(?=(?:over|under|with|without|on|in|at|among)\b)",
    re.IGNORECASE,
)
_PHRASES = re.compile(
    r",\s+|\s+(?=(?:for|in|with|on|at|among|if|when|during|after|before|without)\s)", re.IGNORECASE
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|do|does|did|has|have|had|can|could|should|may|must|will|would|gets?|"
    r"miss(?:es|ed)?|forgets?|forgot|skips?|vomits?|occurs?|develops?|needs?|becomes?|falls?|rises?|drops?)\b",
    re.IGNORECASE,
)
_DOSE = re.compile(
    r"\b(?P<does>(?:miss|skip|vomit)(?:e?s|ed|ted)?|forg[eo]ts?|forgotten) (?:one|it|that)\b", re.I
)
"""What is missed or forgotten is a dose."""
_PEOPLE_BEHIND = re.compile(
    r"\s+(?:women|men|patients|people|adults|children|subjects|pts)\b", re.I
)
_LEAST, _FEWEST = 3, 4


def supposed(question: str, slots: Sequence[Slot]) -> tuple[Reading, ...]:
    """`what if a dose is missed?`, which says all that it needs, as the question that it is."""
    opening = _WHAT_IF.match(question)
    if opening is None:
        return ()
    rest = question[opening.end() :].strip(" ?.!")
    rest = _DOSE.sub(r"\g<does> a dose", rest)
    alone = not points(rest) or PEOPLE_DO.search(rest)
    stands = len(rest.split()) >= _LEAST and alone and _VERB.search(rest)
    named = any(s.kind in (*TOPICS, "word") for s in slots)
    return (Reading(f"What if {rest}?", "whole", stays=True),) if stands and named else ()


def new_subject(question: str, slots: Sequence[Slot]) -> tuple[Reading, ...]:
    """`now response at week 16`: another subject, if it says all that it needs."""
    opening = _ANEW.match(question)
    if opening is None or not any(s.kind in ("outcome", "attribute") for s in slots):
        return ()
    return (Reading(f"{question[opening.end() :].strip(' ?.!')}?", "whole", stays=True),)


def other_condition(
    question: str, slots: Sequence[Slot], then: Question, reader: Reader
) -> tuple[Reading, ...]:
    """The turn as a condition in the place of those that the question before names."""
    bare = _THOSE.sub("", unopened(question).strip(" ?.!,"))
    if not _CONDITION.match(bare) or any(s.kind == "outcome" for s in slots):
        return ()
    head, *phrases = [p for p in _PHRASES.split(then.text.strip(" ?.!")) if p]
    kept = [p for p in phrases if not _conditional(p, reader)]
    asks = any(s.kind in TOPICS or s.kind == "word" for s in slots_of(reader.read(head), reader))
    if not asks or len(kept) == len(phrases):
        return ()
    text = f"{' '.join((head, *kept))} {bare}?"
    return (Reading(text, "whole", "thread", stays=True),)


def asked_besides(question: str, reader: Reader) -> tuple[Reading, ...]:
    """`back to the schedule, when is the second dose due?`: what is asked, if it says all.

    Of the trial, case or medicine that stands before it, if one does.
    """
    rest = unopened(back_from(question))
    behind = _FRONTED.match(rest)
    if behind is None or len(behind["asked"].split()) < _FEWEST or points(behind["asked"]):
        return ()
    front = reader.read(behind["front"])
    named = any(s.kind in ("trial", "case", "drug", "population") for s in slots_of(front, reader))
    if not named and rest == unopened(question):
        return ()
    asked = behind["asked"].strip(" ?.!")
    text = f"{asked}, {behind['front']}?" if named else f"{asked}?"
    return (Reading(text, "whole"),) if OPENING_WORDS.match(asked) else ()


_FRONTED = re.compile(
    r"(?:(?:for|in|with|on|at|of) )?(?P<front>[^,:?]{2,40}?)(?:[,:]|\s[-–])\s*(?P<asked>\S.*)$",
    re.IGNORECASE,
)
"""`in the other trial, how many took part?`: of what, before what is asked."""


def without_people(text: str, rest: str) -> tuple[Reading, ...]:
    """`data in human milk women` without the people that `pregnant` had with it."""
    new = unopened(rest).strip(" ?.!,")
    at = text.find(new)
    behind = _PEOPLE_BEHIND.match(text, at + len(new)) if new and at >= 0 else None
    if behind is None:
        return ()
    text = f"{text[: behind.start()]}{text[behind.end() :]}"
    return (Reading(text, "whole", "thread", stays=True),)


def by_name(question: str, slots: Sequence[Slot]) -> tuple[Reading, ...]:
    """`pregnant women?`, a bare name of several words, as the heading that it may be."""
    bare = question.strip(" ?.!")
    named = any(s.kind in ("population", "attribute", "outcome") for s in slots)
    if not named or unopened(bare) != bare or _CONDITION.match(bare) or _VERB.search(bare):
        return ()
    return (Reading(f"{bare}?", "whole", stays=True),) if 1 < len(bare.split()) <= _LEAST else ()


def _conditional(phrase: str, reader: Reader) -> bool:
    """Whether a phrase says of whom or when something is asked, by a figure or a group."""
    kinds = {s.kind for s in slots_of(reader.read(phrase), reader)}
    return bool({"figure", "population"} & kinds) or bool(re.match(r"(?:if|when)\b", phrase, re.I))
