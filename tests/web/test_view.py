from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest

from ino_assistant.answering.saying.answer import Answer, Citation, Segment
from ino_assistant.corpus.model import Corpus
from ino_assistant.records import Actor
from ino_assistant.text import fold
from ino_assistant.web import view
from ino_assistant.web.header import header
from ino_assistant.web.markup import shortened, text
from ino_assistant.web.next_questions import next_questions, replies
from ino_assistant.web.source_panel import opener, source_panel
from web.fake import (
    ALFA,
    BETA,
    CORPUS,
    HOSTILE,
    STATEMENTS,
    answered,
    cite,
    refused,
)

VOID = {"br", "img", "hr", "input", "meta", "link"}


class Page(HTMLParser):
    """The elements of a fragment, with the text of each; fails where tags are not balanced."""

    def __init__(self, fragment: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None], list[str]]] = []
        self._open: list[int] = []
        self.feed(fragment)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs), []))
        if tag not in VOID:
            self._open.append(len(self.elements) - 1)

    def handle_endtag(self, tag: str) -> None:
        assert self.elements[self._open.pop()][0] == tag

    def handle_data(self, data: str) -> None:
        for index in self._open:
            self.elements[index][2].append(data)

    def texts(self, tag: str = "", css: str = "") -> list[str]:
        """Folded texts of the elements with this tag and class."""
        return [
            fold("".join(words))
            for name, attrs, words in self.elements
            if tag in ("", name) and (not css or css in (attrs.get("class") or "").split())
        ]

    def values(self, attribute: str) -> list[str]:
        """Values of an attribute, in order."""
        return [attrs[attribute] or "" for _, attrs, _ in self.elements if attribute in attrs]


def shown(answer: Answer, corpus: Corpus = CORPUS) -> Page:
    return Page(view.exchange(answer, corpus, 7))


def made(**more: Any) -> Answer:
    values: dict[str, Any] = {
        "corpus": CORPUS,
        "question": "Why?",
        "outcome": "refused",
        "segments": (Segment("The documents do not say."),),
    }
    return Answer(**{**values, **more})


def test_an_answer_with_numbered_sources() -> None:
    page = shown(answered("What was the response?"))
    # A mark is joined to the word before it, so that it begins no line.
    assert page.texts(css="text") == [
        "In the study, 120 of 164 patients (73.2%) had a response at week 12, compared with 41 "
        "of 162 patients (25.3%) in the control group.\u20601 55 or older, Alfazumab: 64.9%\u20602."
    ]
    assert page.texts("button", "cite") == ["1", "2", "1", "2"]
    assert page.texts(css="understood") == ["Understood as: What was the response with Alfazumab?"]
    assert page.texts(css="status") == [
        "Answered Checked against the source, not yet validated by medical information"
    ]
    assert "trial result" in page.texts(css="sources")[0]


def test_every_button_opens_a_panel_of_its_own_page() -> None:
    page = shown(answered("What was the response?"))
    panels = [attrs["id"] for _, attrs, _ in page.elements if "popover" in attrs]
    assert len(panels) == len(set(panels)) == 3
    assert set(page.values("popovertarget")) == set(panels)
    assert len(page.values("id")) == len(set(page.values("id")))


def test_a_panel_says_where_the_quote_stands() -> None:
    page = Page(source_panel("p", "Source 1", cite("response", 1), CORPUS))
    assert page.texts("dt") == [
        "Document",
        "Section",
        "Page",
        "Kind",
        "References as printed",
    ]
    assert page.texts("dd") == [
        "Review of two made-up medicines",
        "Results > Efficacy",
        "2",
        "text; trial result",
        "1, 2",
    ]
    assert page.texts("blockquote") == [STATEMENTS["response"].quote]
    assert page.texts("mark") == [STATEMENTS["response"].quote]
    assert page.texts("figcaption") == ["Lines 6 to 16 of the source text"]


def test_who_may_see_label_text_alone_sees_nothing_around_it() -> None:
    page = Page(view.exchange(answered("Why?"), CORPUS, 1, label_only=True))
    assert page.texts(css="source-text") == []
    assert page.texts("blockquote")[0] == STATEMENTS["response"].quote
    assert shown(answered("Why?")).texts(css="source-text") != []


def test_an_inferred_page_says_so() -> None:
    page = Page(source_panel("p", "Source 1", cite("older", 1), CORPUS))
    assert "2 (inferred)" in page.texts("dd")
    assert page.texts("mark") == ["Alfazumab Control", "55 or older", "64.9%"]


