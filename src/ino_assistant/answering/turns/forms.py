"""Forms of a turn that leaves something out, each with what it does with the question before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ino_assistant.answering.turns.changed import changed
from ino_assistant.answering.turns.ellipsis import (
    HOW_MANY,
    WHY,
    affirmed,
    counted_of,
    said_of,
    same_for,
)
from ino_assistant.answering.turns.exchange import (
    exchanged,
    in_context,
    subject_of,
    thing_meant,
    thing_of,
)
from ino_assistant.answering.turns.fragments import appended, asked_anew, turned_round
from ino_assistant.answering.turns.leaving import BACK, LONG, ONE_OF, WHEN
from ino_assistant.answering.turns.resolution import (
    OPENING_WORDS,
    PEOPLE_DO,
    WHOLE,
    Reading,
    Resolution,
    pointed_at,
    unopened,
)
from ino_assistant.answering.turns.turn_slots import TOPICS, Slot
from ino_assistant.answering.understanding.question import Question, Reader

BRIEF = 5
_WHOLE_CLAUSE = re.compile(
    r"^(?:what|which|who)\s+(?:is|are|was|were|do|does|did|can|could|should|will|would|may|might|"
    r"must|has|have|had)\s+(?:\S+\s+){2,}\S+",
    re.I,
)
_BEFORE_NOUN = re.compile(
    r"(?:that|this|these|those)\s+(?:ones?\b|(?!is\b|was\b|does\b|has\b)[a-z]{2,}s\b|(?!\w+ly\b|on\b|"
    r"in\b|with|who\b|of\b|for\b|after\b|before\b|at\b|from\b|to\b|by\b)\w+ \w+)",
    re.IGNORECASE,
)
"""`that` or `those` that goes with a noun and is none itself."""
CHECKS = re.compile(
    r"^(?:(?:and|but|ok(?:ay)?)\b[\s,]*)*so\b(?!\s+(?:what|which|who|how|why|when|where)\b)", re.I
)
"""A turn that only makes sure of what was said: it is no frame for the next one."""
FIRST = re.compile(r"\bthe (?:first|initial|original|very first) (?:one|question|point)\b", re.I)
LAST = re.compile(r"\bthe (?:last|previous|earlier) (?:one|question|point)\b", re.IGNORECASE)


def back_from(question: str) -> str:
    """A turn without the words that go back: `back to the first one: which …`."""
    back = BACK.search(question)
    if back is None:
        return question
    rest = question[back.end() :] if back.start() < len(question) // 2 else BACK.sub("", question)
    return re.sub(rf"^\W*(?:{FIRST.pattern}|{LAST.pattern})[\s,:-]*", "", rest, flags=re.I) or rest


def swallowed(question: str, text: str) -> bool:
    """Whether a whole question stands inside of another: nothing was found to exchange for it."""
    asked = question.strip(" ?")
    return _WHOLE_CLAUSE.match(asked) is not None and asked in text and not text.startswith(asked)


def bare_of(question: str, then: Question, reader: Reader) -> Resolution | None:
    """A turn that is nothing but a word of asking."""
    if WHY.match(question):
        return Resolution(f"Why: {then.text}", leans="reason")
    if HOW_MANY.match(question):
        counted = f"How many patients (n/N): {subject_of(then, reader)}?"
        return Resolution(counted, leans="figure")
    anew = asked_anew(question, then)
    if anew is not None:
        loosely = Reading(appended(then, unopened(question), reader))
        return Resolution(anew, leans="place", others=(loosely,))
    if WHEN.match(question):
        return Resolution(f"{question.strip(' ?')}: {then.text}", leans="place")
    return None


def formed(
    question: str, other: str, slots: Sequence[Slot], then: Question, reader: Reader
) -> Resolution | None:
    """A turn of a form that says by itself what it does with the question before."""
    rest, same = unopened(other), same_for(other)
    if same is not None and slots:
        return Resolution(exchanged(then, same, reader), leans="thread")
    turned = turned_round(question, then, reader) or changed(rest, then) or affirmed(rest, then)
    if turned is not None:
        return Resolution(turned, leans="thread")
    if CHECKS.match(question) and not any(s.kind == "outcome" for s in slots):
        whole = (Reading(question, "whole"),)
        return Resolution(f"so {appended(then, rest, reader)}", leans="figure", others=whole)
    said = said_of(question, rest, slots, then, reader)
    if said is None and ONE_OF.search(other):
        said = appended(then, other, reader)
    return None if said is None else Resolution(said, leans="place")


def pointing(
    question: str, slots: Sequence[Slot], then: Question, earlier: Sequence[str], reader: Reader
) -> Resolution | None:
    """`Was it significant?`: the words stay, the pronoun says what it stands for."""
    pointed = pointed_at(question)
    if pointed is None:
        return None
    start, end = pointed
    before = [s for s in slots if s.kind in (*TOPICS, "population") and s.end <= start]
    if before:
        # `breastfeeding, how long is it advised against?` says itself what `it` is.
        rest = unopened(question)
        return Resolution(in_context(then, rest, reader), leans="place", others=(Reading(rest),))
    if any(s.kind in TOPICS - {"drug"} for s in slots):
        return None
    thing = thing_meant(then, earlier, reader, question[start:end])
    if re.search(r"\bof (?:these|those|them)\b", question, re.I):
        thing = counted_of(then) or thing
    if not thing and len(question.split()) >= BRIEF and thing_of(then, reader):
        # It names more than the pronoun: what stands beside the last answer may tell.
        that = question[start:end].lower() in ("that", "this", "those", "these")
        subject = subject_of(then, reader)
        added = that and ": " not in subject and not subject[:1].isdigit()
        text = appended(then, question, reader) if added else question
        return Resolution(text, leans="place")
    if not thing:
        return Resolution(question, f"What does “{question[start:end]}” stand for? {WHOLE}")
    # `those patients` needs its noun, a whole question is none, and only people die.
    whole = len(thing.split()) > LONG or OPENING_WORDS.match(thing) or PEOPLE_DO.search(question)
    if whole or _BEFORE_NOUN.match(question, start):
        return Resolution(appended(then, question, reader), leans="place")
    return Resolution(f"{question[:start]}{thing}{question[end:]}", leans="thread")
