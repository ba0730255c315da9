"""Which trial a sentence tells of: the one named before it, if it names none, or another's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ino_assistant.corpus.model import Corpus
from ino_assistant.vocabulary.concepts import Concepts
from ino_assistant.vocabulary.tokens import words

_BESIDE = re.compile(
    r"\b(?:against|than|versus|vs\.?|compared (?:with|to)|unlike|as (?:in|with)) [^;:()]{0,60}"
    r"\b(?:in|of|from) [^;:()]{0,60}"
)
"""What is set beside a figure: `against 1,590 pg/mL in CAIRN-HF`."""
_STUDY = re.compile(
    r"\b(?P<name>[A-Z][A-Za-z]*[A-Z][\w-]*)(?: [A-Z]{2,})?(?: \([^)]*\))? "
    r"(?i:trials?|stud(?:y|ies)|registry|registries)\b"
)
"""Research by its name: `the 4 ACRONYM trials`."""
_SEVERAL = re.compile(r"\b(?:trials|studies|pooled)\b", re.IGNORECASE)


def trials_in(text: str, concepts: Concepts) -> Mapping[str, str]:
    """Keys of the trials that a text is on → their names; one set beside a figure counts not."""
    found = concepts.find(words(_BESIDE.sub(" ", text)))
    return {m.concept.key: m.concept.label for m in found if m.concept.kind == "trial"}


def trials_told(corpus: Corpus, concepts: Concepts) -> Mapping[str, str]:
    """Statement that names no trial → the name of the only one that its section told of last."""
    told: dict[str, str] = {}
    place: tuple[str, tuple[str, ...]] | None = None
    last = ""
    for statement in corpus.statements:
        here = statement.document, statement.section
        if here != place:
            place, last = here, ""
        if statement.row is not None or statement.note or statement.parts:
            continue
        named = trials_in(statement.display, concepts)
        if named or _SEVERAL.search(statement.display):
            last = next(iter(named.values())) if len(named) == 1 else ""
        elif last:
            told[statement.id] = last
    return told


def of_other_research(corpus: Corpus, concepts: Concepts) -> frozenset[str]:
    """Statements that tell of research by others, of which the document's arms were no part.

    Only of documents that declare their trials: in others nothing tells whose a trial is.
    """
    found: Iterator[str] = (
        statement.id
        for document in corpus.documents
        if document.trials
        for statement in document.statements
        if any(not _known(m["name"], concepts) for m in _STUDY.finditer(statement.display))
    )
    return frozenset(found)


def _known(name: str, concepts: Concepts) -> bool:
    """Whether a name is that of a trial, an arm, a product or anything else that is known."""
    return bool(concepts.find(words(name)))
