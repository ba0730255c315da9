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

from ino_assistant.answering.turns.amending import (
    amending,
    completed,
    numbered_anew,
    renumbered,
    revalued,
)
from ino_assistant.answering.turns.aspects import aspect_of
from ino_assistant.answering.turns.changed import of_another
from ino_assistant.answering.turns.columns import dose_named, of_another_column, of_another_dose
from ino_assistant.answering.turns.confirming import made_sure_of
from ino_assistant.answering.turns.ellipsis import (
    in_the_arm,
    located,
    narrowed,
    of_its_kind,
    without_arms,
)
from ino_assistant.answering.turns.exchange import (
    exchanged,
    in_context,
)
from ino_assistant.answering.turns.forms import (
    BRIEF,
    back_from,
    bare_of,
    formed,
    pointing,
    swallowed,
)
from ino_assistant.answering.turns.fragments import (
    appended,
    like_the_last,
    of_a_few_words,
    of_the_case,
)
from ino_assistant.answering.turns.frames import continued_by, frame_of, spoken_lately
from ino_assistant.answering.turns.leaving import (
    BACK,
    SHORT,
    hollow,
    is_fragment,
    leaves_out,
    tells,
)
from ino_assistant.answering.turns.persons_meant import Shown, person_named
from ino_assistant.answering.turns.places import NOWHERE, Places
from ino_assistant.answering.turns.pointing import (
    medicine_named,
    one_listed,
    other_named,
    product_named,
)
from ino_assistant.answering.turns.replacing import (
    asked_besides,
    by_name,
    new_subject,
    other_condition,
    supposed,
    without_people,
)
from ino_assistant.answering.turns.resolution import (
    OPENING_WORDS,
    WHOLE,
    Leans,
    Reading,
    Resolution,
    points,
    unopened,
    unprefaced,
)
from ino_assistant.answering.turns.siblings import of_another_row
from ino_assistant.answering.turns.trials_meant import in_the_trial
from ino_assistant.answering.turns.turn_slots import TOPICS, Slot, slots_of, text_of
from ino_assistant.answering.understanding.question import Question, Reader

__all__ = ["Resolution", "Rewriter", "is_fragment", "resolve"]

_COUNTED = re.compile(r"\bhow many (?:out )?of how many\b", re.IGNORECASE)
_DOES = re.compile(
    r"\b(?:it|they)\b(?=\s+(?!(?:is|was|are|were|has|have|had)\b)(?:(?:does|did|do|can|will|would|may)"
    r"(?: not|n['’]t)? |\w+(?:s|ed)\b))",
    re.IGNORECASE,
)
"""What does something, and is no result: `it protects the heart`."""
_ASKS_HOW = re.compile(r"^(?:how|when|where|who|for how)\b", re.IGNORECASE)
_ASKS_BEHIND = re.compile(
    r"^[^,?]{3,40},\s*(?:how|when|where|who|why|what|which|for how|since when|by how)\b",
    re.IGNORECASE,
)
"""`headache, how often?`: what is asked about stands before the word of asking."""


LEAST_OF_ITS_OWN = 4
"""Words from which a turn with `the lower dose` names more than that."""


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
    places: Places = NOWHERE,
) -> Resolution:
    """A turn written out with what it takes over from earlier turns.

    Args:
        question: the turn that is to be answered.
        earlier: the standalone questions of the turns before it, the oldest first.
        reader: reads questions with the vocabulary of the corpus.
        listed: what the answer to an earlier question lists, in order.
        shown: what the answer to an earlier question rests on.
        places: knows which rows stand in one table.
    """
    question = _COUNTED.sub("how many", unprefaced(question))
    found = _resolved(question, earlier, reader, listed, shown)
    if not earlier:
        return found
    now = reader.read(question)
    aspect = aspect_of(question, slots_of(now, reader))
    if aspect is None and found.leans == "nothing":
        alone = reader.read(found.standalone)
        aspect = (
            aspect_of(alone.text, slots_of(alone, reader)) if found.standalone != question else None
        )
    if BACK.search(question):
        place = continued_by(question, now, earlier, reader)
        return replace(found, aspect=aspect if place else None, place=place or "")
    # What the table of the last answer tells needs no guess from the words of the question.
    then, cited = reader.read(earlier[-1]), shown(earlier[-1])
    own = frozenset[str]().union(*reader.default_arms.values())
    plain = then if then.arms & own else without_arms(then, reader)
    row = (
        of_another_dose(question, then, cited)
        or of_another_row(question, then, plain, cited, places, reader)
        or of_another_column(question, then, cited, reader)
    )
    if row is not None:
        return Resolution(row.text, leans="place", before=(row,), others=found.readings)
    if found.unclear:
        return found
    return replace(found, aspect=aspect)


