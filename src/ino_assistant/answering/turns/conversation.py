"""Conversation: a turn is written out with what earlier turns said, or asked back about.

A turn that stands by itself is left alone. One that leaves something out (`and with chemo?`)
takes the question before it and exchanges like for like: arm for arm, endpoint for endpoint.
A pronoun is replaced by what it stands for. What can't be told is asked back, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Protocol

from ino_assistant.answering.turns.changed import changed, changes, of_another
from ino_assistant.answering.turns.ellipsis import (
    HOW_MANY,
    WHY,
    WHY_SO,
    affirmed,
    continues,
    counted_of,
    in_the_arm,
    located,
    narrowed,
    of_its_kind,
    said_of,
    same_for,
)
from ino_assistant.answering.turns.exchange import exchanged, in_context, subject_of, thing_of
from ino_assistant.answering.turns.fragments import (
    appended,
    asked_anew,
    like_the_last,
    of_a_few_words,
    of_the_case,
    turned_round,
    turns_round,
)
from ino_assistant.answering.turns.persons_meant import Shown, person_named
from ino_assistant.answering.turns.pointing import (
    OTHER,
    in_the_trial,
    medicine_named,
    one_listed,
    other_named,
    product_named,
)
from ino_assistant.answering.turns.resolution import (
    OPENING_WORDS,
    WHOLE,
    Leans,
    Reading,
    Resolution,
    pointed_at,
    points,
    unopened,
    unprefaced,
)
from ino_assistant.answering.turns.turn_slots import TOPICS, Slot, slots_of, text_of
from ino_assistant.answering.understanding.question import Question, Reader

__all__ = ["Resolution", "Rewriter", "is_fragment", "resolve"]

_BACK = re.compile(
    r"\b(?:(?:going |go |coming |come |get |let's go )?back to|returning to|again about|as for|"
    r"(?:on|about|regarding) the (?:earlier|previous|first) (?:question|point|one)(?: about)?)\b"
    r"[\s,:]*",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"^(?:and |so )?(?:when(?: was (?:that|this|it))?|since when|in which arm|who|where)\W*$", re.I
)
_PEOPLE = re.compile(r"\b(?:they|them|their|those)\b", re.IGNORECASE)
_WHOLE_CLAUSE = re.compile(
    r"^(?:what|which|who)\s+(?:is|are|was|were|do|does|did|can|should)\s+(?:\S+\s+){2,}\S+", re.I
)
_ONE_OF = re.compile(r"\bthe (?:short|long|high|low|other)(?:er|est)? ones?\b", re.IGNORECASE)
"""One of those that the turn before spoke of, told by what it is like."""
_OF_GROUP = re.compile(
    r"^(?:for|in|with|on|at|among|after|before|without|by|outside|within|during|under|over)\b(?!.*"
    r"\b(?:is|are|was|were|do|does|did|can|should|may|must|has|have)\b)",
    re.IGNORECASE,
)
"""A group, place or time and nothing else: `for kids as well?`."""
_ASKS_HOW = re.compile(r"^(?:how|when|where|who|for how)\b", re.IGNORECASE)
_LONG = 12
"""Words from which a turn is no mere fragment."""
_SHORT = 6
_BRIEF = 5


_CHECKS = re.compile(
    r"^(?:(?:and|but|ok(?:ay)?)\b[\s,]*)*so\b(?!\s+(?:what|which|who|how|why|when|where)\b)", re.I
)
"""A turn that only makes sure of what was said: it is no frame for the next one."""
_BEFORE_NOUN = re.compile(
    r"(?:that|this|these|those)\s+(?:ones?\b|(?!is\b|was\b|does\b|has\b)[a-z]{2,}s\b|(?!\w+ly\b|on\b|"
    r"in\b|with|who\b|of\b|for\b|after\b|before\b|at\b|from\b|to\b|by\b)\w+ \w+)",
    re.IGNORECASE,
)
"""`that` or `those` that goes with a noun and is none itself."""
_LIVING = re.compile(
    r"\bthey (?:\w+ly )?(?:die|died|live|lived|survive|survived|recover|recovered)\b", re.I
)
"""What people do, and nothing else that is counted."""


class Rewriter(Protocol):
    """What may write a turn out in its own way, such as a language model's adapter."""

    def __call__(
        self, question: str, earlier: Sequence[str], turn: Resolution, reader: Reader
    ) -> Resolution:
        """The turn as understood: `turn`, or with another standalone question.

        Args:
            question: the turn, without identifying details.
            earlier: the standalone questions of the turns before it, the oldest first.
            turn: what `resolve` made of it; it is clear.
            reader: reads questions with the vocabulary of the corpus.
        """


