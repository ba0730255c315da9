"""Ten thousand of each: what a screen or a program asks for comes in well under a second."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from sqlalchemy import text

from ino_assistant.records.database import WRITING
from ino_assistant.records.review_tables import Asked, ReviewVersion
from ino_assistant.records.tables import Exchange, SafetyEvent, SafetyReport
from ino_assistant.review.queues import Wanted
from ino_assistant.service import Office
from review.test_queues import quickest
from service.people import ADA, ANN, FAY, RATE, REPORT, SUE, approve

MANY = 10_000
_N = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < :most)"
_NAME = "'x' || CAST(i AS TEXT)"


def multiply(office: Office, of: Mapping[Any, Mapping[str, str]], which: Mapping[str, str]) -> None:
    """Rows by the thousand like those that are there, written past the trail for speed.

    Args:
        office: with its records.
        of: for each table the columns that differ, as SQL of the number `i`.
        which: for each table's name which of its rows is multiplied, as SQL.
    """
    with office.store.engine.connect() as plain:
        connection = plain.execution_options(**{WRITING: True})
        for table, changed in of.items():
            name = table.__tablename__
            columns = [column.name for column in table.__table__.columns]
            values = ", ".join(changed.get(column, column) for column in columns)
            connection.execute(
                text(
                    f"{_N} INSERT INTO {name} ({', '.join(columns)}) "
                    f"SELECT {values} FROM {name}, n WHERE {which[name]}"
                ),
                {"most": MANY - 1},
            )
        connection.commit()


@pytest.mark.slow
def test_everything_asked_of_ten_thousand_is_quick(everywhere: Office) -> None:
    office = everywhere
    asked, reported = office.ask(FAY, RATE), office.ask(FAY, REPORT)
    review = approve(office, office.ask(FAY, "When is a missed dose of KARDENTO taken?"))
    waits = office.escalate(FAY, asked.exchange_id)
    multiply(
        office,
        {
            Exchange: {"id": _NAME, "conversation_id": _NAME},
            ReviewVersion: {"review_id": _NAME, "exchange_id": _NAME},
            Asked: {"review_id": _NAME, "exchange_id": _NAME},
            SafetyReport: {"id": _NAME},
            SafetyEvent: {"report_id": _NAME},
        },
        {
            "exchange": f"id = '{asked.exchange_id}'",
            "review_version": f"review_id = '{waits}'",
            "review_asked": f"review_id = '{waits}'",
            "safety_report": f"id = '{reported.report_id}'",
            "safety_event": f"report_id = '{reported.report_id}'",
        },
    )
    work: dict[str, Callable[[], object]] = {
        "a queue": lambda: office.desk.page(ANN, Wanted()),
        "its last page": lambda: office.desk.page(ANN, Wanted(page=200, sort="priority")),
        "a search": lambda: office.desk.page(ANN, Wanted(text="recurrence kardento")),
        "counts": lambda: office.desk.counts(ANN),
        "a review": lambda: office.review(ANN, waits),
        "an approved one": lambda: office.review(ANN, review),
        "reports": lambda: office.safety.queue(SUE, size=50),
        "last reports": lambda: office.safety.queue(SUE, page=200, size=50, latest_first=True),
        "conversations": lambda: office.conversations(ANN, everyone=True),
        "one's own": lambda: office.conversations(FAY, page=3),
        "metrics": office.metrics,
        "readiness": office.readiness,
        "the trail": lambda: office.audit_entries(ADA, limit=100),
        "a question": lambda: office.ask(FAY, "How should KARDENTO tablets be stored?"),
        "the same one": lambda: office.ask(FAY, RATE),
    }
    took = {name: quickest(each) for name, each in work.items()}
    assert office.desk.page(ANN, Wanted()).total >= MANY
    assert len(office.safety.queue(SUE, page=200, size=50)) == 50
    slow = {name: f"{seconds:.2f} s" for name, seconds in took.items() if seconds > 0.8}
    assert not slow, took
