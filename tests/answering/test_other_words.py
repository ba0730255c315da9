"""Other words for a word of a question."""

from __future__ import annotations

from ino_assistant.answering.understanding.paraphrase import other_words, said_in_other_words
from ino_assistant.vocabulary.tokens import terms


def test_a_wording_stands_for_another() -> None:
    assert said_in_other_words("surgeri", frozenset(terms("before a procedure")))
    assert said_in_other_words("stop", frozenset(terms("it was discontinued")))


def test_a_wording_of_several_words_must_be_there_whole() -> None:
    assert said_in_other_words("stop", frozenset({"halt"}))
    assert not said_in_other_words("outpati", frozenset(terms("at dawn")))


def test_what_is_listed_nowhere_has_no_other_words() -> None:
    assert other_words("zelmorix") == ()
    assert not said_in_other_words("zelmorix", frozenset({"drug"}))