def _nothing(question: str) -> Sequence[Any]:
    return ()


def resolve(
    question: str,
    earlier: Sequence[str],
    reader: Reader,
    listed: Callable[[str], Sequence[str]] = _nothing,
    shown: Shown = _nothing,
) -> Resolution:
    """A turn written out with what it takes over from earlier turns.

    Args:
        question: the turn that is to be answered.
        earlier: the standalone questions of the turns before it, the oldest first.
        reader: reads questions with the vocabulary of the corpus.
        listed: what the answer to an earlier question lists, in order.
        shown: what the answer to an earlier question rests on.
    """
    question = unprefaced(question)
    if not earlier:
        slots = slots_of(reader.read(question), reader)
        if is_fragment(question) and not any(s.kind in TOPICS for s in slots):
            return Resolution(question, f"Which earlier question do you mean? {WHOLE}")
        named = person_named(question, reader.read(question), (), reader, shown)
        return named if isinstance(named, Resolution) else Resolution(question)
    named = person_named(question, reader.read(question), earlier, reader, shown)
    if isinstance(named, Resolution):
        return named
    chosen: str | Resolution = named
    if not _BACK.search(named):
        chosen = one_listed(named, earlier, reader, listed)
    if isinstance(chosen, Resolution):
        return chosen
    last = reader.read(earlier[-1])
    tried = in_the_trial(of_its_kind(located(named, last), last), earlier, reader)
    if isinstance(tried, Resolution):
        return tried
    question = in_the_arm(tried, earlier, reader)
    now = reader.read(question)
    slots = slots_of(now, reader)
    if not _leaves_out(question, now, slots):
        return _by_itself(question, now, slots, earlier, reader)
    found = _continuing(question, now, slots, earlier, reader)
    bare = unopened(question)
    if not found.unclear and (any(s.kind in TOPICS for s in slots) or _tells(now, slots)):
        # By itself it may mean anything: only what stands beside the last answer counts.
        case = of_the_case(bare, now, _spoken_of(earlier, reader))
        found = replace(found, others=(*found.others, *case, Reading(bare, "near")))
    return found


def _by_itself(
    question: str, now: Question, slots: Sequence[Slot], earlier: Sequence[str], reader: Reader
) -> Resolution:
    """A turn that can stand by itself; if it is brief, perhaps of what was asked before."""
    last = reader.read(earlier[-1].removeprefix("Why: "))
    then = reader.read(_frame(earlier).removeprefix("Why: "))
    question = product_named(question, slots, last, reader)
    if like_the_last(now, slots, then, reader):
        other = exchanged(then, question, reader)
        if not _swallowed(question, other):
            return Resolution(other, leans="thread", others=(Reading(question),))
    brief = len(now.words) <= _BRIEF and not OPENING_WORDS.match(question)
    before = of_the_case(question, now, _spoken_of(earlier, reader))
    if brief:
        before += of_a_few_words(question, now, slots, then, reader)
    others = (Reading(appended(then, question, reader)),) if brief else ()
    # What names no endpoint, reaction or medicine is likely of what was just read.
    named = any(s.kind in ("outcome", "drug", "trial", "case") for s in slots)
    leans: Leans = "place" if not named or points(question) else "nothing"
    return Resolution(question, leans=leans, before=before, others=others)


