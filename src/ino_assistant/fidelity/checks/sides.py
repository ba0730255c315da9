"""The other side of a comparison: a sentence about the one told of the other.

`X was 5 % with A` becomes `X was 7 % with B`: the words of the second side take the place of those
of the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ino_assistant.fidelity.binding.items import read_sentences
from ino_assistant.fidelity.binding.reading import Reading
from ino_assistant.fidelity.checks.relation import GAP, Relation, any_of, listed
from ino_assistant.fidelity.terms.normal import normal
from ino_assistant.fidelity.terms.vocabulary import Vocabulary, words

_WHOM = (
    "with",
    "without",
    "on",
    "in",
    "among",
    "for",
    "of",
    "under",
    "to",
    "after",
    "at",
    "by",
    "during",
)
_LEADING = re.compile(rf"^(?P<prep>{'|'.join(_WHOM)})\s", re.IGNORECASE)
_AUXILIARY = re.compile(r"\s(?:did|does|do|had|has|was|were|is|are)$", re.IGNORECASE)
_THOSE = re.compile(r"\b(?:those|that|the\sones)\b", re.IGNORECASE)


def of_other(
    relation: Relation, evidence: Reading, vocabulary: Vocabulary
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The sentence of the first side told of the other one, and what tells the two apart."""
    told, other = relation.told, relation.other.strip()
    own = _arms(told, vocabulary)
    if not other:
        yield from _unnamed(told, own, evidence)
        return
    others = _arms(other, vocabulary)
    if len({k for k, _ in own}) == len({k for k, _ in others}) == 1 and own[0][0] != others[0][0]:
        yield _exchanged(told, own, others[0][1]), ()
        if _same_shape(own, others, told, other):
            return
    phrase = _counterpart(told, other)
    if phrase is None:
        return
    start, end = phrase
    mine = told[start:end]
    theirs = _AUXILIARY.sub("", other)
    if noun := re.search(rf"\b(?:{any_of(listed('whom'))})\b", mine, re.IGNORECASE):
        theirs = _THOSE.sub(noun.group(), theirs)
    if not _LEADING.match(theirs) and (prep := _LEADING.match(mine)):
        theirs = f"{prep['prep']} {theirs}"
    yield f"{told[:start]}{theirs}{told[end:]}", _apart(mine, theirs, vocabulary)


_DOSE = r"(?:\s\d[\d.,]*\s?(?:mg|mcg|µg|g|units?)(?:/kg|/m2|/day)?)?"


def _exchanged(told: str, own: Sequence[tuple[str, str]], other: str) -> str:
    """A sentence of one arm told of another, without the dose of the first."""
    for name in dict.fromkeys(name for _, name in own):
        told = re.sub(rf"(?<!\w){re.escape(name)}(?!\w){_DOSE}", other, told)
    return re.sub(r"\b(group|arm)\s\1\b", r"\1", told)