@pytest.mark.parametrize("document", ["review", "gone"])
def test_a_passage_that_is_not_there_is_not_marked(document: str) -> None:
    astray = replace(cite("response", 1), spans=((3, 40),), document=document)
    page = Page(source_panel("p", "Source 1", astray, CORPUS))
    assert page.texts("mark") == []
    assert page.texts(css="not-located") == ["The passage can't be located in the document."]


def test_a_panel_tells_repairs_and_losses() -> None:
    mended = replace(cite("common", 1), display="mended words")
    assert Page(source_panel("p", "S", mended, CORPUS)).texts(css="source-note") == [
        "Shown in answers as: mended words",
        "Lost in the source text: a footnote",
    ]


def test_buttons_are_named_for_those_who_do_not_see_the_text() -> None:
    named = Page(opener("p", "Source 1", cite("response", 1))).values("aria-label")
    assert named == ["Source 1: Results > Efficacy, page 2"]


def test_boxed_warnings_are_whole_and_marked_in_words() -> None:
    page = shown(answered("What was the response?"))
    assert page.texts(css="box-text") == [ALFA.text]
    assert len(page.texts("li", "relevant")) == 1
    assert page.values("data-note") == ["bears on this question"]
    assert page.texts(css="box-note") == ["1 of 2 points marked “bears on this question”."]


def test_without_a_product_all_boxed_warnings_are_shown() -> None:
    page = shown(refused("Why?"))
    assert page.texts(css="box-text") == [ALFA.text, BETA.text]
    assert page.texts(css="box-note") == []


def test_the_boxed_warnings_stand_before_the_first_question_and_with_a_fault() -> None:
    for fragment in (view.welcome(CORPUS), view.failed("Why?", CORPUS, 1)):
        assert Page(fragment).texts(css="box-text") == [ALFA.text, BETA.text]


def test_a_box_has_one_list_item_for_each_point() -> None:
    for warning in (ALFA, BETA):
        page = Page(view.welcome(replace_warning(warning.product)))
        assert page.texts("li") == [f"• {bullet}" for bullet in warning.bullets]
        assert page.texts(css="box-heading") == [warning.heading]


def replace_warning(product: str) -> Corpus:
    (document,) = CORPUS.documents
    kept = tuple(w for w in document.boxed_warnings if w.product == product)
    return Corpus((replace(document, boxed_warnings=kept),), CORPUS.version)


def test_what_is_asked_back_says_so_and_offers_the_replies_beside_it() -> None:
    asked_back = replace(refused("How is it stored?"), corpus=CORPUS, reason="unclear", related=())
    markup = view.exchange(asked_back, CORPUS, 7, after=replies(("ALFA", "BETA")))
    assert Page(markup).texts(css="status") == [
        "Asked back It can't be told what is meant: a word or two will do"
    ]
    assert markup.index("data-reply") < markup.index("Boxed warning")
    assert "Asked back." in view.announcement(asked_back)


def test_a_refusal_sets_near_passages_apart() -> None:
    page = shown(refused("Why?"))
    assert page.texts(css="status") == ["Not answered Not in the documents"]
    (near,) = page.texts(css="near")
    assert near.startswith("Near passages: not an answer")
    assert page.texts(css="sources") == []


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (
            {"outcome": "routed", "route": "adverse_event"},
            "Handed on for drug safety (adverse event)",
        ),
        ({"problem": "Too long"}, "Not answered This question could not be worked on"),
        (
            {"outcome": "corrected"},
            "Corrected The question rests on something that the source does not say",
        ),
        (
            {
                "outcome": "answered",
                "validated": {
                    "id": "A1",
                    "version": 2,
                    "approved_by": "M. Roe",
                    "approved_at": "2026-01-02",
                    "expires_on": "2027-01-02",
                },
            },
            "Answered Validated by medical information until 2027-01-01: version 2, approved by "
            "M. Roe on 2026-01-02",
        ),
    ],
)
def test_the_status_is_said_in_words(more: dict[str, Any], words: str) -> None:
    assert shown(made(**more)).texts(css="status") == [words]


def test_notices_and_another_answerer_are_told() -> None:
    page = shown(made(notices=("From about 2020.",), answerer="llm:x"))
    assert page.texts(css="notice") == ["From about 2020."]
    assert "answered by: llm:x" in page.texts(css="colophon")[0]


def test_the_same_question_is_not_said_twice() -> None:
    assert shown(made(standalone_question=" Why? ")).texts(css="understood") == []


_OWN_LINK = re.compile(r"(?:/documents/[\w%.-]+\?[\w=&,%-]+#cited|/review/|/sign-out)\Z")


