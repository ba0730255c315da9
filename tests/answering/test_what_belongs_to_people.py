"""Reports and requests are routed on every turn, and what identifies a person is taken out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from ino_assistant.answering.assistant import Assistant
from ino_assistant.answering.saying.answer import Answer
from ino_assistant.answering.saying.compose import Composed, compose
from ino_assistant.answering.turns.conversation import Resolution
from ino_assistant.answering.understanding.question import Question, Reader
from ino_assistant.corpus.model import Corpus, Statement
from ino_assistant.settings import Settings
from ino_assistant.vocabulary.concepts import Concepts
from search.prepared import small_searcher

EVAL = Path(__file__).parents[2] / "eval"
REPORTS = ("adverse_event", "pregnancy_exposure", "product_complaint")
MESSAGES = [
    json.loads(line) for line in (EVAL / "messages.jsonl").read_text("utf-8").splitlines() if line
]
ASKED = "How many patients had headache with ZELMORIX?"
REPORT = "My patient Anna Kowalski vomited blood after KARDENTO yesterday."


def ask_all(assistant: Assistant, turns: Sequence[str]) -> list[Answer]:
    return [assistant.ask(turn, turns[:at]) for at, turn in enumerate(turns)]


def assert_whole_box(answer: Answer, assistant: Assistant) -> None:
    whole = {w.text for w in assistant.corpus.boxed_warnings}
    assert answer.boxed_warning
    assert {w.text for w in answer.boxed_warning} <= whole


def test_every_report_is_routed_and_questions_are_not(assistant: Assistant) -> None:
    of_people = [m for m in MESSAGES if m["label"] != "question"]
    assert len([m for m in MESSAGES if m["label"] in REPORTS]) == 100
    wrong, declined = [], 0
    for message in of_people:
        answer = assistant.ask(message["text"])
        wanted = message["label"] if message["label"] in REPORTS else "medical_information"
        declined += wanted == "medical_information" and answer.outcome == "routed"
        assert_whole_box(answer, assistant)
        if wanted in REPORTS:
            if (answer.outcome, answer.route) != ("routed", wanted):
                wrong.append((message["id"], answer.outcome, answer.route))
                continue
            assert answer.report is not None
            assert answer.report["reported"] == message["text"]
            assert all(cited.authority == "label" for cited in answer.citations)
    assert wrong == []
    assert declined >= 0.95 * (len(of_people) - 100)


def test_plain_questions_are_not_routed(assistant: Assistant) -> None:
    asked = [m for m in MESSAGES if m["label"] == "question"]
    taken = [m["id"] for m in asked if assistant.ask(m["text"]).outcome == "routed"]
    assert len(asked) >= 90
    assert len(taken) <= 0.05 * len(asked), taken


@pytest.mark.parametrize(
    ("message", "route", "kind"),
    [
        (REPORT, "adverse_event", "adverse_event"),
        ("Our patient got twice the dose of ZELMORIX.", "adverse_event", "overdose"),
        (
            "A patient's wife got pregnant while he took KARDENTO.",
            "pregnancy_exposure",
            "pregnancy",
        ),
        (
            "The vial of ZELMORIX was cracked when it came.",
            "product_complaint",
            "product_complaint",
        ),
    ],
)
def test_reports_over_other_products(
    two_products: Assistant, message: str, route: str, kind: str
) -> None:
    answer = two_products.ask(message)
    assert (answer.outcome, answer.route) == ("routed", route)
    assert answer.report is not None
    assert answer.report["kind"] == kind
    assert answer.report["reported"] == message
    assert set(answer.report["criteria"]) == {"patient", "reporter", "product", "event"}
    assert answer.report["received_at"].endswith("+00:00")
    assert answer.as_dict()["report"] == answer.report
    assert_whole_box(answer, two_products)


def test_the_same_words_as_a_question_are_answered(two_products: Assistant) -> None:
    assert two_products.ask("Can KARDENTO cause bleeding?").outcome == "answered"


def test_a_question_of_the_cause_is_left_to_people(two_products: Assistant) -> None:
    answer = two_products.ask(f"{REPORT} Can KARDENTO cause bleeding?")
    assert answer.outcome == "routed"
    assert answer.standalone_question == "Can KARDENTO cause bleeding?"
    assert not answer.citations
    assert answer.numbers == []
    assert all(near.authority == "label" for near in answer.related)
    assert all(near.quote not in answer.text for near in answer.related)


@pytest.mark.parametrize(
    ("message", "quoted"),
    [
        ("My patient has ALT of 400 since Monday. When is ZELMORIX discontinued?", "8 times"),
        (
            "She had a bad infusion reaction to ZELMORIX today. When is the infusion interrupted?",
            "",
        ),
    ],
)
def test_of_a_report_s_question_the_label_is_quoted_at_most(
    two_products: Assistant, message: str, quoted: str
) -> None:
    answer = two_products.ask(message)
    assert (answer.outcome, answer.route) == ("routed", "adverse_event")
    assert answer.report is not None
    assert answer.report["reported"] == message
    assert quoted in answer.text
    assert all(cited.authority == "label" for cited in answer.citations)
    assert all(number["verdict"] == "supported" for number in answer.numbers)
    assert not answer.text.split(":")[-1].strip().startswith(("Yes", "No."))


def test_what_the_gate_stops_leaves_the_acknowledgement(
    two_products: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ino_assistant.answering.beside_report.GENERAL", "In 5 of 9 cases:")
    message = "My patient has ALT of 400 since Monday. When is ZELMORIX discontinued?"
    answer = two_products.ask(message)
    assert answer.outcome == "routed"
    assert not answer.citations
    assert "5 of 9" not in answer.text


def test_a_request_is_declined_with_what_the_documents_say(two_products: Assistant) -> None:
    answer = two_products.ask("My patient weighs 95 kg, what dose of ZELMORIX should I give him?")
    assert (answer.outcome, answer.route) == ("routed", "medical_information")
    assert answer.report is None
    assert any("dosage" in near.quote for near in answer.related)
    assert not answer.citations


@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_report_is_routed_on_whatever_turn_and_passed_over_after(
    two_products: Assistant, at: int
) -> None:
    turns = [ASKED, "And eczema?"]
    turns.insert(at, REPORT)
    answers = ask_all(two_products, turns)
    assert [a.outcome == "routed" for a in answers] == [n == at for n in range(3)]
    last = answers[-1 if at < 2 else 1]
    assert last.standalone_question == "How many patients had eczema with ZELMORIX?"
    assert "29 (9.0)" in last.text


def test_after_a_report_alone_there_is_nothing_to_continue(two_products: Assistant) -> None:
    answer = two_products.ask("And with the other arm?", [REPORT])
    assert (answer.outcome, answer.reason, answer.route) == ("refused", "unclear", None)


def test_a_report_too_long_to_be_worked_on_is_routed(two_products: Assistant) -> None:
    message = f"{REPORT} {'It was a long night. ' * 300}"
    answer = two_products.ask(message)
    assert (answer.outcome, answer.route) == ("routed", "adverse_event")
    assert answer.report is not None
    assert answer.report["reported"] == message
    assert "Kowalski" not in answer.standalone_question
    assert len(answer.standalone_question) <= Settings().max_question_chars


def test_contacts_are_those_of_the_settings(two_products: Assistant) -> None:
    settings = Settings(
        safety_contact="Drug Safety, +49 30 1234", product_quality_contact="Quality desk"
    )
    reachable = Assistant(two_products.searcher, settings)
    report = reachable.ask(REPORT)
    assert any("+49 30 1234" in notice for notice in report.notices)
    assert not any(c.isdigit() for c in report.text)
    assert "+49 30 1234" in report.rendered
    assert (
        "Quality desk" in reachable.ask("The vial of ZELMORIX was cracked when it came.").rendered
    )


NAMED = (
    "My name is John Smith, how should tablets be stored?",
    "Dr. Anna Kowalski (anna.kowalski@example.org) asks: how should tablets be stored?",
    "How should tablets be stored? Call me: +49 30 901820, John Smith, born 12.03.1961",
)
DETAILS = ("John", "Smith", "Anna", "Kowalski", "anna.kowalski", "901820", "12.03.1961")


class Heard:
    """What a composer and a rewriter were given."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def compose(
        self,
        question: Question,
        chosen: Sequence[Statement],
        corpus: Corpus,
        reader: Reader,
        concepts: Concepts,
    ) -> Composed:
        self.texts += [question.text, question.search_text]
        return compose(question, chosen, corpus, reader, concepts)

    def rewrite(
        self, question: str, earlier: Sequence[str], turn: Resolution, reader: Reader
    ) -> Resolution:
        self.texts += [question, *earlier, turn.standalone]
        return turn


