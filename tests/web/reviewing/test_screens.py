"""What the server answers the page, without a browser."""

from __future__ import annotations

import base64
import html
import io
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import docx
import pytest

from ino_assistant.records import Actor
from ino_assistant.records.actors import LOCAL
from ino_assistant.review.upkeep import keep_up
from ino_assistant.web.reviewing import screens
from ino_assistant.web.reviewing.office import Caller, OnlyLocal, caller_of
from ino_assistant.web.reviewing.screens import FAULT, Screens, read_wanted
from review.office import ADA, ANN, BEN, FAY, QUESTION, SAM, SECRET, SUE, changed_source
from search.prepared import small_corpus
from web.reviewing.desk import HOSTILE, REPORT, Desk, Everybody

Answer = dict[str, Any]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.office.store.close()


def see(desk: Desk, at: str, actor: Actor = ANN) -> Answer:
    return Screens(desk.office, Everybody()).answer(caller_of(actor), {"at": at})


def do(desk: Desk, doing: str, actor: Actor = ANN, *, at: str = "#queue", **fields: Any) -> Answer:
    pairs = [
        [name, str(value)]
        for name, given in fields.items()
        for value in (given if isinstance(given, list) else [given])
    ]
    sent = {"at": at, "do": doing, "fields": pairs}
    return Screens(desk.office, Everybody()).answer(caller_of(actor), sent)


@pytest.mark.parametrize("actor", [FAY, SAM])
def test_who_may_nothing_here_sees_who_may(desk: Desk, actor: Actor) -> None:
    desk.queued()
    for at in ("", "#queue", "#library", "#safety", "#trail"):
        assert "Not for your role" in see(desk, at, actor)["screen"]


@pytest.mark.parametrize(
    ("at", "actor"),
    [
        ("#queue", SUE),
        ("#answer/{review}", SUE),
        ("#library", ADA),
        ("#figures", SUE),
        ("#draft", SUE),
        ("#evaluation", SUE),
        ("#corpus", ADA),
        ("#safety", ANN),
        ("#report/{report}", ANN),
        ("#trail", ANN),
        ("#trail", SUE),
    ],
)
def test_a_screen_of_others_is_refused_and_recorded(desk: Desk, at: str, actor: Actor) -> None:
    names = {"review": desk.queued(), "report": desk.reported()}
    answer = see(desk, at.format_map(names), actor)
    assert answer["fault"]
    assert answer["screen"] is None
    assert "no right" in answer["said"]
    last = desk.office.audit_entries(ADA, action="access.refused")[-1]
    assert last["user"]["id"] == actor.id


def test_tabs_are_those_of_the_role(desk: Desk) -> None:
    assert 'href="#trail"' not in see(desk, "")["screen"]
    assert see(desk, "", SUE)["screen"].count("<li><a") >= 1
    assert 'href="#queue"' not in see(desk, "", SUE)["screen"]
    assert "Audit trail" in see(desk, "", ADA)["screen"]


@pytest.mark.parametrize(
    "sent",
    [
        None,
        [],
        "text",
        {"at": 7},
        {"at": "#nowhere"},
        {"at": "#answer/none"},
        {"at": "#report/none"},
        {"at": "#queue?page=x"},
        {"at": "#queue?page=0"},
        {"at": "#queue", "do": "__init__"},
        {"at": "#queue", "do": "claim"},
        {"at": "#queue", "do": "claim", "fields": [["version", "٣"]]},
        {"at": "#queue", "do": "edit", "fields": [["review", 3], ["x"], None]},
        {"at": "#queue", "fields": "x"},
        {"at": "#queue", "do": "comment", "fields": [["text", "x" * 2_000_000]]},
        {"at": "#trail?after=-1"},
    ],
)
def test_whatever_is_sent_is_answered(desk: Desk, sent: Any) -> None:
    for actor in (ANN, SUE, ADA):
        answer = Screens(desk.office).answer(caller_of(actor), sent)
        assert answer["screen"] is not None or answer["said"]
        assert answer["said"] != FAULT