def _continuing(
    question: str, now: Question, slots: Sequence[Slot], earlier: Sequence[str], reader: Reader
) -> Resolution:
    """A turn that leaves something out, written out with the question that it continues."""
    before = _meant(question, now, earlier, reader)
    if before is None:
        return Resolution(_back_from(question))
    then = reader.read(before.removeprefix("Why: "))
    given = medicine_named(question, earlier, reader)
    if given != question:
        return Resolution(given, leans="place")
    resolved = _continued(question, slots, then, reader)
    about = re.match(r"(?:and )?(?:what|how) about\b", question, re.IGNORECASE)
    if about and [s.kind in ("population", "attribute") for s in slots] == [True]:
        # Another subject, where it makes no sense of the one before.
        return replace(resolved, others=(Reading(f"{unopened(question).strip(' ?')}?"),))
    return resolved


def _back_from(question: str) -> str:
    """A turn without the words that go back: `back to the first one: which …`."""
    rest = _BACK.sub("", question)
    if rest == question:
        return question
    return (
        re.sub(rf"^\W*(?:{_FIRST.pattern}|{_LAST.pattern})[\s,:-]*", "", rest, flags=re.I) or rest
    )


def _continued(question: str, slots: Sequence[Slot], then: Question, reader: Reader) -> Resolution:
    """A turn that leaves something out, with what the question that it continues says."""
    bare = _bare(question, then, reader)
    if bare is not None:
        return bare
    other = other_named(located(narrowed(_back_from(question)), then), then, reader)
    if isinstance(other, Resolution):
        return other
    rest = unopened(other)
    said = _formed(question, other, slots, then, reader) or _pointing(other, slots, then, reader)
    if said is not None:
        return said
    topical = any(s.kind in TOPICS for s in slots)
    if _ASKS_HOW.match(rest):
        text = in_context(then, rest, reader) if topical else appended(then, rest, reader)
        whole = (Reading(rest, "whole"),)
        return Resolution(text, leans="thread" if topical else "place", others=whole)
    others: tuple[Reading, ...] = ()
    if any(s.kind in TOPICS - {"drug"} for s in slots):
        # `and median OS?` behind `the OS rate`: not the rate of a median.
        others = (Reading(in_context(then, rest, reader), "whole"),)
    text = exchanged(then, rest, reader)
    if _swallowed(rest, text):
        return Resolution(rest, leans="place", others=others)
    before = of_another(rest, slots, then, reader)
    return Resolution(text, leans="thread", before=before, others=others)


def _swallowed(question: str, text: str) -> bool:
    """Whether a whole question stands inside of another: nothing was found to exchange for it."""
    asked = question.strip(" ?")
    return _WHOLE_CLAUSE.match(asked) is not None and asked in text and not text.startswith(asked)


def _bare(question: str, then: Question, reader: Reader) -> Resolution | None:
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
    if _WHEN.match(question):
        return Resolution(f"{question.strip(' ?')}: {then.text}", leans="place")
    return None


def _formed(
    question: str, other: str, slots: Sequence[Slot], then: Question, reader: Reader
) -> Resolution | None:
    """A turn of a form that says by itself what it does with the question before."""
    rest, same = unopened(other), same_for(other)
    if same is not None and slots:
        return Resolution(exchanged(then, same, reader), leans="thread")
    turned = turned_round(question, then, reader) or changed(rest, then) or affirmed(rest, then)
    if turned is not None:
        return Resolution(turned, leans="thread")
    if _CHECKS.match(question) and not any(s.kind == "outcome" for s in slots):
        return Resolution(f"so {appended(then, rest, reader)}", leans="figure")
    said = said_of(question, rest, slots, then, reader)
    if said is None and _ONE_OF.search(other):
        said = appended(then, other, reader)
    return None if said is None else Resolution(said, leans="place")