@pytest.mark.parametrize("question", NAMED)
def test_a_name_goes_nowhere(question: str, monkeypatch: pytest.MonkeyPatch) -> None:
    heard, searched = Heard(), []
    searcher = small_searcher()
    search = searcher.search

    def listening(text: str, **options: object) -> object:
        searched.append(text)
        return search(text, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(searcher, "search", listening)
    assistant = Assistant(searcher, Settings(), heard.compose, heard.rewrite)
    turns = [question, "and below which temperature?", "why?"]
    for answer in ask_all(assistant, turns):
        given = [answer.standalone_question, answer.text, *searched, *heard.texts]
        assert not [d for d in DETAILS for text in given if d in text]
    assert searched
    assert heard.texts


@pytest.mark.parametrize(
    "question",
    [
        "Wie geht es der Patientin Anna Kowalski und wie ist die Dosis?",
        f"I am John Smith. {'Please tell me the dose. ' * 300}",
        REPORT,
        "And for John Smith?",
    ],
)
def test_not_even_where_it_is_not_worked_on(small: Assistant, question: str) -> None:
    answer = small.ask(question)
    assert answer.outcome != "answered"
    assert not [d for d in DETAILS if d in answer.standalone_question]
    assert answer.question == question


def test_nobody_s_case_is_told_of_as_the_one_just_reported(assistant: Assistant) -> None:
    report, asked = "My patient got VOD after InO yesterday.", "what did she get for it?"
    earlier = ["How old was Helen?", report]
    answer = assistant.ask(asked, earlier)
    assert (answer.outcome, answer.reason) == ("refused", "unclear")
    assert answer.text.startswith("Do you mean Helen of the documents?")
    assert not answer.citations
    after = assistant.ask("what did she get?", [report, "How old was Helen?"])
    assert after.outcome == "answered"
