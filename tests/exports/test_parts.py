"""The parts that documents share: indication and references stand there as printed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from exports.reading import FORMS, on_sqlite, read_file
from exports.test_response import has
from ino_assistant.answering.saying.answer import Answer
from ino_assistant.corpus.model import Corpus
from ino_assistant.exports.files import Form, written
from ino_assistant.exports.paper import Block, Pairs, Paper, Points, Text
from ino_assistant.exports.parts import indication_parts, products_of, source_parts, title_of
from records.stores import SetClock
from review.office import Office, said

pytestmark = on_sqlite

LIST = "\n\nREFERENCES\n\n1. Doe J. Tablets. 2015.\n2. Roe R. The VELOCE trial.\n   2016;3:4-5.\n"


def with_list(corpus: Corpus, printed: str) -> Corpus:
    """A corpus whose first document prints a list of references at its end."""
    first, *others = corpus.documents
    return replace(corpus, documents=(replace(first, source=first.source + printed), *others))


def texts(blocks: list[Block]) -> list[str]:
    found = [b.text for b in blocks if isinstance(b, Text)]
    return found + [" ".join(i) for b in blocks if isinstance(b, Points) for i in b.items]


def both(office: Office) -> Answer:
    return office.answer("?", said(office.corpus, "36/1,731"), said(office.corpus, "15 mg"))


def test_entries_that_are_cited_stand_there_as_printed(office: Office) -> None:
    answer = both(office)
    assert answer.citations[0].document == office.corpus.documents[0].id
    found = texts(list(source_parts(answer, with_list(office.corpus, LIST))))
    assert "1. Doe J. Tablets. 2015." in found
    assert "2. Roe R. The VELOCE trial. 2016;3:4-5." in found
    assert "[1] refers to 2." in found
    assert "[2] refers to 1." in found
    assert not [text for text in found if "is not in the text" in text]


def test_of_the_list_only_what_is_cited_is_told_and_what_it_lacks(office: Office) -> None:
    answer = office.answer()
    found = texts(list(source_parts(answer, with_list(office.corpus, LIST))))
    assert not [text for text in found if "Doe J." in text]
    short = "\n\nReferences\n1. Doe J. Tablets.\n"
    found = texts(list(source_parts(answer, with_list(office.corpus, short))))
    assert "Not in its list of references: 2." in found


def test_without_a_list_the_numbers_stand_alone(office: Office) -> None:
    found = texts(list(source_parts(office.answer(), office.corpus)))
    assert "[1] refers to 2." in found
    assert [text for text in found if "is not in the text that the assistant has" in text]


def test_an_indication_stands_there_as_printed(office: Office) -> None:
    answer = office.answer(products=("ZELMORIX",))
    found = texts(list(indication_parts(answer, office.corpus)))
    assert found[0].startswith("ZELMORIX is an interleukin-31 receptor antagonist indicated")
    assert found[-1].startswith("As printed in: ZELMORIX (cortavelimab)")
    assert len(found) == len(set(found))
    none = texts(list(indication_parts(office.answer(), office.corpus)))
    assert none == [next(t for t in none if "print no indication" in t)]


def test_products_and_titles(office: Office) -> None:
    assert products_of(office.answer(products=("ZELMORIX",))) == "ZELMORIX and KARDENTO"
    assert title_of(" a\n b ") == "a b"
    assert title_of("x " * 200).endswith("x…")


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_value_is_a_dash_and_a_block_is_a_known_one(office: Office, form: Form) -> None:
    paper = Paper("Kind", "Title", "", "run", (), SetClock()(), (Pairs((("Name", ""),)), Pairs(())))
    has(read_file(written(paper, form), form).text, "Name –")
    strange = replace(paper, blocks=("text",))  # type: ignore[arg-type]  # no block
    with pytest.raises(TypeError, match="no such block: str"):
        written(strange, form)
