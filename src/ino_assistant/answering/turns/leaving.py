"""What a turn leaves out: whether it needs an earlier one to be understood."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ino_assistant.answering.turns.changed import changes
from ino_assistant.answering.turns.ellipsis import HOW_MANY, WHY, WHY_SO, continues
from ino_assistant.answering.turns.fragments import turns_round
from ino_assistant.answering.turns.pointing import OTHER
from ino_assistant.answering.turns.resolution import OPENING_WORDS, points, unopened
from ino_assistant.answering.turns.turn_slots import TOPICS, Slot, slots_of, text_of
from ino_assistant.answering.understanding.question import Question, Reader

BACK = re.compile(
    r"\b(?:(?:going |go |coming |come |get |let's go )?back to|(?:to )?return(?:ing)? to|"
    r"(?:to )?revisit(?:ing)?|again about|as for|"
    r"(?:on|about|regarding) the (?:earlier|previous|first) (?:question|point|one)(?: about)?)\b"
    r"[\s,:]*",
    re.IGNORECASE,
)
WHEN = re.compile(
    r"^(?:and |so )?(?:when(?: was (?:that|this|it))?|since when|in which arm|who|where)\W*$", re.I
)
_PEOPLE = re.compile(r"\b(?:they|them|their|those)\b", re.IGNORECASE)
ONE_OF = re.compile(r"\bthe (?:short|long|high|low|other)(?:er|est)? ones?\b", re.IGNORECASE)
"""One of those that the turn before spoke of, told by what it is like."""
_OF_GROUP = re.compile(
    r"^(?:for|in|with|on|at|among|after|before|without|by|outside|within|during|under|over)\b(?!.*"
    r"\b(?:is|are|was|were|do|does|did|can|should|may|must|has|have)\b)",
    re.IGNORECASE,
)
"""A group, place or time and nothing else: `for kids as well?`."""
LONG = 12
"""Words from which a turn is no mere fragment."""
SHORT = 6


def is_fragment(question: str) -> bool:
    """Whether a turn can only be the continuation of another: `and with the other arm?`."""
    bare = any(p.match(question) for p in (WHY, HOW_MANY, WHEN))
    return bare or bool(re.match(r"(?:and|same|the same|what about|how about)\b", question, re.I))


def hollow(turn: str, reader: Reader) -> bool:
    """Whether an earlier turn says nothing that could be taken over: `And for that?`."""
    slots = slots_of(reader.read(turn), reader) if is_fragment(turn) else ()
    return is_fragment(turn) and all(s.kind in ("word", "figure") for s in slots)


def leaves_out(question: str, now: Question, slots: Sequence[Slot]) -> bool:
    """Whether a turn needs an earlier one to be understood."""
    bare = any(p.match(question) for p in (WHY, HOW_MANY, WHEN))
    why_so = WHY_SO.match(question) and all(s.kind == "word" for s in slots)
    rest = unopened(question)
    if bare or why_so or BACK.search(question) or turns_round(question) or changes(rest):
        return True
    topics = [s for s in slots if s.kind in TOPICS]
    of_group = not topics and _OF_GROUP.match(rest) and len(rest.split()) <= SHORT
    if of_group or (not any(s.kind == "outcome" for s in topics) and continues(question, rest)):
        return True
    opens = unopened(question) != question.strip()
    length = len(now.words)
    asks = bool(OPENING_WORDS.match(rest))
    # `How long till Ann was herself again?` says of whom, and what.
    of_case = asks and now.case and tells(now, slots)
    if (
        opens
        and length <= LONG
        and not of_case
        and not (asks and any(s.kind == "attribute" for s in topics))
    ):
        return True
    about = [s for s in topics if s.kind != "drug"]
    people = any(s.kind == "population" for s in slots) and _PEOPLE.search(question)
    if people and asks:
        return False
    if not topics and (OTHER.search(question) or ONE_OF.search(question)):
        return True
    if points(question) and not about and length <= LONG:
        return True
    if not opens and now.shapes == {"definition"} and any(s.kind == "arm" for s in slots):
        # `What is drug A?` asks for all that it needs.
        return False
    named = {s.kind for s in slots}
    lean = not topics and not now.case and not tells(now, slots)
    return lean and bool(named or now.shapes) and length <= (SHORT if not asks else SHORT + 2)


def tells(now: Question, slots: Sequence[Slot]) -> bool:
    """Whether words outside arms, groups and figures say what is asked about."""
    covered = {w for s in slots if s.kind != "word" for w in text_of(now, s).lower().split()}
    words = [s for s in slots if s.kind == "word" and s.key not in _WEAK]
    loose = [t for t in now.loose if not t[:1].isdigit() and t not in covered]
    named = [s for s in slots if s.kind == "figure" and s.key in _NUMBERED]
    return len(words) + len(loose) + len(named) >= 1


_WEAK = frozenset(
    f"§{label}"
    for label in (
        *("patients", "years", "months", "baseline", "maximum", "median", "higher", "lower"),
        *("common", "incidence", "adverse event", "why", "chemotherapy", "comparator"),
        *("after last dose", "after transplant", "before transplant"),
    )
)
"""Concepts that say nothing of what is asked about."""


_NUMBERED = frozenset({"study", "table", "figure", "phase"})
"""What a number behind them names: a thing to be asked about."""
