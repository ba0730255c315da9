"""The records in the shape of cases: complete, in order, quick, and without anybody's details."""

from __future__ import annotations

import csv
import io
import json
import time
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, inspect

from exports.reading import on_sqlite
from ino_assistant.exports import Days, ExportError, WarningNotWholeError, records_export
from ino_assistant.exports import cases as cases_module
from ino_assistant.exports.tabular import COLUMNS
from ino_assistant.records import ForbiddenError
from ino_assistant.records.audit import entries
from ino_assistant.records.database import WRITING
from ino_assistant.records.exchanges import Circumstances
from ino_assistant.records.tables import Exchange
from records.stores import SetClock
from review.office import (
    ADA,
    ANN,
    FAY,
    OTHER_ARM,
    QUESTION,
    SAM,
    SECRET,
    SUE,
    Office,
    said,
)


def lines(office: Office, actor: Any = ANN) -> list[dict[str, Any]]:
    data = b"".join(records_export(office.store, actor, "jsonl").chunks)
    return [json.loads(line) for line in data.splitlines()]


def rows(office: Office) -> list[dict[str, str]]:
    data = b"".join(records_export(office.store, ANN, "csv").chunks)
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_a_case_has_its_requests_responses_and_review(office: Office, clock: SetClock) -> None:
    about = Circumstances(conversation="c1", channel="web", margin=0.0, model="m")
    first = office.intake.record(office.answer(), FAY, about)
    clock.forward(minutes=1)
    second = office.intake.record(office.refusal("And at night?"), FAY, about)
    alone = office.intake.record(office.refusal("Is it new?"), SAM, Circumstances(channel="cli"))
    office.intake.feedback(FAY, first.exchange_id, "up", ["clear"], "thanks")
    assert first.review_id is not None
    office.desk.claim(ANN, first.review_id, 1)
    office.desk.approve(ANN, first.review_id, 2, SECRET, "for Mr. Smith's doctor")
    found = lines(office)
    assert [line["request"]["id"] for line in found] == [
        first.exchange_id,
        second.exchange_id,
        alone.exchange_id,
    ]
    one, two, three = found
    assert {line["schema"] for line in found} == {"ino-assistant.case/1"}
    assert one["case"] == {
        "id": "c1",
        "opened_at": "2026-03-02T09:00:00.002000Z",
        "channel": "web",
        "contact_id": "u3",
        "contact_role": "field_medical",
        "products": ["KARDENTO"],
    }
    assert (two["case"]["id"], two["case"]["opened_at"]) == ("c1", one["case"]["opened_at"])
    assert [line["request"]["number"] for line in found] == [1, 2, 1]
    assert three["case"]["id"] == alone.exchange_id
    assert one["request"]["question"] == QUESTION
    assert one["request"]["feedback"][0]["thumb"] == "up"
    assert two["request"]["outcome"] == "refused"
    assert one["response"]["citations"][0]["quote"] == said(office.corpus, "36/1,731").quote
    assert one["response"]["numbers"]
    assert one["response"]["boxed_warnings"][0]["product"] == "KARDENTO"
    assert one["review"]["state"] == "approved"
    assert one["review"]["approved_by"] == "Ann Example"
    assert one["review"]["expires_on"] == "2027-03-02"
    [signature] = one["review"]["signatures"]
    assert (signature["meaning"], signature["holds"]) == ("approval", True)
    assert two["review"]["state"] == "to_review"
    assert two["review"]["signatures"] == []
    # Words that staff typed may be about people.
    assert "Smith" not in json.dumps(found)


def test_an_answer_that_nobody_reviews_has_no_review(office: Office) -> None:
    office.intake.record(office.answer(), FAY, Circumstances(margin=9.0))
    [line] = lines(office)
    assert line["review"] is None
    [row] = rows(office)
    assert (row["review.id"], row["review.approved"], row["review.signatures"]) == ("", "", "")


def test_the_same_question_asked_again_has_the_same_review(office: Office, clock: SetClock) -> None:
    review = office.queued()
    clock.forward(minutes=1)
    assert office.queued() == review
    assert [line["review"]["id"] for line in lines(office)] == [review, review]