def test_a_fault_is_told_and_logged(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    class Broken:
        def __getattr__(self, name: str) -> Any:
            raise RuntimeError("broken on purpose")

    broken = Screens(Broken())
    answer = broken.answer(caller_of(ANN), {"at": "#queue"})
    assert answer["said"] == FAULT
    assert "broken on purpose" in caplog.text


def test_a_queue_is_read_from_its_address() -> None:
    query = {
        "queue": "approved",
        "flag": "nonsense",
        "priority": "high",
        "assignee": "nobody",
        "sort": "asked",
        "descending": "1",
        "overdue": "1",
        "page": "2",
        "text": "x" * 900,
    }
    wanted = read_wanted(query)
    assert (wanted.queue, wanted.flag, wanted.priority) == ("approved", None, "high")
    assert (wanted.assignee, wanted.sort, wanted.descending) == ("", "asked", True)
    assert (wanted.overdue, wanted.page, len(wanted.text)) == (True, 2, 500)


def test_pages_of_a_queue(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screens, "PAGE", 2)
    for number in range(3):
        desk.queued(f"What was the rate of recurrence with KARDENTO in trial {number}?")
    first = see(desk, "#queue?sort=opened")["screen"]
    assert "3 reviews, page 1 of 2" in first
    assert "#queue?queue=to_review&amp;sort=opened&amp;page=2" in first
    assert "Previous page" in see(desk, "#queue?page=2")["screen"]


def test_many_reviews_a_page_at_a_time(desk: Desk) -> None:
    for number in range(120):
        question = f"Was it stopped in trial {number}?"
        desk.made.queued(question, desk.made.refusal(question))
    first = see(desk, "#queue")["screen"]
    assert "120 reviews, page 1 of 3" in first
    assert first.count("data-row") == 50
    assert 'To review <span class="count">120</span>' in first
    assert 'All <span class="count">120</span>' in first
    last = see(desk, "#queue?page=3")["screen"]
    assert last.count("data-row") == 20
    assert "Next page" not in last
    assert "No review is here" in see(desk, "#queue?page=4")["screen"]
    picked = re.findall(r'name="review" form="bulk" value="([0-9a-f]+:1)"', first)
    done = do(desk, "assign_all", review=picked, to=BEN.id)
    assert done["said"] == "50 assigned to Ben Example."
    assert "50 reviews" in see(desk, f"#queue?assignee={BEN.id}")["screen"]


def test_a_screen_is_not_worked_on_by_another(desk: Desk) -> None:
    review = desk.queued()
    sent = {"at": f"#answer/{review}", "do": "claim", "as": ANN.id}
    fields = [["review", review], ["version", "1"]]
    screens = Screens(desk.office, Everybody())
    answer = screens.answer(caller_of(BEN), {**sent, "fields": fields})
    assert answer["fault"]
    assert answer["said"].startswith("You are signed in as Ben Example now")
    assert desk.made.now(review).state == "to_review"
    answer = screens.answer(caller_of(ANN), {**sent, "fields": fields})
    assert (answer["fault"], answer["as"]) == (False, ANN.id)


def test_an_answer_in_force_stands_beside_another_to_its_question(desk: Desk) -> None:
    old = desk.approved()
    new = desk.made.queued()
    desk.office.desk.claim(BEN, new, 1)
    screen = see(desk, f"#answer/{new}", BEN)["screen"]
    assert "The same question elsewhere" in screen
    assert f'href="#answer/{old}"' in screen
    assert f'name="supersedes" value="{old}"' in screen
    assert "It replaces what Ann Example approved" in screen
    assert "Ben Example works on it" in see(desk, f"#answer/{new}")["screen"]


def test_an_approved_answer_is_renewed_and_what_waits_is_joined(desk: Desk) -> None:
    old = desk.approved()
    assert "Renew or change" in see(desk, f"#answer/{old}")["screen"]
    opened = do(desk, "revise", review=old, version=3, reason="a new label", at=f"#answer/{old}")
    assert opened["said"].startswith("A new review is open")
    new = opened["at"].removeprefix("#answer/")
    assert new != old
    assert f'name="review" value="{new}"' in opened["screen"]
    assert f'href="#answer/{old}"' in opened["screen"]
    assert "The same question elsewhere" in see(desk, f"#answer/{old}")["screen"]
    desk.office.desk.claim(ANN, new, 1)
    assert f'value="{old}" checked' in see(desk, f"#answer/{new}")["screen"]
    desk.office.desk.release(ANN, new, 2)
    given: dict[str, Any] = {"review": new, "version": 3, "into": old}
    assert "Close as the same question" in see(desk, f"#answer/{new}")["screen"]
    assert do(desk, "join", **{**given, "into": "none"}, reason="r")["fault"]
    assert do(desk, "join", **given)["fault"]
    joined = do(desk, "join", **given, reason="no need", at=f"#answer/{new}")
    assert "Same as another" in joined["screen"]
    assert "Joined to another" in joined["screen"]


def test_why_an_answer_is_given_no_more_stands_in_the_queue(desk: Desk) -> None:
    review = desk.queued()
    desk.office.desk.claim(ANN, review, 1)
    tomorrow = desk.office.store.clock().date() + timedelta(days=1)
    desk.office.desk.approve(ANN, review, 2, SECRET, "fine", expires_on=tomorrow)
    clock = desk.office.store.clock
    desk.office.store.clock = lambda: clock() + timedelta(days=2)
    desk.office.upkeep()
    row = see(desk, "#queue?queue=invalidated")["screen"].partition("data-row")[2]
    assert "Expired" in row
    assert f'<span class="soft">{desk.made.now(review).reason}</span>' in row


def test_words_are_judged_as_they_are_typed(desk: Desk) -> None:
    review = desk.queued()
    desk.office.desk.claim(ANN, review, 1)
    content = desk.office.review(ANN, review)["content"]
    given: dict[str, Any] = {
        "review": review,
        "version": "2",
        "text": content["text"].replace("36/1,731", "35/1,731"),
        "cite": [json.dumps(c) for c in content["citations"]],
        "outcome": "answered",
        "label": "on_label",
        "audience": ["sales", "field_medical"],
        "question": QUESTION,
        "topic": "efficacy",
    }
    answer = do(desk, "judge", **given)
    assert answer["screen"] is None
    assert "35/1,731" in answer["live"]["judgement"]
    assert answer["live"]["live-word"].startswith("1 wrong")
    assert do(desk, "edit", **given, reason="a slip")["said"].startswith("Kept as version 3")
    kept = desk.office.review(ANN, review)
    assert kept["content"]["label"] == "on_label"
    assert kept["content"]["topic"] == "efficacy"
    assert "topic" in kept["difference"]["changed"]
    screen = see(desk, f"#answer/{review}")["screen"]
    assert "Changed since drafted" in screen
    assert "On label" in screen
    assert "as it stands" in screen


@pytest.mark.parametrize(
    "wrong",
    [
        {"cite": "no json"},
        {"cite": "[1]"},
        {"cite": '["x", ["y"]]'},
        {"cite": "[" * 5000},
        {"cite": '["no-such-statement", null]'},
        {"outcome": "nonsense"},
        {"label": "nonsense"},
    ],
)
def test_what_can_not_be_read_is_refused_in_words(desk: Desk, wrong: dict[str, str]) -> None:
    review = desk.queued()
    desk.office.desk.claim(ANN, review, 1)
    given: dict[str, Any] = {"text": "Words.", **wrong}
    answer = do(desk, "judge", review=review, **given)
    assert answer["fault"]
    assert answer["said"] != FAULT


def test_passages_are_found_by_their_words(desk: Desk) -> None:
    found = do(desk, "find", find="Missed DOSE")["live"]["found"]
    assert "A missed dose is taken on the same day." in found
    assert "No passage holds" in do(desk, "find", find="zzzz")["live"]["found"]
    assert do(desk, "find", find="x")["live"]["found"] == ""
    assert do(desk, "find", SUE, find="missed dose")["fault"]


def test_work_is_given_out(desk: Desk) -> None:
    review, other = desk.queued(), desk.queued("What was the rate of recurrence with warfarin?")
    one: dict[str, Any] = {"review": review, "version": 1}
    assert "Ben Example" in do(desk, "assign", to=BEN.id, **one)["said"]
    assert do(desk, "assign", to=SAM.id, review=review, version=2)["fault"]
    assert do(desk, "claim", review=other, version=7)["said"].endswith("still here.")
    changed = do(desk, "prioritise", review=other, version=1, priority="urgent", reason="is so")
    assert "Priority changed" in changed["said"]
    assert do(desk, "prioritise", review=other, version=2, priority="x", reason="y")["fault"]
    picked = [f"{review}:2", f"{other}:99", f"{other}:x"]
    done = do(desk, "assign_all", review=picked, to=ANN.id, reason="holiday")["said"]
    assert done.startswith("1 assigned to Ann Example. 2 not:")
    assert "Escalated" in do(desk, "escalate", review=review, version=3, reason="hard")["said"]
    assert do(desk, "comment", review=review, text=" ")["fault"]


def test_an_approval_has_its_day_and_what_it_replaces(desk: Desk) -> None:
    old = desk.approved()
    new = desk.queued()
    desk.office.desk.claim(BEN, new, 1)
    given: dict[str, Any] = {"review": new, "version": 2, "secret": SECRET, "reason": "better"}
    assert "no such day" in do(desk, "approve", BEN, **given, expires_on="soon")["said"].lower()
    assert "another approved answer" in do(desk, "approve", BEN, **given)["said"].lower()
    done = do(desk, "approve", BEN, **given, expires_on="2099-01-31", supersedes=f" {old} ")
    assert not done["fault"], done["said"]
    assert desk.made.now(old).state == "superseded"
    assert str(desk.made.now(new).expires_on) == "2099-01-31"
    screen = see(desk, f"#answer/{new}?back=library")["screen"]
    assert "Back to the library" in screen
    assert "Standard response" in screen
    assert "Closed" in see(desk, "#library?queue=closed")["screen"]


@pytest.mark.parametrize(
    ("caller", "words"),
    [
        (caller_of(ANN), "Your password again"),
        (caller_of(LOCAL), f"Type your name to sign: {LOCAL.name}"),
        (caller_of(ANN, by_provider=True), "Sign in anew before you sign"),
        (caller_of(ANN, by_provider=True, proof="p"), "You have signed in anew"),
    ],
)
def test_signing_asks_for_what_the_caller_signs_with(
    desk: Desk, caller: Caller, words: str
) -> None:
    review = desk.queued()
    desk.office.desk.claim(caller.actor, review, 1)
    page = Screens(desk.office, OnlyLocal())
    assert words in page.answer(caller, {"at": f"#answer/{review}"})["screen"]
    fields = [["review", review], ["version", "2"], ["reason", "r"], ["secret", SECRET]]
    sent = {"at": "#queue", "do": "approve", "fields": fields}
    signed = page.answer(caller, sent)
    # Who signs at the provider does not sign with what is typed.
    assert signed["fault"] == (caller.signs_with == "provider")


def test_an_edit_by_oneself_says_that_another_has_to_approve(desk: Desk) -> None:
    review = desk.queued()
    desk.office.desk.claim(ANN, review, 1)
    do(desk, "edit", review=review, version=2, question="What was the rate with KARDENTO?")
    screen = see(desk, f"#answer/{review}")["screen"]
    assert "somebody else has to approve it" in screen


def test_reports_are_searched_narrowed_and_given_out(desk: Desk) -> None:
    one, _ = desk.reported(), desk.reported("Wrong cap on the bottle of ward 7.")
    found = see(desk, "#safety?text=Jaundice&kind=adverse_event&assignee=nobody", SUE)["screen"]
    assert "1 report." in found
    assert one[:8] in found
    assert "jaundice" not in found.replace('value="Jaundice"', "").casefold()
    assert "No report is here" in see(desk, f"#safety?assignee={SUE.id}", SUE)["screen"]
    assert "No report is here" in see(desk, "#safety?overdue=1", SUE)["screen"]
    step: dict[str, Any] = {"report": one, "step": "assigned", "version": 1, "at": f"#report/{one}"}
    assert do(desk, "safety_step", SUE, to=ANN.id, **step)["fault"]
    given = do(desk, "safety_step", SUE, to=SUE.id, **step)
    assert "Given to them" in given["said"]
    assert "with Sue Example" in given["screen"]
    mine = see(desk, f"#safety?assignee={SUE.id}", SUE)["screen"]
    assert one[:8] in mine
    searched = desk.office.audit_entries(ADA, action="safety.searched")
    assert [e["new"]["found"] for e in searched] == [1]
    assert "aundice" not in str(searched)


def test_safety_steps(desk: Desk) -> None:
    report = desk.reported(HOSTILE)
    assert "report-screen" in see(desk, f"#report/{report}", SUE)["screen"]
    step = {"report": report, "at": f"#report/{report}"}
    assert "Taken on" in do(desk, "safety_step", SUE, step="claimed", version=1, **step)["said"]
    assert do(desk, "safety_step", SUE, step="closed", version=2, **step)["fault"]
    assert do(desk, "safety_step", SUE, step="burnt", version=2, **step)["fault"]
    assert do(desk, "safety_step", ANN, step="closed", version=2, note="n", **step)["fault"]
    closed = do(desk, "safety_step", SUE, step="closed", version=2, note="double", **step)
    assert "double" in closed["screen"]
    assert "Reopen" in closed["screen"]
    done = see(desk, "#safety?done=1", SUE)["screen"]
    assert "Closed" in done
    assert 'Handed over or closed <span class="count">1</span>' in done
    assert "1 report." in done
    assert "Next page" not in done
    behind = see(desk, "#safety?done=1&page=2", SUE)["screen"]
    assert "Previous page" in behind
    assert "No report is here" in behind
    assert see(desk, "#safety?page=x", SUE)["fault"]
    assert "No report is here" in see(desk, "#safety", SUE)["screen"]


def test_the_library_is_narrowed(desk: Desk) -> None:
    review = desk.queued()
    desk.office.desk.claim(ANN, review, 1)
    do(desk, "edit", review=review, version=2, topic="Efficacy, 50%_of", label="off_label")
    version = desk.office.desk.assign(ANN, review, 3, BEN)
    given: dict[str, Any] = {
        "review": review,
        "version": version,
        "secret": SECRET,
        "reason": "fine",
    }
    assert "which version of the current" in do(desk, "approve", BEN, **given)["said"]
    label: dict[str, Any] = {"label_version": "3/2026", "label_checked_on": "2020-03-01"}
    assert not do(desk, "approve", BEN, **given, **label)["fault"]
    shown = see(desk, f"#answer/{review}")["screen"]
    assert "Compared with the label 3/2026" in shown
    for query, there in {
        "": True,
        "product=KARDENTO": True,
        "product=KARD": False,
        "topic=efficacy,%2050%25_": True,
        "topic=50x_of": False,
        "approved_by=Ben%20Example": True,
        "approved_by=Ann%20Example": False,
        "expires_until=2020-01-31": False,
        "expires_until=2099-01-31": True,
        "state=approved": True,
    }.items():
        screen = see(desk, f"#library?{query}")["screen"]
        assert (f"#answer/{review}" in screen) is there, query
    assert "label 3/2026, compared" in see(desk, "#library")["screen"]
    assert "no such day" in see(desk, "#library?expires_until=soon")["said"].lower()


def test_an_approval_that_gives_sales_nothing_says_so(desk: Desk) -> None:
    review = desk.queued()
    desk.office.desk.claim(ANN, review, 1)
    assert "Sales has asked" not in see(desk, f"#answer/{review}")["screen"]
    asked = desk.office.ask(SAM, QUESTION)
    assert asked.review_id == review
    version = desk.office.review(ANN, review)["version"]
    assert "Sales has asked this as well" in see(desk, f"#answer/{review}")["screen"]
    opened = ["sales", "field_medical"]
    do(desk, "edit", review=review, version=version, text="x", audience=opened, label="on_label")
    assert "Sales has asked" not in see(desk, f"#answer/{review}")["screen"]


def test_two_versions_stand_beside_each_other(desk: Desk) -> None:
    review = desk.queued()
    desk.office.desk.claim(ANN, review, 1)
    text = desk.office.review(ANN, review)["content"]["text"]
    longer = f"{text}\n\nPlease see <b>it</b>."
    do(desk, "edit", review=review, version=2, text=longer, cite=cites(desk, review))
    screen = see(desk, f"#answer/{review}")["screen"]
    assert "Its words" in screen
    assert "The same content as before" in screen
    given = do(desk, "compare", review=review, before=1, after=3)["live"]["compared"]
    assert "<ins>" in given
    assert "<b>it" not in given
    same = do(desk, "compare", review=review, before=1, after=2)["live"]["compared"]
    assert "Nothing is different" in same
    assert do(desk, "compare", review=review, before=1, after=9)["fault"]
    assert do(desk, "compare", SUE, review=review, before=1, after=2)["fault"]


def cites(desk: Desk, review: str) -> list[str]:
    """What a review cites, as its form sends it."""
    content = desk.office.review(ANN, review)["content"]
    return [json.dumps(cited) for cited in content["citations"]]


def test_a_question_is_closed_as_answered_by_letter(desk: Desk) -> None:
    review = desk.queued()
    desk.office.desk.claim(ANN, review, 1)
    given: dict[str, Any] = {
        "review": review,
        "version": 2,
        "reference": "MI-17",
        "at": f"#answer/{review}",
    }
    assert "on which day" in do(desk, "answer_outside", **given)["said"]
    done = do(desk, "answer_outside", **given, on="2020-03-01")
    assert "Closed as answered" in done["said"]
    assert "Answered by other means on" in done["screen"]
    assert "MI-17" in done["screen"]


def test_wordings_are_attached_with_a_signature(desk: Desk) -> None:
    review = desk.approved()
    given: dict[str, Any] = {
        "review": review,
        "text": "What rate of recurrence had KARDENTO?",
        "reason": "same",
    }
    assert "not signed" in do(desk, "attach", **given)["said"].lower()
    done = do(desk, "attach", **given, secret=SECRET, at=f"#answer/{review}")
    assert "Attached" in done["said"]
    assert "What rate of recurrence had" in done["screen"]
    assert "not signed" in do(desk, "detach", **given, secret="x")["said"].lower()
    assert "Taken off" in do(desk, "detach", **given, secret=SECRET)["said"]


def test_what_the_new_source_still_says_is_signed_together(desk: Desk) -> None:
    review = desk.approved()
    changed = changed_source(desk.office.corpus, "kardento-faq")
    keep_up(desk.office.store, changed, desk.settings)
    assert "approve them together" in see(desk, "#queue?queue=invalidated")["screen"]
    # Over the corpus as it was, nothing has changed at all.
    screen = see(desk, "#renewals")["screen"]
    assert f'value="{review}:4"' in screen
    assert "nothing is ticked" in do(desk, "renew_all", secret=SECRET, reason="x")["said"].lower()
    given: dict[str, Any] = {
        "review": [f"{review}:4"],
        "reason": "the same words",
        "at": "#renewals",
    }
    assert "not signed" in do(desk, "renew_all", **given)["said"].lower()
    done = do(desk, "renew_all", **given, secret=SECRET)
    assert done["said"] == "Signed: 1 answer is given again."
    assert "No answer is here" in done["screen"]
    assert desk.made.now(review).state == "approved"


def test_the_trail_is_read_page_by_page(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screens, "_ENTRIES", 5)
    review = desk.queued()
    for number in range(12):
        desk.office.desk.comment(ANN, review, f"note {number}")
    latest = see(desk, "#trail", ADA)["screen"]
    numbers = [int(n) for n in re.findall(r"<summary><span>(\d+)</span>", latest)]
    assert numbers == sorted(numbers, reverse=True)
    assert len(numbers) == 5
    assert "Earlier" in latest
    some = see(desk, f"#trail?record=review/{review}&action=review.&by={ANN.id}", ADA)["screen"]
    narrowed = [int(n) for n in re.findall(r"<summary><span>(\d+)</span>", some)]
    assert narrowed == sorted(narrowed, reverse=True)
    earlier = re.search(r'href="(#trail[^"]*before=\d+)">Earlier', some)
    assert earlier is not None
    behind = see(desk, html.unescape(earlier[1]), ADA)["screen"]
    older = [int(n) for n in re.findall(r"<summary><span>(\d+)</span>", behind)]
    assert len(older) == 5
    assert max(older) < min(narrowed)
    assert "Latest</a>" in behind
    assert "No entry is here" in see(desk, "#trail?before=1", ADA)["screen"]
    whole = do(desk, "verify", ADA, at="#trail")
    assert "The trail is whole" in whole["live"]["verified"]
    assert do(desk, "verify", ANN, at="#trail")["fault"]


def letter(*paragraphs: str) -> bytes:
    """A letter as Word keeps it."""
    made = docx.Document()
    for paragraph in paragraphs:
        made.add_paragraph(paragraph)
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def test_drafts_are_checked(desk: Desk) -> None:
    wrong = "In the VELOCE trial, recurrence was seen in 37/1,731 patients (2.1%) taking KARDENTO."
    typed = do(desk, "check", text=wrong, format="md", file_name="")
    assert "srcdoc" in typed["live"]["report"]
    assert "needs attention" in typed["live"]["report"] or "need" in typed["live"]["report"]

    def sent(name: str, data: bytes | str) -> Answer:
        code = data if isinstance(data, str) else base64.b64encode(data).decode()
        return do(desk, "check", text="", file_name=name, file=code)

    assert "letter.txt" in sent("C:\\letters\\letter.txt", wrong.encode())["live"]["report"]
    marked = sent("<b>../Letter.DOCX", letter(wrong, HOSTILE))["live"]["report"]
    assert "37" in marked
    assert "&amp;lt;b&amp;gt;" not in marked
    assert "<img" not in marked.replace("&amp;", "&")
    for name, data, words in (
        ("letter.pdf", b"%PDF", "a draft is a .txt, .md or .docx file"),
        ("letter.docx", b"no zip", "Letter.docx"),
        ("letter.txt", "not base64!", "did not arrive whole"),
    ):
        answer = sent(name, data)
        assert answer["fault"]
        assert words in answer["said"]
    assert do(desk, "check", text=" ")["fault"]
    assert "200,000 characters" in do(desk, "check", text="word " * 50_000)["said"]
    assert do(desk, "check", SUE, text=wrong)["fault"]


def test_figures_count_what_there_is(desk: Desk) -> None:
    assert "None so far" in see(desk, "#figures")["screen"]
    desk.queued()
    desk.made.queued("Is it licensed?", desk.made.refusal("Is it licensed?"))
    desk.approved("What was the rate of recurrence with warfarin?")
    screen = see(desk, "#figures?days=30")["screen"]
    assert "What is asked about" in screen
    assert '<th scope="row">Not answered</th><td class=n>1</td>' in screen
    assert "No run has been kept yet" in screen


def test_questions_are_counted_by_topic(desk: Desk) -> None:
    desk.queued()
    other = desk.queued("What was the rate of recurrence with warfarin?")
    desk.office.desk.claim(ANN, other, 1)
    do(desk, "edit", review=other, version=2, topic="the other arm", reason="named")
    heading = small_corpus().statements[0].section[:2][-1]
    screen = see(desk, "#figures")["screen"]
    topics = screen.partition("Questions by topic and outcome")[2]
    assert f'<th scope="row">{heading}</th><td class=n>1</td>' in topics
    assert '<th scope="row">the other arm</th><td class=n>1</td>' in topics
    # What is served of it later is of the same topic, long after it was reviewed as well.
    desk.office.desk.release(ANN, other, 3)
    desk.office.desk.claim(BEN, other, 4)
    desk.office.desk.approve(BEN, other, 5, SECRET, "fine")
    desk.office.ask(FAY, "What was the rate of recurrence with warfarin?")
    topics = see(desk, "#figures")["screen"].partition("Questions by topic and outcome")[2]
    assert '<th scope="row">the other arm</th><td class=n>1</td><td class=n>1</td>' in topics


def test_the_last_evaluation_is_shown(desk: Desk) -> None:
    file = desk.settings.data_dir / "evaluation.json"
    for nothing in ("", "[]", '{"figures": 1}', '{"figures": {}, "cases": [7]}'):
        file.write_text(nothing)
        assert "No run has been kept yet" in see(desk, "#evaluation")["screen"]
    desk.evaluated()
    screen = see(desk, "#evaluation")["screen"]
    assert "Missed: questions.right" in screen
    assert '<td class="n">0.800</td><td class="n">8 of 10</td>' in screen
    assert '<td class="n">0.490 to 0.943</td>' in screen
    assert '<td class="n">0.500 to 0.900</td><td class="n">≤ 0.9</td>' in screen
    assert "other documents" not in screen
    assert "Against the accepted run: 2" in screen
    assert "<img" not in screen
    desk.evaluated(missed=[], versions={"corpus": "another"}, changes=[])
    screen = see(desk, "#evaluation")["screen"]
    assert "Worse than the accepted run" in screen
    assert "This run is of other documents" in screen
    assert "No case came out differently" in screen
    desk.evaluated(passes=True, changes=None)
    screen = see(desk, "#figures")["screen"]
    assert "Every threshold is reached" in screen
    assert "questions: right, prose" not in screen


def test_a_part_of_the_evaluation_is_shown_whole(desk: Desk) -> None:
    desk.evaluated()
    screen = see(desk, "#evaluation/questions")["screen"]
    assert screen.count('<svg class="plot"') == 2
    assert "questions: right, prose" in screen
    assert "what an answer must and must not say" in screen
    assert "Failing cases: 1 of 2" in screen
    assert "nothing makes up for this" in screen
    assert "<img" not in screen
    screen = see(desk, "#evaluation/claims")["screen"]
    assert "number changed: box" in screen
    assert "<dt>Why</dt>" in screen
    assert "<img" not in screen
    answer = see(desk, "#evaluation/twins")
    assert answer["screen"] is None
    assert "no set" in answer["said"]


def test_many_failing_cases_are_folded_by_kind(desk: Desk) -> None:
    desk.evaluated()
    run = json.loads((desk.settings.data_dir / "evaluation.json").read_text())
    wrong = run["cases"][1]
    kinds = [{**wrong, "id": str(n), "kind": f"kind_{n % 2}"} for n in range(40)]
    desk.evaluated(cases=kinds)
    screen = see(desk, "#evaluation/questions")["screen"]
    assert "kind 0: 20" in screen
    assert "kind 1: 20" in screen
    assert screen.count("<dt>Asked</dt>") == 40


def test_documents_are_shown_with_their_audit(desk: Desk) -> None:
    screen = see(desk, "#corpus")["screen"]
    assert "All text is accounted for" in screen
    assert "Lost in the source: 1" in screen
    assert "/review/files/corpus/" in screen


def test_nothing_hostile_gets_through(desk: Desk) -> None:
    review = desk.queued(HOSTILE)
    desk.office.desk.claim(ANN, review, 1)
    desk.office.desk.comment(ANN, review, HOSTILE)
    do(desk, "edit", review=review, version=2, topic=HOSTILE, text=HOSTILE, reason=HOSTILE)
    report = desk.reported(f"{REPORT} {HOSTILE}")
    for at, actor in (
        ("#queue?text=<img>", ANN),
        (f"#answer/{review}", ANN),
        ("#figures", ANN),
        (f"#report/{report}", SUE),
        ("#trail?record=<img>/<img>&by=<img>&action=<img>", ADA),
        ("#trail", ADA),
    ):
        screen = see(desk, at, actor)["screen"]
        assert "<img" not in screen
        assert "<script" not in screen
    assert "<img" not in do(desk, "judge", review=review, text=HOSTILE)["live"]["judgement"]
    marked = do(desk, "check", text=HOSTILE)["live"]["report"]
    assert "<img" not in marked.replace("&amp;", "&")
