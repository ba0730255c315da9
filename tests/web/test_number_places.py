"""Numbers of an answer lead to their own place in the source, or nowhere."""

import re

from ino_assistant.answering.saying.answer import Citation, Segment, mark
from ino_assistant.web.number_places import placed_numbers
from web.fake import STATEMENTS, FakeAssistant

CORPUS = FakeAssistant().corpus
SOURCE = CORPUS.documents[0].source


def places(words: str, name: str) -> list[tuple[str, str]]:
    """Each number of the words with what the source prints there."""
    citation = Citation.of(CORPUS, STATEMENTS[name], 1)
    segment = Segment(words, 1)
    return [
        (words[n.start : n.end], SOURCE[n.span[0] : n.span[1]])
        for n in placed_numbers(segment, citation, CORPUS)
    ]


def statement_with(words: str) -> str:
    return next(name for name, s in STATEMENTS.items() if words in s.display)


def test_each_number_of_a_sentence_has_its_own_place() -> None:
    name = statement_with("120 of 164")
    display = STATEMENTS[name].display
    found = places(display, name)
    assert [number for number, _ in found] == re.findall(r"\d+(?:\.\d+)?%?", display)
    assert all(number == printed for number, printed in found)


def test_a_cell_leads_to_the_cell() -> None:
    name = statement_with("64.9%")
    assert places("64.9%", name) == [("64.9%", "64.9%")]


def test_words_that_are_not_the_passage_lead_nowhere() -> None:
    assert places("Of 164 patients 120 had a response", statement_with("120 of 164")) == []
    assert places("1", statement_with("120 of 164")) == []


def test_marks_and_own_words_have_no_numbers() -> None:
    citation = Citation.of(CORPUS, STATEMENTS[statement_with("120 of 164")], 1)
    assert placed_numbers(mark(1), citation, CORPUS) == ()
    assert placed_numbers(Segment("no 5", 1), citation, CORPUS) == ()
