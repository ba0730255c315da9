"""The product that a question names filters what is searched; its name is not looked for."""

from __future__ import annotations

import pytest

from ino_assistant.answering.assistant import Assistant
from ino_assistant.answering.understanding.naming import unnamed
from ino_assistant.vocabulary.tokens import words


@pytest.mark.parametrize(
    ("asked", "searched"),
    [
        ("What is the highest dose of VELONIB allowed?", "What is the highest dose allowed?"),
        ("VELONIB: storage temp", "storage temp"),
        ("VELONIB's half-life?", "half-life?"),
        ("Can patients on VELONIB drive?", "Can patients drive?"),
        ("What is VELONIB?", "What is VELONIB?"),
        ("VELONIB", "VELONIB"),
    ],
)
def test_a_name_is_left_out_where_something_else_is_asked(asked: str, searched: str) -> None:
    at = next(n for n, word in enumerate(words(asked)) if word.lower().startswith("velonib"))
    assert unnamed(asked, [("VELONIB", at, at + 1)]) == searched


def test_of_two_products_both_names_are_looked_for() -> None:
    asked = "VELONIB or ZETANIB?"
    assert unnamed(asked, [("VELONIB", 0, 1), ("ZETANIB", 2, 3)]) == asked


@pytest.mark.parametrize(
    "asked",
    [
        "KARDENTO: what should a patient do who missed a dose?",
        "An HCP asked me: what should a patient do who missed a dose of KARDENTO?",
        "Hi, can you tell me what a patient should do who missed a dose of Kardento? Thanks!",
    ],
)
def test_how_the_product_is_named_changes_no_answer(two_products: Assistant, asked: str) -> None:
    plain = two_products.ask("What should a patient do who missed a dose of KARDENTO?")
    answer = two_products.ask(asked)
    assert (plain.outcome, answer.outcome) == ("answered", "answered")
    assert answer.citations[0].statement == plain.citations[0].statement