@pytest.mark.parametrize("hostile", [HOSTILE, "<script>alert(1)</script>", '"><b onclick=x>'])
def test_hostile_text_stays_text(hostile: str) -> None:
    (document,) = CORPUS.documents
    statement = replace(STATEMENTS["hostile"], section=(hostile,))
    hostile_document = replace(document, title=hostile, notices=(hostile,), statements=(statement,))
    hostile_corpus = Corpus((hostile_document,), "v")
    citation = Citation.of(hostile_corpus, statement, 1)
    answer = made(
        corpus=hostile_corpus,
        question=hostile,
        standalone_question=hostile + "?",
        segments=(Segment("No."),),
        related=(citation,),
        notices=(hostile,),
        answerer=hostile,
        id=hostile,
    )
    for fragment in (
        view.exchange(answer, hostile_corpus, 1),
        view.working(hostile),
        view.failed(hostile, hostile_corpus, 1),
        view.status_line(hostile, hostile),
        header(hostile_corpus, hostile),
        header(hostile_corpus, hostile, Actor("u", hostile, "safety"), signs_in=True),
    ):
        page = Page(fragment)
        assert not {"img", "script", "b"} & {tag for tag, _, _ in page.elements}
        assert not {"onerror", "onclick"} & {
            name for _, attrs, _ in page.elements for name in attrs
        }
        links = [str(attrs["href"]) for _, attrs, _ in page.elements if "href" in attrs]
        assert all(_OWN_LINK.match(link) for link in links), links
        assert any(hostile in words for words in page.texts())


@pytest.mark.parametrize(
    "worded", ["<b onclick=x>[a](http://x.y)</b>", "<script>see()</script>", "${a} {{a}} `a`"]
)
def test_what_a_model_words_stays_text(worded: str) -> None:
    # Beside a citation the gate would not let it pass.
    page = shown(made(segments=(Segment(worded),), answerer=f"llm:{worded}"))
    assert page.texts(css="text") == [worded]
    assert worded in page.texts(css="colophon")[0]
    assert not {"b", "script"} & {tag for tag, _, _ in page.elements}
    assert all(_OWN_LINK.match(link) for link in page.values("href"))


def test_characters_that_turn_the_direction_of_text_are_taken_out() -> None:
    assert text("73\u202e.2%\x00<") == "73 .2% &lt;"


def test_a_long_question_is_echoed_in_part() -> None:
    page = Page(view.working("x" * 100_000))
    assert page.texts(css="asked") == ["You asked" + "x" * 300 + "… (100,000 characters)"]
    assert shortened("x" * 300, 300) == "x" * 300


def test_the_announcement_has_status_and_text() -> None:
    page = Page(view.announcement(answered("What was the response?")))
    (said,) = page.texts("p")
    assert said.startswith("Answered with 2 sources. In the study, 120 of 164")
    assert "polite" in page.values("aria-live")
    assert Page(view.announcement(refused("Why?"))).texts("p")[0].startswith("Not answered.")


def test_the_header_names_documents_with_date_and_status() -> None:
    page = Page(header(CORPUS, "the department"))
    assert page.texts("h1") == ["Ino Assistant"]
    (documents,) = page.texts(css="documents")
    assert "Review of two made-up medicines expert review; 2020" in documents
    assert "not the current prescribing information" in documents
    assert page.texts(css="mode")[0].startswith("Local mode without sign-in.")


def test_a_day_is_written_out_in_the_header() -> None:
    (document,) = CORPUS.documents
    dated = Corpus((replace(document, date="2024-03-06"),), "v")
    assert "6 March 2024" in Page(header(dated, "us")).texts(css="documents")[0]


def test_the_way_to_reviewing_is_shown_to_those_who_may() -> None:
    asks = Actor("u1", "Fay", "field_medical")
    reviews = Actor("u2", "Ann <b>", "medical_information")
    assert "/review" not in header(CORPUS, "us")
    assert "/review" not in header(CORPUS, "us", asks, signs_in=True)
    page = Page(header(CORPUS, "us", reviews, signs_in=True))
    assert "Reviewing" in page.texts("a", "place")
    assert page.texts(css="mode") == ["Ann <b>, medical information Sign out"]


def test_what_may_be_asked_next_is_text() -> None:
    page = Page(next_questions((HOSTILE,), "Ask next"))
    assert page.texts("button") == [fold(HOSTILE)]
    assert not {"img", "a"} & {tag for tag, _, _ in page.elements}
    assert next_questions((), "Ask next") == ""
