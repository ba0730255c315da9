"""Reviewing one answer: the steps that there are, who may take them, and what they leave."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ino_assistant.corpus.model import Corpus
from ino_assistant.records import Actor, ConflictError, ForbiddenError, RecordsError
from ino_assistant.records.audit import entries
from ino_assistant.records.content import Cited
from ino_assistant.records.verify import verify_trail
from ino_assistant.review.queues import Wanted
from ino_assistant.review.states import TRANSITIONS, State, may_follow
from ino_assistant.review.versions import history
from ino_assistant.review.view import view
from records.stores import SetClock
from review.office import (
    ADA,
    ANN,
    BEN,
    FAY,
    OTHER_ARM,
    SAM,
    SECRET,
    SUE,
    Office,
    changed_source,
    edit,
    said,
)


@pytest.mark.both_databases
def test_an_answer_is_approved_as_it_was_drafted(office: Office, clock: SetClock) -> None:
    review = office.approved_review()
    row = office.now(review)
    assert (row.state, row.action, row.version, row.approved_by) == (
        "approved",
        "approve",
        3,
        "Ann Example",
    )
    assert row.expires_on == date(2027, 3, 2)
    shown = view(office.desk, ANN, review)
    [signature] = shown["signatures"]
    assert signature["name"] == "Ann Example"
    assert signature["meaning"] == "approval"
    assert signature["signed_at"].startswith("2026-03-02T09:00:")
    assert signature["holds"]
    assert shown["may"] == ["revise", "withdraw"]
    assert [v["action"] for v in shown["history"]] == ["approve", "claim", "queue"]
    with office.store.reading() as session:
        last = entries(session)[-1]
    assert (last.action, last.record_id, last.reason) == (
        "review.approve",
        review,
        "checked against the source",
    )
    assert [table for table, _, _ in last.rows] == ["review_version", "signature"]
    assert verify_trail(office.store).whole


def test_an_edit_that_breaks_a_number_can_not_be_approved(office: Office) -> None:
    review = office.claimed()
    text = office.now(review).content["text"]
    wrong = text.replace("2.1%", "2.7%")
    content, judgement = office.desk.judge(ANN, review, edit(wrong))
    assert content.text == wrong
    assert not judgement.passes
    assert judgement.passages[0].verdict == "contradicted"
    assert any("2.7%" in reason for reason in judgement.reasons)
    version, judgement = office.desk.edit(ANN, review, 2, edit(wrong), "typo")
    assert (version, judgement.passes) == (3, False)
    office.desk.release(ANN, review, 3)
    office.desk.claim(BEN, review, 4)
    with pytest.raises(ForbiddenError, match="can't be approved"):
        office.desk.approve(BEN, review, 5, SECRET, "fine")
    assert office.served() is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("KARDENTO", "warfarin"),
        ("recurrence", "bleeding"),
        ("36/1,731", "51/1,718"),
        ("was seen", "was not seen"),
        ("2.1%", "about two percent"),
    ],
)
def test_an_edit_that_changes_the_sense_can_not_be_approved(
    office: Office, old: str, new: str
) -> None:
    review = office.claimed()
    text = office.now(review).content["text"]
    assert old in text
    _, judgement = office.desk.judge(ANN, review, edit(text.replace(old, new)))
    assert not judgement.passes


def test_words_beside_may_be_added_and_claims_may_not(office: Office) -> None:
    review = office.claimed()
    text = office.now(review).content["text"]
    _, plain = office.desk.judge(ANN, review, edit(f"{text}\n\nPlease see the full document."))
    assert plain.passes, plain.reasons
    _, number = office.desk.judge(ANN, review, edit(f"{text}\n\nThat is 1 in 50."))
    assert number.passages[-1].verdict == "uncited"
    assert not number.passes
    _, claim = office.desk.judge(ANN, review, edit(f"{text}\n\nKARDENTO is better than warfarin."))
    assert not claim.passes
    _, empty = office.desk.judge(ANN, review, edit("  "))
    assert "the answer has no text" in empty.reasons


@pytest.mark.both_databases
def test_an_answer_is_approved_with_changes_by_a_second_person(office: Office) -> None:
    review = office.claimed()
    taken = said(office.corpus, "A missed dose")
    one = Cited(said(office.corpus, "36/1,731").id)
    text = office.now(review).content["text"] + f"\n\n{taken.display} [2]"
    change = edit(text, citations=(one, Cited(taken.id)))
    version, judgement = office.desk.edit(ANN, review, 2, change, "adds the missed dose")
    assert judgement.passes, judgement.reasons
    with pytest.raises(ForbiddenError, match="two persons"):
        office.desk.approve(ANN, review, version, SECRET, "fine")
    office.desk.assign(ANN, review, version, BEN, "please sign")
    office.desk.approve(BEN, review, version + 1, SECRET, "fine")
    row = office.now(review)
    assert row.action == "approve_with_changes"
    changes = view(office.desk, BEN, review)["difference"]
    assert ["added", "\n\n" + taken.display + " [2]"] in changes["pieces"]
    assert "citations" in changes["changed"]


def test_the_two_person_rule_is_a_setting(office: Office) -> None:
    alone = office.with_settings(two_person_rule=False)
    review = alone.claimed()
    text = alone.now(review).content["text"]
    alone.desk.edit(ANN, review, 2, edit(f"{text}\n\nPlease see the full document."))
    assert alone.desk.approve(ANN, review, 3, SECRET, "fine") == 4


def test_a_refusal_can_be_made_an_answer(office: Office) -> None:
    recorded = office.intake.record(office.refusal(), FAY)
    review = recorded.review_id
    assert review is not None
    assert office.now(review).flags == ["refused"]
    office.desk.claim(BEN, review, 1)
    statement = said(office.corpus, "36/1,731")
    change = edit(f"{statement.display} [1]", citations=(Cited(statement.id),))
    version, judgement = office.desk.edit(BEN, review, 2, change)
    assert judgement.passes, judgement.reasons
    office.desk.assign(BEN, review, version, ANN)
    office.desk.approve(ANN, review, version + 1, SECRET, "the document does say it")
    assert office.now(review).outcome == "answered"
    assert office.served() == review


def test_a_refusal_that_is_right_can_be_confirmed_and_is_not_served(office: Office) -> None:
    review = office.claimed(answer=office.refusal())
    office.desk.approve(ANN, review, 2, SECRET, "indeed it does not say")
    assert office.now(review).state == "approved"
    assert office.served() is None


def test_caveats_follow_from_what_is_cited(office: Office) -> None:
    review = office.claimed()
    statement = said(office.corpus, "36/1,731")
    assert statement.caveats, "the fixture needs a statement with a caveat"
    kept = office.now(review).content["caveats"]
    change = edit(f"{statement.display} [1]", citations=(Cited(statement.id),))
    content, _ = office.desk.judge(ANN, review, change)
    assert [c.text for c in content.caveats] == [c[0] for c in kept]


def test_only_who_has_claimed_a_review_works_on_it(office: Office) -> None:
    review = office.claimed(by=ANN)
    with pytest.raises(ForbiddenError, match="it is with Ann Example"):
        office.desk.edit(BEN, review, 2, edit("x"))
    with pytest.raises(ForbiddenError, match="it is with Ann Example"):
        office.desk.approve(BEN, review, 2, SECRET, "fine")


@pytest.mark.both_databases
def test_of_two_reviewers_on_one_answer_the_second_is_told(office: Office) -> None:
    review = office.queued()
    office.desk.claim(ANN, review, 1)
    with pytest.raises(ConflictError, match=r"Ann Example was first: claim .* \(version 2"):
        office.desk.claim(BEN, review, 1)
    office.desk.approve(ANN, review, 2, SECRET, "fine")
    with pytest.raises(ConflictError, match="approve"):
        office.desk.reject(BEN, review, 2, SECRET, "wrong")
    assert office.now(review).state == "approved"


def test_signing_needs_the_secret_anew(office: Office) -> None:
    review = office.claimed()
    with pytest.raises(ForbiddenError, match="not signed"):
        office.desk.approve(ANN, review, 2, "guess", "fine")
    with office.store.reading() as session:
        assert entries(session)[-1].action == "signature.refused"
    assert office.now(review).state == "claimed"


@pytest.mark.parametrize("actor", [FAY, SAM, SUE, ADA])
def test_who_does_not_review_sees_and_does_nothing(office: Office, actor: Actor) -> None:
    review = office.queued()
    for attempt in (
        lambda: office.desk.page(actor, Wanted()),
        lambda: office.desk.counts(actor),
        lambda: office.desk.claim(actor, review, 1),
        lambda: office.desk.judge(actor, review, edit()),
        lambda: office.desk.approve(actor, review, 1, SECRET, "fine"),
        lambda: office.desk.comment(actor, review, "hm"),
        lambda: office.variants.attach(actor, review, "?", SECRET, "r"),
        lambda: view(office.desk, actor, review),
    ):
        with pytest.raises(ForbiddenError):
            attempt()
    with office.store.reading() as session:
        refused = entries(session, action="access.refused")
    assert len(refused) == 8


@pytest.mark.both_databases
def test_reject_withdraw_reopen_and_escalate(office: Office) -> None:
    review = office.claimed()
    office.desk.reject(ANN, review, 2, SECRET, "misleading")
    assert office.now(review).state == "rejected"
    office.desk.reopen(BEN, review, 3, "another look")
    office.desk.escalate(BEN, review, 4, "needs the physician")
    assert office.now(review).state == "escalated"
    office.desk.claim(ANN, review, 5)
    office.desk.approve(ANN, review, 6, SECRET, "after all")
    assert office.served() == review
    office.desk.withdraw(BEN, review, 7, SECRET, "no longer")
    assert office.now(review).state == "withdrawn"
    assert office.served() is None
    with office.store.reading() as session:
        states = [row.state for row in history(session, review)]
    assert states[::-1] == [
        "to_review",
        "claimed",
        "rejected",
        "to_review",
        "escalated",
        "claimed",
        "approved",
        "withdrawn",
    ]
    meanings = [s["meaning"] for s in view(office.desk, ANN, review)["signatures"]]
    assert meanings == ["review", "approval", "withdrawal"]
    assert verify_trail(office.store).whole


@pytest.mark.parametrize("step", ["approve", "reject", "escalate", "prioritise"])
def test_decisions_need_a_reason(office: Office, step: str) -> None:
    review = office.claimed()
    calls = {
        "approve": lambda: office.desk.approve(ANN, review, 2, SECRET, " "),
        "reject": lambda: office.desk.reject(ANN, review, 2, SECRET, ""),
        "escalate": lambda: office.desk.escalate(ANN, review, 2, ""),
        "prioritise": lambda: office.desk.prioritise(ANN, review, 2, "urgent", ""),
    }
    with pytest.raises(ForbiddenError, match="reason"):
        calls[step]()


def test_no_step_is_taken_from_a_state_that_has_not_got_it(office: Office) -> None:
    review = office.queued()
    with pytest.raises(ForbiddenError, match="to review can't: approve"):
        office.desk.approve(ANN, review, 1, SECRET, "fine")
    with pytest.raises(ForbiddenError, match="can't: withdraw"):
        office.desk.withdraw(ANN, review, 1, SECRET, "fine")
    with pytest.raises(ForbiddenError, match="can't: release"):
        office.desk.release(ANN, review, 1)
    with pytest.raises(ForbiddenError, match="can't: reopen"):
        office.desk.reopen(ANN, review, 1, "x")


def test_every_state_can_be_reached_and_only_approval_serves() -> None:
    reached: set[State] = {t.target for t in TRANSITIONS.values() if t.target}
    assert len(reached) == 11
    to_approved = {name for name, t in TRANSITIONS.items() if t.target == "approved"}
    assert to_approved == {"approve", "approve_with_changes", "reapprove"}
    assert {TRANSITIONS[name].meaning for name in to_approved} == {"approval"}
    assert {TRANSITIONS[name].right for name in to_approved} == {"approve"}
    sources = {name: TRANSITIONS[name].sources for name in to_approved}
    assert sources.pop("reapprove") == {"invalidated"}
    assert set(sources.values()) == {frozenset({"claimed"})}
    assert not may_follow("withdrawn", "approve")


def test_priority_sets_when_it_is_due(office: Office, clock: SetClock) -> None:
    review = office.queued()
    opened = office.now(review).opened_at
    assert office.now(review).due_at - opened == timedelta(hours=72)
    office.desk.prioritise(ANN, review, 1, "urgent", "safety question")
    row = office.now(review)
    assert (row.priority, row.due_at - opened) == ("urgent", timedelta(hours=8))
    with pytest.raises(RecordsError, match="no such priority"):
        office.desk.prioritise(ANN, review, 2, "asap", "x")  # type: ignore[arg-type]


def test_a_review_is_assigned_only_to_who_may_review(office: Office) -> None:
    review = office.queued()
    with pytest.raises(ForbiddenError, match="Sam Example may not review"):
        office.desk.assign(ANN, review, 1, SAM)


@pytest.mark.both_databases
def test_comments_stand_beside_the_review(office: Office) -> None:
    review = office.queued()
    office.desk.comment(BEN, review, "the caveat is important")
    shown = view(office.desk, ANN, review)
    assert [c["text"] for c in shown["comments"]] == ["the caveat is important"]
    assert shown["version"] == 1
    with pytest.raises(ForbiddenError, match="empty"):
        office.desk.comment(BEN, review, " ")
    with pytest.raises(RecordsError, match="no review 'nope'"):
        office.desk.comment(BEN, "nope", "x")
    with pytest.raises(RecordsError, match="no review 'nope'"):
        view(office.desk, ANN, "nope")


def test_a_claim_is_shown_with_its_source_around_it(office: Office) -> None:
    review = office.queued()
    [source] = view(office.desk, ANN, review)["citations"]
    assert "2.1%" in source["cited"]
    assert "What was the rate of recurrence" in source["before"]
    assert "BLEEDING RISK" in source["after"]
    later = office.with_corpus(_without(office))
    [lost] = view(later.desk, ANN, review)["citations"]
    assert "no longer in the corpus" in lost["problem"]


def _without(office: Office) -> Corpus:
    gone = said(office.corpus, "36/1,731").id
    documents = tuple(
        replace(d, statements=tuple(s for s in d.statements if s.id != gone))
        for d in office.corpus.documents
    )
    return replace(office.corpus, documents=documents)


def test_an_answer_is_queued_by_hand_too(office: Office) -> None:
    recorded = office.intake.record(office.answer(), FAY)
    assert recorded.review_id is None
    row = office.desk.queue(ANN, recorded.exchange_id, "asked for by the affiliate")
    assert row.reason == "asked for by the affiliate"
    with pytest.raises(ForbiddenError, match="reason"):
        office.desk.queue(ANN, recorded.exchange_id, "")
    with pytest.raises(RecordsError, match="no answer"):
        office.desk.queue(ANN, "nope", "x")


def test_a_corpus_rebuilt_during_review_is_looked_at_before_approval(office: Office) -> None:
    review = office.claimed()
    later = office.with_corpus(changed_source(office.corpus, "kardento-faq"))
    with pytest.raises(ForbiddenError, match="source of kardento-faq has changed"):
        later.desk.approve(ANN, review, 2, SECRET, "fine")
    # Taking it over as it is now is a step of its own, and no authorship.
    version, judgement = later.desk.edit(ANN, review, 2, edit(), "looked at the new source")
    assert judgement.passes, judgement.reasons
    later.desk.approve(ANN, review, version, SECRET, "fine")
    assert later.now(review).action == "approve"
    assert later.served() == review
    assert office.served() is None


def test_an_expiry_must_lie_ahead(office: Office) -> None:
    review = office.claimed()
    with pytest.raises(ForbiddenError, match="later day"):
        office.desk.approve(ANN, review, 2, SECRET, "fine", expires_on=date(2026, 3, 2))


@pytest.mark.both_databases
def test_one_question_has_one_approved_answer(office: Office) -> None:
    first = office.approved_review()
    second = office.claimed(by=BEN)
    with pytest.raises(ForbiddenError, match=f"another approved answer is in force .*{first}"):
        office.desk.approve(BEN, second, 2, SECRET, "better")
    office.desk.approve(BEN, second, 2, SECRET, "better", supersedes=(first,))
    assert office.now(first).state == "superseded"
    assert office.now(second).supersedes == first
    assert office.served() == second
    # Another arm is another question.
    third = office.claimed(OTHER_ARM)
    office.desk.approve(ANN, third, 2, SECRET, "fine")
    assert office.served(OTHER_ARM) == third
