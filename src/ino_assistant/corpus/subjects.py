"""What statements speak of: arms, endpoints, populations, and the abbreviations they use.

Found in the statement and the headings of its table by the concepts of the general
lexicon and of the document; what is not named is left open.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from ino_assistant.corpus.model import Document, Statement
from ino_assistant.vocabulary.concepts import Concepts, Mention, concepts_for, outermost
from ino_assistant.vocabulary.tokens import words

_ENDPOINTS = frozenset({"endpoint", "reaction"})


def with_subjects(document: Document, abbreviations: Collection[str]) -> Document:
    """The document, each of its statements with what it speaks of.

    Args:
        document: as read.
        abbreviations: short forms that the document defines.
    """
    concepts = concepts_for([document])
    arms = {arm.label: _key(concepts, arm.label) for arm in document.arms}
    shorts = frozenset(abbreviations)
    made = tuple(_with_subject(s, concepts, arms, shorts) for s in document.statements)
    return replace(document, statements=made)


def _with_subject(
    statement: Statement, concepts: Concepts, arms: dict[str, str | None], shorts: frozenset[str]
) -> Statement:
    tokens = words(statement.display)
    own = outermost(concepts.find(tokens))
    around = outermost(concepts.find(words(f"{statement.context} {statement.subject}")))
    keys = {m.concept.key for m in own}
    return replace(
        statement,
        arms=tuple(label for label, key in arms.items() if key in keys),
        endpoints=_labels(own, _ENDPOINTS) or _labels(around, _ENDPOINTS),
        populations=_labels([*own, *around], frozenset({"population"})),
        abbreviations=tuple(dict.fromkeys(t for t in tokens if t in shorts)),
    )


def _key(concepts: Concepts, name: str) -> str | None:
    found = outermost(concepts.find(words(name)))
    return found[0].concept.key if found else None


def _labels(mentions: Collection[Mention], kinds: frozenset[str]) -> tuple[str, ...]:
    """Labels in the order in which the text names them, each once."""
    in_order = sorted((m for m in mentions if m.concept.kind in kinds), key=lambda m: m.start)
    return tuple(dict.fromkeys(m.concept.label for m in in_order))
