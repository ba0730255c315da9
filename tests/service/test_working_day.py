"""A working day, whole, on each kind of database; its transcript is there to be read."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from ino_assistant.records.backup import acknowledge, back_up, restore
from ino_assistant.service import Office
from records.postgres import Server
from records.stores import SetClock
from records.test_backup import copy_aside, put_back_an_older_copy, server
from review.office import changed_source
from service.people import ADA, ANN, BEN, FAY, RATE, SAM, SECRET, SUE, office_over, state_of
from service.working_day import (
    ASKED,
    MIA,
    Day,
    approve,
    approve_for_sales,
    approve_with_changes,
    hand_on,
    reject,
    renew,
    safety,
    trail,
)

__all__ = ["server"]

DECISIONS = 25


@pytest.mark.slow
def test_a_working_day(
    everywhere: Office, url: str, clock: SetClock, tmp_path: Path, server: Server | None
) -> None:
    # Everything that is answered is looked at.
    office = office_over(everywhere.store, sample_every=1)
    day = Day(office, clock)
    try:
        _morning(day)
        _noon(day)
        _afternoon(day, tmp_path)
        _evening(day, url, tmp_path, server)
        _later(day)
    finally:
        file = tmp_path / "working-day.txt"
        file.write_text("\n".join(day.told) + "\n", encoding="utf-8")


def _morning(day: Day) -> None:
    """Forty questions of three roles."""
    day.head("Morning: forty questions")
    for actor, question in ASKED:
        day.ask(actor, question)
    assert len(ASKED) == 40
    assert {actor.role for actor, _ in ASKED} == {"field_medical", "sales", "medical_information"}
    outcomes = Counter(g.answer.outcome for g in day.given)
    assert outcomes["answered"] >= 20
    assert outcomes["routed"] >= 3
    assert [g for g in day.given if g.report_id] == [day.given[15]]
    for (actor, _), given in zip(ASKED, day.given, strict=True):
        assert given.answer.boxed_warning
        if actor is SAM and given.answer.outcome == "answered":
            assert {c.authority for c in given.answer.citations} == {"label"}
    assert day.given[0].review_id == day.given[1].review_id == day.given[-1].review_id


def _noon(day: Day) -> None:
    """Twenty-five reviews by two people; what was approved is served."""
    day.head("Noon: twenty-five reviews")
    waiting = day.queue()
    assert len(waiting) >= DECISIONS
    assert max(item.times for item in waiting) == 3
    for number, item in enumerate(waiting[:DECISIONS]):
        by = (ANN, BEN)[number % 2]
        shown = day.office.review(by, item.review_id)
        if shown["content"]["outcome"] != "answered":
            how = hand_on if number % 5 == 0 else reject
        elif number % 4 == 1:
            how = approve_with_changes
        elif all(c.get("authority") == "label" for c in shown["citations"]):
            how = approve_for_sales
        else:
            how = approve
        day.decide(item.review_id, by, how)
    assert len(day.decided) == DECISIONS
    decided = Counter(how.split()[0] for how in day.decided.values())
    assert decided["approved"] >= 8
    assert decided["changed,"] >= 2
    day.queue()


def _afternoon(day: Day, folder: Path) -> None:
    """The questions again, a report, exports."""
    office = day.office
    day.head("Afternoon: the same questions, a report, exports")
    before = len(day.given)
    for actor, question in ASKED[:12] + ASKED[16:24]:
        day.ask(actor, question)
    again = day.given[before:]
    validated = [g for g in again if g.answer.validated is not None]
    assert len(validated) >= 5
    for given in again:
        if given.answer.validated is not None:
            assert day.decided[given.answer.validated["id"]].startswith(("approved", "changed"))
    office.feedback(FAY, validated[0].exchange_id, "up")
    day.tell(f"{FAY.name}: thumbs up")
    office.report_adverse_event(MIA, "caller says rash after the first tablet", channel="web")
    safety(day)
    assert [i.state for i in office.safety.queue(SUE, ["handed_over"])] == ["handed_over"] * 2
    review = validated[0].answer.validated["id"]  # type: ignore[index]  # it is validated
    files = [
        office.export_response(ANN, review, "docx"),
        office.export_response(ANN, review, "pdf"),
        office.export_answer(FAY, validated[0].exchange_id, "pdf"),
        office.export_safety(SUE, office.safety.queue(SUE, ["handed_over"])[0].id, "docx"),
    ]
    for file in files:
        day.tell(f"export {file.name}: {len(file.data) // 1024} kB")
    lines = b"".join(office.export_records(ANN, "jsonl").chunks).splitlines()
    day.tell(f"export of the records: {len(lines)} lines")
    assert len(lines) >= len(day.given)
    done = office.export_eval(ANN, folder / "cases.jsonl")
    day.tell(f"evaluation: {len(done.added)} cases added, {len(done.duplicates)} there already")
    assert done.added


def _evening(day: Day, url: str, folder: Path, server: Server | None) -> None:
    """A source changes, and a copy is put back."""
    office = day.office
    day.head("Evening: a source changes")
    rate = day.ask(FAY, RATE).answer.validated
    assert rate is not None
    assistant = office.assistant
    anew = object.__new__(type(assistant))
    anew.__dict__.update(assistant.__dict__)
    anew.corpus = changed_source(assistant.corpus, "kardento-faq")
    changed = office_over(office.store, anew, sample_every=1)
    gone = changed.upkeep().invalidated
    day.tell(f"upkeep: {len(gone)} invalidated")
    day.office = changed
    assert rate["id"] in gone
    day.queue(queue="invalidated")
    assert day.ask(FAY, RATE).answer.validated is None
    waiting = changed.renewals.waiting(BEN)
    for one in waiting:
        how = one.changed or one.barred or "the same"
        day.told.append(f"      {one.review_id[:6]} {one.question}: {how}")
    same = [(w.review_id, w.version) for w in waiting if not w.changed and not w.barred]
    assert rate["id"] in {review for review, _ in same}
    changed.renewals.reapprove(BEN, same, SECRET, "says the same in the new source")
    day.tell(f"{BEN.name}: approved {len(same)} of {len(waiting)} over the new source, signed once")
    assert day.ask(FAY, RATE).answer.validated is not None

    day.head("A restore")
    if office.store.file is None:
        copy_aside(office.store, url, folder, server)
        withdrawn = _withdraw(day, rate["id"])
        put_back_an_older_copy(office.store, url, folder, server)
        assert day.ask(FAY, RATE).answer.validated is None
        acknowledge(office.store, ADA, "last night's copy")
        day.tell(f"restored by hand; {len(changed.upkeep().invalidated)} to be approved again")
        assert state_of(changed, withdrawn) == "invalidated"
    else:
        back_up(office.store, ADA, folder / "backup.sqlite3")
        withdrawn = _withdraw(day, rate["id"])
        assert not restore(office.store, ADA, folder / "backup.sqlite3", "a drill")
        day.tell("restored; nothing is lost")
        assert state_of(changed, withdrawn) == "withdrawn"
    assert day.ask(FAY, RATE).answer.validated is None


def _later(day: Day) -> None:
    """What is about to expire is renewed; the rest expires."""
    office, clock = day.office, day.clock
    renewed = ""
    if office.store.file is not None:
        day.head("Eleven months later")
        clock.forward(days=340)
        renewed = renew(day)
    day.head("A year later")
    clock.forward(days=366 - (340 if renewed else 0))
    kept = office.upkeep()
    day.tell(f"upkeep: {len(kept.expired)} expired")
    assert bool(kept.expired) == (office.store.file is not None)
    assert renewed not in kept.expired
    day.queue(queue="invalidated")
    waits = [
        i.question.casefold().rstrip("?")
        for q in ("to_review", "invalidated")
        for i in day.queue(queue=q)
    ]
    assert len(waits) == len(set(waits)), "one question waits twice"
    for actor, question in ASKED[:6]:
        assert day.ask(actor, question).answer.validated is None
    trail(day)


def _withdraw(day: Day, review: str) -> str:
    version = day.office.review(BEN, review)["version"]
    day.office.desk.withdraw(BEN, review, version, SECRET, "a new publication")
    day.tell(f"{BEN.name}: withdrew {review[:6]}")
    return review
