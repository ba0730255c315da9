"""Answers have the JSON of the contract, and their quotations stand in the sources."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from types import NoneType
from typing import Any

import pytest

from corpus.making import ROOT
from ino_assistant.answering.assistant import Assistant
from ino_assistant.answering.saying.answer import Answer, Citation
from ino_assistant.corpus.model import Corpus
from ino_assistant.settings import Settings
from ino_assistant.text import fold, sha256_text

Types = tuple[type, ...]
ANSWER: Mapping[str, Types] = {
    "id": (str,),
    "question": (str,),
    "standalone_question": (str,),
    "outcome": (str,),
    "route": (str, NoneType),
    "text": (str,),
    "citations": (list,),
    "numbers": (list,),
    "caveats": (list,),
    "related": (list,),
    "boxed_warning": (list,),
    "validated": (dict, NoneType),
    "answerer": (str,),
    "corpus_version": (str,),
    "index_version": (str,),
    "timings_ms": (dict,),
    "rendered": (str,),
}
CITATION: Mapping[str, Types] = {
    "marker": (int,),
    "document": (str,),
    "section": (str,),
    "page": (int, NoneType),
    "page_confirmed": (bool,),
    "kind": (str,),
    "authority": (str,),
    "quote": (str,),
    "spans": (list,),
    "references": (list,),
}
OUTCOMES = {"answered", "corrected", "refused", "routed"}
ROUTES = {"medical_information", "adverse_event", "pregnancy_exposure", "product_complaint", None}
KINDS = {"prose", "table", "list", "figure", "safety", "boxed_warning"}
AUTHORITIES = {"trial", "opinion", "label", "guideline", "case", "background"}
VERDICTS = {"supported", "derived", "contradicted", "not_in_evidence", "cannot_bind"}
MARK = re.compile(r" \[\d+\]")

REFUSED = "What is the hazard ratio for diarrhea in children in Japan?"
QUESTIONS = (
    "What was the CR/CRi rate with inotuzumab and with chemotherapy?",
    "How many patients were randomized?",
    REFUSED,
    "hello",
    "",
    "Was ist die empfohlene Dosis und wie wird sie gegeben?",
)


def check_fields(found: Mapping[str, Any], wanted: Mapping[str, Types]) -> None:
    assert set(wanted) <= set(found)
    for name, types in wanted.items():
        # A bool is an int to Python, but not to JSON.
        assert type(found[name]) in types, (name, found[name])


def check_citation(citation: Mapping[str, Any]) -> None:
    check_fields(citation, CITATION)
    assert citation["kind"] in KINDS
    assert citation["authority"] in AUTHORITIES
    assert citation["marker"] >= 1
    assert citation["quote"]
    assert citation["spans"]
    for span in citation["spans"]:
        assert [type(offset) for offset in span] == [int, int]
        assert 0 <= span[0] < span[1]
    assert all(type(reference) is str for reference in citation["references"])


def check_quote(citation: Citation, corpus: Corpus) -> None:
    """The folded text of the spans, joined by a blank or as cells, is the quote."""
    source = corpus.document(citation.document).source
    parts = [fold(source[start:end]) for start, end in citation.spans]
    assert citation.quote in (" ".join(parts), " | ".join(parts))
    assert fold(citation.quote) == citation.quote


def check_numbers(answer: Answer) -> None:
    """Every run of digits outside of citation marks is listed, in order, and nothing else."""
    text = MARK.sub("", answer.text)
    listed = [number["text"] for number in answer.numbers]
    assert re.findall(r"\d+", " ".join(listed)) == re.findall(r"\d+", text)
    at = 0
    for number in answer.numbers:
        at = text.index(number["text"], at) + len(number["text"])
        assert number["verdict"] in VERDICTS
        cited = answer.citations[number["citation"] - 1]
        assert cited.marker == number["citation"]
        said = (cited.quote, cited.display, *cited.spoken, cited.section)
        assert any(number["text"] in text for text in said)


def check_answer(answer: Answer, corpus: Corpus) -> None:
    """All that the contract says of one answer."""
    found = json.loads(json.dumps(answer.as_dict()))
    check_fields(found, ANSWER)
    assert found["outcome"] in OUTCOMES
    assert found["route"] in ROUTES
    assert found["text"]
    assert [c["marker"] for c in found["citations"]] == list(range(1, len(found["citations"]) + 1))
    for citation in (*found["citations"], *found["related"]):
        check_citation(citation)
    for caveat in found["caveats"]:
        assert type(caveat["text"]) is str
        check_citation(caveat["citation"])
    assert set(found["timings_ms"]) >= {"total"}
    assert all(type(value) in (int, float) and value >= 0 for value in found["timings_ms"].values())
    originals = {w.product: w.text for w in corpus.boxed_warnings}
    assert found["boxed_warning"]
    for warning in found["boxed_warning"]:
        check_fields(
            warning,
            {"product": (str,), "text": (str,), "sha256": (str,), "source": (str,)}
            | {"relevant": (list,)},
        )
        assert warning["text"] == originals[warning["product"]]
        assert warning["sha256"] == sha256_text(warning["text"])
        assert warning["text"] in fold(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", found["rendered"]))
    assert found["corpus_version"] == corpus.version
    if found["outcome"] == "answered":
        assert found["citations"]
        assert not found["related"]
        assert set(re.findall(r" \[(\d+)\]", found["text"])) == {
            str(c["marker"]) for c in found["citations"]
        }
    else:
        assert not found["numbers"]
    for each in (*answer.citations, *answer.related, *(c.citation for c in answer.caveats)):
        check_quote(each, corpus)
    check_numbers(answer)


@pytest.mark.parametrize("question", QUESTIONS)
def test_answers_of_every_path_have_every_field(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    check_answer(answer, assistant.corpus)
    assert answer.question == question
    assert answer.index_version == assistant.index_version


def _set_questions() -> list[str]:
    lines = (ROOT / "eval" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines]
    return questions[:: max(1, len(questions) // 45)]


def test_answers_to_the_evaluation_questions_keep_the_contract(assistant: Assistant) -> None:
    answers = [assistant.ask(question) for question in _set_questions()]
    assert len(answers) >= 40
    for answer in answers:
        check_answer(answer, assistant.corpus)
    # What is checked must have occurred.
    assert sum(a.outcome == "answered" for a in answers) >= 20
    assert sum(a.outcome == "refused" for a in answers) >= 3
    assert any(a.related for a in answers)
    assert any(a.caveats for a in answers)
    assert any(c.kind == "table" and " | " in c.quote for a in answers for c in a.citations)
    assert len({a.id for a in answers}) == len(answers)


def test_answers_about_several_documents_keep_it_too(two_products: Assistant) -> None:
    for question in (
        "What is the recommended dosage of ZELMORIX?",
        "How many patients had recurrence with KARDENTO?",
        "How many patients had headache?",
        "How is the dose prepared?",
    ):
        answer = two_products.ask(question)
        check_answer(answer, two_products.corpus)
        assert answer.outcome == "answered"


def test_a_refusal_names_who_to_ask_and_asserts_nothing(assistant: Assistant) -> None:
    answer = assistant.ask(REFUSED)
    assert answer.outcome == "refused"
    assert answer.route == "medical_information"
    assert "your medical information department" in answer.text
    assert answer.related
    assert not answer.citations
    assert not re.search(r"\d", answer.text)
    for near in answer.related:
        assert near.quote not in answer.text


def test_a_contact_with_a_telephone_number_is_named_beside_the_text(
    two_products: Assistant,
) -> None:
    contact = "Medical Information, +49 30 1234 (ext. 5)"
    settings = Settings(medical_information_contact=contact)
    reachable = Assistant(two_products.searcher, settings)
    for question in ("What is the hazard ratio for tinnitus in zebras?", "hello"):
        answer = reachable.ask(question)
        assert answer.outcome == "refused"
        assert "Please ask medical information" in answer.text or (
            "please ask medical information" in answer.text
        )
        assert f"Medical information: {contact}" in answer.notices
        assert contact in answer.rendered
    answered = reachable.ask("How many patients had headache with ZELMORIX?")
    assert contact not in answered.rendered


def test_an_unusable_question_says_what_to_do(assistant: Assistant) -> None:
    answer = assistant.ask("")
    assert answer.outcome == "refused"
    assert answer.route is None
    assert answer.problem == answer.text
    assert "please type" in answer.text
    assert not answer.related


def test_caveats_of_the_source_go_with_what_they_qualify(two_products: Assistant) -> None:
    answer = two_products.ask("How many patients had recurrence with KARDENTO?")
    (caveat,) = answer.caveats
    assert caveat.text.startswith("The trial was open-label")
    assert caveat.citation.quote == caveat.text
    assert caveat.text in answer.rendered
    assert caveat.text not in answer.text


def test_a_row_is_cited_with_the_cells_that_are_quoted(two_products: Assistant) -> None:
    answer = two_products.ask("How many patients on placebo had headache?")
    (citation,) = answer.citations
    assert "22 (13.8)" in answer.text
    assert "61 (18.9)" not in answer.text
    assert citation.quote.startswith("Headache | ")
    assert citation.quote.endswith(" | 22 (13.8)")
    assert "61 (18.9)" not in citation.quote


def test_timings_are_of_every_stage(assistant: Assistant) -> None:
    timings = assistant.ask(QUESTIONS[0]).timings_ms
    assert set(timings) >= {"encode", "score", "rank", "total"}
    stages = sum(value for name, value in timings.items() if name != "total")
    assert 0 < stages <= timings["total"] + 0.01


def spoil(answer: Answer, change: Callable[[dict[str, Any]], None]) -> Mapping[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(answer.as_dict()))
    change(found)
    return found


@pytest.mark.parametrize("name", ANSWER)
def test_the_check_of_fields_finds_one_that_is_missing(assistant: Assistant, name: str) -> None:
    answer = assistant.ask(QUESTIONS[0])
    with pytest.raises(AssertionError):
        check_fields(spoil(answer, lambda found: found.pop(name)), ANSWER)
    with pytest.raises(AssertionError):
        check_fields(spoil(answer, lambda found: found.update({name: 1.5})), ANSWER)


def ask_all(assistant: Assistant, turns: Sequence[str]) -> list[Answer]:
    return [assistant.ask(turn, turns[:at]) for at, turn in enumerate(turns)]


def test_later_turns_take_over_what_earlier_ones_said(assistant: Assistant) -> None:
    turns = ["What was the CR/CRi rate with inotuzumab?", "And with chemotherapy?"]
    first, second = ask_all(assistant, turns)
    assert first.standalone_question == turns[0]
    assert second.question == turns[1]
    assert "CR/CRi" in second.standalone_question
    assert "chemotherapy" in second.standalone_question
    assert "29.3%" in second.text or "29.4" in second.text
    assert "Understood as" in second.rendered
    assert "Understood as" not in first.rendered
    for answer in (first, second):
        check_answer(answer, assistant.corpus)


def test_what_a_turn_refers_to_may_lie_further_back(assistant: Assistant) -> None:
    turns = ["How many patients had VOD with inotuzumab?", "And hemorrhage?", "And with chemo?"]
    asked = [answer.standalone_question for answer in ask_all(assistant, turns)]
    assert asked == [
        turns[0],
        "How many patients had hemorrhage with inotuzumab?",
        "How many patients had hemorrhage with chemo?",
    ]


def test_an_arm_is_exchanged_by_whatever_name_it_goes(assistant: Assistant) -> None:
    for name in ("InO", "inotuzumab", "inotuzumab ozogamicin", "the study drug"):
        first = f"What was the median age with {name}?"
        second = assistant.ask("And with standard chemotherapy?", [first])
        assert name.removeprefix("the ") not in second.standalone_question
        assert "47.5" in second.text
        assert "46.5" not in second.text


def test_an_exchange_leaves_words_that_only_hold_the_name(assistant: Assistant) -> None:
    first = "Did the increase in CR matter with InO?"
    second = assistant.ask("And in MRD negativity?", [first])
    assert "increase" in second.standalone_question


def test_a_whole_question_takes_nothing_over(two_products: Assistant) -> None:
    turns = ["How many patients had headache with ZELMORIX?", "How should tablets be stored?"]
    last = ask_all(two_products, turns)[-1]
    assert last.standalone_question == turns[-1]
    assert "Below 30 °C" in last.text


@pytest.mark.parametrize("earlier", [[""], ["\x00"], ["x" * 5000], ["¿Qué dosis es la de los?"]])
def test_unusable_earlier_turns_are_passed_over(
    two_products: Assistant, earlier: list[str]
) -> None:
    question = "How many patients had headache with ZELMORIX?"
    assert two_products.ask(question, earlier).text == two_products.ask(question).text
    fallen = two_products.ask("And eczema?", [question, *earlier])
    assert "29 (9.0)" in fallen.text


def test_a_first_turn_may_begin_like_a_follow_up(two_products: Assistant) -> None:
    answer = two_products.ask("And eczema with ZELMORIX?")
    assert answer.standalone_question == "And eczema with ZELMORIX?"
    check_answer(answer, two_products.corpus)


def test_the_same_question_gets_the_same_answer(assistant: Assistant) -> None:
    one, other = assistant.ask(QUESTIONS[0]), assistant.ask(QUESTIONS[0])
    assert one.id != other.id
    assert one.rendered == other.rendered
    assert one.citations == other.citations
