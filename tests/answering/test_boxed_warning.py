"""No Answer is built, copied, shown or sent without the whole boxed warning."""

from __future__ import annotations

import copy
import dataclasses
import html
import json
import pickle
import re

import pytest
from hypothesis import given
from markdown_it import MarkdownIt

from answering.making import (
    OUTCOMES,
    Made,
    answers,
    box,
    box_texts,
    corpus_of,
    document,
    quickly,
    unescaped,
)
from ino_assistant.answering.saying.answer import Answer, Segment, ShownWarning
from ino_assistant.corpus.model import BoxedWarning, Corpus
from ino_assistant.text import fold, sha256_text


def expected(corpus: Corpus, products: tuple[str, ...]) -> list[str]:
    """Names of the products whose warning an answer about `products` must carry."""
    having = [w.product for w in corpus.boxed_warnings]
    return [p for p in having if p in products] or having


def assert_whole(corpus: Corpus, answer: Answer) -> None:
    """Every warning that must be there is, letter for letter, as data and as shown."""
    originals = {w.product: w for w in corpus.boxed_warnings}
    assert [w.product for w in answer.boxed_warning] == expected(corpus, answer.products)
    assert bool(answer.boxed_warning) == bool(originals)
    shown = fold(unescaped(answer.rendered))
    sent = json.loads(json.dumps(answer.as_dict()))
    assert len(sent["boxed_warning"]) == len(answer.boxed_warning)
    for warning, as_json in zip(answer.boxed_warning, sent["boxed_warning"], strict=True):
        original = originals[warning.product]
        assert warning.text == as_json["text"] == original.text
        assert warning.sha256 == as_json["sha256"] == sha256_text(original.text)
        assert warning.source == as_json["source"] == original.document_title
        assert fold(original.text) in shown
        assert all(0 <= i < len(original.bullets) for i in as_json["relevant"])
    assert sent["rendered"] == answer.rendered


@quickly
@given(answers())
def test_every_answer_carries_the_warnings_whole(made: Made) -> None:
    assert_whole(made.corpus, made.answer)


@quickly
@given(answers())
def test_no_copy_loses_them(made: Made) -> None:
    corpus, answer = made.corpus, made.answer
    copies = [
        copy.copy(answer),
        copy.deepcopy(answer),
        pickle.loads(pickle.dumps(answer)),
        dataclasses.replace(answer, corpus=corpus, question="another", outcome="refused"),
        dataclasses.replace(answer, corpus=corpus, products=("no such product",)),
        dataclasses.replace(answer, corpus=corpus, products=(), validated={"id": "v"}),
    ]
    for each in copies:
        assert_whole(corpus, each)


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_there_is_no_way_to_hand_over_other_warnings(outcome: str) -> None:
    corpus = corpus_of(document(boxes=[box("Alfazumab", "WARNING: HARM • It harms.")]))
    made = Answer(corpus=corpus, question="?", outcome=outcome, segments=())  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Answer(corpus=corpus, question="?", outcome="refused", segments=(), boxed_warning=())  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Answer(question="?", outcome="refused", segments=())  # type: ignore[call-arg]
    with pytest.raises(ValueError, match="boxed_warning"):
        dataclasses.replace(made, corpus=corpus, boxed_warning=())
    with pytest.raises(ValueError, match="corpus"):
        dataclasses.replace(made, question="without its corpus")  # type: ignore[call-arg]
    with pytest.raises(dataclasses.FrozenInstanceError):
        made.boxed_warning = ()  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        made.boxed_warning[0].text = "shorter"  # type: ignore[misc]
    assert_whole(corpus, made)


def test_a_subclass_carries_them_too() -> None:
    class Short(Answer):
        pass

    corpus = corpus_of(document(boxes=[box("Alfazumab", "WARNING: HARM • It harms.")]))
    assert_whole(corpus, Short(corpus=corpus, question="?", outcome="refused", segments=()))


def test_the_product_asked_about_decides_which_is_shown() -> None:
    corpus = corpus_of(
        document("one", boxes=[box("Alfazumab", "A • a")], products=["Alfazumab"]),
        document("two", boxes=[box("Betatinib", "B • b")], products=["Betatinib", "Gammacept"]),
    )

    def shown(*products: str) -> list[str]:
        made = Answer(
            corpus=corpus, question="?", outcome="refused", segments=(), products=products
        )
        return [w.product for w in made.boxed_warning]

    assert shown("Betatinib") == ["Betatinib"]
    assert shown("Betatinib", "Alfazumab") == ["Alfazumab", "Betatinib"]
    assert shown("Gammacept") == shown("unknown") == shown() == ["Alfazumab", "Betatinib"]


@quickly
@given(box_texts)
def test_a_warning_that_does_not_match_its_hash_is_not_made(text: str) -> None:
    whole = box("Alfazumab", text)
    for changed in (text[:-1], text + ".", text.replace("W", "w"), ""):
        with pytest.raises(ValueError, match="does not match its hash"):
            dataclasses.replace(whole, text=changed)
    with pytest.raises(ValueError, match="does not match its hash"):
        dataclasses.replace(whole, sha256="0" * 64)


def test_an_empty_warning_is_not_made_even_with_its_own_hash() -> None:
    with pytest.raises(ValueError, match="does not match its hash"):
        BoxedWarning("Alfazumab", "", sha256_text(""), "doc", "Title", ())


@quickly
@given(box_texts)
def test_heading_and_bullets_are_the_whole_text(text: str) -> None:
    warning = box("Alfazumab", text)
    assert fold(" • ".join([warning.heading, *warning.bullets])) == fold(text)


MARKUP = (
    "WARNING: <b>HARM</b> & &lt; &amp; &#60; *stars* _lines_ `code` # head ~~struck~~ $x^2$ | cell"
    " | [link](http://x) \\backslash \\\\ \\* • <script>alert(1)</script> 3 × ULN, <90 mmHg"
    " • 1. first - second + third • ![image](x) https://example.org/a_b_c a@b.example"
)


def read_by_a_person(markdown: str) -> str:
    """What a reader of the Markdown sees, white space folded."""
    page = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(markdown)
    return fold(html.unescape(re.sub(r"<[^>]+>", "", page)))


def test_markdown_shows_every_character_of_it() -> None:
    corpus = corpus_of(document(boxes=[box("Alfazumab", MARKUP)]))
    made = Answer(corpus=corpus, question="?", outcome="refused", segments=(Segment("No."),))
    assert MARKUP in read_by_a_person(made.rendered)


@quickly
@given(box_texts)
def test_markdown_shows_every_character_of_any_warning(text: str) -> None:
    corpus = corpus_of(document(boxes=[box("Alfazumab", text)]))
    made = Answer(corpus=corpus, question="?", outcome="refused", segments=())
    assert fold(text) in read_by_a_person(made.rendered)


def test_json_of_a_warning_has_the_fields_of_the_contract() -> None:
    shown = ShownWarning("A", "t", "h", "s", "head", ("one", "two"), (1,))
    assert shown.as_dict() == {
        "product": "A",
        "text": "t",
        "sha256": "h",
        "source": "s",
        "relevant": [1],
    }
