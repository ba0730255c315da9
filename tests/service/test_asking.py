"""Asking: approved first, nothing off label to sales, recorded before anybody sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from ino_assistant.answering.considered import Considered
from ino_assistant.answering.saying.answer import Answer
from ino_assistant.exports import WarningNotWholeError
from ino_assistant.records import LOCAL, Actor, ForbiddenError, NotFoundError, RecordsError
from ino_assistant.records.content import Content
from ino_assistant.records.exchanges import exchange
from ino_assistant.records.verify import verify_trail
from ino_assistant.review.editing import Edit
from ino_assistant.review.intake import Intake
from ino_assistant.review.queues import Wanted
from ino_assistant.routing import Contacts
from ino_assistant.service import Given, Office, RejectedError, UnrecordedError
from records.stores import SetClock
from service.people import (
    ADA,
    ANN,
    BEN,
    CHILDREN,
    COMPARED,
    DOSE,
    FAY,
    RATE,
    REPORT,
    SAM,
    SECRET,
    SUE,
    UNKNOWN,
    approve,
    office_over,
    state_of,
)


def test_an_answer_is_recorded_whole_before_it_is_given(everywhere: Office) -> None:
    given = everywhere.ask(FAY, RATE, channel="cli")
    with everywhere.store.reading() as session:
        row = exchange(session, given.exchange_id)
        assert row is not None
        assert row.answer == given.answer.as_dict()
        assert (row.channel, row.role, row.outcome) == ("cli", "field_medical", "answered")
        assert row.conversation_id == given.conversation_id
        assert row.corpus_version == everywhere.corpus.version
        assert row.index_version == everywhere.index_version
        assert row.model == "hashes (hashes-1)"
        assert row.total_us > 0
        assert row.margin_milli is not None
        best = row.trail[0]
        assert best["chosen"]
        assert best["statement"] == given.answer.citations[0].statement
        assert float(best["score"]) > float(row.trail[1]["score"])
    assert verify_trail(everywhere.store).whole


def test_what_is_not_recorded_is_not_given(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: Any, **more: Any) -> None:
        raise RecordsError("the records database is full")

    monkeypatch.setattr(Intake, "record", full)
    with pytest.raises(UnrecordedError, match="not answered, as it could not be recorded"):
        office.ask(FAY, RATE)
    with pytest.raises(UnrecordedError) as told:
        office.ask(FAY, REPORT)
    # A report must not be lost: its sender is told that nobody has it, and who takes it.
    assert "NOT recorded" in str(told.value)
    assert Contacts.of(office.settings).safety in str(told.value)
    with pytest.raises(UnrecordedError) as told:
        office.report_adverse_event(FAY, "A broken seal", kind="product_complaint")
    assert Contacts.of(office.settings).product_quality in str(told.value)
    assert "ino_unrecorded_total 3.0" in office.metrics()


def test_while_approved_answers_can_not_be_read_no_other_takes_their_place(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ino_assistant.review.approved import ApprovedAnswers

    def locked(*args: Any) -> None:
        raise RecordsError("the records database is locked")

    monkeypatch.setattr(ApprovedAnswers, "approved_for", locked)
    with pytest.raises(UnrecordedError, match="locked"):
        office.ask(FAY, RATE)


def test_a_fault_of_the_assistant_is_recorded_and_has_its_boxed_warning(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any, **more: Any) -> Considered:
        raise KeyError("broken on purpose")

    monkeypatch.setattr(office.assistant, "consider", broken)
    given = office.ask(FAY, RATE)
    assert given.fault == "KeyError: 'broken on purpose'"
    assert given.answer.problem is not None
    assert given.answer.boxed_warning
    assert office.exchange(FAY, given.exchange_id)["answer"]["problem"] == given.answer.problem
    assert "ino_faults_total 1.0" in office.metrics()


def test_who_may_not_ask_is_not_answered(office: Office) -> None:
    program = Actor("k1", "A program", "field_medical", only=frozenset({"see_own"}))
    with pytest.raises(ForbiddenError):
        office.ask(program, RATE)
    with pytest.raises(ForbiddenError):
        office.report_adverse_event(program, "bled")


# Approved answers first


def test_an_approved_answer_is_served_first_as_it_was_signed(everywhere: Office) -> None:
    first = everywhere.ask(FAY, RATE)
    assert first.answer.validated is None
    review = approve(everywhere, first)
    served = everywhere.ask(FAY, RATE).answer
    assert served.validated is not None
    assert served.validated["id"] == review
    assert served.validated["approved_by"] == "Ben Example"
    assert served.validated["expires_on"] > "2026-12-31"
    assert served.answerer == "validated"
    assert served.text == first.answer.text
    assert [w.sha256 for w in served.boxed_warning] == [
        w.sha256 for w in first.answer.boxed_warning
    ]
    assert served.timings_ms["total"] > 0
    # The bullets that bear on the question are told as with any answer.
    assert [w.relevant for w in served.boxed_warning] == [
        w.relevant for w in first.answer.boxed_warning
    ]


@pytest.mark.parametrize(
    "near",
    [
        "What was the rate of recurrence with warfarin?",
        "What was the rate of bleeding with KARDENTO?",
        "What was the rate of recurrence with ZELMORIX?",
        "What was the rate of recurrence without KARDENTO?",
        "What was the rate of recurrence with KARDENTO in patients over 65?",
        "What was the rate of recurrence with KARDENTO at 6 months?",
        "What was the rate of recurrence with KARDENTA?",
        "What was the rate of recurrence with KARDENTO and the rate of bleeding?",
    ],
)
def test_a_question_that_is_merely_near_is_not_served_it(office: Office, near: str) -> None:
    approve(office, office.ask(FAY, RATE))
    assert office.ask(FAY, near).answer.validated is None


def test_a_variant_that_a_person_attached_is_served_too(office: Office) -> None:
    review = approve(office, office.ask(FAY, RATE))
    other = "How often did it come back with KARDENTO?"
    assert office.ask(FAY, other).answer.validated is None
    office.variants.attach(BEN, review, other, SECRET, "asked so on the telephone")
    served = office.ask(FAY, other).answer
    assert served.validated is not None
    assert (served.question, served.standalone_question) == (other, other)
    office.variants.detach(BEN, review, other, SECRET, "too loose")
    assert office.ask(FAY, other).answer.validated is None
    for arm in ("How often did it come back with warfarin?", "Recurrence rate with placebo?"):
        with pytest.raises(ForbiddenError, match="not the same question"):
            office.variants.attach(BEN, review, arm, SECRET, "the same")


def test_a_follow_up_is_served_by_what_it_means(office: Office) -> None:
    approve(office, office.ask(FAY, RATE))
    begun = office.ask(FAY, "What was the rate of recurrence with warfarin?")
    assert begun.answer.validated is None
    follow = office.ask(FAY, "And with KARDENTO?", conversation=begun.conversation_id)
    assert follow.answer.standalone_question == RATE
    assert follow.answer.validated is not None


def test_a_follow_up_on_a_misspelt_name_is_not_served_it(office: Office) -> None:
    approve(office, office.ask(FAY, RATE))
    begun = office.ask(FAY, "What was the rate of recurrence with KARDENTU?")
    follow = office.ask(FAY, "And with KARDENTO?", conversation=begun.conversation_id)
    assert follow.answer.validated is None


def test_what_has_expired_or_was_withdrawn_is_not_served(
    everywhere: Office, clock: SetClock
) -> None:
    office = everywhere
    approve(office, office.ask(FAY, RATE))
    withdrawn = approve(office, office.ask(FAY, DOSE))
    office.desk.withdraw(ANN, withdrawn, office.review(ANN, withdrawn)["version"], SECRET, "old")
    assert office.ask(FAY, DOSE).answer.validated is None
    clock.forward(days=364)
    assert office.ask(FAY, RATE).answer.validated is not None
    clock.forward(days=2)
    assert office.ask(FAY, RATE).answer.validated is None
    # A clock that steps back brings nothing back to life.
    clock.forward(days=-30)
    assert office.ask(FAY, RATE).answer.validated is None
    assert verify_trail(office.store).whole


# What medical information decided against


def test_a_rejected_answer_is_not_given_again(office: Office) -> None:
    first = office.ask(FAY, RATE)
    review = office.escalate(FAY, first.exchange_id, "sounds wrong")
    version = office.desk.claim(ANN, review, office.review(ANN, review)["version"])
    office.desk.reject(ANN, review, version, SECRET, "the trial was stopped")
    again = office.ask(FAY, RATE)
    assert (again.answer.outcome, again.answer.reason) == ("refused", "decided_against")
    assert again.answer.route == "medical_information"
    assert "2.1%" not in again.answer.rendered
    assert again.answer.boxed_warning
    # It was decided: there is nothing new to look at, until somebody asks for it.
    assert again.review_id is None
    assert office.ask(FAY, "What was the rate of recurrence with warfarin?").answer.citations
    office.desk.reopen(ANN, review, version + 1, "looked at again")
    assert office.ask(FAY, RATE).answer.outcome == "answered"


def test_a_withdrawn_answer_is_not_given_as_a_draft(office: Office) -> None:
    review = approve(office, office.ask(FAY, RATE))
    office.desk.withdraw(BEN, review, office.review(ANN, review)["version"], SECRET, "wrong")
    assert office.ask(FAY, RATE).answer.reason == "decided_against"


# Roles


def test_a_rejected_revision_says_nothing_against_what_it_was_made_of(
    office: Office, clock: SetClock
) -> None:
    review = approve(office, office.ask(FAY, RATE))
    version = office.review(ANN, review)["version"]
    again = office.desk.revise(ANN, review, version, "more context")
    office.desk.claim(ANN, again, 1)
    text = office.review(ANN, again)["content"]["text"]
    longer = Edit(text=f"{text}\n\nPlease see the document.")
    version, _ = office.desk.edit(ANN, again, 2, longer, "context")
    office.desk.reject(ANN, again, version, SECRET, "says no more than before")
    assert office.ask(FAY, RATE).answer.validated is not None
    clock.forward(days=366)
    office.upkeep()
    assert office.ask(FAY, RATE).answer.outcome == "answered"


def test_sales_gets_nothing_that_is_not_on_the_label(office: Office) -> None:
    given = office.ask(SAM, RATE)
    answer = given.answer
    assert (answer.outcome, answer.reason) == ("refused", "not_on_label")
    assert answer.route == "medical_information"
    assert "medical information" in answer.text.lower()
    assert (answer.citations, answer.caveats, answer.related) == ((), (), ())
    assert "2.1%" not in answer.rendered
    assert answer.boxed_warning
    assert given.review_id is not None
    shown = office.review(ANN, given.review_id)
    # Who reviews it has the draft, and what was shown instead.
    assert "2.1%" in shown["content"]["text"]
    assert "2.1%" not in shown["exchange"]["answer"]["rendered"]


def test_sales_gets_what_is_quoted_from_the_label(office: Office) -> None:
    answer = office.ask(SAM, DOSE).answer
    assert answer.outcome == "answered"
    assert {c.authority for c in answer.citations} == {"label"}


@pytest.mark.parametrize("asked", [CHILDREN, UNKNOWN, "KARDENTO bled my patient. Recurrence rate?"])
def test_sales_is_offered_no_passages_off_the_label(office: Office, asked: str) -> None:
    assert {c.authority for c in office.ask(SAM, asked).answer.related} <= {"label"}


def test_sales_gets_an_approved_answer_only_if_it_is_labelled_and_meant_for_sales(
    office: Office,
) -> None:
    review = approve(office, office.ask(SAM, RATE))
    assert office.ask(SAM, RATE).answer.validated is None
    assert office.ask(FAY, RATE).answer.validated is not None
    office.desk.withdraw(BEN, review, office.review(ANN, review)["version"], SECRET, "anew")
    office.desk.reopen(ANN, review, office.review(ANN, review)["version"], "for sales as well")
    given = office.ask(SAM, RATE)
    # It was asked while the other was in force: now that this waits again, it is the same work.
    assert given.review_id == review
    approve(office, given, on_label=True)
    served = office.ask(SAM, RATE).answer
    assert served.validated is not None
    assert "2.1%" in served.text


def test_what_a_reviewer_keeps_from_a_role_is_not_given_to_it_as_a_draft(office: Office) -> None:
    given = office.ask(FAY, RATE)
    only_us = Edit(audience=("medical_information",))
    review = office.escalate(FAY, given.exchange_id)
    version = office.desk.claim(ANN, review, office.review(ANN, review)["version"])
    version, _ = office.desk.edit(ANN, review, version, only_us, "for letters alone")
    office.desk.approve(ANN, review, version, SECRET, "for letters alone")
    for actor, question in (
        (FAY, RATE),
        (SUE, RATE),
        # A word that had to be corrected makes it no other question here.
        (FAY, RATE.replace("KARDENTO", "KARDENTU")),
    ):
        answer = office.ask(actor, question).answer
        assert (answer.outcome, answer.reason) == ("refused", "not_for_role")
        assert answer.citations == ()
        assert "2.1%" not in answer.rendered
        assert answer.boxed_warning
    # It was decided, so nobody has to decide on it again: it is counted.
    assert office.ask(FAY, RATE).review_id is None
    assert office.review(ANN, review)["asked"]["times"] == 5
    assert office.ask(BEN, RATE).answer.validated is not None


def test_a_draft_that_was_corrected_for_others_is_not_given_to_sales(office: Office) -> None:
    given = office.ask(SAM, DOSE)
    assert given.answer.outcome == "answered"
    review = office.escalate(SAM, given.exchange_id)
    version = office.desk.claim(ANN, review, office.review(ANN, review)["version"])
    text = office.review(ANN, review)["content"]["text"]
    changed = Edit(text=f"{text}\n\nPlease see the label for the whole of it.")
    version, _ = office.desk.edit(ANN, review, version, changed, "context")
    version = office.desk.assign(ANN, review, version, BEN)
    office.desk.approve(BEN, review, version, SECRET, "right")
    again = office.ask(SAM, DOSE)
    assert again.answer.reason == "not_for_role"
    # Nobody has said yet whether it is on label: somebody is asked to.
    assert again.review_id not in (None, review)
    assert office.review(ANN, again.review_id or "")["flags"] == ["withheld"]
    assert office.ask(SAM, DOSE).review_id == again.review_id


def test_label_text_approved_as_it_is_goes_to_sales_as_before(office: Office) -> None:
    sampling = office_over(office.store, sample_every=1)
    review = approve(sampling, sampling.ask(FAY, DOSE))
    given = sampling.ask(SAM, DOSE)
    assert given.answer.outcome == "answered"
    assert given.answer.validated is None
    # The same words were looked at: they make no work.
    assert given.review_id is None
    assert sampling.review(ANN, review)["asked"]["times"] == 2


@pytest.mark.parametrize("label", ["off_label", "mixed", "on_label"])
def test_what_was_labelled_and_not_opened_to_sales_is_decided(office: Office, label: str) -> None:
    review = office.escalate(FAY, office.ask(FAY, DOSE).exchange_id)
    version = office.desk.claim(ANN, review, office.review(ANN, review)["version"])
    version, _ = office.desk.edit(ANN, review, version, Edit(label=label), "read")  # type: ignore[arg-type]
    version = office.desk.assign(ANN, review, version, BEN)
    office.desk.approve(BEN, review, version, SECRET, "looked at the label", **COMPARED)
    given = office.ask(SAM, DOSE)
    assert given.answer.reason == "not_for_role"
    assert given.review_id is None


def test_further_roles_show_no_more(office: Office) -> None:
    both = Actor("u9", "Both", "sales", more=frozenset({"medical_information"}))
    assert office.ask(both, RATE).answer.reason == "not_on_label"
    assert office.ask(LOCAL, RATE).answer.outcome == "answered"


# Reports


def test_a_report_is_sealed_with_what_was_said_before_it(everywhere: Office) -> None:
    office = everywhere
    first = office.ask(FAY, RATE)
    given = office.ask(
        FAY, REPORT, conversation=first.conversation_id, earlier=[RATE], channel="web"
    )
    assert (given.answer.outcome, given.answer.route) == ("routed", "adverse_event")
    assert given.report_id is not None
    assert given.review_id is None
    report = office.safety.read(SUE, given.report_id)
    assert report["sealed"]["words"] == REPORT
    assert report["sealed"]["conversation"] == [RATE]
    with office.store.reading() as session:
        row = exchange(session, given.exchange_id)
        assert row is not None
        assert "Roe" not in str(row.__dict__)
    with pytest.raises(ForbiddenError):
        office.safety.read(ANN, given.report_id)


def test_a_report_may_be_pressed_whatever_it_looks_like(office: Office) -> None:
    words = "skin went red after the second one"
    given = office.report_adverse_event(FAY, words, contact="ext. 12", channel="web")
    assert (given.answer.outcome, given.answer.route) == ("routed", "adverse_event")
    assert given.answer.boxed_warning
    report = office.safety.read(SUE, given.report_id or "")
    assert (report["sealed"]["words"], report["sealed"]["contact"]) == (words, "ext. 12")
    assert report["kind"] == "adverse_event"
    asked = office.report_adverse_event(FAY, REPORT, kind="overdose")
    assert office.safety.read(SUE, asked.report_id or "")["kind"] == "overdose"
    for words, kind in ((" \n", "adverse_event"), ("bled", "off_label")):
        with pytest.raises(RejectedError):
            office.report_adverse_event(FAY, words, kind=kind)


# The same question again


def test_the_same_question_again_is_one_piece_of_work(everywhere: Office) -> None:
    office = everywhere
    first = office.ask(FAY, UNKNOWN)
    others = [
        office.ask(SAM, UNKNOWN),
        office.ask(ANN, "what is the half-life of KARDENTO"),
        office.ask(FAY, UNKNOWN),
    ]
    assert {g.review_id for g in others} == {first.review_id}
    page = office.desk.page(ANN, Wanted())
    assert [(i.review_id, i.times) for i in page.items] == [(first.review_id, 4)]
    other = office.ask(FAY, "What is the half-life of ZELMORIX?")
    assert other.review_id != first.review_id
    most = office.desk.page(ANN, Wanted(sort="asked", descending=True))
    assert [i.times for i in most.items] == [4, 1]
    shown = office.review(ANN, first.review_id or "")
    assert shown["asked"]["times"] == 4
    assert shown["asked"]["exchanges"][-1] == first.exchange_id
    # Nobody who works on it is told that somebody was first.
    office.desk.claim(ANN, first.review_id or "", shown["version"])
    assert verify_trail(office.store).whole


def test_what_users_say_of_any_of_them_comes_to_the_one_review(office: Office) -> None:
    first, again = office.ask(FAY, UNKNOWN), office.ask(SAM, UNKNOWN)
    review = office.feedback(SAM, again.exchange_id, "down", ["incomplete"], "look in the label")
    assert review == first.review_id
    shown = office.review(ANN, review or "")
    assert shown["priority"] == "high"
    assert [f["words"] for f in shown["feedback"]] == ["look in the label"]
    assert office.feedback(FAY, first.exchange_id, "up") is None


@pytest.mark.parametrize("approved", [False, True])
def test_a_refusal_that_somebody_has_looked_at_is_not_put_before_them_again(
    office: Office, approved: bool
) -> None:
    first = office.ask(FAY, UNKNOWN)
    review = first.review_id or ""
    version = office.desk.claim(ANN, review, 1)
    decide = office.desk.approve if approved else office.desk.reject
    decide(ANN, review, version, SECRET, "nothing is known")
    again = office.ask(FAY, UNKNOWN)
    assert again.answer.text == first.answer.text
    assert again.review_id is None
    assert office.review(ANN, review)["asked"]["times"] == 2
    # Its user may still ask for it.
    asked_for = office.escalate(FAY, again.exchange_id, "please look again")
    assert asked_for != review
    assert state_of(office, asked_for) == "to_review"


def test_who_reviews_sees_what_is_approved_for_the_same_question(office: Office) -> None:
    review = approve(office, office.ask(FAY, RATE))
    given = office.ask(SAM, RATE)
    shown = office.review(ANN, given.review_id or "")
    assert shown["flags"] == ["withheld"]
    [there] = shown["in_force"]
    assert (there["id"], there["label"]) == (review, "unassessed")
    version = office.desk.claim(ANN, given.review_id or "", shown["version"])
    with pytest.raises(ForbiddenError, match="another approved answer is in force"):
        office.desk.approve(ANN, given.review_id or "", version, SECRET, "for sales too")
    office.desk.approve(ANN, given.review_id or "", version, SECRET, "for all", supersedes=[review])
    assert state_of(office, review) == "superseded"


def test_a_misspelt_question_is_work_of_its_own(office: Office) -> None:
    first = office.ask(FAY, "What is the half-life of KARDENTO tablets?")
    other = office.ask(FAY, "What is the half-life of KARDENTU tablets?")
    assert first.review_id is not None
    assert other.review_id is not None
    assert other.review_id != first.review_id


# One's own


def test_one_sees_only_what_is_ones_own(everywhere: Office, clock: SetClock) -> None:
    office = everywhere
    mine = office.ask(FAY, RATE)
    office.ask(FAY, "And with warfarin?", conversation=mine.conversation_id)
    clock.forward(minutes=5)
    theirs = office.ask(SAM, DOSE)
    [listed] = office.conversations(FAY)
    assert (listed.id, listed.title, listed.turns) == (mine.conversation_id, RATE, 2)
    assert listed.questions == (RATE, "And with warfarin?")
    assert listed.as_dict()["began_at"] < listed.as_dict()["last_at"]
    turns = office.conversation(FAY, mine.conversation_id)
    assert [t["question"] for t in turns] == [RATE, "And with warfarin?"]
    assert turns[0]["answer"] == mine.answer.as_dict()
    assert "".join(words for words, _ in turns[0]["segments"]) == mine.answer.text
    for another in (
        lambda: office.conversation(FAY, theirs.conversation_id),
        lambda: office.exchange(FAY, theirs.exchange_id),
        lambda: office.feedback(FAY, theirs.exchange_id, "down"),
        lambda: office.escalate(FAY, theirs.exchange_id),
        lambda: office.ask(FAY, "And with warfarin?", conversation=theirs.conversation_id),
        lambda: office.export_conversation(FAY, theirs.conversation_id, "json"),
        lambda: office.delete_conversation(FAY, theirs.conversation_id),
        lambda: office.delete_conversation(ANN, theirs.conversation_id),
        lambda: office.conversation(FAY, "none"),
        lambda: office.exchange(FAY, "none"),
    ):
        with pytest.raises(NotFoundError):
            another()
    with pytest.raises(ForbiddenError):
        office.conversations(FAY, everyone=True)
    assert len(office.conversations(ANN, everyone=True)) == 2
    assert office.exchange(ANN, theirs.exchange_id)["question"] == DOSE
    assert [c.id for c in office.conversations(ANN, everyone=True, size=1, page=2)] == [
        mine.conversation_id
    ]
    with pytest.raises(RejectedError):
        office.conversations(ANN, page=0)


def test_a_conversation_put_away_is_kept(office: Office) -> None:
    given = office.ask(FAY, RATE)
    office.delete_conversation(FAY, given.conversation_id, "not needed")
    assert office.conversations(FAY) == []
    for again in (
        lambda: office.conversation(FAY, given.conversation_id),
        lambda: office.exchange(FAY, given.exchange_id),
        lambda: office.ask(FAY, RATE, conversation=given.conversation_id),
        lambda: office.delete_conversation(FAY, given.conversation_id),
    ):
        with pytest.raises(NotFoundError):
            again()
    assert office.conversation(ANN, given.conversation_id)
    assert verify_trail(office.store).whole


def test_a_conversation_is_copied_with_its_boxed_warnings(office: Office) -> None:
    given = office.ask(FAY, RATE)
    copy = office.export_conversation(FAY, given.conversation_id, "markdown")
    assert given.answer.boxed_warning[0].heading in copy.data.decode()
    assert office.export_conversation(FAY, given.conversation_id, "json").data.startswith(b"{")
    with pytest.raises(RejectedError):
        office.export_conversation(FAY, given.conversation_id, "pdf")  # type: ignore[arg-type]


@pytest.mark.parametrize("form", ["json", "markdown"])
@pytest.mark.parametrize("lost", ["text", "rendered"])
def test_a_conversation_whose_boxed_warning_is_not_whole_is_not_copied(
    office: Office, monkeypatch: pytest.MonkeyPatch, lost: str, form: Any
) -> None:
    from ino_assistant.service import own

    given = office.ask(FAY, RATE)
    real = own._as_dict

    def lossy(*of: Any) -> dict[str, Any]:
        turn = real(*of)
        answer = turn["answer"]
        if lost == "rendered":
            return {**turn, "answer": {**answer, "rendered": answer["rendered"][:-40]}}
        boxes = [{**w, "text": w["text"][:-1]} for w in answer["boxed_warning"]]
        return {**turn, "answer": {**answer, "boxed_warning": boxes}}

    monkeypatch.setattr(own, "_as_dict", lossy)
    with pytest.raises(WarningNotWholeError):
        office.export_conversation(FAY, given.conversation_id, form)
    assert office.audit_entries(ADA, action="export.conversation") == []


def test_who_came_to_see_less_does_not_see_what_was_given_before(office: Office) -> None:
    before = office.ask(FAY, RATE)
    now = replace(FAY, role="sales")
    conversation = before.conversation_id
    for attempt in (
        lambda: office.exchange(now, before.exchange_id),
        lambda: office.conversation(now, conversation),
        lambda: office.export_conversation(now, conversation, "json"),
        lambda: office.export_conversation(now, conversation, "markdown"),
    ):
        with pytest.raises(NotFoundError):
            attempt()
    with pytest.raises(RejectedError):
        office.export_answer(now, before.exchange_id, "pdf")
    assert office.conversations(now) == []
    office.ask(now, DOSE, conversation=conversation)
    [turn] = office.conversation(now, conversation)
    assert turn["question"] == DOSE
    assert [c.turns for c in office.conversations(now)] == [1]
    assert len(office.conversation(FAY, conversation)) == 2


def test_turns_are_taken_from_the_records_where_the_caller_keeps_none(office: Office) -> None:
    begun = office.ask(FAY, RATE)
    office.ask(FAY, "!!!", conversation=begun.conversation_id)
    follow = office.ask(FAY, "And with warfarin?", conversation=begun.conversation_id)
    # However it is written out: the topic is taken from the turn before.
    assert "recurrence with warfarin" in follow.answer.standalone_question
    assert follow.conversation_id == begun.conversation_id


def test_a_question_far_too_long_is_kept_by_its_beginning_and_its_hash(office: Office) -> None:
    given = office.ask(FAY, "how " * 50_000)
    assert given.answer.problem is not None
    kept = office.exchange(FAY, given.exchange_id)["question"]
    assert kept.startswith("how how")
    assert "200000 characters in all, sha256 " in kept
    assert len(kept) < 101_000


def test_a_sampled_answer_is_queued(office: Office) -> None:
    every = Office(
        office.settings.model_copy(update={"sample_every": 1}), office.assistant, office.store
    )
    given = every.ask(FAY, RATE)
    assert office.review(ANN, given.review_id or "")["flags"] == ["sampled"]


def test_without_somebody_who_knows_people_nobody_signs(office: Office) -> None:
    alone = Office(office.settings, office.assistant, office.store)
    given = alone.ask(FAY, UNKNOWN)
    alone.desk.claim(ANN, given.review_id or "", 1)
    with pytest.raises(ForbiddenError):
        alone.desk.reject(ANN, given.review_id or "", 2, SECRET, "no")
    alone.authenticate = lambda actor, secret: secret == "told later"
    alone.desk.reject(ANN, given.review_id or "", 2, "told later", "no")


def test_the_draft_that_was_withheld_can_be_approved_as_it_stands(office: Office) -> None:
    given = office.ask(SAM, RATE)
    shown = office.review(ANN, given.review_id or "")
    assert shown["judgement"]["passes"]
    content = Content.from_dict(shown["content"])
    assert content.outcome == "answered"
    approve(office, given, on_label=True)
    assert office.ask(SAM, RATE).answer.validated is not None


def test_an_edit_that_breaks_a_number_can_not_be_approved(office: Office) -> None:
    given = office.ask(FAY, RATE)
    review = office.escalate(FAY, given.exchange_id)
    version = office.desk.claim(ANN, review, office.review(ANN, review)["version"])
    wrong = given.answer.text.replace("2.1%", "3.0%")
    version, judgement = office.desk.edit(ANN, review, version, Edit(text=wrong))
    assert not judgement.passes
    version = office.desk.assign(ANN, review, version, BEN)
    with pytest.raises(ForbiddenError, match="can't be approved"):
        office.desk.approve(BEN, review, version, SECRET, "fine")


def test_what_is_asked_by_nobody_is_not_recorded(office: Office) -> None:
    before = office.readiness()["audit_entries"]
    answer: Answer = office.assistant.ask(RATE)
    assert answer.outcome == "answered"
    assert office.readiness()["audit_entries"] == before


def test_due_times_run_from_the_clock_of_the_records(office: Office, clock: SetClock) -> None:
    given: Given = office.ask(FAY, UNKNOWN)
    clock.forward(hours=office.settings.due_hours_normal + 1)
    page: Sequence[Any] = office.desk.page(ANN, Wanted(overdue=True)).items
    assert [i.review_id for i in page] == [given.review_id]
    assert page[0].due_at - page[0].opened_at == timedelta(hours=72)
    assert "ino_reviews_overdue 1.0" in office.metrics()