def test_csv_has_the_same_in_columns(office: Office) -> None:
    review = office.approved_review()
    office.queued(OTHER_ARM)
    found, table = lines(office), rows(office)
    assert len(table) == len(found) == 2
    assert tuple(table[0]) == COLUMNS
    keys = {f"{p}.{n}" for p in ("case", "request", "response", "review") for n in found[0][p]}
    assert keys == set(COLUMNS)
    row, line = table[0], found[0]
    assert row["request.question"] == line["request"]["question"]
    assert row["response.text"] == line["response"]["text"]
    assert row["case.products"] == "KARDENTO"
    assert row["request.safety_report"] == "false"
    assert row["review.id"] == review
    assert "2.1% supported" in row["response.numbers"]
    assert row["response.citations"].startswith("[1] kardento-faq; ")
    assert "page not known" in row["response.citations"]
    assert "approval by Ann Example at 2026-03-02T09:00:00" in row["review.signatures"]
    assert row["review.signatures"].endswith("(holds)")
    assert row["response.sources"].startswith("kardento-faq ")


def test_details_of_persons_are_not_in_it(office: Office) -> None:
    question = "My patient John Smith, born 03/04/1961, phone 212-555-0199: rate of recurrence?"
    answer = office.answer(question)
    report = {"kind": "adverse_event", "reported": question, "received_at": "", "criteria": {}}
    routed = office.answer(question, outcome="routed", route="adverse_event", report=report)
    office.intake.record(answer, FAY, Circumstances(conversation="c"))
    office.intake.record(routed, FAY, Circumstances(conversation="c"))
    text = json.dumps(lines(office)) + json.dumps(rows(office))
    for detail in ("Smith", "1961", "555-0199", "Fay Example"):
        assert detail not in text
    assert [line["request"]["safety_report"] for line in lines(office)] == [False, True]
    assert "name" in lines(office)[0]["request"]["details_removed"]


def test_who_may_export_records(office: Office) -> None:
    office.queued()
    assert len(lines(office, ADA)) == 1
    for actor in (FAY, SAM, SUE):
        with pytest.raises(ForbiddenError):
            records_export(office.store, actor, "csv")
        with office.store.reading() as session:
            assert entries(session)[-1].action == "access.refused"
    with pytest.raises(ExportError, match="one of csv, jsonl"):
        records_export(office.store, ANN, "xlsx")  # type: ignore[arg-type]


def test_an_export_stands_in_the_trail_before_it_is_read(office: Office) -> None:
    office.queued()
    stream = records_export(office.store, ANN, "jsonl")
    with office.store.reading() as session:
        entry = entries(session)[-1]
    assert entry.action == "export.records"
    assert entry.new == {"form": "jsonl", "records": 1, "schema": "ino-assistant.case/1"}
    assert stream.name == "records-2026-03-02T090000Z.jsonl"
    assert stream.media_type == "application/x-ndjson"
    assert len(list(stream.chunks)) == 1


def test_what_comes_while_it_is_read_is_in_the_next(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cases_module, "_BATCH", 1)
    for number in range(3):
        office.queued(f"Question {number}?")
    stream = records_export(office.store, ANN, "jsonl")
    first = next(stream.chunks)
    office.queued("Question 3?")
    assert len([first, *stream.chunks]) == 3
    assert len(lines(office)) == 4


def of_days(office: Office, **days: Any) -> list[dict[str, Any]]:
    data = b"".join(records_export(office.store, ANN, "jsonl", Days(**days)).chunks)
    return [json.loads(line) for line in data.splitlines()]


