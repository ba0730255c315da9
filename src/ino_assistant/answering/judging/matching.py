"""Whether a statement speaks of all that a question speaks of, and how it says it.

A statement proves a question only if every word of it that carries meaning is there: in
the statement, or, for what it need not repeat (product, trial, patient), in its headings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from ino_assistant.answering.judging.declarative import Asked, denies
from ino_assistant.answering.judging.exclusive import Exclusive, exclusives
from ino_assistant.answering.judging.known import Known, Told, is_content
from ino_assistant.data import load
from ino_assistant.data import words as data_words
from ino_assistant.fidelity.binding.clauses import clauses_of
from ino_assistant.fidelity.binding.item import Item
from ino_assistant.fidelity.binding.items import Sentence
from ino_assistant.fidelity.binding.reading import Reading, sense_of
from ino_assistant.fidelity.checks.context import COMPOSED
from ino_assistant.fidelity.terms.vocabulary import stem, stems, words


@cache
def frame_keys() -> frozenset[str]:
    """Stems of words of asking."""
    return frozenset(stem(w) for w in load("polarity")["kinds"]["frame"].split()) | {"recommend"}


_DOSED = " @"
"""Between an arm and the dose that stands right at its name."""
_EITHER = "|"
"""Between an endpoint and one that holds it, which loose talk takes for it."""
_LIGHT = "~"
"""Before the stem of a word that is light for checking figures, and yet must be there."""


@cache
def empty_words() -> frozenset[str]:
    """Words that no statement need have."""
    kinds = load("polarity")["kinds"]
    return (
        frozenset(kinds["empty"].split()) | frozenset(kinds["frame"].split()) | data_words("stop")
    )


@cache
def _same() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for group in load("polarity")["same"]["groups"]:
        for key in group:
            found[key] = found.get(key, frozenset()) | frozenset(group)
    return found


@cache
def direction_words() -> frozenset[str]:
    """Words that compare."""
    return frozenset().union(*(words("direction", n) for n in ("up", "down", "good", "same")))


@cache
def significance_words() -> frozenset[str]:
    """Words, as keys, with which significance is asked after."""
    named = words("significance", "positive") | words("significance", "met")
    return frozenset(stem(w) for w in named) | {"boundary", "p value", "prespecified"}


@dataclass(frozen=True)
class Wanted:
    """A question as one document reads it.

    Attributes:
        asked: what it asks.
        reading: its words and figures.
        keys: what a statement must speak of, in order.
        arms: arms that it names.
        quantifiers: words such as `all`, `only`, which a statement must have as well.
        directions: whether it has words that compare.
        significance: whether it asks after statistical significance.
        speaker: whether it asks what a named person thinks or does.
        excluding: members of groups that exclude each other which it names.
    """

    asked: Asked
    reading: Reading
    keys: tuple[str, ...]
    arms: frozenset[str]
    quantifiers: frozenset[str]
    directions: frozenset[str]
    significance: bool
    speaker: bool
    excluding: tuple[tuple[Exclusive, int], ...]


_SPEAKER = re.compile(
    rf"\b(?:{'|'.join(sorted(data_words('titles')))})\b\.?\s+(\w+)", re.IGNORECASE
)
_ALWAYS = frozenset(("always", "never", "only", "all", "alone", "none"))


def wanted(asked: Asked, document: str, known: Known) -> Wanted | None:
    """A question as one document reads it; None where it asks for one of two."""
    reading = known.question(asked.text, document)
    if len(reading.sentences) != 1:
        return None
    items = reading.sentences[0].items
    if any(i.kind == "light" and i.key == "or" for i in items):
        return None
    speakers = {stem(name) for name in _SPEAKER.findall(asked.text)}
    keys: dict[str, None] = {}
    compared = set()
    quantifiers = set()
    for item in items:
        lower = item.text.lower()
        if lower in _ALWAYS and (not item.text.isupper() or len(items) == 1):
            quantifiers.add(lower)
        elif item.kind == "light":
            if lower.isalpha() and lower not in empty_words() | words("negation"):
                keys[light_key(lower)] = None
        elif (
            not is_content(item)
            or item.key in frame_keys()
            or lower in frame_keys()
            or item.key in speakers
            or stem(lower) in stems("negation")
        ):
            continue
        elif item.role == "arm":
            keys[item.key.split(_DOSED)[0]] = None
        elif item.kind == "word" and lower in direction_words():
            compared.add(lower)
        elif (
            lower != "any"
            and item.key != "versus"
            and not (asked.kind != "fact" and item.key == "during treatment")
        ):
            keys[_loosely(item.key) if asked.granted else item.key] = None
    significance = any(stem(w) in _SIGNIFICANCE for w in asked.text.lower().split()) or (
        "boundary" in keys
    )
    return Wanted(
        asked,
        reading,
        tuple(keys),
        frozenset(i.key.split(_DOSED)[0] for i in items if i.role == "arm"),
        frozenset(quantifiers),
        frozenset(compared),
        significance,
        bool(speakers),
        tuple(
            (group, next(iter(members)))
            for group in exclusives()
            if len(members := group.of(asked.text)) == 1
        ),
    )


_SIGNIFICANCE = frozenset(stem(w) for w in ("significant", "significance", "significantly"))


def _loosely(key: str) -> str:
    """`CR rate`, taken for granted, is said of CR/CRi as well."""
    return _EITHER.join((key, *(whole for whole, parts in COMPOSED.items() if key in parts)))


def light_key(word: str) -> str:
    """The key of a light word that must be there all the same."""
    return f"{_LIGHT}{stem(word.lower())}"


def covers(key: str, keys: Iterable[str]) -> bool:
    """Whether a key, or another word for it, is among others."""
    have = keys if isinstance(keys, (set, frozenset)) else frozenset(keys)
    if _EITHER in key:
        return any(covers(part, have) for part in key.split(_EITHER))
    return key in have or bool(_same().get(key, frozenset()) & have)


def uncovered(
    keys: Sequence[str], told: Told, sentences: Sequence[int], arms: frozenset[str]
) -> list[str]:
    """Keys that neither the sentences nor what they need not repeat has.

    Args:
        keys: what must be there.
        told: the statement.
        sentences: those of its sentences that count.
        arms: arms of the document that are the product itself.
    """
    here: set[str] = set()
    for number in sentences:
        here |= told.reading.keys[number] | told.reading.inner[number]
    named = {
        i.key
        for number in sentences
        for i in told.reading.sentences[number].items
        if i.role == "arm"
    }
    text = told.statement.display
    if _INDICATED.search(text):
        here.add("approve")
    if "before" not in here:
        # `after a reaction` is `if a reaction occurs`.
        here.add("after")
    lacking = [
        k
        for k in keys
        if not (
            covers(k, here)
            or covers(k, told.around)
            or (k.startswith(_LIGHT) and k.removeprefix(_LIGHT) in told.stems)
        )
    ]
    # What is said of one arm is not said of the product because the heading names it.
    lacking += [k for k in keys if k in arms and named and k not in named and k not in lacking]
    return lacking


_INDICATED = re.compile(r"\bindicated\b", re.IGNORECASE)


def beyond(question: Wanted, told: Told) -> bool:
    """Whether a statement lacks so much of a question that no rule need be tried."""
    here = told.keys | told.around | told.inner
    lacking = sum(
        not (
            covers(k, here)
            or k in _OF_RULES
            or (k.startswith(_LIGHT) and k.removeprefix(_LIGHT) in told.stems)
        )
        for k in question.keys
    )
    return lacking > (3 if question.excluding else 0) and not question.significance


_OF_RULES = frozenset(("approve", "after"))


def core(keys: Sequence[str], told: Told, sentence: int) -> list[str]:
    """Keys that a sentence itself has."""
    here = told.reading.keys[sentence] | told.reading.inner[sentence]
    return [k for k in keys if covers(k, here) and not k.startswith(_LIGHT)]


@dataclass(frozen=True, slots=True)
class Manner:
    """How a sentence says what was matched.

    Attributes:
        denied: whether it denies it; None where that can't be told.
        modality: `possible`, `duty` or empty.
        conditions: keys of its `if` clauses.
        only_condition: everything that was matched stands in one.
        instruction: it asks for something to be done.
    """

    denied: bool | None
    modality: str
    conditions: frozenset[str]
    only_condition: bool
    instruction: bool


_IF = frozenset(("if", "unless", "until"))
IMPERATIVES = frozenset(
    (*words("lists", "imperatives"), "dilute", "store", "measure", "exclude", "permanently",
     "advise", "discontinue", "limit", "contact", "keep", "swallow", "take", "apply", "protect",
     "discard", "evaluate", "assess", "confirm", "verify", "test", "counsel", "inform", "initiate",
     "premedicate", "obtain", "treat", "withhold", "closely", "do")
)  # fmt: skip


def manner(keys: Sequence[str], sentence: Sentence, statement: str) -> Manner:
    """How a sentence says the keys of a question.

    Args:
        keys: those that the sentence has.
        sentence: as read.
        statement: the words of the whole statement, for what forbids.
    """
    items = sentence.items
    at = _closest(keys, items)
    clauses = clauses_of(sentence)
    touched = [c for c in clauses if any(c[0] <= i < c[1] for i in at)] or list(clauses[:1])
    senses = [sense_of(sentence, *c) for c in touched]
    negated = {s.negated for s in senses}
    group = _GROUP_NOT.search(sentence.text)
    behind = (group.start(), group.end() + 60) if group is not None else (-1, -1)
    reached = any(items[i].negated and not behind[0] <= items[i].span[0] < behind[1] for i in at)
    denied: bool | None
    if True in negated and not denies(sentence.text) and _groups(sentence.text):
        negated = {False}
    aside = _RELATIVE.search(sentence.text)
    if (
        True in negated
        and aside is not None
        and not _DENIAL.search(sentence.text[: aside.start()])
        and all(items[i].span[0] < aside.start() for i in at)
    ):
        negated = {False}
    if True in negated and aside is not None and _DENIAL.search(sentence.text[aside.start() :]):
        # `Adults whose anemia was not treated had fatigue`: what is denied can't be told.
        denied = None
    elif len(negated) > 1:
        counts = [sum(c[0] <= i < c[1] for i in at) for c in touched]
        best = counts.index(max(counts))
        denied = senses[best].negated if counts.count(max(counts)) == 1 else None
        touched, senses = [touched[best]], [senses[best]]
    else:
        denied = negated.pop() or reached
    if denied and not reached:
        denied = _reaches(items, touched, keys, at)
    conditions = _conditions(items)
    only = bool(at) and all(i in conditions for i in at)
    first = next((i.text.lower() for i in items if i.kind != "stop"), "")
    modality = next((s.modality for s in senses if s.modality), "")
    if not modality:
        modality = sense_of(sentence).modality
    return Manner(
        denied,
        modality,
        frozenset(items[i].key for i in conditions if is_content(items[i])),
        only,
        first in IMPERATIVES or _IMPERATIVE_BEHIND.match(statement) is not None,
    )


# `For severe reactions, permanently discontinue it`: an instruction behind its occasion.
_IMPERATIVE_BEHIND = re.compile(
    rf"^(?:for|in|if|as|depending|before|after|at)\b[^,.]*, (?:{'|'.join(sorted(IMPERATIVES))})\b",
    re.IGNORECASE,
)


_GROUP_NOT = re.compile(
    r"\b(?:patients|those|adults|women|men|who (?:do|did|are|were|have|has|had))"
    r" not (?:\w+ )?(\w+)",
    re.IGNORECASE,
)


def _groups(text: str) -> frozenset[str]:
    """Words that say which patients are not meant: `patients not proceeding`."""
    return frozenset(stem(w) for w in _GROUP_NOT.findall(text))


def groups_agree(question: Wanted, sentence: Sentence) -> bool:
    """Whether question and statement speak of those who did, or both of those who did not."""
    asked = _DENIAL.search(question.asked.text)
    printed = _GROUP_NOT.search(sentence.text)
    if printed is None:
        return _GROUP_NOT.search(question.asked.text) is None
    end = sentence.text.find(",", printed.end())
    end = len(sentence.text) if end < 0 else end
    meant = {i.key for i in sentence.items if printed.start() <= i.span[0] < end and is_content(i)}
    return asked is not None or not any(covers(k, meant) for k in question.keys)


_RELATIVE = re.compile(r"\b(?:who|whose)\b", re.IGNORECASE)
_DENIAL = re.compile(r"\b(?:not|no|without|never|fail\w*|lack\w*)\b|n't\b", re.IGNORECASE)


def _reaches(
    items: Sequence[Item], clauses: Sequence[tuple[int, int]], keys: Sequence[str], at: list[int]
) -> bool | None:
    """Whether the negation of a clause reaches what was matched; None if it denies other words."""
    for start, end in clauses:
        for index in range(start, end):
            item = items[index]
            if item.key in frame_keys():
                continue
            content = item.negated and not item.population and is_content(item)
            if content and not covers(item.key, frozenset(keys)):
                return None
            if item.text.lower() in ("not", "no", "never", "cannot", "neither", "nor") and (
                at and index > max(at)
            ):
                # `X was given but not ...`: what is denied comes after.
                return None
    return True


def _closest(keys: Sequence[str], items: Sequence[Item]) -> list[int]:
    """One place for each key, all of them as near to each other as they come."""
    places = []
    for key in keys:
        found = [
            n for n, i in enumerate(items) if is_content(i) and covers(key, frozenset((i.key,)))
        ]
        if found:
            places.append(found)
    if not places:
        return []
    best: list[int] = []
    for anchor in (n for found in places for n in found):
        chosen = sorted({min(found, key=lambda n: abs(n - anchor)) for found in places})
        if not best or chosen[-1] - chosen[0] < best[-1] - best[0]:
            best = chosen
    return best


def _conditions(items: Sequence[Item]) -> frozenset[int]:
    """Indexes inside `if ...`, up to the comma that ends it."""
    found = set()
    inside = False
    for index, item in enumerate(items):
        if item.text.lower() in _IF:
            inside = True
        elif inside and item.key in (",", ";"):
            inside = False
        elif inside:
            found.add(index)
    return frozenset(found)
