"""Slots: what an answer to a question must be about, else it answers another question."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ino_assistant.answering.english import is_everyday, weight_in_english
from ino_assistant.answering.question import Question, Reader
from ino_assistant.data import words as listed
from ino_assistant.vocabulary.concepts import outermost
from ino_assistant.vocabulary.tokens import STOP_WORDS, terms, words

HARD_KINDS = frozenset(
    {"endpoint", "statistic", "reaction", "population", "attribute", "measure", "drug", "term"}
)
_UNKNOWN = 3.0
_EVERYDAY = 0.5
_DRUG_STEM = re.compile(rf"\w{{3,}}(?:{'|'.join(sorted(listed('drug_stems')))})$")


def units(question: Question) -> frozenset[str]:
    """What a question is made of: concepts, and the terms that belong to none."""
    # `birth control` asks for no control: what stands inside a longer name is not asked for.
    return frozenset(m.concept.key for m in outermost(question.mentions)) | question.loose


def weight_of(unit: str, question: Question, rarity: Mapping[str, float]) -> float:
    """How much of a question a unit is: its rarity.

    An everyday word that no statement has is hardly more than a word of asking.
    """
    known = rarity.get(unit)
    if known is not None:
        # Of concepts rarity is enough; a word may be rare in the documents only.
        common = unit.startswith("§") or any(c.isdigit() for c in unit)
        return known if common else min(known, weight_in_english(_as_asked(unit, question)))
    named = next((m.concept for m in question.mentions if m.concept.key == unit), None)
    if named is not None:
        # A concept that only helps to find is no sign of another subject where none has it.
        return _EVERYDAY if named.kind in ("word", "trial") else _UNKNOWN
    return _EVERYDAY if is_everyday(_as_asked(unit, question)) else _UNKNOWN


def hard_slots(question: Question, reader: Reader) -> dict[str, str]:
    """Units that an answer must have, each with the words that name it in the question."""
    hard: dict[str, str] = {}
    for mention in outermost(question.mentions):
        kind = mention.concept.kind
        if kind in HARD_KINDS or (kind == "disease" and not reader.holds(mention.concept.key)):
            hard[mention.concept.key] = " ".join(question.words[mention.start : mention.end])
    for unit in question.loose:
        word = _as_asked(unit, question)
        unknown = not reader.knows(unit) and not is_everyday(word)
        if unit in reader.cases or unknown or _DRUG_STEM.fullmatch(word.lower()):
            hard[unit] = word
    number_of = counted(question, reader)
    if number_of is not None:
        hard[number_of[0]] = number_of[1]
    for figure in question.figures:
        hard[figure] = figure
    return hard


def counted(question: Question, reader: Reader) -> tuple[str, str] | None:
    """What is counted in `how many cycles`, as a unit and as it is asked; never who is."""
    lower = [w.lower() for w in question.words]
    for at in range(2, len(lower)):
        if (lower[at - 2], lower[at - 1]) in (("how", "many"), ("number", "of")):
            if lower[at] in STOP_WORDS or lower[at].endswith(_VERBAL):
                return None
            for mention in question.mentions:
                if mention.start == at:
                    named = " ".join(question.words[mention.start : mention.end])
                    who = mention.concept.label in _WHO or reader.arms_of(named)
                    return None if who else (mention.concept.key, named)
            unit = next((u for u in terms(lower[at]) if u in question.loose), None)
            return None if unit is None else (unit, question.words[at])
    return None


_VERBAL = ("ed", "ing")
"""Ends of what somebody did, in `how many reacted`: nothing that is counted."""
_WHO = frozenset({"patients", "adults", "comparator"})


def names_drug(text: str) -> bool:
    """Whether a text names a medicine, by the stem of its international name."""
    return any(_DRUG_STEM.fullmatch(word.lower()) for word in words(text))


def _as_asked(unit: str, question: Question) -> str:
    """The word of the question that a term was made of."""
    return next((w for w in question.words if w.lower().startswith(unit[:4])), unit)