def _pointing(
    question: str, slots: Sequence[Slot], then: Question, reader: Reader
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
    thing = thing_of(then, reader, question[start:end])
    if re.search(r"\bof (?:these|those|them)\b", question, re.I):
        thing = counted_of(then) or thing
    if not thing:
        return Resolution(question, f"What does “{question[start:end]}” stand for? {WHOLE}")
    # `those patients` needs its noun, a whole question is none, and only people die.
    whole = len(thing.split()) > _LONG or OPENING_WORDS.match(thing) or _LIVING.search(question)
    if whole or _BEFORE_NOUN.match(question, start):
        return Resolution(appended(then, question, reader), leans="place")
    return Resolution(f"{question[:start]}{thing}{question[end:]}", leans="thread")


def _frame(earlier: Sequence[str]) -> str:
    """The last question that asked something of its own."""
    return next((turn for turn in reversed(earlier) if not _CHECKS.match(turn)), earlier[-1])


def _spoken_of(earlier: Sequence[str], reader: Reader) -> frozenset[str]:
    """The cases that the last two turns spoke of."""
    spoken = [reader.read(turn).case for turn in reversed(earlier[-2:])]
    return next((cases for cases in spoken if cases), frozenset())


def is_fragment(question: str) -> bool:
    """Whether a turn can only be the continuation of another: `and with the other arm?`."""
    bare = any(p.match(question) for p in (WHY, HOW_MANY, _WHEN))
    return bare or bool(re.match(r"(?:and|same|the same|what about|how about)\b", question, re.I))


def _leaves_out(question: str, now: Question, slots: Sequence[Slot]) -> bool:
    """Whether a turn needs an earlier one to be understood."""
    bare = any(p.match(question) for p in (WHY, HOW_MANY, _WHEN))
    why_so = WHY_SO.match(question) and all(s.kind == "word" for s in slots)
    rest = unopened(question)
    if bare or why_so or _BACK.search(question) or turns_round(question) or changes(rest):
        return True
    topics = [s for s in slots if s.kind in TOPICS]
    of_group = not topics and _OF_GROUP.match(rest) and len(rest.split()) <= _SHORT
    if of_group or (not any(s.kind == "outcome" for s in topics) and continues(question, rest)):
        return True
    opens = unopened(question) != question.strip()
    length = len(now.words)
    asks = bool(OPENING_WORDS.match(rest))
    # `How long till Ann was herself again?` says of whom, and what.
    of_case = asks and now.case and _tells(now, slots)
    if (
        opens
        and length <= _LONG
        and not of_case
        and not (asks and any(s.kind == "attribute" for s in topics))
    ):
        return True
    about = [s for s in topics if s.kind != "drug"]
    people = any(s.kind == "population" for s in slots) and _PEOPLE.search(question)
    if people and asks:
        return False
    if not topics and (OTHER.search(question) or _ONE_OF.search(question)):
        return True
    if points(question) and not about and length <= _LONG:
        return True
    if not opens and now.shapes == {"definition"} and any(s.kind == "arm" for s in slots):
        # `What is drug A?` asks for all that it needs.
        return False
    named = {s.kind for s in slots}
    lean = not topics and not now.case and not _tells(now, slots)
    return lean and bool(named or now.shapes) and length <= (_SHORT if not asks else _SHORT + 2)


def _tells(now: Question, slots: Sequence[Slot]) -> bool:
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


_FIRST = re.compile(r"\bthe (?:first|initial|original|very first) (?:one|question|point)\b", re.I)
_LAST = re.compile(r"\bthe (?:last|previous|earlier) (?:one|question|point)\b", re.IGNORECASE)


def _meant(question: str, now: Question, earlier: Sequence[str], reader: Reader) -> str | None:
    """The earlier turn that is continued: the last, or the one that is gone back to, if any is."""
    if not _BACK.search(question):
        return earlier[-1] if WHY.match(question) else _frame(earlier)
    if _FIRST.search(question):
        return earlier[0]
    if _LAST.search(question):
        return earlier[-2] if len(earlier) > 1 else earlier[-1]
    about = now.concepts | now.loose
    shared = []
    for number, turn in enumerate(earlier):
        then = reader.read(turn)
        shared.append((len(about & (then.concepts | then.loose)), number))
    most, last = max(shared)
    return earlier[last] if most else None
