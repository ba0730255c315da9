"""A safety report as a form: the words untouched, what is named, and what has to be asked for."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from types import SimpleNamespace
from typing import Any

import pytest

from exports.reading import on_sqlite, read_file
from exports.test_response import has
from ino_assistant.exports import ExportError, safety_form
from ino_assistant.records import ForbiddenError, NotFoundError
from ino_assistant.records.audit import entries
from ino_assistant.records.canonical import digest
from ino_assistant.records.exchanges import Circumstances
from ino_assistant.records.safety import SafetyDesk, file_report
from review.office import ADA, ANN, FAY, SAM, SUE, Office

pytestmark = on_sqlite
WORDS = (
    "Mr. John Smith, 52, bled after KARDENTO 15 mg.\n\n"
    "=cmd|'/C calc'!A0 <b>{ PAGE }</b>\x00 ≥2 days"
)


@dataclass(frozen=True)
class Report:
    """As routing hands it over."""

    kind: str = "adverse_event"
    route: str = "adverse_event"
    reported: str = WORDS
    received_at: datetime = datetime(2026, 3, 2, 8, 59, 1, tzinfo=UTC)
    question: str | None = "Is it known?"
    criteria: Any = field(
        default_factory=lambda: SimpleNamespace(
            patient=True, reporter=False, product=True, event=True
        )
    )


def filed(office: Office, report: Report | None = None, **more: Any) -> str:
    about = Circumstances(channel="web", conversation="c1")
    recorded = office.intake.record(
        office.refusal("Is it known?"), FAY, about, report=report or Report(), **more
    )
    assert recorded.report_id is not None
    return recorded.report_id


def test_a_form_says_what_is_named_and_what_is_missing(office: Office) -> None:
    report = filed(office, conversation=["Good morning,\nI have a patient"], contact="fay@x.test")
    SafetyDesk(office.store).step(SUE, report, "claimed", 1)
    SafetyDesk(office.store).step(SUE, report, "handed_over", 2, reference="PV-7", note="by mail")
    made = safety_form(office.store, SUE, report, "docx")
    assert made.name == f"safety-report-{report[:8]}.docx"
    read = read_file(made.data, "docx")
    has(
        read.text,
        "Adverse event, received 2 March 2026, 08:59:01 UTC",
        report,
        "An identifiable patient named in the words",
        "An identifiable reporter MISSING: not named in the words",
        "A suspect product named in the words",
        "An event named in the words",
        "To be asked for: an identifiable reporter. The report is handed over without",
        "Mr. John Smith, 52, bled after KARDENTO 15 mg.",
        "=cmd|'/C calc'!A0 <b>{ PAGE }</b>\ufffd ≥2 days",
        "Good morning,",
        "I have a patient",
        "Fay Example (field medical; user u3)",
        "fay@x.test",
        "Is it known?",
        "handed over, by Sue Example; PV-7; by mail",
        "To be handed over by 3 March 2026, 08:59:01 UTC",
        "web",
    )
    for page in read.furniture:
        assert "CONFIDENTIAL – DRUG SAFETY ONLY" in page


def test_json_has_the_words_letter_for_letter(office: Office) -> None:
    report = filed(office)
    form = json.loads(safety_form(office.store, SUE, report, "json").data)
    assert form["words"] == WORDS
    assert form["schema"] == "ino-assistant.safety-report/1"
    assert form["received_at"] == "2026-03-02T08:59:01.000000Z"
    assert {name: c["named"] for name, c in form["minimum_criteria"].items()} == {
        "patient": True,
        "reporter": False,
        "product": True,
        "event": True,
    }
    assert form["missing"] == ["reporter"]
    assert form["source"]["channel"] == "web"
    assert form["entered_by"] == {"id": "u3", "name": "Fay Example", "role": "field_medical"}
    assert (form["exported_by"], form["state"]) == ("Sue Example", "received")
    with office.store.reading() as session:
        received = next(e for e in entries(session) if e.action == "safety.received")
    # The words are those that were sealed: the trail has kept their hash since.
    assert form["sealed_sha256"] == received.new["sealed_sha256"]
    sealed = {
        "words": form["words"],
        "question": form["question"],
        "conversation": form["earlier_messages"],
        "contact": form["contact"],
        "criteria": {name: c["named"] for name, c in form["minimum_criteria"].items()},
    }
    assert digest(sealed) == form["sealed_sha256"]


def test_a_report_that_came_by_itself(office: Office) -> None:
    everything = SimpleNamespace(patient=True, reporter=True, product=True, event=True)
    report = Report(kind="lack_of_effect", reported="  ", question=None, criteria=everything)
    with office.store.writing(FAY) as work:
        report_id = file_report(work, report, due_hours=24)
    read = read_file(safety_form(office.store, SUE, report_id, "docx").data, "docx")
    has(
        read.text,
        "All four minimum criteria are named.",
        "(no words)",
        "Lack of effect, received",
        "none recognised",
        "lack of effect and adverse event",
    )
    form = json.loads(safety_form(office.store, SUE, report_id, "json").data)
    assert form["source"] == {
        "exchange": None,
        "channel": None,
        "conversation": None,
        "products": [],
    }


@pytest.mark.parametrize("actor", [FAY, SAM, ANN, ADA])
def test_who_may_not_see_reports_exports_none(office: Office, actor: Any) -> None:
    report = filed(office)
    with pytest.raises(ForbiddenError):
        safety_form(office.store, actor, report, "json")
    with office.store.reading() as session:
        assert entries(session)[-1].action == "access.refused"


def test_reading_and_exporting_stand_in_the_trail(office: Office) -> None:
    report = filed(office)
    made = safety_form(office.store, SUE, report, "json")
    with office.store.reading() as session:
        read, exported = entries(session)[-2:]
    assert (read.action, exported.action) == ("safety.read", "export.safety_report")
    assert exported.new == {"form": "json", "sha256": sha256(made.data).hexdigest()}
    assert (exported.record_id, exported.actor_id) == (report, SUE.id)
    assert "Smith" not in json.dumps(exported.as_dict())


def test_what_is_not_there_is_told(office: Office) -> None:
    with pytest.raises(NotFoundError, match="no safety report 'none'"):
        safety_form(office.store, SUE, "none", "docx")
    with pytest.raises(ExportError, match="one of docx, json"):
        safety_form(office.store, SUE, "none", "pdf")  # type: ignore[arg-type]


def test_the_words_of_a_report_are_kept_nowhere_else(office: Office) -> None:
    from ino_assistant.records.tables import Exchange

    told = {"kind": "adverse_event", "reported": WORDS, "received_at": "", "criteria": {}}
    routed = office.answer(WORDS, outcome="routed", route="adverse_event", report=told)
    recorded = office.intake.record(routed, FAY, Circumstances(), report=Report())
    with office.store.reading() as session:
        kept = session.get_one(Exchange, recorded.exchange_id).answer
    assert "Smith" not in json.dumps(kept)
    assert kept["report"] == {"kind": "adverse_event", "received_at": "", "criteria": {}}
