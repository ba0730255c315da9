"""Exchange of like for like between a question and its continuation."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ino_assistant.answering.turns.turn_slots import CONTEXT, TOPICS, Slot, slots_of, text_of
from ino_assistant.answering.understanding.question import Question, Reader
from ino_assistant.vocabulary.tokens import SEARCH_STOP_WORDS, words

_LEAD = re.compile(
    r"^(?:(?:and|so|also|please|tell me|give me|show me|do you know|can you (?:tell|give|show) me)"
    r"[\s,]+)*"
    r"(?:(?:what|which|who|when|where|why|how(?: (?:many|much|long|often|common|soon|late|old))?)\b"
    r"[:\s]*)?"
    r"(?:(?:is|are|was|were|do|does|did|has|have|had|can|could|should|will|would|may)(?:n't)?\s+)?"
    r"(?:there\s+)?",
    re.IGNORECASE,
)
_NOUN_PHRASE = re.compile(
    r"^(?:(?:what|which)(?:'s| is| was| are| were)\b|"
    r"(?!(?:what|which|who|when|where|why|how|is|are|was|were|do|does|did|has|have|had|can|could|"
    r"should|will|would|may)\b))",
    re.IGNORECASE,
)
"""Questions that are a noun phrase behind their opening."""
_NO_VERB = re.compile(
    r"^(?:what|which)\b(?!.*\b(?:is|are|was|were|do|does|did|has|have|had|can|could|should|will|"
    r"would|may|might|must)\b)",
    re.IGNORECASE,
)
"""`which premeds before the infusion`: a phrase, whatever opens it."""
_HOLDS_VERB = re.compile(
    r"(?<=.)\b(?:is|are|was|were|do|does|did|has|have|had|can|could|should|will|would|may|might|"
    r"must|[a-z]+s|[a-z]+ed|if|that|which|who|matter)\b(?!\s*$)|\bmatter\b|,",
    re.IGNORECASE,
)
_WHICH = re.compile(r"^(?:and |so )?(?:what|which)\s", re.IGNORECASE)
_ASKED_THING = re.compile(
    r"^(?P<what>(?!(?:is|are|was|were|do|does|did)\b)(?:[\w/-]+ ){1,3}?)"
    r"(?:do|does|did|has|have|had|should|can|could|must)\s+(?=\w)",
    re.IGNORECASE,
)
"""`dose did he get`, left of `which dose did he get?`: the dose that he gets."""
_CLAUSE = re.compile(
    r"\b(?:is|are|was|were|do|does|did|has|have|had|can|could|should|will|would|may|must)\b|"
    r"^[a-z]+s (?:the|an?|it|to|him|her|them)\b|^\W*\d|: |\b(?:it|they|be)\b",
    re.IGNORECASE,
)
"""What no pronoun stands for: a clause, a figure, a turn that was added to another."""
_COMPARED = re.compile(
    r"\b(?:(?:more|less|fewer|heavier|lighter|older|younger|greater|higher|lower|longer|shorter)"
    r"(?: than)?|above|below|over|under|at least|at most|up to)\s*$",
    re.IGNORECASE,
)
_OF_MEASURE = re.compile(
    r"^.*?\b(?:odds ratio|hazard ratio|relative risk|risk ratio)\b.*?\bfor (?:the )?", re.IGNORECASE
)
_ASKED_FOR = re.compile(
    r"^(?:what|which) (?P<what>(?!(?:is|are|was|were|do|does|did|of|share|patients|people)\b)"
    r"(?:[\w/-]+ ){0,2}[\w/-]*[a-rt-z])(?= (?:is|was|does|did|has|should|can)\b)",
    re.IGNORECASE,
)
"""The one thing that is asked for, by name: the dose of `which dose was given …`."""
_ASKED_OF = re.compile(r"^(?:How many patients \(n/N\)|Percentage|What should be done|Why): ")
"""What an earlier turn was written out with."""
_PREPOSITION = re.compile(
    r"^(?:for|in|with|on|of|to|at|by|among|after|before|within|outside|under|over)\b", re.I
)
_BESIDE = re.compile(r"^(?:compared (?:with|to)|vs\b|versus\b|against\b|relative to)", re.I)
_HEAD = re.compile(
    r"^(?P<lead>(?:what|which)(?:'s| is| was| are| were)? (?:the |a |an )?)(?P<head>.+?)"
    r"(?=\s+(?:for|with|in|to|on|at|by|among|after|before|of)\b|\s*\?|$)",
    re.IGNORECASE,
)


def subject_of(then: Question, reader: Reader) -> str:
    """What a question is about, as a phrase: it without its words of asking.

    `What was median OS with drug A?` is about `median OS with drug A`.
    """
    whole = _ASKED_OF.sub("", then.text)
    if whole != then.text:
        return whole.strip(" ?.!")
    text = re.sub(r"^the\s+", "", _LEAD.sub("", then.text, count=1).strip(" ?.!"))
    if _WHICH.match(then.text) and _ASKED_THING.match(text):
        return _ASKED_THING.sub(r"\g<what>", text)
    if not _NOUN_PHRASE.match(then.text) and not _NO_VERB.match(then.text):
        # `What should be done if VOD occurs?` holds a clause: what it is about is VOD.
        topics = [s for s in slots_of(then, reader) if s.kind in TOPICS]
        if topics:
            tail = then.text[topics[0].start :].strip(" ?.!")
            return text_of(then, topics[0]) if _HOLDS_VERB.search(tail) else tail
    return text or then.text.strip(" ?.!")


def thing_of(then: Question, reader: Reader, pronoun: str = "") -> str:
    """What a pronoun stands for behind a question, as a noun; empty where it can't be told.

    It is the topic; of `it` else the one arm named; else all that the question is about.
    """
    slots = slots_of(then, reader)
    done = [s for s in slots if s.kind == "attribute" and _DONE.fullmatch(text_of(then, s))]
    topics = [s for s in slots if s.kind in TOPICS and s not in done]
    asked = _ASKED_FOR.match(then.text) if pronoun.lower() == "it" else None
    if asked is not None and topics and topics[0].start >= asked.end():
        # `What dose was used before remission?` asks for the dose.
        return asked["what"]
    arms = [s for s in slots if s.kind == "arm" and pronoun.lower() == "it"]
    for found in (topics, arms if len({s.key for s in arms}) == 1 else []):
        if found:
            return text_of(then, found[0])
    # `How should tablets be stored?` names no thing that could be told from what is done to it.
    return "" if done else subject_of(then, reader)


def thing_meant(then: Question, earlier: Sequence[str], reader: Reader, pronoun: str = "") -> str:
    """What a pronoun stands for; where the question before names it not, one before that may."""
    found = thing_of(then, reader, pronoun)
    if not _CLAUSE.search(found):
        return found
    if pronoun.lower() not in ("it", "its", "they", "them", "their"):
        # `Was that right?` is of what was just said, not of a thing named before.
        return ""
    before = (reader.read(turn) for turn in reversed(earlier[:-1]))
    named = (thing_of(turn, reader, pronoun) for turn in before if _names_topic(turn, reader))
    return next(named, "")


def _names_topic(turn: Question, reader: Reader) -> bool:
    return any(s.kind in TOPICS for s in slots_of(turn, reader))


def in_context(then: Question, new: str, reader: Reader) -> str:
    """A new question of the same arm, group and case, as far as it does not name its own."""
    ours = slots_of(reader.read(new), reader)
    kinds, keys = {s.kind for s in ours}, {s.key for s in ours}
    kept = [
        text_of(then, s)
        for s in slots_of(then, reader)
        if s.kind in CONTEXT and s.kind not in kinds and s.key not in keys
    ]
    return f"{', '.join((new.strip(' ?.!'), *dict.fromkeys(kept)))}?"


def exchanged(then: Question, new: str, reader: Reader) -> str:
    """The question before with what `new` names in the place of its like; the rest is added.

    Args:
        then: the question before.
        new: what the next turn says, without its opening (`and`, `what about`).
        reader: reads questions with the vocabulary of the corpus.
    """
    now = reader.read(new.strip(" ?.!"))
    ours, theirs = slots_of(now, reader), slots_of(then, reader)
    if _BESIDE.match(now.text):
        return f"{then.text.strip(' ?.!')}, {now.text}?"
    if (
        ours
        and all(s.kind in ("statistic", "figure", "word") for s in ours)
        and any(s.kind == "statistic" for s in ours)
    ):
        return f"{now.text}: {subject_of(then, reader)}?"
    edits, moved = _edits(now, ours, then, theirs)
    left = _left_over(now, moved)
    of_case = any(s.kind == "case" for s in ours)
    if _adds(ours, moved, theirs):
        return f"{then.text.strip(' ?.!')}, {now.text.strip(' ?.!')}?"
    measured = _OF_MEASURE.match(then.text)
    if measured is not None and not _PREPOSITION.match(now.text) and left and not of_case:
        # `odds ratio for prior HSCT?` - `dual alkylators`: what the figure is of.
        return f"{measured[0]}{now.text.strip(' ?.!')}?"
    if any(s.kind in TOPICS and s not in moved for s in ours) or (left and of_case):
        return _as_head(then, theirs, now, reader)
    last = next((s for s in reversed(theirs) if s.kind in ("population", "figure")), None)
    unlike = left and not moved and not any(s.kind in CONTEXT for s in ours)
    if unlike and last is not None and not then.text[last.end :].strip(" ?.!"):
        # `VOD with prior HSCT?` - `same for dual alkylators`: another group, of no known kind.
        bare = _PREPOSITION.match(now.text) is None
        start = last.start if bare else _before_preposition(then.text, last.start)
        return f"{then.text[:start]}{now.text}?"
    text = then.text
    for start, end, words_ in sorted(edits, reverse=True):
        text = text[:start] + words_ + text[end:]
    text = re.sub(r"\s{2,}", " ", text).strip(" ?.!")
    if not left:
        return f"{text}?"
    joiner = " " if _PREPOSITION.match(left) else ", "
    return f"{text}{joiner}{left}?"


def _adds(ours: Sequence[Slot], moved: Sequence[Slot], theirs: Sequence[Slot]) -> bool:
    """Whether what is new says of whom, not what: `on warfarin`, `for heavier people`."""
    new = [s for s in ours if s.kind in TOPICS and s not in moved]
    people = any(s.key == "§patients" for s in ours)
    if not new or not (people or any(s.kind in ("outcome", "attribute") for s in theirs)):
        return False
    return all(s.kind == "drug" or (s.kind == "attribute" and people) for s in new)


def _edits(
    now: Question, ours: Sequence[Slot], then: Question, theirs: Sequence[Slot]
) -> tuple[list[tuple[int, int, str]], list[Slot]]:
    """What to put where in the question before, and the slots of the turn that this places."""
    edits: list[tuple[int, int, str]] = []
    moved: list[Slot] = []
    people = any(s.key == "§patients" for s in ours)
    for slot in ours:
        if people and slot.kind == "attribute":
            continue
        like = _like(slot, theirs) if slot.kind not in ("word", "statistic") else []
        if not like:
            continue
        if not any(end == like[0].end for _, end, _ in edits):
            new, start = text_of(now, slot), like[0].start
            if slot.kind == "figure" and not _COMPARED.search(now.text[: slot.start]):
                # `and one of 60 kg?` behind `heavier than 90 kg?` is not heavier than 60.
                compared = _COMPARED.search(then.text[:start])
                start = compared.start() if compared else start
            if _PREPOSITION.match(new):
                start = _before_preposition(then.text, start)
            edits.append((start, like[0].end, new))
            edits += [(*_with_joiner(then.text, s), "") for s in like[1:]]
        moved.append(slot)
    return edits, moved


def _like(slot: Slot, theirs: Sequence[Slot]) -> list[Slot]:
    """The slots of the question before that a slot stands in for."""
    if slot.kind in TOPICS and (slot.kind != "drug" or slot.key.startswith("§")):
        same = [s for s in theirs if s.kind == slot.kind]
        other = [s for s in theirs if s.kind in TOPICS]
        return same[:1] or (other[:1] if slot.kind == "outcome" else [])
    found = [s for s in theirs if s.kind == slot.kind]
    if slot.kind == "drug" and not found and not slot.key.startswith("§"):
        # A product stands in for a product, though it is no arm of the other one's trial.
        return [s for s in theirs if s.kind == "arm"][:1]
    if slot.kind == "population":
        # A place stands in for a place.
        found = [s for s in found if (s.key in PLACES) == (slot.key in PLACES)]
    if slot.kind == "figure":
        # Years for years, a day for a day; a day for a cycle is something more.
        found = [s for s in found if s.key == slot.key]
    return found if slot.kind in ("arm", "case") else found[:1]


def _with_joiner(text: str, slot: Slot) -> tuple[int, int]:
    """The range of a slot with the word that joins it to the one before: `and SC`, `vs chemo`."""
    before = re.search(
        r"\s*(?:,|\b(?:and|or|vs\.?|versus|compared (?:with|to)|with|than|for))?\s*$",
        text[: slot.start],
    )
    return (before.start() if before else slot.start), slot.end


def _before_preposition(text: str, start: int) -> int:
    """Where the preposition before a slot begins: `outside the US` replaces `in the US`."""
    match = re.search(
        r"\b(?:for|in|with|on|of|to|at|by|among|within|from)\s+(?:the\s+)?$", text[:start]
    )
    return match.start() if match else start


def _left_over(now: Question, moved: Sequence[Slot]) -> str:
    """What of the turn has no like in the question before; empty if only small words are left."""
    text = now.text
    for slot in sorted(moved, key=lambda s: -s.start):
        text = text[: slot.start] + "\0" + text[slot.end :]
    parts = [p.strip(" ,;:-?") for p in text.split("\0")]
    parts = [p for p in parts if any(_carries(w) for w in words(p))]
    return " ".join(parts)


def _carries(word: str) -> bool:
    """Whether a word says something: `US` does, `us` does not."""
    return word.lower() not in _SMALL or (word.isupper() and len(word) > 1)


def _as_head(then: Question, theirs: Sequence[Slot], now: Question, reader: Reader) -> str:
    """A new thing asked of the same: it takes the place of what was asked, or is asked of it."""
    new = re.sub(
        r"^(?:for|in|with|on|of|to|at|by)\s+(?:the\s+)?", "", now.text.strip(" ?.!"), flags=re.I
    )
    match = _HEAD.match(then.text)
    if match is not None and not any(
        s.kind in CONTEXT and s.start < match.end("head") for s in theirs
    ):
        return f"{match['lead']}{new}{then.text[match.end('head') :].rstrip(' ?.!')}?"
    return in_context(then, new, reader)


PLACES = frozenset(
    f"§{place}"
    for place in (
        *("united states", "rest of world", "europe", "asian", "japan", "china", "india"),
        *("united kingdom", "germany", "france", "spain", "italy", "canada", "australia"),
    )
)
"""Concepts of the lexicon that are places."""
_DONE = re.compile(r"[a-z]+ed", re.IGNORECASE)
"""What is done to a thing, not the thing: `stored`."""
_SMALL = SEARCH_STOP_WORDS | {
    *("arm", "arms", "group", "groups", "patient", "patients", "pts", "people", "one", "ones"),
    *("instead", "too", "well", "that", "there", "same"),
}