def test_only_what_was_asked_on_some_days(office: Office, clock: SetClock) -> None:
    about = Circumstances(conversation="c1", margin=0.0)
    clock.forward(hours=14, minutes=59)
    # The last minute of 2 March, the first of the 3rd, and of the 4th.
    made = []
    for _ in range(3):
        made.append(office.intake.record(office.answer(), FAY, about).exchange_id)
        clock.forward(minutes=2)
        made.append(office.intake.record(office.answer(OTHER_ARM), FAY, about).exchange_id)
        clock.forward(hours=23, minutes=58)

    def asked(**days: Any) -> list[str]:
        return [line["request"]["id"] for line in of_days(office, **days)]

    assert asked() == made
    assert asked(since=date(2026, 3, 3)) == made[1:]
    assert asked(until=date(2026, 3, 3)) == made[:3]
    assert asked(since=date(2026, 3, 3), until=date(2026, 3, 3)) == made[1:3]
    assert asked(since=date(2027, 1, 1)) == []
    assert asked(until=date.max) == made
    # A case that began earlier is told as the case that it is.
    first = of_days(office, since=date(2026, 3, 4))[0]
    assert first["request"]["number"] == 4
    assert first["case"]["opened_at"].startswith("2026-03-02T23:59")
    with office.store.reading() as session:
        entry = entries(session)[-1]
    assert entry.new["since"] == "2026-03-04"
    assert entry.new["records"] == 3
    assert "until" not in entry.new
    with pytest.raises(ExportError, match="before the first"):
        records_export(office.store, ANN, "csv", Days(date(2026, 3, 4), date(2026, 3, 3)))


def test_a_boxed_warning_goes_with_every_answer(office: Office) -> None:
    office.queued()
    [line] = lines(office)
    [row] = rows(office)
    [warning] = line["response"]["boxed_warnings"]
    whole = next(w for w in office.corpus.boxed_warnings if w.product == warning["product"])
    assert warning["text"] == whole.text
    assert whole.text in row["response.boxed_warnings"]


@pytest.mark.parametrize(
    "change",
    [
        {"text": "WARNING: BLEEDING"},
        {"text": ""},
        {"sha256": "0" * 64},
        None,
    ],
)
def test_an_answer_whose_boxed_warning_is_not_whole_stops_all(
    office: Office, monkeypatch: pytest.MonkeyPatch, change: dict[str, str] | None
) -> None:
    from ino_assistant.records import exchanges

    office.queued()
    real = exchanges._redacted

    def lossy(*given: Any) -> Any:
        shown, kinds = real(*given)
        kept = [{**w, **(change or {})} for w in shown["boxed_warning"]]
        return {**shown, "boxed_warning": kept if change else []}, kinds

    monkeypatch.setattr(exchanges, "_redacted", lossy)
    office.queued(OTHER_ARM)
    before = told(office)
    with pytest.raises(WarningNotWholeError, match="KARDENTO would not be whole"):
        records_export(office.store, ANN, "csv" if change else "jsonl")
    assert told(office) == before


def told(office: Office) -> int:
    with office.store.reading() as session:
        return len(entries(session, action="export.records"))


@on_sqlite
def test_ten_thousand_take_seconds(office: Office) -> None:
    many(office, 9_999)
    started = time.process_time()
    chunks = sum(1 for _ in records_export(office.store, ANN, "csv").chunks)
    took = time.process_time() - started
    assert chunks == 1 + 10_000
    # Some 3 s where it was measured; JSON Lines take less.
    assert took < 15, f"{took:.1f} s"


def test_the_order_is_that_of_time_whatever_that_of_writing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cases_module, "_BATCH", 4)
    exchange = many(office, 30)
    ids = [line["request"]["id"] for line in lines(office)]
    assert ids == [exchange, *(f"x{n:05d}" for n in range(30))]
    assert [row["request.id"] for row in rows(office)] == ids


def many(office: Office, number: int) -> str:
    """Answers in another order than that of time, several of a moment, past the trail for speed."""
    exchange = office.intake.record(office.answer(), FAY, Circumstances(margin=0.0)).exchange_id
    with office.store.reading() as session:
        row = session.get_one(Exchange, exchange)
        one = {c.key: getattr(row, c.key) for c in inspect(Exchange).column_attrs}
    like = [
        {**one, "id": f"x{n:05d}", "at": row_at(one["at"], n), "conversation_id": f"c{n % 500}"}
        for n in reversed(range(number))
    ]
    with office.store.engine.connect() as plain:
        connection = plain.execution_options(**{WRITING: True})
        connection.execute(insert(Exchange), like)
        connection.commit()
    return exchange


def row_at(first: Any, number: int) -> Any:
    return first + timedelta(seconds=1 + number // 7)


def test_batches_join_without_a_gap(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cases_module, "_BATCH", 2)
    made = [office.queued(f"Question {n}?") for n in range(5)]
    assert [line["review"]["id"] for line in lines(office)] == made
    assert [line["request"]["number"] for line in lines(office)] == [1] * 5
