"""Approved answers first: served as signed, to the same question only, and only while in force."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date

import pytest

from ino_assistant.answering.saying.citing import Segment
from ino_assistant.records import Actor, ForbiddenError, RecordsError, Work
from ino_assistant.records.audit import entries
from ino_assistant.records.verify import verify_trail
from ino_assistant.review.queues import Wanted
from ino_assistant.review.upkeep import keep_up
from ino_assistant.review.view import view
from records.stores import SetClock
from review.office import (
    ANN,
    BEN,
    COMPARED,
    OTHER_ARM,
    QUESTION,
    SECRET,
    Office,
    changed_source,
    edit,
    said,
)


@pytest.mark.both_databases
def test_an_approved_answer_is_served_as_it_was_signed(office: Office) -> None:
    drafted = office.answer()
    review = office.claimed(answer=drafted)
    office.desk.approve(ANN, review, 2, SECRET, "fine")
    found = office.approved.approved_for(office.read(QUESTION), "field_medical")
    assert found is not None
    answer = found.answer(
        office.corpus, "recurrence rate?", standalone_question=QUESTION, index_version="i1"
    )
    shown = answer.as_dict()
    assert shown["text"] == drafted.text
    assert shown["citations"] == drafted.as_dict()["citations"]
    assert shown["caveats"] == drafted.as_dict()["caveats"]
    assert shown["boxed_warning"] == drafted.as_dict()["boxed_warning"]
    assert shown["answerer"] == "validated"
    assert shown["question"] == "recurrence rate?"
    validated = shown["validated"]
    assert validated["approved_at"].startswith("2026-03-02T09:00:00.")
    del validated["approved_at"]
    assert validated == {
        "id": review,
        "version": 3,
        "approved_by": "Ann Example",
        "expires_on": "2027-03-02",
        "label_checked": None,
    }


@pytest.mark.parametrize(
    "asked",
    [
        QUESTION,
        "what is the rate of recurrence with kardento",
        "Tell me the rate of recurrence on KARDENTO, please",
        "With KARDENTO, what was the recurrence rate?",
        "What was the rate of recurrence in velpatinib?",
    ],
)
def test_the_same_question_in_other_words_is_served(office: Office, asked: str) -> None:
    review = office.approved_review()
    served = office.served(asked)
    if served is None:
        # What is not plainly the same has to be attached by a person first.
        office.variants.attach(ANN, review, asked, SECRET, "the same question")
        served = office.served(asked)
    assert served == review


@pytest.mark.parametrize(
    "asked",
    [
        OTHER_ARM,
        "What was the rate of recurrence?",
        "What was the rate of recurrence with KARDENTO and warfarin?",
        "What was the rate of bleeding with KARDENTO?",
        "What was the rate of recurrence without KARDENTO?",
        "Why was there recurrence with KARDENTO?",
        "What was the rate of recurrence with KARDENTO in women?",
        "What was the rate of recurrence with KARDENTO after 2 years?",
        "What was the rate of recurrence with KARDENTO before surgery?",
        "Was the rate of recurrence with KARDENTO 3.0%?",
        "What was the rate of no recurrence with KARDENTO?",
        "What was the rate of recurrence with ZELMORIX?",
        "What was the rate of fatal recurrence with KARDENTO?",
        "Was recurrence with KARDENTO lower than with warfarin?",
        "How many patients had recurrence with KARDENTO?",
        "What was the rate of recurrence with KARDENTTO?",
        "What was the rate of recurrence with velpatinid?",
        "",
        "KARDENTO",
    ],
)
def test_a_similar_question_is_not_the_same(office: Office, asked: str) -> None:
    office.approved_review()
    assert office.served(asked) is None


def test_the_order_of_two_of_a_kind_matters(office: Office) -> None:
    review = office.claimed("Was recurrence lower with KARDENTO than with warfarin?")
    office.desk.approve(ANN, review, 2, SECRET, "fine")
    assert office.served("Was recurrence lower with KARDENTO than with warfarin?") == review
    assert office.served("Was recurrence lower with warfarin than with KARDENTO?") is None


@pytest.mark.both_databases
def test_variants_are_attached_and_taken_off(office: Office) -> None:
    review = office.approved_review()
    asked = "How frequent was recurrence in people taking KARDENTO?"
    assert office.served(asked) is None
    office.variants.attach(BEN, review, asked, SECRET, "means the same")
    assert office.served(asked) == review
    assert office.served("how frequent was recurrence in people taking kardento") == review
    office.variants.detach(BEN, review, asked, SECRET, "does not, after all")
    assert office.served(asked) is None
    with pytest.raises(RecordsError, match="not attached"):
        office.variants.detach(BEN, review, asked, SECRET, "again")
    with pytest.raises(ForbiddenError, match="reason"):
        office.variants.detach(BEN, review, asked, SECRET, " ")


@pytest.mark.both_databases
def test_a_variant_is_signed_and_without_its_signature_counts_for_nothing(office: Office) -> None:
    from records.test_trail import tamper

    review = office.approved_review()
    asked = "How frequent was recurrence in people taking KARDENTO?"
    with pytest.raises(ForbiddenError, match="not signed"):
        office.variants.attach(BEN, review, asked, "guessed", "means the same")
    assert office.served(asked) is None
    office.variants.attach(BEN, review, asked, SECRET, "means the same")
    with office.store.reading() as session:
        actions = [e.action for e in entries(session, limit=1000)]
    assert "signature.refused" in actions
    assert actions[-1] == "review.variant_attached"
    [wording] = view(office.desk, ANN, review)["wordings"]
    assert (wording["text"], wording["by"], wording["signed"]) == (asked, "Ben Example", True)
    with pytest.raises(ForbiddenError, match="not signed"):
        office.variants.detach(BEN, review, asked, "guessed", "does not")
    tamper(office.store, "UPDATE variant SET text = replace(text, 'people', 'men')")
    fresh = Office(office.store)
    assert fresh.served(asked.replace("people", "men")) is None
    assert not view(fresh.desk, ANN, review)["wordings"][0]["signed"]


@pytest.mark.parametrize(
    ("asked", "said_why"),
    [
        (OTHER_ARM, "drug: only the other names warfarin"),
        ("How frequent was recurrence with ZELMORIX?", "product"),
        ("How frequent was recurrence with KARDENTO in 30 patients?", "figure: .* names 30"),
    ],
)
def test_no_variant_asks_for_something_else(office: Office, asked: str, said_why: str) -> None:
    review = office.approved_review()
    with pytest.raises(ForbiddenError, match=f"not the same question: .*{said_why}"):
        office.variants.attach(ANN, review, asked, SECRET, "same")


def test_a_variant_belongs_to_one_answer_in_force(office: Office) -> None:
    first = office.approved_review()
    asked = "How frequent was recurrence in people taking KARDENTO?"
    second = office.claimed(asked)
    office.desk.approve(ANN, second, 2, SECRET, "fine")
    with pytest.raises(ForbiddenError, match="another approved answer is in force"):
        office.variants.attach(ANN, first, asked, SECRET, "same")
    waiting = office.queued("Is KARDENTO new?")
    with pytest.raises(ForbiddenError, match="approved answers"):
        office.variants.attach(ANN, waiting, asked, SECRET, "same")
    with pytest.raises(ForbiddenError, match="needs a question"):
        office.variants.attach(ANN, first, "  ", SECRET, "same")


@pytest.mark.both_databases
def test_it_expires(office: Office, clock: SetClock) -> None:
    review = office.approved_review(expires_on=date(2026, 6, 1))
    clock.forward(days=90)
    assert clock.now.date() == date(2026, 5, 31)
    assert office.served() == review
    expiring = office.desk.page(ANN, Wanted(queue="expiring"))
    assert [item.review_id for item in expiring.items] == [review]
    clock.forward(days=1)
    # Before upkeep runs, too.
    assert office.served() is None
    done = keep_up(office.store, office.corpus, office.settings)
    assert done.expired == (review,)
    row = office.now(review)
    assert (row.state, row.actor_id, row.reason) == ("expired", "system", "expired on 2026-06-01")
    # A clock that steps back brings nothing back to life.
    clock.forward(days=-60)
    assert office.served() is None
    again = office.desk.page(ANN, Wanted(queue="invalidated"))
    assert [item.review_id for item in again.items] == [review]
    office.desk.claim(ANN, review, row.version)
    office.desk.approve(ANN, review, row.version + 1, SECRET, "still right")
    assert office.served() == review
    assert verify_trail(office.store).whole


def test_a_clock_that_steps_back_serves_nothing_expired(office: Office, clock: SetClock) -> None:
    office.approved_review(expires_on=date(2026, 6, 1))
    clock.forward(days=120)
    office.queued("Is KARDENTO new?")
    clock.forward(days=-100)
    assert office.served() is None


@pytest.mark.both_databases
def test_it_is_invalidated_when_its_source_changes(office: Office) -> None:
    review = office.approved_review()
    later = office.with_corpus(changed_source(office.corpus, "kardento-faq"))
    assert later.served() is None
    assert office.served() == review
    done = keep_up(later.store, later.corpus, later.settings)
    assert done.invalidated == (review,)
    assert keep_up(later.store, later.corpus, later.settings).invalidated == ()
    row = office.now(review)
    assert (row.state, row.priority, row.assignee_id) == ("invalidated", "high", None)
    assert "source of kardento-faq has changed" in row.reason
    assert office.served() is None
    assert office.desk.counts(ANN)["invalidated"] == 1


def test_another_document_does_not_matter_to_it(office: Office) -> None:
    review = office.approved_review()
    later = office.with_corpus(changed_source(office.corpus, "zelmorix-label"))
    assert keep_up(later.store, later.corpus, later.settings).invalidated == ()
    assert later.served() == review


def test_a_changed_boxed_warning_invalidates(office: Office) -> None:
    from ino_assistant.text import sha256_text

    review = office.approved_review()
    documents = []
    for document in office.corpus.documents:
        boxes = tuple(
            replace(box, text=box.text + " • New.", sha256=sha256_text(box.text + " • New."))
            for box in document.boxed_warnings
        )
        documents.append(replace(document, boxed_warnings=boxes))
    later = office.with_corpus(replace(office.corpus, documents=tuple(documents)))
    assert later.served() is None
    assert keep_up(later.store, later.corpus, later.settings).invalidated == (review,)
    assert "boxed warning of KARDENTO has changed" in office.now(review).reason


def test_a_document_that_is_gone_invalidates(office: Office) -> None:
    review = office.approved_review()
    left = tuple(d for d in office.corpus.documents if d.id != "kardento-faq")
    later = office.with_corpus(replace(office.corpus, documents=left))
    assert later.served() is None
    assert keep_up(later.store, later.corpus, later.settings).invalidated == (review,)


def test_words_that_no_longer_pass_the_gate_are_not_served(office: Office) -> None:
    review = office.approved_review()
    statement = said(office.corpus, "36/1,731")
    changed = replace(statement, display=_other(statement.display), quote=_other(statement.quote))
    documents = tuple(
        replace(d, statements=tuple(changed if s == statement else s for s in d.statements))
        for d in office.corpus.documents
    )
    later = office.with_corpus(replace(office.corpus, documents=documents))
    assert later.served() is None
    assert keep_up(later.store, later.corpus, later.settings).invalidated == (review,)


def _other(text: str) -> str:
    return text.replace("2.1%", "2.2%")


def test_sales_gets_only_what_is_on_label(office: Office) -> None:
    review = office.claimed()
    everybody = ("sales", "field_medical", "medical_information")
    version, _ = office.desk.edit(ANN, review, 2, edit(audience=everybody))
    with pytest.raises(ForbiddenError, match="sales may only"):
        office.desk.approve(ANN, review, version, SECRET, "fine")
    version, _ = office.desk.edit(ANN, review, version, edit(label="on_label", topic="T1"))
    version = office.desk.assign(ANN, review, version, BEN)
    office.desk.approve(BEN, review, version, SECRET, "fine", **COMPARED)
    assert office.now(review).action == "approve"
    assert office.served(role="sales") == review
    assert office.served(role="safety") is None


def test_sales_gets_nothing_unassessed(office: Office) -> None:
    review = office.approved_review()
    assert office.served() == review
    assert office.served(role="sales") is None


@pytest.mark.both_databases
def test_a_signature_that_does_not_hold_serves_nothing(office: Office) -> None:
    from records.test_trail import tamper

    review = office.approved_review()
    assert office.served() == review
    tamper(office.store, "UPDATE review_version SET expires_on = '2030-01-01' WHERE version = 3")
    fresh = Office(office.store)
    assert fresh.served() is None
    report = verify_trail(office.store)
    assert any(p.kind == "record" and "review_version" in p.text for p in report.problems)


@pytest.mark.both_databases
def test_a_content_changed_in_the_database_serves_nothing(office: Office) -> None:
    from records.test_trail import tamper

    office.approved_review()
    tamper(office.store, "UPDATE review_version SET content = replace(content, '2.1', '2.2')")
    assert Office(office.store).served() is None
    assert not verify_trail(office.store).whole


def test_no_answer_is_built_without_its_warning_or_with_other_words(office: Office) -> None:
    office.approved_review()
    found = office.approved.approved_for(office.read(QUESTION), "field_medical")
    assert found is not None
    forged = replace(
        found, content=replace(found.content, segments=(Segment("7 of 10 were cured.", 1),))
    )
    with pytest.raises(ValueError, match="not in the statement"):
        forged.answer(office.corpus, QUESTION)
    assert found.answer(office.corpus, QUESTION).boxed_warning[0].text.startswith("WARNING")


@pytest.mark.both_databases
def test_while_the_trail_has_a_gap_nothing_approved_is_served(office: Office) -> None:
    review = office.approved_review()
    kept = office.store.anchor.path.read_text()
    office.store.anchor.path.write_text(kept.replace('"seq": ', '"seq": 9'))
    assert office.store.has_gap()
    assert office.served() is None
    office.store.anchor.path.write_text(kept)
    assert office.served() == review


@pytest.mark.both_databases
def test_what_changed_since_upkeep_looked_is_passed_over(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ino_assistant.review import upkeep

    review = office.approved_review()
    later = office.with_corpus(changed_source(office.corpus, "kardento-faq"))
    writing = office.store.writing

    def withdrawn_first(actor: Actor) -> AbstractContextManager[Work]:
        # Between upkeep's look and its step somebody withdraws the answer.
        monkeypatch.setattr(office.store, "writing", writing)
        office.desk.withdraw(BEN, review, 3, SECRET, "wrong")
        return writing(actor)

    monkeypatch.setattr(office.store, "writing", withdrawn_first)
    done = upkeep.keep_up(later.store, later.corpus, later.settings)
    assert (done.expired, done.invalidated) == ((), ())
    assert office.now(review).state == "withdrawn"
    with office.store.reading() as session:
        assert entries(session)[-1].action == "upkeep.passed_over"
