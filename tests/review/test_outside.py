"""A question that was answered by other means: closed with where and when, deciding nothing."""

from __future__ import annotations

from datetime import date

import pytest

from ino_assistant.records import ForbiddenError, RejectedError
from ino_assistant.records.verify import verify_trail
from ino_assistant.review.view import view
from ino_assistant.service import own
from review.office import ANN, BEN, FAY, QUESTION, Office

LETTER = date(2026, 3, 1)


@pytest.mark.both_databases
def test_an_escalated_question_is_closed_as_answered_by_letter(office: Office) -> None:
    review = office.queued()
    office.desk.escalate(ANN, review, 1, "needs a pharmacist")
    with pytest.raises(ForbiddenError, match="can't"):
        office.desk.answer_outside(BEN, review, 2, "MI-2026-17", LETTER)
    office.desk.claim(BEN, review, 2)
    with pytest.raises(ForbiddenError, match="claim the review first"):
        office.desk.answer_outside(ANN, review, 3, "MI-2026-17", LETTER)
    with pytest.raises(ForbiddenError, match="no right"):
        office.desk.answer_outside(FAY, review, 3, "MI-2026-17", LETTER)
    with pytest.raises(RejectedError, match="filed"):
        office.desk.answer_outside(BEN, review, 3, " ", LETTER)
    with pytest.raises(RejectedError, match="still to come"):
        office.desk.answer_outside(BEN, review, 3, "MI-2026-17", date(2026, 3, 3))
    office.desk.answer_outside(BEN, review, 3, " MI-2026-17 ", LETTER)
    shown = view(office.desk, ANN, review)
    assert shown["state"] == "answered_outside"
    assert shown["outside"] == {"reference": "MI-2026-17", "on": "2026-03-01"}
    asked = own.exchange(office.store, FAY, shown["exchange"]["id"])["review"]
    assert (asked["state"], asked["outside"]) == ("answered_outside", shown["outside"])
    assert shown["history"][0]["reason"] == "answered by other means: MI-2026-17, 2026-03-01"
    assert verify_trail(office.store).whole


def test_a_letter_to_one_decides_nothing_for_others(office: Office) -> None:
    review = office.claimed()
    office.desk.answer_outside(ANN, review, 2, "MI-2026-17", LETTER, "sent by post")
    assert office.served() is None
    # Who asks the same waits for an answer of their own.
    assert office.queued(QUESTION) != review
    office.desk.reopen(ANN, review, 3, "the letter came back")
    row = office.now(review)
    assert (row.state, row.outside_reference, row.outside_on) == ("to_review", None, None)
