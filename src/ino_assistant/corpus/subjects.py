"""What statements speak of: arms, endpoints, populations, and the abbreviations they use.

Found in the statement and the headings of its table by the concepts of the general
lexicon and of the document; what is not named is left open.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from ino_assistant.corpus.model import Document, Statement
from ino_assistant.vocabulary.arm_words import GENERIC, is_generic, names_arm
from ino_assistant.vocabulary.concepts import Concept, Concepts, Mention, concepts_for, outermost
from ino_assistant.vocabulary.tokens import term, words

_ENDPOINTS = frozenset({"endpoint", "reaction"})


def with_subjects(document: Document, abbreviations: Collection[str]) -> Document:
    """The document, each of its statements with what it speaks of.

    Args:
        document: as read.
        abbreviations: short forms that the document defines.
    """
    concepts = concepts_for([document])
    arms = _arms(document)
    shorts = frozenset(abbreviations)
    order = tuple(dict.fromkeys(arm.label for arm in document.arms))
    made = tuple(_with_subject(s, concepts, arms, order, shorts) for s in document.statements)
    return replace(document, statements=made)


def _arms(document: Document) -> Concepts:
    """The arms by their own names, whatever class of drugs the lexicon has them in."""
    arms = [(Concept(a.label, "word", f"§{a.label.lower()}"), a.terms) for a in document.arms]
    trials = [(Concept(t, "trial", f"§trial {t.lower()}"), (t,)) for t in document.trials]
    return Concepts([*arms, *trials])


def _with_subject(
    statement: Statement,
    concepts: Concepts,
    arms: Concepts,
    order: Sequence[str],
    shorts: frozenset[str],
) -> Statement:
    tokens = words(statement.display)
    own = outermost(concepts.find(tokens))
    named = _named(arms, tokens, own)
    around = outermost(concepts.find(words(f"{statement.context} {statement.subject}")))
    return replace(
        statement,
        arms=tuple(label for label in order if label in named),
        endpoints=_labels(own, _ENDPOINTS) or _labels(around, _ENDPOINTS),
        populations=_labels([*own, *around], frozenset({"population"})),
        abbreviations=tuple(dict.fromkeys(t for t in tokens if t in shorts)),
    )


def _named(arms: Concepts, tokens: Sequence[str], others: Sequence[Mention]) -> frozenset[str]:
    """The arms that a text names; `placebo-controlled` names none.

    A word such as `control` has to stand as an arm's does, and means none if it may mean two.
    """
    found = [m for m in outermost(arms.find(list(tokens))) if m.concept.kind != "trial"]
    return frozenset(
        m.concept.label
        for m in found
        if not any(o.start <= m.start and m.end < o.end for o in others)
        and (not _generic(tokens, m) or _certain(tokens, m, found))
    )


def _generic(tokens: Sequence[str], mention: Mention) -> bool:
    single = mention.end == mention.start + 1
    return single and (is_generic(tokens[mention.start]) or term(tokens[mention.start]) in _STEMS)


def _certain(tokens: Sequence[str], mention: Mention, found: Sequence[Mention]) -> bool:
    several = {m.concept.key for m in found if m.start == mention.start}
    own = is_generic(tokens[mention.start]) and names_arm(tokens, mention.start)
    return own and len(several) == 1


_STEMS = frozenset(term(word) for word in GENERIC)
"""`controlled` and `comparable` are compared as these are."""


def _labels(mentions: Collection[Mention], kinds: frozenset[str]) -> tuple[str, ...]:
    """Labels in the order in which the text names them, each once."""
    in_order = sorted((m for m in mentions if m.concept.kind in kinds), key=lambda m: m.start)
    return tuple(dict.fromkeys(m.concept.label for m in in_order))