def phrases_of(relation: Relation, evidence: Reading, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Words for the two sides, which both texts have: `adults` and `children aged 2 to 11`."""
    place = _counterpart(relation.told, relation.other.strip())
    if place is None or (_arms(relation.told, vocabulary) and _arms(relation.other, vocabulary)):
        return ()
    passage = normal(evidence.text).lower()
    found = []
    for side in (relation.told[slice(*place)], relation.other):
        plain = _AUXILIARY.sub("", _LEADING.sub("", side.strip())).strip(" .,")
        shorter = _ANYONE.sub("", plain)
        core = next((c for c in (shorter, plain) if c and c.lower() in passage), "")
        found.append(core)
    one, two = (f.lower() for f in found)
    apart = one and two and one not in two and two not in one
    return (found[0], found[1]) if apart else ()


_ANYONE = re.compile(
    r"^(?:those|the|patients|participants|subjects|people|persons|individuals)\s", re.IGNORECASE
)
"""Words that tell no group by themselves."""


def as_arms(text: str, phrases: Sequence[str]) -> str:
    """A text with two phrases as the names of two arms."""
    for name, phrase in sorted(zip(SIDES, phrases, strict=False), key=lambda p: -len(p[1])):
        opener = re.match(r"[a-z]+", phrase.lower())
        word = opener.group() if opener is not None else ""
        adjective = word in words("limits", "openers") or not word
        told = f"on {name}" if adjective and word not in ("with", "without") else name
        text = re.sub(rf"(?<!\w){re.escape(phrase)}(?!\w)", told, text, flags=re.IGNORECASE)
    return text


SIDES = ("Qsideone", "Qsidetwo")
"""Names of arms that no document has."""


def _same_shape(
    own: Sequence[tuple[str, str]], others: Sequence[tuple[str, str]], told: str, other: str
) -> bool:
    """Whether nothing but the arm tells the two sides apart."""
    left = _plain(other.replace(others[0][1], " "))
    return left <= _plain(told.replace(own[0][1], " ")) | _IDLE


def _plain(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]+", text.lower()))


_IDLE = frozenset(
    (*_WHOM, "those", "that", "the", "did", "was", "had", "were", "a", "an", "group", "arm",
     "patients", "receiving", "given", "treated", "taking", "treatment", "who", "received")
)  # fmt: skip


def _arms(text: str, vocabulary: Vocabulary) -> list[tuple[str, str]]:
    """The arms that a text names: concept and words."""
    return [
        (i.key, i.text)
        for s in read_sentences(text.replace(GAP, "1"), vocabulary)
        for i in s.items
        if i.role == "arm"
    ]


def _unnamed(
    told: str, own: Sequence[tuple[str, str]], evidence: Reading
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The other side where the sentence names none: the other arm of evidence that has two."""
    names = {i.key: i.text for s in evidence.sentences for i in s.items if i.role == "arm"}
    mine = {k for k, _ in own}
    others = [k for k in names if k not in mine]
    if len(mine) == 1 and len(others) == 1 and mine <= set(names):
        yield _exchanged(told, own, names[others[0]]), ()


def _counterpart(told: str, other: str) -> tuple[int, int] | None:
    """Where the words of the first side stand that the other side's take the place of."""
    gap = told.index(GAP)
    if lead := _LEADING.match(other):
        own = re.compile(rf"\b{lead['prep']}\s", re.IGNORECASE)
        for pattern in (own, _OF_WHOM):
            if (found := pattern.search(told, gap)) is not None:
                return found.start(), _until_stop(told, found.end())
        for pattern in (own, _OF_WHOM):
            before = list(pattern.finditer(told, 0, gap))
            if before:
                return before[-1].start(), _until_verb(told, before[-1].end(), gap)
        return None
    verb = re.compile(rf"\b(?:{any_of(words('lists', 'clause_verbs'))})\b", re.IGNORECASE)
    opening = _OPENING.match(told)
    start = opening.end() if opening is not None else 0
    subject = verb.search(told, start)
    if subject is not None and start < subject.start() < gap:
        return start, subject.start() - 1
    whom = _OF_WHOM.search(told, gap)
    return None if whom is None else (whom.start(), _until_stop(told, whom.end()))


_OF_WHOM = re.compile(rf"\b(?:{'|'.join(_WHOM[:8])})\s", re.IGNORECASE)
_OPENING = re.compile(r"(?:(?:at|in|by|among|over|during|within|after)\s[^,]*,\s)?", re.IGNORECASE)
_STOP = re.compile(r"[,;(]|\.?\s*$|\s(?:at|by)\s(?:Week|Month|Day|Year|\d)|\swithin\s")


def _until_stop(told: str, at: int) -> int:
    """Where a phrase behind the gap ends."""
    end = _STOP.search(told, at)
    return end.start() if end is not None else len(told)


def _until_verb(told: str, at: int, gap: int) -> int:
    """Where a phrase before the gap ends: at a comma, or before the verb."""
    verbs = any_of(words("lists", "clause_verbs"))
    found = re.compile(rf",|\s(?:{verbs})\b", re.IGNORECASE).search(told, at, gap)
    return found.start() if found is not None else gap


def _apart(mine: str, theirs: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """What tells two sides apart where it is not known: a name for each such side, or nothing."""
    names = []
    for one, two in ((mine, theirs), (theirs, mine)):
        left = [
            w for w in re.findall(r"[A-Za-z][\w-]*", one)
            if w.lower() not in _plain(two) | _IDLE | listed("whom")
        ]  # fmt: skip
        roles = {t.role for w in left if (t := vocabulary.knows(w)) is not None} - {"synonym"}
        if "arm" in roles or _arms(one, vocabulary):
            continue
        if not left or roles or " ".join(left) not in one:
            return ()
        names.append(" ".join(left))
    return tuple(names)


__all__ = ["SIDES", "as_arms", "of_other", "phrases_of"]