def _resolved(
    question: str,
    earlier: Sequence[str],
    reader: Reader,
    listed: Callable[[str], Sequence[str]],
    shown: Shown,
) -> Resolution:
    """The same without the aspect that is asked for."""
    earlier = [turn for turn in earlier if not hollow(turn, reader)]
    if not earlier:
        slots = slots_of(reader.read(question), reader)
        if is_fragment(question) and not any(s.kind in TOPICS for s in slots):
            return Resolution(question, f"Which earlier question do you mean? {WHOLE}")
        named = person_named(question, reader.read(question), (), reader, shown)
        return named if isinstance(named, Resolution) else Resolution(question)
    value = revalued(question, earlier)
    new = amending(question) if value is None else None
    if new is not None:
        return _amended(*new, earlier, reader, listed, shown)
    last = earlier[-1]
    whole = (
        value
        or completed(question, last, reader)
        or renumbered(question, last)
        or numbered_anew(question, last)
    )
    if whole is not None:
        return Resolution(whole, leans="thread")
    said = made_sure_of(question)
    if said and _names_its_own(said, reader):
        return Resolution(f"{_of_medicine(said, earlier, reader)}, right?", leans="place")
    tried = _with_names(question, earlier, reader, listed, shown)
    if isinstance(tried, Resolution):
        return tried
    question = in_the_arm(tried, earlier, reader)
    now = reader.read(question)
    slots = slots_of(now, reader)
    of_whom = _of_whom(now, slots) and not points(question)
    alone = of_whom and aspect_of(question, slots) is not None
    if alone or not (leaves_out(question, now, slots) or _only_names(question, slots)):
        return _by_itself(question, now, slots, earlier, reader)
    found = _continuing(question, now, slots, earlier, reader, shown)
    bare = unopened(question)
    if not found.unclear and (any(s.kind in TOPICS for s in slots) or tells(now, slots)):
        # By itself it may mean anything: only what stands beside the last answer counts.
        case = of_the_case(bare, now, spoken_lately(earlier, reader))
        found = replace(found, others=(*found.others, *case, Reading(bare, "near")))
    return (
        found if found.unclear or found.leans in ("figure", "reason") else replace(found, own=bare)
    )


def _names_its_own(said: str, reader: Reader) -> bool:
    """Whether a statement says by itself what it is on."""
    now = reader.read(said)
    slots = slots_of(now, reader)
    of = [s for s in slots if s.kind in (*TOPICS, "trial", "case", "population")]
    return bool(of) or tells(now, slots)


def _of_medicine(said: str, earlier: Sequence[str], reader: Reader) -> str:
    """A statement with the `it` that does something as the medicine spoken of."""
    does = _DOES.search(said)
    if does is None:
        return said
    for turn in reversed(earlier):
        named = [s for s in slots_of(reader.read(turn), reader) if s.kind in ("arm", "drug")]
        own = [s for s in named if s.kind == "drug" or reader.is_product(s.key)]
        if len({s.key for s in own}) == 1:
            name = text_of(reader.read(turn), own[0])
            return f"{said[: does.start()]}{name}{said[does.end() :]}"
    only = list(reader.arms_beside)
    return f"{said[: does.start()]}{only[0]}{said[does.end() :]}" if len(only) == 1 else said


def _with_names(
    question: str,
    earlier: Sequence[str],
    reader: Reader,
    listed: Callable[[str], Sequence[str]],
    shown: Shown,
) -> str | Resolution:
    """A turn with the person, the thing listed, the place and the trial that it points to."""
    named = person_named(question, reader.read(question), earlier, reader, shown)
    if isinstance(named, Resolution):
        return named
    chosen: str | Resolution = named
    if not BACK.search(named):
        chosen = one_listed(named, earlier, reader, listed)
    if isinstance(chosen, Resolution):
        return chosen
    last = reader.read(earlier[-1])
    if len(chosen.split()) > LEAST_OF_ITS_OWN:
        chosen = dose_named(chosen, shown(earlier[-1]), reader)
    return in_the_trial(of_its_kind(located(chosen, last), last), earlier, reader)


def _amended(
    new: str,
    rest: str,
    earlier: Sequence[str],
    reader: Reader,
    listed: Callable[[str], Sequence[str]],
    shown: Shown,
) -> Resolution:
    """A correction, put in the place of its like; and what is asked of that besides."""
    put = resolve(f"and {new}", earlier, reader, listed, shown)
    if not rest or put.unclear:
        return put
    found = resolve(rest, [*earlier, put.standalone], reader, listed, shown)
    asked = slots_of(reader.read(rest), reader)
    if found.standalone != rest or any(s.kind in TOPICS for s in asked):
        return found
    return Resolution(appended(reader.read(put.standalone), rest, reader), leans="figure")


