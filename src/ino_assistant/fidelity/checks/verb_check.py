"""Each verb of a statement against the same verb of its evidence: denied, possible, due.

`may be painful` told as `is painful`, `was assessed` as `was not assessed`: the sense of a
whole clause can't show it where something else in the clause is possible or denied too.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ino_assistant.fidelity.binding.item import Item
from ino_assistant.fidelity.binding.items import Sentence
from ino_assistant.fidelity.binding.reading import Reading
from ino_assistant.fidelity.checks.findings import Finding, contradicted
from ino_assistant.fidelity.checks.word_sources import root
from ino_assistant.fidelity.terms.vocabulary import stem, words


@dataclass(frozen=True, slots=True)
class Verb:
    """What an auxiliary governs: its stem, whether it is denied, and how certain it is.

    `mood`: `possible`, `duty`, `will`, or empty for a plain fact. `subject`: roots of what
    stands before it in its part of the sentence.
    """

    key: str
    denied: bool
    mood: str
    subject: frozenset[str] = frozenset()


def verb_findings(
    statement: Reading, sentence: int, evidence: Reading, sources: Collection[int]
) -> list[Finding]:
    """Verbs that the evidence has, and only in another mood or the other way round."""
    ours = _verbs(statement.sentences[sentence])
    found: list[Finding] = []
    for source in sorted(sources):
        whole = evidence.sentences[source]
        printed = _verbs(whole)
        hedged = _hedges(statement.sentences[sentence]) >= _hedges(whole)
        for said in ours:
            theirs = [
                v for v in printed
                if v.key == said.key
                and not (said.subject and v.subject and not said.subject & v.subject
                         and v.denied != said.denied)
            ]  # fmt: skip
            found += _mood(said, theirs, hedged=hedged)
            if all(v.denied != said.denied for v in theirs) and theirs:
                detail = (
                    "the evidence does not deny it" if said.denied else "the evidence denies it"
                )
                found.append(contradicted("negation", said.key, detail))
    return found


_SELDOM = frozenset(("rarely", "seldom", "infrequently", "hardly", "scarcely"))
_OFTEN = frozenset(("often", "frequently", "commonly", "usually", "generally", "always", "mostly"))


def adverb_findings(
    statement: Reading, sentence: int, evidence: Reading, sources: Collection[int]
) -> list[Finding]:
    """`often led to`, where `seldom led to` is printed, or the other way round."""
    ours = _adverbs(statement.sentences[sentence])
    for source in sorted(sources):
        theirs = _adverbs(evidence.sentences[source])
        for key in sorted(ours.keys() & theirs.keys()):
            if ours[key] != theirs[key]:
                return [contradicted("frequency", key, "the evidence says the opposite")]
    return []


@lru_cache(maxsize=8192)
def _adverbs(sentence: Sentence) -> dict[str, bool]:
    """The verbs that an adverb stands before -> whether it says often."""
    found = {}
    for one, two in itertools.pairwise(sentence.items):
        lower = one.text.lower()
        if lower in _SELDOM | _OFTEN and two.kind in ("word", "light", "mention"):
            found[root(stem(two.text))] = lower in _OFTEN
    return found


def _mood(said: Verb, theirs: Sequence[Verb], *, hedged: bool) -> list[Finding]:
    moods = {v.mood for v in theirs}
    if moods == {"possible"} and (said.mood in ("duty", "will") or (not said.mood and not hedged)):
        return [contradicted("modality", said.key, "the evidence says only that it may be")]
    if moods == {"duty"} and said.mood == "possible":
        return [contradicted("modality", said.key, "the evidence asks for it")]
    return []


@lru_cache(maxsize=8192)
def _verbs(sentence: Sentence) -> tuple[Verb, ...]:
    """What the auxiliaries of a sentence govern, in order."""
    items = sentence.items
    found = []
    end = 0
    for index, item in enumerate(items):
        if index < end or item.text.lower() not in _helpers():
            continue
        end, denied, mood = index, False, ""
        while end < len(items) and _passed(items[end]):
            word = items[end].text.lower()
            mood = mood or _mood_of(word)
            denied = denied or word in ("not", "never", "cannot") or word.endswith("n't")
            end += 1
        if end < len(items) and items[end].kind in ("word", "light", "mention"):
            before = _segment(items, index)
            denied = denied or (
                any(i.text.lower() in ("no", "neither", "nor", "none") for i in before)
                and not _one_of_subjects(items, index)
            )
            subject = frozenset(
                root(i.key) for i in before if i.kind in ("word", "mention") and i.role != "arm"
            )
            found.append(Verb(stem(items[end].text), denied, mood, subject))
    return tuple(found)


def _one_of_subjects(items: Sequence[Item], at: int) -> bool:
    """`younger age and no previous HSCT were ...`: a `no` within one of several subjects."""
    start = at - len(_segment(items, at))
    if start < 2 or items[start - 1].key != "and":
        return False
    return not any(i.text.lower() in _helpers() for i in items[:start])


def _helpers() -> frozenset[str]:
    return words("verbs", "helpers")


def _passed(item: Item) -> bool:
    lower = item.text.lower()
    manner = lower.endswith("ly") and len(lower) > 4
    return manner or lower in _helpers() or lower in words("verbs", "between")


def _mood_of(word: str) -> str:
    for mood in ("possible", "duty", "will"):
        if word in words("verbs", mood):
            return mood
    return ""


def _segment(items: Sequence[Item], at: int) -> Sequence[Item]:
    """What stands before a verb in its part of the sentence."""
    start = at
    while start > 0 and items[start - 1].key not in (",", ";", ":", "and", "but", "or"):
        start -= 1
    return items[start:at]


@lru_cache(maxsize=8192)
def _hedges(sentence: Sentence) -> int:
    """How many words of a sentence leave something open."""
    return sum(i.text.lower() in words("verbs", "hedges") for i in sentence.items)


__all__ = ["verb_findings"]
