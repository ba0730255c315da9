"""A statement told with the figures that it was worked out from, in plain sentences.

`X was 6.5 months longer with A than with B` says that X was so long with A and so long with B. Put
into these words, with the evidence's own figures, it is judged as any other statement: whatever it
is of - the arm, the endpoint, the group, the time - must be what the figures are of.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ino_assistant.fidelity.binding.item import Item
from ino_assistant.fidelity.binding.items import read_sentences, sentence_spans
from ino_assistant.fidelity.binding.reading import Reading
from ino_assistant.fidelity.checks.operands import (
    Operand,
    changes_of,
    fallen,
    fitting,
    levels,
    operands_of,
    pairs_for,
    sums_for,
)
from ino_assistant.fidelity.checks.relation import GAP, Relation, any_of, listed
from ino_assistant.fidelity.checks.relations import relations_in
from ino_assistant.fidelity.checks.sides import of_other, phrases_of
from ino_assistant.fidelity.quantity.quantities import read_quantities
from ino_assistant.fidelity.terms.normal import normal
from ino_assistant.fidelity.terms.vocabulary import Vocabulary

_MOST = 4
"""Pairs of figures that are tried for one reading of a relation."""


@dataclass(frozen=True, slots=True)
class Telling:
    """A statement in plain figures.

    Attributes:
        text: what it says.
        exchanged: the same with the figures of the two sides exchanged, which must be wrong where
            the evidence tells the sides apart.
        sides: what it sets against one another, as names of arms; empty where they are known.
        phrases: words for the two sides that the evidence has too, where they are groups: read as
            the names of two arms in both texts.
    """

    text: str
    exchanged: str
    sides: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()


def tellings(statement: str, evidence: Reading, vocabulary: Vocabulary) -> Iterator[Telling]:
    """What a statement comes to in the evidence's own figures, in every reading of it.

    Args:
        statement: prose.
        evidence: where the figures are taken from.
        vocabulary: with the arms that the evidence has.
    """
    plain = normal(statement)
    operands: list[Operand] | None = None
    for start, end in sentence_spans(plain):
        sentence = plain[start:end]
        before, behind = plain[:start], plain[end:]
        for relation in relations_in(sentence):
            operands = operands_of(evidence) if operands is None else operands
            for told in _of_relation(relation, operands, evidence, vocabulary):
                exchanged = f"{before}{told.exchanged}{behind}" if told.exchanged else ""
                yield replace(told, text=f"{before}{told.text}{behind}", exchanged=exchanged)
        if _OF_RISK.search(sentence) and _has_ratio(evidence):
            yield Telling(f"{before}{_OF_RISK.sub('the rate of ', sentence)}{behind}", "")
        if TOGETHER.search(sentence):
            operands = operands_of(evidence) if operands is None else operands
            for text in _of_sum(sentence, operands, evidence, vocabulary):
                yield Telling(f"{before}{text}{behind}", "")


_OF_RISK = re.compile(r"\bthe\s(?:hazard|risk|odds|likelihood|chance)\sof\s", re.IGNORECASE)
"""What a printed ratio is one of: `lowered the hazard of death by 26 %`."""


def _has_ratio(evidence: Reading) -> bool:
    return any("ratio" in key for c in evidence.claims for key in c.bound["stat"])


def _of_relation(
    relation: Relation, operands: Sequence[Operand], evidence: Reading, vocabulary: Vocabulary
) -> Iterator[Telling]:
    said = _said(f"{relation.told} {relation.other}", vocabulary)
    meant = fitting(said, operands, evidence)
    both = any_of(listed("rising") | listed("falling"))
    moved = relation.times is None and _moving(relation, both) is not None
    reached = levels(meant, evidence) if moved else []
    falls = re.search(rf"\b(?:{any_of(listed('falling'))})\b", relation.told, re.IGNORECASE)
    plain = [o for o in meant if o not in reached and not (falls and o.value < 0)]
    for one, two in itertools.islice(pairs_for(relation, plain), _MOST):
        yield from _told(relation, one, two, evidence, vocabulary)
    if relation.times is not None:
        return
    for sign, words_of in ((1, "rising"), (-1, "falling")):
        verbs = any_of(listed(words_of))
        if sign < 0 and falls:
            for one, two in itertools.islice(pairs_for(relation, fallen(meant)), _MOST):
                yield from _told(relation, one, two, evidence, vocabulary)
        moving = _moving(relation, verbs)
        if moving is not None:
            changes = changes_of(meant, sign)
            for one, two in itertools.islice(pairs_for(moving, changes), _MOST):
                yield from _told(moving, one, two, evidence, vocabulary)


def _moving(relation: Relation, verbs: str) -> Relation | None:
    """A relation of two changes as that of what moved: `the fall in X was 5 greater with A`."""
    by = re.compile(rf"\b(?:{verbs})\sby\s{GAP}", re.IGNORECASE)
    if by.search(relation.told):
        return replace(relation, told=by.sub(f"went {GAP}", relation.told))
    noun = re.compile(
        rf"^(?P<lead>.*?)\b(?:the\s)?(?:mean\s|median\s)?(?:{verbs})\s(?:in|of)\s(?P<what>.*?)"
        rf"\s(?:was|of)\s{GAP}",
        re.IGNORECASE,
    )
    match = noun.match(relation.told)
    if match is None:
        return None
    told = f"{match['lead']}{match['what']} went {GAP}{relation.told[match.end() :]}"
    return replace(relation, told=told)


TOGETHER = re.compile(
    r",?\s?\b(?:in\s(?:total|all)|altogether|together|combined|overall|(?:a|the)\stotal\sof|in\ssum"
    r"|(?:in|across|of|from)\s(?:the\s)?(?:two|both|three|all)\s(?:groups|arms)(?:\s(?:combined|together|taken\stogether))?)\b,?",
    re.IGNORECASE,
)


def _of_sum(
    sentence: str, operands: Sequence[Operand], evidence: Reading, vocabulary: Vocabulary
) -> Iterator[str]:
    """A sentence for each arm that a figure of all of them is made of."""
    names = {i.key: i.text for s in evidence.sentences for i in s.items if i.role == "arm"}
    said = _said(sentence, vocabulary)
    meant = fitting(said, operands, evidence)
    named = [i.text for i in said if i.role == "arm"]
    for quantity in read_quantities(sentence):
        for parts in itertools.islice(sums_for(quantity, meant), _MOST):
            texts = []
            for part in parts:
                arm = names.get(min(part.claim.bound["arm"]), "")
                start, end = quantity.span
                text = f"{sentence[:start]}{part.text}{sentence[end:]}"
                text = " ".join(TOGETHER.sub(" ", text).split()).rstrip(" .")
                if len(named) > 1:
                    listed_so = rf"{re.escape(named[0])}\b.*?\b{re.escape(named[-1])}"
                    text = re.sub(listed_so, arm, text)
                elif not named:
                    text = f"{text} with {arm}"
                texts.append(f"{text[:1].upper()}{text[1:]}.")
            yield " ".join(texts)


def _said(told: str, vocabulary: Vocabulary) -> tuple[Item, ...]:
    return tuple(i for s in read_sentences(told.replace(GAP, "1"), vocabulary) for i in s.items)


def _told(
    relation: Relation, one: Operand, two: Operand, evidence: Reading, vocabulary: Vocabulary
) -> Iterator[Telling]:
    """A sentence for each side."""
    if GAP not in relation.told:
        # It tells both figures itself: what is left of it without what follows from them.
        if one.value in (values := _values(relation.told)) and two.value in values:
            yield Telling(relation.told, "")
        return
    if relation.times is not None:
        later, earlier = relation.times
        texts = [
            f"{_filled(relation.told, a, later)} {_filled(relation.told, b, earlier)}"
            for a, b in ((one, two), (two, one))
        ]
        yield Telling(texts[0], texts[1] if later else "")
        head, _, tail = relation.told.partition(GAP)
        head = re.sub(r"\b(?:was|were)\s$", "went ", head)
        yield Telling(
            f"{head}from {two.text} to {one.text}{tail}",
            f"{head}from {one.text} to {two.text}{tail}",
        )
        return
    for other_told, sides in of_other(relation, evidence, vocabulary):
        texts = [
            f"{_filled(relation.told, a)} {_filled(other_told, b)}"
            for a, b in ((one, two), (two, one))
        ]
        # Groups that both texts call the same are told apart by their words alone.
        phrases = phrases_of(relation, evidence, vocabulary)
        yield Telling(texts[0], texts[1], () if phrases else sides, phrases)


def _values(text: str) -> set[Decimal]:
    return {v for q in read_quantities(text) for v in q.values}


_COPULA = re.compile(
    r"(?:^|\b(?:was|were|is|are|of|by|at|to|had|averaged|lasted|lived|reached|from|a|and|than)|[,(])\s*$",
    re.IGNORECASE,
)


def _filled(told: str, operand: Operand, when: str = "") -> str:
    """A sentence with a figure in its gap, as English puts it there."""
    head, _, tail = told.partition(GAP)
    text = operand.text
    share = operand.scale == "%"
    if share and re.match(rf"\s(?:{any_of(listed('whom'))})\b", tail, re.IGNORECASE):
        text += " of"
    elif not _COPULA.search(head) and share:
        text = f"in {text}"
    if operand.group and not re.match(r"\s(?:of|in)\b", tail) and not text.endswith(" of"):
        text += f" of {operand.group}"
    if when:
        stop = re.search(r"\.?\s*$", tail)
        cut = stop.start() if stop is not None else len(tail)
        tail = f"{tail[:cut]}{when}{tail[cut:]}"
    filled = f"{head}{' ' if head and head[-1].isalnum() else ''}{text}"
    filled += f"{' ' if tail[:1].isalnum() else ''}{tail}".rstrip()
    filled = " ".join(filled.split())
    return (filled[:1].upper() + filled[1:]).rstrip(" .,;") + "."


__all__ = ["Telling", "tellings"]
