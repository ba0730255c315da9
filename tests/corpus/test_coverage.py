"""Text that nobody read is found, wherever a reader might drop it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.making import REAL, document_of
from ino_assistant.corpus.coverage import unexplained
from ino_assistant.corpus.load import load_corpus
from ino_assistant.corpus.model import Document

TEXT = "Results\n\nThe rate was 12%.5 It was seen in 9%.\n\n• One item with 7\n\n3\n"


@pytest.fixture(scope="module")
def real() -> Document:
    return load_corpus(REAL).documents[0]


def test_nothing_is_left(real: Document) -> None:
    assert unexplained(document_of(TEXT)) == ()
    assert unexplained(real) == ()


def test_a_statement_that_is_missing_is_found() -> None:
    document = document_of(TEXT)
    for gone in document.statements:
        rest = tuple(s for s in document.statements if s is not gone)
        assert unexplained(replace(document, statements=rest)) != ()


def test_a_block_that_is_missing_is_found() -> None:
    document = document_of(TEXT)
    for gone in document.blocks:
        rest = tuple(b for b in document.blocks if b is not gone)
        assert unexplained(replace(document, blocks=rest)) != ()


def test_a_mark_that_is_not_among_the_references_is_found() -> None:
    document = document_of(TEXT)
    changed = tuple(replace(s, references=()) for s in document.statements)
    (found,) = unexplained(replace(document, statements=changed))
    assert (found.line, found.text) == (3, "5")


def test_a_printing_that_is_forgotten_is_found(real: Document) -> None:
    changed = tuple(replace(s, places=()) for s in real.statements)
    lines = {u.line for u in unexplained(replace(real, statements=changed))}
    assert {448, 951, 1006} <= lines


def test_a_row_that_is_missing_is_found(real: Document) -> None:
    row = next(s for s in real.statements if s.row and s.row.label == "First salvage")
    rest = tuple(s for s in real.statements if s is not row)
    found = [(u.line, u.text) for u in unexplained(replace(real, statements=rest))]
    assert found == [
        (247, "First salvage"),
        (250, "111 (67.7)"),
        (253, "104 (64.2)"),
        (256, "215 (66.0)"),
    ]
