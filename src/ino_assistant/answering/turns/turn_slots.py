"""Slots of one turn: what it names, by the part that this plays in a question, and where.

A conversation exchanges like for like: an arm for an arm, an endpoint for an endpoint. The
slots say what is like what, with offsets into the question's text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ino_assistant.answering.understanding.question import Question, Reader
from ino_assistant.vocabulary.concepts import Kind, outermost
from ino_assistant.vocabulary.tokens import word_spans

SlotKind = Literal[
    "arm",
    "case",
    "population",
    "figure",
    "statistic",
    "outcome",
    "attribute",
    "drug",
    "trial",
    "word",
]

_OF_CONCEPT: dict[Kind, SlotKind] = {
    "endpoint": "outcome",
    "reaction": "outcome",
    "measure": "attribute",
    "attribute": "attribute",
    "drug": "drug",
    "term": "attribute",
    "population": "population",
    "disease": "population",
    "statistic": "statistic",
    "trial": "trial",
    "word": "word",
}
TOPICS: frozenset[SlotKind] = frozenset({"outcome", "attribute", "drug"})
"""What a question can be about."""
CONTEXT: frozenset[SlotKind] = frozenset({"arm", "case", "population", "figure", "trial"})
"""Of whom, where and when something is asked."""
_POINTING = frozenset({"it", "they", "them", "he", "she", "him", "her"})
_NUMBER = r"[≥≤<>±~]?\s?\d+(?:[.,]\d+)*"
_FIGURE = re.compile(
    r"(?<![\w.])(?:(?P<label>cycle|day|grade|week|month|year|table|figure|phase|study|age[d]?)s?\s+)?"
    rf"{_NUMBER}(?:\s?-\s?\d+(?:[.,]\d+)*)?"
    r"(?:[\s-]?(?P<unit>%|(?:years?|yrs?|months?|weeks?|days?|cycles?|kg|lbs?|m?g(?:/\S+)?|m[lL](?:/\S+)?|msec)\b))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Slot:
    """Something that a turn names.

    Attributes:
        kind: the part that it plays.
        key: what it is, however it is written.
        start, end: half-open offsets into the question's text.
    """

    kind: SlotKind
    key: str
    start: int
    end: int


def slots_of(question: Question, reader: Reader) -> tuple[Slot, ...]:
    """The slots of a question in order, none inside another."""
    spans = word_spans(question.text)
    found: list[Slot] = []

    def add(kind: SlotKind, key: str, first: int, last: int) -> None:
        start, end = spans[first][0], spans[last - 1][1]
        # Nothing is torn out of a compound that denies it: `non-relapse`.
        denied = question.text[:start].lower().endswith("non-")
        if not denied and not any(s.start < end and start < s.end for s in found):
            found.append(Slot(kind, key, start, end))

    tokens = question.words
    for name, first, last in reader.case_spans(tokens):
        add("case", name, first, last)
    trials = [(m.start, m.end) for m in question.mentions if m.concept.kind == "trial"]
    for name, first, last in reader.arm_spans(tokens):
        if not any(a <= first < b for a, b in trials):
            add("arm", name, first, last)
    for name, first, last in reader.product_spans(tokens):
        add("drug", name, first, last)
    for mention in outermost(question.mentions):
        if any(w.lower() in _POINTING for w in tokens[mention.start : mention.end]):
            # `What did they die of` names what is asked, and not of whom.
            continue
        add(_OF_CONCEPT[mention.concept.kind], mention.concept.key, mention.start, mention.end)
    figures = _figures(question, found)
    # The `cycle` of `cycle 1` is a part of the figure.
    found = [s for s in found if not any(f.start < s.end and s.start < f.end for f in figures)]
    return tuple(sorted([*found, *figures], key=lambda s: s.start))


def _figures(question: Question, taken: Sequence[Slot]) -> list[Slot]:
    """Figures with what they count or number, which is their key: `day` of `day 8`."""
    figures = []
    for match in _FIGURE.finditer(question.text):
        start, end = match.span()
        if not any(s.start < end and start < s.end for s in taken if s.kind != "word"):
            unit = (match["label"] or match["unit"] or "").strip().lower().rstrip("s")
            figures.append(Slot("figure", unit, start, end))
    return figures


def text_of(question: Question, slot: Slot) -> str:
    """The words of a slot."""
    return question.text[slot.start : slot.end]
