"""What is asked goes into the records whole, without identifying details, and into a queue."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ino_assistant.privacy import known_words
from ino_assistant.records import Actor, ConflictError, ForbiddenError, NotFoundError, RecordsError
from ino_assistant.records.audit import entries
from ino_assistant.records.content import Content
from ino_assistant.records.exchanges import (
    Circumstances,
    exchange,
    exchanges_of,
    feedback_on,
    flags_of,
)
from ino_assistant.records.safety import SafetyDesk
from ino_assistant.records.safety_queue import SafetyWanted
from ino_assistant.records.verify import verify_trail
from ino_assistant.review.grouping import review_of
from ino_assistant.review.view import view
from ino_assistant.routing.model import Criteria, Routing
from records.stores import SetClock
from review.office import ADA, ANN, BEN, FAY, QUESTION, SAM, SUE, Office, said

WORDS = "My patient Jane Roe, born 3 May 1961, had a fatal bleed on KARDENTO. Dose?"


def report_at(moment: datetime) -> Routing:
    return Routing(
        kind="adverse_event",
        reasons=(),
        reported=WORDS,
        received_at=moment,
        criteria=Criteria(patient=True, reporter=True, product=True, event=True),
        question="Dose?",
    )


@pytest.mark.both_databases
def test_an_answer_is_recorded_whole(office: Office) -> None:
    answer = office.answer(timings_ms={"total": 12.3456})
    about = Circumstances(
        conversation="c1",
        channel="web",
        model="hashes (abc)",
        margin=1.25,
        trail=[{"statement": "s1", "score": 3.5}],
    )
    recorded = office.intake.record(answer, FAY, about)
    assert (recorded.review_id, recorded.report_id) == (None, None)
    with office.store.reading() as session:
        row = exchange(session, answer.id)
        assert row is not None
        assert (row.question, row.standalone, row.outcome) == (QUESTION, QUESTION, "answered")
        assert (row.role, row.actor_name, row.channel) == ("field_medical", "Fay Example", "web")
        assert row.answer == answer.as_dict()
        assert row.answer["rendered"] == answer.rendered
        assert (row.margin_milli, row.total_us) == (1250, 12346)
        assert row.trail == [{"statement": "s1", "score": 3.5}]
        assert row.warnings[0]["sha256"] == office.corpus.boxed_warnings[0].sha256
        assert row.corpus_version == office.corpus.version
        assert list(row.sources) == ["kardento-faq"]
        [claim] = row.claims
        assert (claim["verdict"], claim["citations"]) == ("supported", [1])
        assert {n["text"] for n in claim["numbers"]} >= {"2.1%", "3.0%"}
        assert Content.from_dict(row.draft) == Content.of(answer, office.corpus)
        assert [e.id for e in exchanges_of(session, actor="u3")] == [answer.id]
        assert exchanges_of(session, actor="u1") == []
        assert exchanges_of(session, before=row.at) == []
    assert verify_trail(office.store).whole


def test_identifying_details_are_taken_out(office: Office) -> None:
    asked = "Recurrence with KARDENTO? Call me: jane.roe@example.com"
    answer = office.answer(asked)
    office.intake.record(answer, FAY)
    with office.store.reading() as session:
        row = exchange(session, answer.id)
        assert row is not None
        kept = str(row.__dict__)
        assert "jane.roe" not in kept
        assert row.question == "Recurrence with KARDENTO? Call me: [e-mail]"
        assert row.redacted == ["e-mail"]
        assert "jane.roe" not in str([e.as_dict() for e in entries(session)])


def test_details_echoed_in_a_refusal_are_taken_out(office: Office) -> None:
    from ino_assistant.answering.saying.citing import Segment

    refusal = office.refusal("jane.roe@example.com")
    words = Segment("The documents do not know jane.roe@example.com.")
    echo = replace(refusal, corpus=office.corpus, relevant=None, segments=(words,))
    office.intake.record(echo, FAY)
    with office.store.reading() as session:
        row = exchange(session, echo.id)
        assert row is not None
        assert "jane.roe" not in str(row.__dict__)
        assert row.text == "The documents do not know [e-mail]."


@pytest.mark.parametrize(
    ("margin", "replaced", "expected"),
    [
        (None, False, ()),
        (9.0, False, ()),
        (0.1, False, ("low_margin",)),
        (9.0, True, ("numbers_replaced",)),
        (0.1, True, ("numbers_replaced", "low_margin")),
    ],
)
def test_why_an_answer_is_reviewed(
    office: Office, margin: float | None, replaced: bool, expected: tuple[str, ...]
) -> None:
    about = Circumstances(margin=margin, replaced=replaced)
    assert flags_of(office.answer(), about, low_margin=0.5, sample_every=0) == expected


def test_refused_corrected_and_routed_answers_are_reviewed(office: Office) -> None:
    about = Circumstances()
    given = {"low_margin": 0.5, "sample_every": 0}
    assert flags_of(office.refusal(), about, **given) == ("refused",)  # type: ignore[arg-type]
    corrected = office.answer(outcome="corrected")
    assert flags_of(corrected, about, **given) == ("corrected",)  # type: ignore[arg-type]
    routed = office.answer(outcome="routed", route="medical_information")
    assert flags_of(routed, about, **given) == ("routed",)  # type: ignore[arg-type]
    for reason in ("unusable", "nothing", "unclear"):
        nothing = replace(office.refusal(), corpus=office.corpus, relevant=None, reason=reason)
        assert flags_of(nothing, about, **given) == ()  # type: ignore[arg-type]


def test_a_share_is_sampled_by_id(office: Office) -> None:
    about = Circumstances()
    flags = [flags_of(office.answer(), about, low_margin=0, sample_every=4) for _ in range(200)]
    sampled = sum("sampled" in f for f in flags)
    assert 20 < sampled < 85
    one = office.answer()
    assert len({flags_of(one, about, low_margin=0, sample_every=4) for _ in range(5)}) == 1
    validated = office.answer(validated={"id": "x", "version": 1}, answerer="validated")
    assert flags_of(validated, about, low_margin=9, sample_every=1) == ()


@pytest.mark.both_databases
def test_an_answer_is_recorded_once(office: Office) -> None:
    answer = office.answer()
    office.intake.record(answer, FAY)
    with pytest.raises(ConflictError):
        office.intake.record(answer, FAY)
    assert verify_trail(office.store).whole


@pytest.mark.both_databases
def test_a_thumb_down_queues_the_answer(office: Office) -> None:
    recorded = office.intake.record(office.answer(), FAY)
    words = "Not what I asked; I am jane.roe@example.com"
    review = office.intake.feedback(FAY, recorded.exchange_id, "down", ["off topic"], words)
    assert review is not None
    row = office.now(review)
    assert (row.flags, row.priority, row.reason) == (["thumbs_down"], "high", "off topic")
    again = office.intake.feedback(FAY, recorded.exchange_id, "down", ["also old"])
    assert again == review
    assert office.now(review).version == 2
    with office.store.reading() as session:
        kept = feedback_on(session, recorded.exchange_id)
        assert [f.thumb for f in kept] == ["down", "down"]
        assert kept[0].words == "Not what I asked; I am [e-mail]"
    assert view(office.desk, ANN, review)["feedback"][0]["reasons"] == ["off topic"]


def test_a_thumb_up_is_kept_and_queues_nothing(office: Office) -> None:
    recorded = office.intake.record(office.answer(), FAY)
    assert office.intake.feedback(FAY, recorded.exchange_id, "up") is None
    with office.store.reading() as session:
        assert review_of(session, recorded.exchange_id) is None
        assert len(feedback_on(session, recorded.exchange_id)) == 1


def test_a_flag_raises_the_priority_of_an_open_review(office: Office, clock: SetClock) -> None:
    review = office.queued()
    before = office.now(review)
    assert before.priority == "normal"
    clock.forward(hours=1)
    found = office.intake.escalate(FAY, before.exchange_id, "please call the customer")
    assert found == review
    row = office.now(review)
    assert (row.priority, row.flags) == ("high", ["low_margin", "escalated_by_user"])
    assert row.due_at - row.opened_at == timedelta(hours=24)
    assert row.reason == "please call the customer"
    assert row.state == "to_review"


def test_what_is_flagged_after_its_review_is_reviewed_anew(office: Office) -> None:
    first = office.approved_review()
    exchange_id = office.now(first).exchange_id
    second = office.intake.escalate(FAY, exchange_id)
    assert second != first
    assert office.now(second).flags == ["low_margin", "escalated_by_user"]
    assert office.now(first).state == "approved"


def test_feedback_is_given_on_ones_own_answers(office: Office) -> None:
    recorded = office.intake.record(office.answer(), FAY)
    with pytest.raises(NotFoundError, match="no answer"):
        office.intake.feedback(SAM, recorded.exchange_id, "up")
    office.intake.feedback(ANN, recorded.exchange_id, "up")
    with pytest.raises(RecordsError, match="no answer"):
        office.intake.escalate(FAY, "nope")
    with pytest.raises(RecordsError, match="no such feedback"):
        office.intake.feedback(FAY, recorded.exchange_id, "sideways")  # type: ignore[arg-type]


@pytest.mark.both_databases
def test_a_safety_report_is_sealed_with_its_words_untouched(
    office: Office, clock: SetClock
) -> None:
    received = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
    answer = office.answer(WORDS, outcome="routed", route="adverse_event")
    recorded = office.intake.record(
        answer, FAY, report=report_at(received), conversation=["hello \0"], contact="fay@example"
    )
    assert recorded.report_id is not None
    desk = SafetyDesk(office.store)
    [item] = desk.queue(SUE)
    assert (item.id, item.state, item.overdue) == (recorded.report_id, "received", False)
    # The time runs from awareness, not from the recording of it.
    assert item.due_at == received + timedelta(hours=24)
    whole = desk.read(SUE, item.id)
    assert whole["sealed"]["words"] == WORDS
    assert whole["sealed"]["conversation"] == ["hello \0"]
    assert whole["sealed"]["criteria"] == dict.fromkeys(
        ("patient", "reporter", "product", "event"), True
    )
    with office.store.reading() as session:
        row = exchange(session, answer.id)
        assert row is not None
        assert "Jane Roe" not in str(row.__dict__)
        trail = str([e.as_dict() for e in entries(session)])
        assert "Jane" not in trail
        assert "safety.read" in trail
    clock.forward(hours=25)
    assert desk.queue(SUE)[0].overdue


@pytest.mark.parametrize("actor", [ANN, FAY, SAM, ADA])
def test_only_the_safety_desk_sees_reports(office: Office, actor: Actor) -> None:
    answer = office.answer(WORDS, outcome="routed", route="adverse_event")
    moment = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
    report = office.intake.record(answer, FAY, report=report_at(moment)).report_id
    assert report is not None
    desk = SafetyDesk(office.store)
    for attempt in (
        lambda: desk.queue(actor),
        lambda: desk.read(actor, report),
        lambda: desk.step(actor, report, "claimed", 1),
    ):
        with pytest.raises(ForbiddenError):
            attempt()


@pytest.mark.both_databases
def test_a_report_is_claimed_handed_over_and_closed(office: Office) -> None:
    answer = office.answer(WORDS, outcome="routed", route="adverse_event")
    moment = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
    report = office.intake.record(answer, FAY, report=report_at(moment)).report_id
    assert report is not None
    desk = SafetyDesk(office.store)
    assert desk.step(SUE, report, "claimed", 1) == 2
    with pytest.raises(ConflictError, match="Sue Example changed"):
        desk.step(SUE, report, "handed_over", 1)
    desk.step(SUE, report, "handed_over", 2, reference="PV-77")
    with pytest.raises(ForbiddenError, match="can't be claimed"):
        desk.step(SUE, report, "claimed", 3)
    with pytest.raises(ForbiddenError, match="needs a note"):
        desk.step(SUE, report, "closed", 3)
    desk.step(SUE, report, "closed", 3, note="entered in the safety database")
    assert desk.queue(SUE) == []
    [item] = desk.queue(SUE, ("closed",))
    assert (item.reference, item.assignee_name, item.overdue) == ("PV-77", "Sue Example", False)
    desk.step(SUE, report, "reopened", 4, note="follow-up came")
    assert [s["state"] for s in desk.read(SUE, report)["steps"]] == [
        "received",
        "claimed",
        "handed_over",
        "closed",
        "claimed",
    ]
    with pytest.raises(RecordsError, match="no such step"):
        desk.step(SUE, report, "lost", 5)
    with pytest.raises(RecordsError, match="no safety report"):
        desk.step(SUE, "nope", "claimed", 1)
    with pytest.raises(RecordsError, match="no safety report"):
        desk.read(SUE, "nope")
    assert verify_trail(office.store).whole


@pytest.mark.both_databases
def test_reports_are_narrowed_searched_and_given_to_somebody(office: Office) -> None:
    moment = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
    ids = []
    for hours in (0, 30):
        answer = office.answer(WORDS, outcome="routed", route="adverse_event")
        report = report_at(moment + timedelta(hours=hours))
        ids.append(office.intake.record(answer, FAY, report=report).report_id or "")
    desk, zoe = SafetyDesk(office.store), Actor("u8", "Zoe Example", "safety")
    with pytest.raises(ForbiddenError, match="somebody who may see it"):
        desk.step(SUE, ids[0], "assigned", 1, to=ANN)
    desk.step(SUE, ids[0], "assigned", 1, to=zoe, note="yours")

    def found(**wanted: Any) -> list[str]:
        page = desk.page(SUE, SafetyWanted(**wanted))
        assert page.total == len(page.items)
        return [item.id for item in page.items]

    assert found() == ids
    assert found(assignee=zoe.id) == ids[:1]
    assert found(assignee="") == ids[1:]
    assert found(overdue=True) == ids[:1]
    assert found(kind="overdose") == []
    assert found(text=f"YOURS {ids[0][:8]}") == ids[:1]
    assert found(text=WORDS.split(maxsplit=1)[0].upper()) == ids
    assert desk.page(SUE, SafetyWanted(text=WORDS.split(maxsplit=1)[0], size=1, page=2)).total == 2
    with office.store.reading() as session:
        searched = entries(session, action="safety.searched")
    assert [e.new["found"] for e in searched] == [1, 2, 2]
    assert WORDS.split(maxsplit=1)[0] not in str([e.as_dict() for e in searched])
    last = desk.read(SUE, ids[0])["steps"][-1]
    assert (last["assignee"], last["by"], last["note"]) == ("Zoe Example", "Sue Example", "yours")
    with pytest.raises(ForbiddenError):
        desk.page(ANN, SafetyWanted())


@pytest.mark.both_databases
def test_words_the_corpus_prints_are_no_details(office: Office) -> None:
    assert "kardento" in known_words(office.corpus)
    assert said(office.corpus, "VELOCE") is not None
    assert BEN.may("review")
