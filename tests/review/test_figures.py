from __future__ import annotations

import pytest

from ino_assistant.records.errors import ForbiddenError
from ino_assistant.records.exchanges import Circumstances
from ino_assistant.review.figures import figures
from records.stores import SetClock
from review.office import ANN, BEN, FAY, QUESTION, SAM, SECRET, Office, edit


def heading(statement: str) -> str:
    return "Heading" if statement else ""


def test_questions_decisions_and_their_times_are_counted(office: Office, clock: SetClock) -> None:
    first = office.claimed(QUESTION)
    office.queued("Is it licensed in children?", office.refusal("Is it licensed in children?"))
    office.desk.edit(ANN, first, 2, edit(topic="efficacy"))
    office.desk.release(ANN, first, 3)
    office.desk.claim(BEN, first, 4)
    clock.forward(hours=5)
    office.desk.approve(BEN, first, 5, SECRET, "checked")
    other = office.claimed("What was the rate of recurrence with warfarin?")
    office.desk.reject(ANN, other, 2, SECRET, "not to be given")
    clock.forward(hours=100)
    found = figures(office.store, ANN, heading, 30)
    assert found.questions == 3
    assert found.outcomes == {"answered": 2, "refused": 1}
    assert found.refusals == {"thing": 1}
    assert found.topics == {"efficacy": {"answered": 1}, "": {"answered": 1, "refused": 1}}
    assert sum(found.decisions["2026-03"].values()) == 2
    assert [round(h, 1) for h in found.hours] == [5.0, 0.0]
    assert found.median_hours == pytest.approx(2.5, abs=0.01)
    assert (found.waiting, found.late) == (1, 1)


def test_a_topic_is_else_the_heading_of_what_fits(office: Office) -> None:
    about = Circumstances(trail=[{"statement": "s-1", "score": "3"}])
    other = office.answer("What was the rate of recurrence with warfarin?")
    office.intake.record(other, FAY, about)
    assert figures(office.store, ANN, heading).topics == {"Heading": {"answered": 1}}


def test_what_is_older_is_left_out(office: Office, clock: SetClock) -> None:
    office.approved_review(QUESTION)
    clock.forward(days=40)
    found = figures(office.store, ANN, heading, 30)
    assert (found.questions, found.hours, found.median_hours) == (0, (), None)


def test_who_may_not_review_sees_no_figures(office: Office) -> None:
    with pytest.raises(ForbiddenError):
        figures(office.store, SAM, heading)
