"""One of what an answer listed: rows by their labels, else an enumeration as printed."""

import pytest

from answering.making import corpus_of, document
from ino_assistant.answering.turns.listing import items_of, one_of, picked


@pytest.mark.parametrize(
    ("sentence", "items"),
    [
        (
            "Options were considered, including multiagent chemotherapy, InO, and blinatumomab.",
            ("multiagent chemotherapy", "InO", "blinatumomab"),
        ),
        (
            "Premedicate with a corticosteroid, antipyretic, and antihistamine prior to dosing.",
            ("a corticosteroid", "antipyretic", "antihistamine prior to dosing"),
        ),
        ("None was seen.", ()),
        ("There were headache and edema.", ()),
    ],
)
def test_an_enumeration(sentence: str, items: tuple[str, ...]) -> None:
    corpus = corpus_of(document(sentences=[sentence]))
    assert items_of(corpus.statements) == items


@pytest.mark.parametrize(
    ("said", "item"),
    [
        ("what about the last one?", "c"),
        ("the first?", "a"),
        ("how often is the second of them seen", "b"),
        ("and the latter", "c"),
        ("the fifth one", None),
    ],
)
def test_the_place_in_a_list(said: str, item: str | None) -> None:
    match = one_of(said)
    assert match is not None
    assert picked(match, ["a", "b", "c"]) == item


@pytest.mark.parametrize("said", ["the first 218 patients", "the last dose", "the second salvage"])
def test_a_number_of_something_is_no_place(said: str) -> None:
    assert one_of(said) is None
