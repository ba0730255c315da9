"""`ask`: one question."""

from __future__ import annotations

import pytest

from cli.conftest import Run
from cli.running import boxes
from ino_assistant.answering.assistant import Assistant
from ino_assistant.answering.saying.answer import Answer, Segment
from ino_assistant.answering.saying.render import place
from ino_assistant.cli.answer_view import shown
from ino_assistant.cli.terminal import asker
from ino_assistant.corpus.model import Corpus
from ino_assistant.records import LOCAL, RecordsError
from ino_assistant.review.intake import Intake
from ino_assistant.service import Office
from ino_assistant.settings import Settings
from ino_assistant.text import fold, sha256_text

ANSWERABLE = "What was the CR/CRi rate with inotuzumab and with chemotherapy?"
UNANSWERABLE = "What is the price of aspirin in Norway?"
UNUSABLE = {
    "empty": "",
    "blank": " \t\n ",
    "control characters": "\x01\x02\x1b\x7f",
    "too long": "What is the dose? " * 5600,
    "another language": "¿Cuál es la dosis recomendada de inotuzumab para los pacientes?",
}
FIELDS = {
    "id",
    "question",
    "standalone_question",
    "outcome",
    "route",
    "text",
    "citations",
    "numbers",
    "caveats",
    "related",
    "boxed_warning",
    "validated",
    "answerer",
    "corpus_version",
    "index_version",
    "timings_ms",
    "rendered",
}


def hashes(corpus: Corpus) -> set[str]:
    return {warning.sha256 for warning in corpus.boxed_warnings}


def test_json_is_the_answer_of_the_contract(ask: Run, assistant: Assistant) -> None:
    result = ask(ANSWERABLE, "--json")
    answer = result.json
    assert (result.status, result.err) == (0, "")
    assert set(answer) >= FIELDS
    assert answer["outcome"] == "answered"
    assert answer["question"] == ANSWERABLE
    assert result.out.startswith("{\n")
    assert "≥" in result.out, "characters are printed, not escaped"
    assert {w["sha256"] for w in answer["boxed_warning"]} == hashes(assistant.corpus)
    assert {sha256_text(w["text"]) for w in answer["boxed_warning"]} == hashes(assistant.corpus)


def test_options_may_stand_first(ask: Run) -> None:
    assert ask("--json", UNANSWERABLE).json["outcome"] == "refused"


def test_people_see_answer_status_caveats_sources_and_notices(
    ask: Run, assistant: Assistant
) -> None:
    answer = assistant.ask(ANSWERABLE)
    result = ask(ANSWERABLE)
    seen = fold(result.out)
    assert (result.status, result.err) == (0, "")
    assert fold(answer.text) in seen
    assert "not yet validated" in seen
    assert answer.citations
    for citation in answer.citations:
        assert f"[{citation.marker}] “{citation.quote}”" in seen
        assert fold(place(citation)) in seen
    for caveat in answer.caveats:
        assert fold(caveat.text) in seen
    for notice in answer.notices:
        assert fold(notice) in seen


def test_near_passages_of_a_refusal_stand_apart(ask: Run) -> None:
    answer = ask(UNANSWERABLE, "--json").json
    seen = fold(ask(UNANSWERABLE).out)
    assert answer["outcome"] == "refused"
    assert answer["related"]
    before, after = seen.split("Near passages")
    for passage in answer["related"]:
        assert passage["quote"] not in before
        assert passage["quote"] in after


