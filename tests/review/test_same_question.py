"""One question is one piece of work, and has one answer in force: renewed, replaced, joined."""

from __future__ import annotations

import pytest

from ino_assistant.records import ConflictError, ForbiddenError
from ino_assistant.records.audit import entries
from ino_assistant.records.exchanges import Circumstances
from ino_assistant.records.verify import verify_trail
from ino_assistant.review.grouping import exchanges_in
from ino_assistant.review.queues import Wanted
from ino_assistant.review.upkeep import keep_up
from ino_assistant.review.view import view
from records.stores import SetClock
from review.office import ANN, BEN, FAY, OTHER_ARM, QUESTION, SAM, SECRET, Office, edit

VARIANT = "How often did recurrence happen with KARDENTO?"


def asked_again(office: Office, question: str = QUESTION) -> str:
    """A review of a question that has an answer in force: for a role that may not have that."""
    shown = office.answer(question)
    about = Circumstances(margin=0.0, channel="web", drafted=shown)
    review = office.intake.record(shown, SAM, about).review_id
    assert review is not None
    return review


def waiting(office: Office, queue: str = "to_review") -> list[str]:
    wanted = Wanted(queue=queue)  # type: ignore[arg-type]
    return [item.review_id for item in office.desk.page(ANN, wanted).items]


# Revising what is in force


@pytest.mark.both_databases
def test_an_answer_is_renewed_while_it_is_served(office: Office, clock: SetClock) -> None:
    first = office.approved_review()
    office.variants.attach(ANN, first, VARIANT, SECRET, "the same")
    clock.forward(days=350)
    assert waiting(office, "expiring") == [first]
    second = office.desk.revise(BEN, first, 3, "about to expire")
    assert office.served() == first
    shown = view(office.desk, BEN, second)
    assert (shown["supersedes"], shown["history"][-1]["action"]) == (first, "revise")
    assert [other["id"] for other in shown["same"]] == [first]
    office.desk.claim(BEN, second, 1)
    assert office.served() == first
    office.desk.approve(BEN, second, 2, SECRET, "still so")
    assert office.served() == second
    # What was attached goes on to be served.
    assert office.served(VARIANT) == second
    assert office.now(first).state == "superseded"
    assert office.now(first).reason == f"replaced by {second}"
    clock.forward(days=100)
    keep_up(office.store, office.corpus, office.settings)
    assert office.served() == second
    assert verify_trail(office.store).whole


def test_a_revision_begins_with_the_approved_words(office: Office) -> None:
    review = office.claimed()
    text = f"{office.now(review).content['text']}\n\nPlease see the document."
    office.desk.edit(ANN, review, 2, edit(text, topic="T1"))
    office.desk.assign(ANN, review, 3, BEN)
    office.desk.approve(BEN, review, 4, SECRET, "fine")
    again = office.now(office.desk.revise(BEN, review, 5, "for the affiliate"))
    assert (again.content["text"], again.content["topic"]) == (text, "T1")
    assert (again.authors, again.state, again.action) == ([ANN.id], "to_review", "revise")


def test_only_what_is_in_force_is_revised_and_once_at_a_time(office: Office) -> None:
    waits = office.queued(OTHER_ARM)
    with pytest.raises(ForbiddenError, match="to review can't: revise"):
        office.desk.revise(ANN, waits, 1, "x")
    first = office.approved_review()
    with pytest.raises(ForbiddenError, match="reason"):
        office.desk.revise(ANN, first, 3, " ")
    with pytest.raises(ConflictError):
        office.desk.revise(ANN, first, 2, "x")
    with pytest.raises(ForbiddenError, match="no right"):
        office.desk.revise(FAY, first, 3, "x")
    second = office.desk.revise(ANN, first, 3, "x")
    with pytest.raises(ForbiddenError, match=f"waits already, as review {second}"):
        office.desk.revise(BEN, first, 3, "y")
    assert asked_again(office) == second


def test_a_revision_of_what_has_expired_meanwhile_takes_its_place(
    office: Office, clock: SetClock
) -> None:
    first = office.approved_review()
    second = office.desk.revise(BEN, first, 3, "about to expire")
    office.desk.claim(BEN, second, 1)
    clock.forward(days=366)
    assert keep_up(office.store, office.corpus, office.settings).expired == (first,)
    # Somebody is at work on it: it stays what it is.
    assert waiting(office) == [second]
    office.desk.approve(BEN, second, 2, SECRET, "still so")
    assert office.now(first).state == "superseded"
    assert waiting(office, "invalidated") == []
    assert office.served() == second