def _by_itself(
    question: str, now: Question, slots: Sequence[Slot], earlier: Sequence[str], reader: Reader
) -> Resolution:
    """A turn that can stand by itself; if it is brief, perhaps of what was asked before."""
    last = reader.read(earlier[-1].removeprefix("Why: "))
    then = reader.read(frame_of(earlier, reader).removeprefix("Why: "))
    question = product_named(question, slots, last, reader)
    if like_the_last(now, slots, then, reader):
        other = exchanged(then, question, reader)
        if not swallowed(question, other):
            return Resolution(other, leans="thread", others=(Reading(question),))
    brief = len(now.words) <= BRIEF and not OPENING_WORDS.match(question)
    before = of_the_case(question, now, spoken_lately(earlier, reader))
    if brief:
        before += of_a_few_words(question, now, slots, then, reader)
    others = (Reading(appended(then, question, reader)),) if brief else ()
    # What names no endpoint, reaction or medicine is likely of what was just read.
    named = any(s.kind in ("outcome", "drug", "trial", "case") for s in slots)
    leans: Leans = "place" if not named or points(question) else "nothing"
    return Resolution(question, leans=leans, before=before, others=others)


def _continuing(
    question: str,
    now: Question,
    slots: Sequence[Slot],
    earlier: Sequence[str],
    reader: Reader,
    shown: Shown,
) -> Resolution:
    """A turn that leaves something out, written out with the question that it continues."""
    before = continued_by(question, now, earlier, reader)
    if before is None:
        return Resolution(back_from(question))
    then = reader.read(before.removeprefix("Why: "))
    given = medicine_named(question, earlier, reader)
    if given is not None:
        return Resolution(given, leans="place")
    besides = asked_besides(question, reader)
    if besides and _of_whom(now, slots):
        return Resolution(besides[0].text, leans="place")
    resolved = _continued(question, slots, then, earlier, reader, shown)
    if not resolved.unclear:
        more = (
            *other_condition(question, slots, then, reader),
            *without_people(resolved.standalone, question),
            *by_name(question, slots),
        )
        first = (
            *new_subject(question, slots),
            *supposed(question, slots),
            *besides,
            *resolved.before,
        )
        resolved = replace(resolved, before=first, others=(*resolved.others, *more))
    about = re.match(r"(?:and )?(?:what|how) about\b", question, re.IGNORECASE)
    if about and [s.kind in ("population", "attribute") for s in slots] == [True]:
        # Another subject, where it makes no sense of the one before.
        return replace(resolved, others=(Reading(f"{unopened(question).strip(' ?')}?"),))
    return resolved


def _continued(
    question: str,
    slots: Sequence[Slot],
    then: Question,
    earlier: Sequence[str],
    reader: Reader,
    shown: Shown,
) -> Resolution:
    """A turn that leaves something out, with what the question that it continues says."""
    bare = bare_of(question, then, reader)
    if bare is not None:
        return bare
    other = other_named(
        located(narrowed(back_from(question)), then), then, reader, shown(earlier[-1])
    )
    if isinstance(other, Resolution):
        return other
    rest = unopened(other)
    said = formed(question, other, slots, then, reader) or pointing(
        other, slots, then, earlier, reader
    )
    if said is not None:
        return said
    topical = any(s.kind in TOPICS for s in slots)
    if _ASKS_HOW.match(rest) or (topical and _ASKS_BEHIND.match(rest)):
        text = in_context(then, rest, reader) if topical else appended(then, rest, reader)
        whole = (Reading(rest, "whole"),)
        return Resolution(text, leans="thread" if topical else "place", others=whole)
    others: tuple[Reading, ...] = ()
    if any(s.kind in TOPICS - {"drug"} for s in slots):
        # `and median OS?` behind `the OS rate`: not the rate of a median.
        others = (Reading(in_context(then, rest, reader), "whole"),)
    text = exchanged(then, rest, reader)
    if swallowed(rest, text):
        return Resolution(rest, leans="place", others=others)
    before = of_another(rest, slots, then, reader)
    return Resolution(text, leans="thread", before=before, others=others)


def _of_whom(now: Question, slots: Sequence[Slot]) -> bool:
    """Whether a turn names the person or the trial that it is about."""
    return bool(now.case) or any(s.kind == "trial" for s in slots)


def _only_names(question: str, slots: Sequence[Slot]) -> bool:
    """Whether a turn is a medicine and nothing else: `KARDENTO`, asked which one is meant."""
    named = bool(slots) and all(s.kind == "drug" for s in slots)
    return named and len(unopened(question).split()) <= SHORT // 2
