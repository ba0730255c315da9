"""The queues: filtered, sorted, searched, a page at a time, however long they are."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from sqlalchemy import insert, inspect

from ino_assistant.records import RecordsError
from ino_assistant.records.database import WRITING
from ino_assistant.records.exchanges import Circumstances
from ino_assistant.records.review_tables import ReviewVersion
from ino_assistant.records.tables import Exchange
from ino_assistant.review.queues import Wanted, page_of
from records.stores import SetClock
from review.office import ANN, BEN, FAY, OTHER_ARM, SECRET, Office

MANY = 10_000


def ids(office: Office, **wanted: object) -> list[str]:
    return [i.review_id for i in office.desk.page(ANN, Wanted(**wanted)).items]  # type: ignore[arg-type]


def test_a_queue_is_filtered_sorted_and_searched(office: Office, clock: SetClock) -> None:
    first = office.queued("What was the rate of recurrence with KARDENTO?")
    clock.forward(hours=1)
    second = office.queued(OTHER_ARM)
    clock.forward(hours=1)
    refused = office.intake.record(office.refusal("Is it new?"), FAY).review_id
    assert refused is not None
    assert ids(office) == [first, second, refused]
    assert ids(office, descending=True) == [refused, second, first]
    assert ids(office, sort="opened", descending=True) == [refused, second, first]
    assert ids(office, sort="question") == [refused, first, second]
    assert ids(office, flag="refused") == [refused]
    assert ids(office, text="RECURRENCE kardento") == [first, second]
    assert ids(office, text="warfarin?") == [second]
    assert ids(office, text="100%") == []
    office.desk.prioritise(ANN, second, 1, "urgent", "asked twice")
    assert ids(office, sort="priority") == [second, first, refused]
    assert ids(office, priority="urgent") == [second]
    assert ids(office) == [second, first, refused]
    office.desk.claim(BEN, first, 1)
    assert ids(office, assignee=BEN.id) == [first]
    assert ids(office, assignee="") == [second, refused]
    assert ids(office, state="claimed") == [first]
    assert ids(office, sort="changed") == [refused, second, first]
    clock.forward(hours=9)
    assert ids(office, overdue=True) == [second]
    item = office.desk.page(ANN, Wanted(overdue=True)).items[0].as_dict()
    assert item["overdue"]
    assert item["assignee"] is None
    office.desk.approve(BEN, first, 2, SECRET, "fine")
    assert ids(office) == [second, refused]
    assert ids(office, queue="approved") == [first]
    assert ids(office, queue="expiring") == []
    assert len(ids(office, queue="all")) == 3
    assert office.desk.counts(ANN) == {
        "to_review": 2,
        "approved": 1,
        "expiring": 0,
        "invalidated": 0,
        "closed": 0,
    }


def test_pages_hold_each_review_once(office: Office) -> None:
    made = {office.queued(f"Question {n}?") for n in range(7)}
    pages = [office.desk.page(ANN, Wanted(page=n, size=3)) for n in (1, 2, 3, 4)]
    assert [len(p.items) for p in pages] == [3, 3, 1, 0]
    assert {p.total for p in pages} == {7}
    assert {i.review_id for p in pages for i in p.items} == made


@pytest.mark.parametrize(("page", "size"), [(0, 10), (1, 0), (1, 100_000), (-1, 10)])
def test_a_page_that_is_none_is_told(office: Office, page: int, size: int) -> None:
    with pytest.raises(RecordsError, match="a page has a number"):
        office.desk.page(ANN, Wanted(page=page, size=size))


def test_a_page_of_ten_thousand_takes_well_under_a_second(office: Office) -> None:
    review = office.queued()
    _many_like(office, review)
    now = office.store.clock()
    slowest = 0.0
    for wanted in (
        Wanted(),
        Wanted(page=150, sort="priority", descending=True),
        Wanted(flag="low_margin", text="recurrence 77", sort="question"),
        Wanted(queue="all", sort="changed", page=199),
        Wanted(assignee="", overdue=True),
    ):
        started = time.perf_counter()
        with office.store.reading() as session:
            page = page_of(session, wanted, now, 30)
        slowest = max(slowest, time.perf_counter() - started)
        assert page.total > 100 or wanted.text or wanted.overdue
    started = time.perf_counter()
    office.desk.counts(ANN)
    slowest = max(slowest, time.perf_counter() - started)
    assert slowest < 0.8, f"a page took {slowest:.2f} s"
    assert page_total(office) == MANY + 1


def page_total(office: Office) -> int:
    return office.desk.page(ANN, Wanted()).total


def _many_like(office: Office, review: str) -> None:
    """Reviews by the thousand, each of three versions, written past the trail for speed."""
    row = office.now(review)
    with office.store.reading() as session:
        exchange = session.get_one(Exchange, row.exchange_id)
        one = {c.key: getattr(exchange, c.key) for c in inspect(Exchange).column_attrs}
    like = {c.key: getattr(row, c.key) for c in inspect(ReviewVersion).column_attrs}
    exchanges, versions = [], []
    for number in range(MANY):
        exchanges.append({**one, "id": f"x{number}"})
        for version in (1, 2, 3):
            # Most recent first, so that the order asked for is not the order of writing.
            due = row.due_at + timedelta(minutes=MANY - number)
            versions.append(
                {
                    **like,
                    "review_id": f"r{number}",
                    "exchange_id": f"x{number}",
                    "version": version,
                    "question": f"Recurrence {number}?",
                    "searchable": f"recurrence {number}?",
                    "due_at": due,
                    "priority": ("low", "normal", "high")[number % 3],
                }
            )
    with office.store.engine.connect() as plain:
        connection = plain.execution_options(**{WRITING: True})
        connection.execute(insert(Exchange), exchanges)
        connection.execute(insert(ReviewVersion), versions)
        connection.commit()


def test_circumstances_have_defaults() -> None:
    assert Circumstances().margin is None
