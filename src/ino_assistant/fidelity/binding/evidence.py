"""What a statement of the corpus is, as evidence: its text, and the words of its document.

A sentence stands for itself, with the sentence before where it points back to that; an item
of a list or figure stands under its heading; a row of a table is told cell by cell, with
the labels and the caption that make its figures mean something.
"""

from __future__ import annotations

import weakref

from ino_assistant.corpus.model import Corpus, Row, Statement
from ino_assistant.fidelity.terms.tables import row_text
from ino_assistant.fidelity.terms.vocabulary import Vocabulary

_BRIEF = 3
"""Words up to which a sentence, such as `None.`, is nothing without its heading."""
_KNOWN: dict[int, tuple[weakref.ref[Corpus], dict[str, Vocabulary]]] = {}


def evidence_of(statement: Statement, row: Row | None = None) -> str:
    """The text that a wording of a statement is judged against.

    Args:
        statement: what is cited.
        row: of a table row only these cells; None for all of them.
    """
    cells = row or statement.row
    if cells is not None:
        return "\n".join((*_headings(statement), row_text(cells)))
    return "\n".join((*_headings(statement), *_before(statement), statement.display))


def _headings(statement: Statement) -> tuple[str, ...]:
    """What stands above it and belongs to it."""
    if statement.row is not None:
        return (_line(statement.row.table),) if statement.row.table else ()
    brief = len(statement.display.split()) <= _BRIEF
    if statement.section and (brief or statement.kind in ("list", "figure")):
        return (_line(statement.section[-1]),)
    return ()


def _before(statement: Statement) -> tuple[str, ...]:
    return (statement.subject,) if statement.subject else ()


def _line(heading: str) -> str:
    """A heading as a sentence of its own."""
    plain = heading.rstrip(" :")
    return plain if plain.endswith((".", "?", "!")) else f"{plain}."


def vocabulary_of(corpus: Corpus, document: str = "") -> Vocabulary:
    """The words of one document of a corpus, or of all: the same object every time.

    That keeps readings: they are kept by the vocabulary that they were made with.

    Args:
        corpus: a corpus as loaded.
        document: id of one of its documents; empty for all of them together.

    Raises:
        KeyError: no such document.
    """
    known = _KNOWN.get(id(corpus))
    if known is None or known[0]() is not corpus:
        # By identity: a corpus is frozen, and comparing two would read every statement.
        own: dict[str, Vocabulary] = {}
        key = id(corpus)
        _KNOWN[key] = known = (weakref.ref(corpus, lambda _: _KNOWN.pop(key, None)), own)
    vocabularies = known[1]
    if document not in vocabularies:
        vocabularies[document] = (
            Vocabulary.of_document(corpus.document(document))
            if document
            else Vocabulary.of_corpus(corpus)
        )
    return vocabularies[document]
