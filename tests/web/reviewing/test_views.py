"""The views as pure functions of data."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest

from ino_assistant.answering.saying.render import REFUSALS
from ino_assistant.corpus.audit import audit_document
from ino_assistant.fidelity.binding.claim_table import ClaimTable
from ino_assistant.records.exchanges import Flag
from ino_assistant.records.safety_queue import SafetyItem, SafetyPage, SafetyWanted
from ino_assistant.records.verify import Report, TrailProblem
from ino_assistant.review.figures import Figures
from ino_assistant.review.states import Action, State
from ino_assistant.web.reviewing import charts, evidence_view, figures_view, parts, safety_view
from ino_assistant.web.reviewing.corpus_view import audited, corpus_screen
from ino_assistant.web.reviewing.judged_view import judged
from ino_assistant.web.reviewing.trail_view import verified
from ino_assistant.web.reviewing.words import ACTIONS, FLAGS, MISSING, STATES, named
from review.office import SUE
from search.prepared import small_corpus
from web.fake import CORPUS, HOSTILE, cite

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("away", "words", "late"),
    [
        (timedelta(minutes=30), "in 30 min", False),
        (timedelta(hours=5), "in 5 h", False),
        (timedelta(days=3), "in 3 d", False),
        (timedelta(hours=-3), "3 h late", True),
    ],
)
def test_when_something_is_due(away: timedelta, words: str, late: bool) -> None:
    shown = parts.due(f"{NOW + away:%Y-%m-%dT%H:%M:%S.%f}Z", NOW)
    assert words in shown
    assert ("badge bad" in shown) == late
    assert "<svg" in shown


def test_what_is_no_longer_waited_for_is_not_late() -> None:
    shown = parts.due("2020-01-01T00:00:00.000000Z", NOW, waiting=False)
    assert "late" not in shown
    assert "1 Jan 2020" in shown


def test_addresses_hold_anything() -> None:
    where = parts.address("answer", "a/b?c", text="<x>&y")
    assert where == "#answer/a%2Fb%3Fc?text=%3Cx%3E%26y"
    assert parts.address("queue", text="") == "#queue"
    assert 'target="_blank"' in parts.link("x", "/documents/review")


def test_an_unknown_code_is_readable() -> None:
    assert named({}, "some_code") == "Some code"


def test_more_reports_than_a_page_holds_are_told() -> None:
    item = SafetyItem(
        "r1", None, "adverse_event", "adverse_event", NOW, NOW, "received", 1, None, None, "", False
    )
    wanted, counts = SafetyWanted(size=50, kind="overdose"), {"received": 70, "claimed": 5}
    page = SafetyPage((item,) * 50, 70)
    shown = safety_view.safety_screen(page, wanted, counts, [], SUE, NOW)
    assert '<span class="count">75</span>' in shown
    assert "70 reports." in shown
    assert 'href="#safety?kind=overdose&amp;page=2">Next page' in shown
    assert "Previous" not in shown


def test_what_users_said_is_named() -> None:
    given = {"thumb": "down", "words": "Look <here>", "at": "2026-03-02T09:00:00.000000Z"}
    down = evidence_view.feedback([{**given, "reasons": ["wrong_number"]}])
    assert "Thumbs down</span> Wrong number" in down
    sent = evidence_view.feedback([{**given, "reasons": ["escalated"]}])
    assert "Sent by the user" in sent
    assert "Thumbs" not in sent
    assert "Look &lt;here&gt;" in sent


def test_every_reason_and_flag_is_named() -> None:
    assert set(REFUSALS) <= set(MISSING)
    assert set(get_args(Flag)) == set(FLAGS)
    assert set(get_args(State)) == set(STATES)
    assert set(get_args(Action)) == set(ACTIONS)


def test_a_citation_that_is_no_longer_there_says_so() -> None:
    gone = {"marker": 2, "statement": "review-9", "problem": "review-9 is no longer in the corpus"}
    assert "no longer in the corpus" in evidence_view.sources([gone], CORPUS)
    moved: dict[str, Any] = {**cite("what", 1).as_dict(), "spans": [[0, 5]], "cells": None}
    shown = evidence_view.sources([moved], CORPUS)
    assert "can't be located" in shown
    assert "<mark>" not in shown


def test_what_the_search_saw_may_be_unknown_now() -> None:
    trail = [{"statement": "what", "score": "3"}, {"statement": HOSTILE}, {}]
    shown = evidence_view.searched(trail, CORPUS)
    assert "Alfazumab is an antibody" in shown
    assert "<img" not in shown


def test_a_signature_that_does_not_hold_is_told() -> None:
    signature = {
        "name": "Ann",
        "role": "medical_information",
        "signed_at": "2026-03-02T09:00:00.000000Z",
        "meaning": "approval",
        "version": 3,
        "hash": "a" * 64,
        "holds": False,
    }
    shown = evidence_view.signatures([signature])
    assert "Does not hold" in shown
    assert "2 March 2026, 09:00:00 UTC" in shown


def test_all_that_a_review_changed_is_named() -> None:
    difference = {
        "pieces": [["same", "a "], ["removed", "b"], ["added", "<c>"]],
        "changed": {
            "audience": [["sales"], []],
            "citations": [[["s-1", None]], [["s-2", [0, 1]]]],
            "caveats": [[], [["Exploratory.", ["s-3", None], 1]]],
            "warnings": [{}, {"Alfazumab": "f" * 64}],
            "label": ["unassessed", "on_label"],
            "topic": ["", "dose"],
        },
    }
    shown = evidence_view.changes(difference)
    for words in ("<del>b</del>", "<ins>&lt;c&gt;</ins>", "s-2, 2 of its cells", "Exploratory."):
        assert words in shown
    assert "<del>none</del> <ins>dose</ins>" in shown
    assert evidence_view.changes({"pieces": [["same", "a"]], "changed": {}}) == ""


def test_verdicts_are_words_and_problems_are_named() -> None:
    content: dict[str, Any] = {"caveats": [], "notices": ["Old."], "warnings": {"Alfazumab": "x"}}
    judgement = {
        "passes": False,
        "problems": ["citation 2 is not used in the text"],
        "passages": [
            {"text": "A", "citations": [1], "verdict": "contradicted", "problems": ["5: not 6"]},
            {"text": "B", "citations": [], "verdict": "uncited", "problems": []},
            {"text": "C", "citations": [], "verdict": "uncited", "problems": ["a number"]},
            {"text": "D", "citations": [1], "verdict": "supported", "problems": ["caveat"]},
            {"text": "E", "citations": [1], "verdict": "new_word", "problems": []},
        ],
    }
    shown = judged(content, judgement, CORPUS)
    for words in (
        "4 things are wrong",
        "The source says otherwise",
        "5: not 6",
        "Claims nothing",
        "Not cited",
        "citation 2 is not used",
        "Boxed warning: Alfazumab",
        "Old.",
    ):
        assert words in shown
    assert "Betatinib" not in shown


def test_charts_have_their_numbers_as_a_table() -> None:
    rows = [charts.Row("A very long label that does not fit there", (2.0, 1.0))]
    shown = charts.bars("What", rows, ["First", HOSTILE])
    assert "<td class=n>2</td><td class=n>1</td>" in shown
    assert f'<span class="label">{rows[0].label}</span>' in shown
    assert "<img" not in shown
    assert 'width="66.67"' in shown
    assert "As a table" in charts.counted("What", {})


def test_times_of_decisions_are_counted_once() -> None:
    found = Figures(
        days=90,
        questions=4,
        outcomes={"validated": 1, "refused": 3},
        refusals={"thing": 3},
        topics={"dose": {"refused": 1}},
        decisions={"2026-03": {"approve": 2, "reject": 1}},
        hours=(0.5, 4.0, 5.0, 24.0, 100.0),
        waiting=2,
        late=1,
    )
    shown = figures_view.figures_screen(found, None)
    for label, number in (("up to 4 h", 2), ("up to 8 h", 1), ("up to 1 day", 1), ("longer", 1)):
        assert f'<th scope="row">{label}</th><td class=n>{number}</td>' in shown
    assert "<dd>5 h</dd>" in shown
    assert "Answered, validated" in shown


def test_a_trail_that_is_not_whole_names_what_is_wrong() -> None:
    problems = tuple(TrailProblem("altered", n, f"entry <{n}> was altered") for n in range(60))
    shown = verified(Report(60, (60, "f" * 64), problems, ("a clock stepped back",)))
    assert "The trail is not whole" in shown
    assert "entry &lt;0&gt; was altered" in shown
    assert "and 10 more" in shown
    assert "a clock stepped back" in shown


def test_text_that_nobody_read_is_listed() -> None:
    document = CORPUS.documents[0]
    assert audit_document(document).unexplained
    shown = corpus_screen(CORPUS.documents, ClaimTable(()))
    assert "lines are read by nobody" in shown
    assert "<img" not in shown
    assert audited(document) is audited(document)
    assert "All text is accounted for" in corpus_screen(small_corpus().documents, ClaimTable(()))
