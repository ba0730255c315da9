"""Attributes exchanged between two things that one sentence joins: `A for x and B for y`."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Sequence

from ino_assistant.fidelity.binding.item import Item
from ino_assistant.fidelity.binding.mentions import key_of
from ino_assistant.fidelity.binding.reading import Reading
from ino_assistant.fidelity.checks.findings import Finding, contradicted, unbound
from ino_assistant.fidelity.terms.vocabulary import severities


def _names(items: Sequence[Item]) -> frozenset[str]:
    return frozenset(i.key for i in items if i.kind in ("word", "mention") and i.role != "arm")


def _labels(items: Sequence[Item]) -> frozenset[str]:
    """The grades and cycles that a part names."""
    return frozenset(
        key_of(i.quantity) for i in items if i.quantity is not None and i.quantity.kind == "label"
    )


def crossed_findings(
    statement: Reading, sentence: int, evidence: Reading, sources: Collection[int]
) -> list[Finding]:
    """`A for x and B for y` where the evidence has `A for y and B for x`."""
    ours, apposed = (_graded(statement.sentences[sentence].items, a) for a in (False, True))
    results = any(c.role == "main" for c in statement.claims_in(sentence))
    if not results and evidence.rows and _two_rows(ours, evidence):
        text = statement.sentences[sentence].text.strip()[:60]
        return [unbound("attribute", text, "the evidence says parts of this in different rows")]
    for source in sources:
        halves = [
            _names(part) | _labels(part) for part in _halves(evidence.sentences[source].items)
        ]
        for one in ours:
            taken = [
                one & h - frozenset().union(*(o for o in halves if o is not h)) for h in halves
            ]
            if not results and sum(bool(t) for t in taken) > 1:
                text = statement.sentences[sentence].text.strip()[:60]
                return [unbound("attribute", text, "the evidence says parts of this apart")]
        told = _told_of_all(statement.sentences[sentence].items)
        told |= _told_of_all(evidence.sentences[source].items)
        plain = not statement.claims_in(sentence)
        # Whether an apposition is a part by itself, English does not tell: both must cross.
        if all(
            _crossed(o, _segments(evidence.sentences[source].items, a), told, plain=plain)
            for o, a in ((ours, False), (apposed, True))
        ):
            text = statement.sentences[sentence].text.strip()[:60]
            return [contradicted("attribute", text, "the evidence joins these otherwise")]
    return []


def _graded(items: Sequence[Item], apposed: bool) -> list[frozenset[str]]:
    """The parts of a statement; what is graded is named once, in whichever half comes first."""
    parts, labels = _segments(items, apposed), _labels(items)
    graded = {i.key for i in items if i.role == "reaction"}
    return [(one | labels) - graded for one in parts] if labels else parts


def _crossed(
    ours: Sequence[frozenset[str]],
    theirs: Sequence[frozenset[str]],
    told: frozenset[str],
    *,
    plain: bool,
) -> bool:
    """Whether two parts of a statement have what two parts of a sentence have the other way."""
    own = [frozenset(s - frozenset().union(*(t for t in theirs if t is not s))) for s in theirs]
    for one, two in itertools.combinations([s - told for s in ours], 2):
        for first, second in itertools.combinations([s - told for s in own], 2):
            if one & first and one & second and two & first and two & second:
                return True
            exchanged = plain and len(ours) == len(theirs)
            if exchanged and _exchanged((one, two), (first, second)):
                return True
    return False


def _two_rows(ours: Sequence[frozenset[str]], evidence: Reading) -> bool:
    """Whether a part of a statement joins what two rows of a table have apart."""
    rows: dict[str, frozenset[str]] = {}
    for number, label in evidence.rows.items():
        rows[label] = rows.get(label, frozenset()) | evidence.keys[number]
    own = [
        keys - frozenset().union(*(k for other, k in rows.items() if other != label))
        for label, keys in rows.items()
    ]
    return any(sum(bool(part & keys) for keys in own) > 1 for part in ours)


_POINTS_BACK = frozenset(("these", "this", "those", "it", "they", "which", "such"))


def _exchanged(
    ours: tuple[frozenset[str], frozenset[str]], theirs: tuple[frozenset[str], frozenset[str]]
) -> bool:
    """`B for x and A` where the evidence has `A for x and B`."""
    return any(
        one & first and one & second and two & first
        for one, two in (ours, ours[::-1])
        for first, second in (theirs, theirs[::-1])
    )


_APPOSED = frozenset(("the", "a", "an"))
_CASED = ("for", "in", "if", "with", "when")


def _halves(items: Sequence[Item]) -> list[Sequence[Item]]:
    """The parts that semicolons divide a sentence in."""
    cuts = [
        n for n, i in enumerate(items[:-1])
        if i.key == ";" and i.depth == 0 and items[n + 1].text.lower() not in _POINTS_BACK
    ]  # fmt: skip
    cased = all(items[c + 1].text.lower() in _CASED for c in cuts)
    if any(i.key == ":" for i in items) and not cased:
        cuts = []  # a list of one thing
    return [items[a + 1 : b] for a, b in itertools.pairwise([-1, *cuts, len(items)])]


def _told_of_all(items: Sequence[Item]) -> frozenset[str]:
    """What is told of every member of a coordination, on the other side of its verb.

    `A, B and C were the most common`, `the most common were A, B and C`: of none more than another.
    """
    found: frozenset[str] = frozenset()
    verb = next((n for n, i in enumerate(items) if i.text.lower() in _COPULAS), None)
    if verb is None:
        return found
    for members, rest in ((items[:verb], items[verb + 1 :]), (items[verb + 1 :], items[:verb])):
        parts = _segments(members)
        lower = {i.text.lower() for i in members}
        joined = lower & {"and", "or"} and not lower & {"as", "for", "to"}
        if joined and len(parts) > 1 and len(_segments(rest)) == 1:
            found |= frozenset(i.key for i in rest if i.kind in ("word", "mention"))
    return found


_COPULAS = frozenset(("was", "were", "are", "is"))


def _segments(items: Sequence[Item], apposed: bool = False) -> list[frozenset[str]]:
    """The parts that commas and conjunctions divide a sentence in, by what they name.

    Args:
        items: of the sentence.
        apposed: an apposition stays with what it is about: `, the first trial`.
    """
    parts: list[set[str]] = [set()]
    for index, item in enumerate(items):
        lower = item.text.lower()
        behind = items[index + 1].text.lower() if index + 1 < len(items) else ""
        if apposed and item.key == "," and behind in _APPOSED:
            continue
        if item.key in (",", ";", ":") or lower in ("and", "but", "while", "whereas", "or"):
            parts.append(set())
        elif item.kind in ("word", "mention") and item.key not in severities():
            parts[-1].add(item.key)
    return [frozenset(p) for p in parts if p]


__all__ = ["crossed_findings"]
