"""Readings of a turn of a few words that may stand by itself, and may continue the one before.

Which it does, its words do not tell: `Age?` behind an odds ratio is another row, behind a change
of subject it is a question. So both are made, and what answers them decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ino_assistant.answering.turns.ellipsis import same_head
from ino_assistant.answering.turns.exchange import exchanged, in_context, subject_of
from ino_assistant.answering.turns.resolution import Reading
from ino_assistant.answering.turns.turn_slots import CONTEXT, Slot, slots_of, text_of
from ino_assistant.answering.understanding.question import Question, Reader
from ino_assistant.vocabulary.tokens import terms, word_spans

_FEW = 4
_TWO = 2
_OF_CASE = 10
"""Words up to which a turn may be meant of the person spoken of."""
_ASKING = re.compile(
    r"^(?:(?:and|so|but)\b[\s,]*)*(?P<how>how|where|when|how (?:often|long|much|many times|soon|"
    r"frequently|fast|quickly|late|early)|(?:over|for|within|after|until|since) how long|"
    r"at (?:what|which) (?:dose|rate|time)|by whom|by (?:what|which) route|in which arm)\W*$",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"^(?:(?:over |for |within |after )?"
    r"how(?: (?:often|long|much|many times|soon|frequently|fast))?|"
    r"where|when|why|at (?:what|which) \w+|what dose of)\b"
    r"(?=\s+(?:is|are|was|were|do|does|did|can|should|must|may|will|has|have|had)\b)",
    re.IGNORECASE,
)


_ROUND = re.compile(
    r"\b(?:the )?(?:other way (?:a?round)?|opposite direction|reverse|vice versa)\b", re.IGNORECASE
)


def appended(then: Question, question: str, reader: Reader) -> str:
    """The turn in front of what the question before is about."""
    subject = re.sub(r"^(?:it|they) (?:be )?(?=\w)", "", subject_of(then, reader))
    return f"{question.strip(' ?.!')}: {subject}?"


def asked_anew(question: str, then: Question) -> str | None:
    """`how often?` behind `How is drug A given?`: the same with another word of asking."""
    other, same = _ASKING.match(question), _ASKED.match(then.text)
    if other is None or same is None:
        return None
    return f"{other['how'].capitalize()}{then.text[same.end() :]}"


def like_the_last(now: Question, slots: Sequence[Slot], then: Question, reader: Reader) -> bool:
    """Whether a turn is a bare name of what the question before names another one of."""
    theirs = slots_of(then, reader)
    bare = now.text.strip(" ?.!")
    if len(slots) == 2 and {s.kind for s in slots} == {"attribute", "figure"}:
        # `CrCl 20?` behind `the dose at CrCl 90`.
        return all(any(s.kind == t.kind and s.key == t.key for t in theirs) for s in slots)
    if len(slots) != 1 or slots[0].end - slots[0].start < len(bare):
        return False
    kind = slots[0].kind
    if kind == "case":
        return any(s.kind == "case" for s in theirs) and len(theirs) > 1
    if kind == "drug":
        return any(s.kind == "drug" for s in theirs) and any(s.kind == "outcome" for s in theirs)
    if any(s.kind == "statistic" for s in theirs):
        return kind in ("outcome", "attribute", "population")
    of_some = any(s.kind in CONTEXT for s in theirs)
    return kind == "outcome" and of_some and sum(s.kind == "outcome" for s in theirs) == 1


_OF_NOBODY = re.compile(
    r"\b(?:which|what|the|that|other) (?:trials?|study|studies|tables?|figures?|documents?|labels?|"
    r"reviews?|papers?|articles?)\b",
    re.IGNORECASE,
)
"""Things that are asked about and belong to no person."""


def of_the_case(question: str, now: Question, spoken: frozenset[str]) -> tuple[Reading, ...]:
    """The turn asked of the one person that was spoken of, if nobody else is named."""
    trial = any(mention.concept.kind == "trial" for mention in now.mentions)
    if len(spoken) != 1 or now.case or trial or len(now.words) > _OF_CASE:
        return ()
    if _OF_NOBODY.search(question):
        return ()
    name = next(iter(spoken)).title()
    return (Reading(f"{question.strip(' ?.!')}, {name}?", "whole", "thread"),)


def of_a_few_words(
    question: str, now: Question, slots: Sequence[Slot], then: Question, reader: Reader
) -> tuple[Reading, ...]:
    """How a bare noun continues the question before, the likeliest first."""
    found = []
    other = same_head(question, then, reader) or _unknown_kind(question, now, slots, then)
    if other is not None:
        found.append(Reading(other, "whole", "thread"))
    trials = [s for s in slots_of(then, reader) if s.kind == "trial"]
    if trials and not any(s.kind in ("trial", "arm", "case") for s in slots):
        found.append(Reading(in_context(then, question, reader), "whole", "thread"))
    if any(s.kind == "statistic" for s in slots_of(then, reader)) and len(slots) == 1:
        found.append(Reading(exchanged(then, question, reader), "whole", "thread"))
    return tuple(found)


def turns_round(question: str) -> bool:
    """Whether a turn is the one before, the other way round."""
    return bool(_ROUND.search(question)) and len(question.split()) <= _FEW + _TWO


def turned_round(question: str, then: Question, reader: Reader) -> str | None:
    """`and the other way round?`: the question before with its two medicines exchanged."""
    if not _ROUND.search(question):
        return None
    two = [s for s in slots_of(then, reader) if s.kind in ("arm", "drug")]
    if len(two) != len({s.key for s in two}) or len(two) != _TWO:
        return None
    first, second = two
    text = then.text
    return (
        f"{text[: first.start]}{text_of(then, second)}{text[first.end : second.start]}"
        f"{text_of(then, first)}{text[second.end :]}"
    )


def _unknown_kind(
    question: str, now: Question, slots: Sequence[Slot], then: Question
) -> str | None:
    """`E. coli?` behind `cure rate in Klebsiella`: neither is known, so they may be alike."""
    bare = question.strip(" ?.!")
    if not now.loose or len(bare.split()) > _FEW or slots:
        return None
    spans = word_spans(then.text)
    unknown = {t for t in then.loose if t.isalpha()}
    loose = [n for n, (a, b) in enumerate(spans) if set(terms(then.text[a:b])) & unknown]
    if not loose:
        return None
    first = last = loose[-1]
    while first - 1 in loose:
        first -= 1
    return f"{then.text[: spans[first][0]]}{bare}{then.text[spans[last][1] :]}"