def test_a_revision_of_what_was_withdrawn_meanwhile_stands_alone(office: Office) -> None:
    first = office.approved_review()
    second = office.desk.revise(BEN, first, 3, "a new table")
    office.desk.withdraw(ANN, first, 3, SECRET, "wrong")
    office.desk.claim(BEN, second, 1)
    office.desk.approve(BEN, second, 2, SECRET, "right after all")
    assert office.now(first).state == "withdrawn"
    assert office.served() == second


# Two reviews of one question


@pytest.mark.both_databases
def test_what_expires_takes_over_what_was_asked_meanwhile(office: Office, clock: SetClock) -> None:
    first = office.approved_review()
    second = asked_again(office)
    assert second != first
    clock.forward(days=366)
    keep_up(office.store, office.corpus, office.settings)
    row = office.now(second)
    assert (row.state, row.reason) == ("duplicate", f"the same question as review {first}")
    assert waiting(office) == []
    assert waiting(office, "invalidated") == [first]
    assert "withheld" in office.now(first).flags
    assert asked_again(office) == first
    with office.store.reading() as session:
        assert len(exchanges_in(session, first)) == 3
    [item] = office.desk.page(ANN, Wanted(queue="invalidated")).items
    assert (item.times, item.why) == (3, "expired on 2027-03-02")
    assert waiting(office, "closed") == [second]
    assert verify_trail(office.store).whole


def test_what_somebody_has_worked_on_is_not_joined_behind_their_back(
    office: Office, clock: SetClock
) -> None:
    first = office.approved_review()
    second = asked_again(office)
    office.desk.comment(BEN, second, "mind the caveat")
    clock.forward(days=366)
    keep_up(office.store, office.corpus, office.settings)
    assert office.now(second).state == "to_review"
    assert [o["id"] for o in view(office.desk, ANN, second)["same"]] == [first]
    assert [o["id"] for o in view(office.desk, ANN, first)["same"]] == [second]
    # The one that was asked first goes on collecting.
    assert asked_again(office) == first
    office.desk.claim(ANN, second, 1)
    version = office.desk.join(ANN, second, 2, first, "the same")
    assert office.now(second).version == version
    assert office.now(second).state == "duplicate"


def test_what_is_reopened_takes_over_what_waits(office: Office) -> None:
    first = office.claimed()
    office.desk.reject(ANN, first, 2, SECRET, "misleading")
    second = office.queued()
    assert second != first
    office.desk.reopen(BEN, first, 3, "another look")
    assert waiting(office) == [first]
    assert office.now(second).state == "duplicate"


def test_an_approval_leaves_no_other_work_on_its_question(office: Office) -> None:
    first = office.claimed()
    office.desk.reject(ANN, first, 2, SECRET, "misleading")
    second = office.claimed(by=BEN)
    office.desk.reopen(ANN, first, 3, "another look")
    assert sorted(waiting(office)) == sorted([first, second])
    office.desk.approve(BEN, second, 2, SECRET, "fine")
    assert office.now(first).state == "duplicate"
    assert waiting(office) == []


@pytest.mark.both_databases
def test_words_in_force_are_not_rejected_in_another_review(office: Office) -> None:
    first = office.approved_review()
    second = asked_again(office)
    office.desk.claim(BEN, second, 1)
    with pytest.raises(ForbiddenError, match=f"in force as review {first}: withdraw that one"):
        office.desk.reject(BEN, second, 2, SECRET, "wrong")
    office.desk.join(BEN, second, 2, first, "the thumb was about the weather")
    assert office.served() == first
    with office.store.reading() as session:
        last = entries(session)[-1]
        assert len(exchanges_in(session, first)) == 2
    assert (last.action, last.reason) == ("review.join", "the thumb was about the weather")


def test_only_the_same_question_is_joined(office: Office) -> None:
    first, other = office.approved_review(), office.queued(OTHER_ARM)
    second = asked_again(office)
    for into in (other, second, "nope"):
        with pytest.raises(ForbiddenError, match="not about the same question"):
            office.desk.join(ANN, second, 1, into, "x")
    with pytest.raises(ForbiddenError, match="reason"):
        office.desk.join(ANN, second, 1, first, " ")
    with pytest.raises(ConflictError):
        office.desk.join(ANN, second, 2, first, "x")
    with pytest.raises(ForbiddenError, match="approved can't: join"):
        office.desk.join(ANN, first, 3, second, "x")


def test_of_variants_only_what_still_asks_the_same_is_taken_over(office: Office) -> None:
    first = office.approved_review()
    office.variants.attach(ANN, first, VARIANT, SECRET, "the same")
    second = office.desk.revise(BEN, first, 3, "another question")
    office.desk.claim(BEN, second, 1)
    office.desk.edit(BEN, second, 2, edit(question=OTHER_ARM))
    office.desk.assign(BEN, second, 3, ANN)
    office.desk.approve(ANN, second, 4, SECRET, "fine")
    assert office.served(VARIANT) is None
    assert office.served(OTHER_ARM) == second
