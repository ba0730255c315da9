"""What one person of a case was given is no dose in general."""

from __future__ import annotations

from functools import cache

import pytest

from answering.conftest import Readers
from ino_assistant.answering.choosing.eligibility import may_answer
from ino_assistant.answering.choosing.facts import Facts, FactsMaker
from ino_assistant.fidelity.binding.claim_binding import claims_of_corpus
from ino_assistant.search.context import Contexts
from ino_assistant.vocabulary.concepts import concepts_for
from search import prepared


@cache
def personal(readers: Readers) -> Facts:
    """The first statement on the person of a case that has a dose or an amount."""
    corpus = prepared.real_corpus()
    maker = FactsMaker(
        readers.first, concepts_for(corpus.documents), Contexts(corpus), claims_of_corpus(corpus)
    )
    found = (maker.of(s) for s in corpus.statements)
    return next(f for f in found if f.personal and not f.caption and not f.pointer)


@pytest.mark.parametrize(
    ("question", "able"),
    [
        ("What dose is given?", False),
        ("What dose was the patient given?", True),
        ("What dose did she get?", True),
    ],
)
def test_a_case_gives_no_dose_in_general(readers: Readers, question: str, *, able: bool) -> None:
    asked = readers.first.read(question)
    assert "dose" in asked.shapes
    assert may_answer(asked, personal(readers), ()) is able