@pytest.mark.parametrize("columns", ["10", "40", "80", "300"])
@pytest.mark.parametrize("color", [False, True])
@pytest.mark.parametrize("question", [ANSWERABLE, UNANSWERABLE, ""])
def test_boxed_warning_is_whole_however_narrow(
    ask: Run,
    assistant: Assistant,
    monkeypatch: pytest.MonkeyPatch,
    columns: str,
    color: bool,
    question: str,
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setenv("FORCE_COLOR", "1" if color else "")
    found = boxes(ask(question).out)
    assert {sha256_text(text) for text in found} == hashes(assistant.corpus)


@pytest.mark.parametrize("columns", ["10", "40", "80", "300"])
def test_no_line_is_cut_or_runs_over(
    ask: Run, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    out = ask(ANSWERABLE).out
    assert max(map(len, out.splitlines())) <= max(40, min(int(columns), 100))
    assert "…" not in out
    assert not [line for line in out.splitlines() if line != line.rstrip()]


@pytest.mark.parametrize("name", UNUSABLE)
def test_unusable_question_is_told_in_one_line(ask: Run, assistant: Assistant, name: str) -> None:
    result = ask(UNUSABLE[name], "--json")
    assert result.status == 2
    assert result.json["outcome"] == "refused"
    assert result.complaint == result.json["problem"]
    assert {w["sha256"] for w in result.json["boxed_warning"]} == hashes(assistant.corpus)
    for_people = ask(UNUSABLE[name])
    assert for_people.status == 2
    assert for_people.complaint == result.complaint
    assert {sha256_text(text) for text in boxes(for_people.out)} == hashes(assistant.corpus)


def test_question_in_another_encoding(run: Run) -> None:
    result = run("ask", "na\udcefve")
    assert result.status == 2
    assert "UTF-8" in result.complaint


def test_markup_and_control_characters_are_only_text(assistant: Assistant) -> None:
    text = "[bold]b[/bold] [red] :smile: `c` \x1b[m [/]"
    answer = Answer(
        corpus=assistant.corpus, question="?", outcome="refused", segments=(Segment(text),)
    )
    seen = shown(answer)
    assert "[bold]b[/bold] [red] :smile: `c`  [m [/]" in seen
    assert "\x1b" not in seen


def test_approved_answer_says_who_approved_it(assistant: Assistant) -> None:
    record = {
        "id": "A7",
        "version": 2,
        "approved_by": "N. N.",
        "approved_at": "2026-01-02",
        "expires_on": "2027-01-02",
    }
    answer = Answer(
        corpus=assistant.corpus,
        question="?",
        outcome="answered",
        segments=(Segment("Yes."),),
        validated=record,
    )
    seen = fold(shown(answer))
    assert all(str(value) in seen for value in record.values())
    assert "not yet validated" not in seen


def test_what_was_understood_is_shown_where_it_differs(assistant: Assistant) -> None:
    first = "What was the CR/CRi rate with inotuzumab?"
    answer = assistant.ask("And with chemotherapy?", [first])
    assert "Understood as: " in shown(answer)
    assert "Understood as: " not in shown(assistant.ask(first))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "no question"),
        (("one", "two"), "put it in quotes"),
        (("one", "--batch", "x", "--json"), "not both"),
        (("--batch", "x"), "add --json"),
        (("one", "--js"), "unrecognized"),
    ],
)
def test_wrong_usage(run: Run, arguments: tuple[str, ...], said: str) -> None:
    result = run("ask", *arguments)
    assert (result.status, result.out) == (2, "")
    assert said in result.complaint


def test_what_is_asked_is_recorded_as_the_terminals(ask: Run, office: Office) -> None:
    assert ask("What is VOD?").status == 0
    [begun] = office.conversations(asker(office.settings))
    assert begun.title == "What is VOD?"
    [turn] = office.conversation(LOCAL, begun.id)
    assert (turn["channel"], turn["role"]) == ("cli", "medical_information")


def test_what_can_not_be_recorded_is_not_answered(
    ask: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object, **more: object) -> None:
        raise RecordsError("the records database is full")

    monkeypatch.setattr(Intake, "record", full)
    result = ask("What is VOD?")
    assert (result.status, result.out) == (2, "")
    assert result.complaint.endswith("the records database is full")
    result = ask("My patient had a fatal VOD on inotuzumab last week.", "--json")
    assert (result.status, result.out) == (2, "")
    assert "NOT recorded" in result.complaint
    assert "drug safety" in result.complaint


def test_the_role_of_the_terminal() -> None:
    assert asker(Settings()).role == "medical_information"
    assert asker(Settings(role="sales")).role == "sales"
    # Where people sign in, who has not is nobody in particular.
    assert asker(Settings(accounts=True)).role == "sales"
