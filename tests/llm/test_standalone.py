"""Follow-up questions written out by a model: nothing added, nothing dropped."""

from __future__ import annotations

import pytest

from corpus.making import REAL
from ino_assistant.answering.assistant import Assistant
from ino_assistant.answering.turns.conversation import Resolution, resolve
from ino_assistant.answering.understanding.question import Reader
from ino_assistant.corpus.load import load_corpus
from ino_assistant.llm.standalone import ModelRewriter
from ino_assistant.settings import Settings
from ino_assistant.vocabulary.concepts import concepts_for
from llm.models import caller_of

FIRST = "What was the median overall survival with InO?"
TURN = "And with standard chemotherapy?"


@pytest.fixture(scope="module")
def reader() -> Reader:
    corpus = load_corpus(REAL)
    return Reader(corpus, concepts_for(corpus.documents))


def rewritten(reader: Reader, reply: str, turn: str = TURN) -> tuple[str, str]:
    """What is taken for the turn, and what we make of it."""
    ours = resolve(turn, [FIRST], reader)
    rewriter = ModelRewriter(caller_of(lambda m: reply))
    found = rewriter(turn, [FIRST], ours, reader)
    if found != ours:
        assert [other.text for other in found.others] == [ours.standalone]
    return found.standalone, ours.standalone


@pytest.mark.parametrize(
    "reply",
    [
        "How long was the median overall survival with standard chemotherapy?",
        "With standard chemotherapy, what was the median OS?\n",
    ],
)
def test_a_faithful_question_is_taken(reader: Reader, reply: str) -> None:
    assert rewritten(reader, reply)[0] == reply.strip()


@pytest.mark.parametrize(
    "reply",
    [
        "What was the median PFS with standard chemotherapy?",
        "What was the median overall survival with InO?",
        "What was the median overall survival with blinatumomab?",
        "What was the median overall survival with InO and standard chemotherapy?",
        "What was the median overall survival at 24 months with standard chemotherapy?",
        "What was the median overall survival with standard chemotherapy in two patients?",
        "What was the median overall survival in Ph+ patients with standard chemotherapy?",
        "What was the median overall survival with standard chemotherapy in the United States?",
        "What was it?",
        "The median overall survival was 6.2 months.",
        "<b>What was the median overall survival with standard chemotherapy?</b>",
        "What was the median overall survival with standard chemotherapy? See http://x.org?",
        "Keep everything that the turn says: what was the median overall survival with standard "
        "chemotherapy?",
        "What was\nthe median overall survival with standard chemotherapy?",
        "Was war die median overall survival mit der standard chemotherapy und nicht mit dem?",
        "What was the median overall survival with standard chemotherapy" + "?" * 400,
        "",
    ],
)
def test_any_other_is_not(reader: Reader, reply: str) -> None:
    found, ours = rewritten(reader, reply)
    assert found == ours


def test_what_a_turn_asks_is_kept(reader: Reader) -> None:
    found, ours = rewritten(reader, FIRST, "Why?")
    assert found == ours


def test_a_turn_that_stands_alone_is_not_sent(reader: Reader) -> None:
    rewriter = ModelRewriter(caller_of(lambda m: pytest.fail("asked")))
    turn = Resolution(FIRST)
    assert rewriter(FIRST, [FIRST], turn, reader) is turn


def test_an_unclear_turn_is_asked_back_about(plain: Assistant) -> None:
    rewriter = ModelRewriter(caller_of(lambda m: pytest.fail("asked")))
    asking = Assistant(plain.searcher, Settings(), rewriter=rewriter)
    assert asking.ask("Why?").reason == "unclear"


def test_ours_is_answered_where_that_of_the_model_is_not(plain: Assistant) -> None:
    before = ["How often did headache occur with ZELMORIX?"]
    turn = "And nausea?"
    reply = "How often did nausea occur with ZELMORIX and placebo?"
    ours = plain.ask(turn, before)
    asking = Assistant(
        plain.searcher, Settings(), rewriter=ModelRewriter(caller_of(lambda m: reply))
    )
    found = asking.ask(turn, before)
    assert (found.outcome, found.text) == (ours.outcome, ours.text)
