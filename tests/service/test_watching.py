"""What is told of the service to who watches over it, and to who may see the trail."""

from __future__ import annotations

import logging
import threading
from pathlib import Path
from typing import Any

import pytest

from ino_assistant.errors import AssistantError
from ino_assistant.records import ForbiddenError, RecordsError
from ino_assistant.review.editing import Edit
from ino_assistant.service import Office, RejectedError, Ticking, open_office
from ino_assistant.service import opening as opening_module
from ino_assistant.settings import Settings
from records.stores import SetClock
from review.office import changed_source
from search.prepared import small_assistant
from service.people import ADA, ANN, DOSE, FAY, RATE, REPORT, SUE, UNKNOWN, approve, state_of


def test_health_and_readiness(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    assert office.health() == {
        "status": "ok",
        "documents": ["kardento-faq", "zelmorix-label"],
        "corpus_version": office.corpus.version,
        "index_version": office.index_version,
    }
    ready = office.readiness()
    assert (ready["ready"], ready["problems"]) == (True, [])
    monkeypatch.setattr(office.store, "has_gap", lambda: True)
    assert "audit trail lacks entries" in office.readiness()["problems"][0]

    def gone() -> None:
        raise RecordsError("the records database can't be reached")

    monkeypatch.setattr(office.store, "has_gap", gone)
    assert office.readiness()["problems"] == ["the records database can't be reached"]
    assert office.readiness()["ready"] is False


def test_metrics_count_and_hold_nobodys_words(
    office: Office, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.ask(FAY, RATE, channel="web")
    office.ask(FAY, UNKNOWN)
    office.ask(FAY, REPORT)
    clock.forward(hours=100)
    told = office.metrics()
    for line in (
        'ino_questions_total{channel="web",outcome="answered",validated="false"} 1.0',
        'ino_reviews{queue="to_review"} 1.0',
        "ino_reviews_overdue 1.0",
        'ino_safety_reports{state="received"} 1.0',
        "ino_safety_overdue 1.0",
        "ino_recorded_questions 3.0",
        "ino_records_up 1.0",
        "ino_answer_seconds_count 3.0",
    ):
        assert line in told.splitlines()
    for words in ("Roe", "Fay", "KARDENTO", "half-life"):
        assert words not in told

    def gone() -> None:
        raise RecordsError("gone")

    monkeypatch.setattr(office.store, "reading", gone)
    assert "ino_records_up 0.0" in office.metrics()


def test_the_trail_is_read_and_checked_by_who_may(office: Office) -> None:
    office.ask(FAY, UNKNOWN)
    found = office.audit_entries(ADA, action="exchange.recorded")
    assert [e["user"]["id"] for e in found] == [FAY.id]
    assert office.audit_entries(ADA, after=found[0]["seq"], limit=1)[0]["action"] == "review.queue"
    assert office.verify_audit(ADA).whole
    for refused in (lambda: office.audit_entries(ANN), lambda: office.verify_audit(FAY)):
        with pytest.raises(ForbiddenError):
            refused()
    assert len(office.audit_entries(ADA, action="access.refused")) == 2
    with pytest.raises(RejectedError):
        office.audit_entries(ADA, limit=0)


def test_exports_go_through_the_office(office: Office, tmp_path: Path) -> None:
    given, reported = office.ask(FAY, RATE), office.ask(FAY, REPORT)
    review = approve(office, given)
    assert office.export_response(ANN, review, "docx").data.startswith(b"PK")
    assert office.export_answer(FAY, given.exchange_id, "docx").data.startswith(b"PK")
    assert b"recurrence" in b"".join(office.export_records(ANN, "csv").chunks)
    assert office.export_safety(SUE, reported.report_id or "", "json").data.startswith(b"{")
    done = office.export_eval(ANN, tmp_path / "cases.jsonl")
    assert len(done.added) == 1
    with pytest.raises(ForbiddenError):
        office.export_response(FAY, review, "docx")
    made = [e["action"] for e in office.audit_entries(ADA, action="export.")]
    assert len(made) >= 4


# A rebuilt corpus


class Rebuilt:
    """Says that `ingest` has built another index, and opens another corpus."""

    def __init__(self, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
        from ino_assistant.service import office as module

        self.build = Path("one")
        self.broken = False
        monkeypatch.setattr(module, "current_build", lambda folder: self.build)
        self.office = Office(
            office.settings,
            office.assistant,
            office.store,
            authenticate=office.authenticate,
            reopen=self.open,
        )

    def open(self) -> Any:
        if self.broken:
            raise AssistantError("the source does not fit its manifest")
        assistant = small_assistant()
        anew = object.__new__(type(assistant))
        anew.__dict__.update(assistant.__dict__)
        anew.corpus = changed_source(assistant.corpus, "kardento-faq")
        return anew


def test_a_corpus_rebuilt_during_review_is_taken_into_use(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    rebuilt = Rebuilt(office, monkeypatch)
    office = rebuilt.office
    served, other = approve(office, office.ask(FAY, RATE)), approve(office, office.ask(FAY, DOSE))
    at_work = office.escalate(FAY, office.ask(FAY, "How should KARDENTO be stored?").exchange_id)
    version = office.desk.claim(ANN, at_work, office.review(ANN, at_work)["version"])
    assert not office.upkeep().reloaded
    rebuilt.build = Path("two")
    kept = office.upkeep()
    assert (kept.reloaded, kept.invalidated, kept.expired) == (True, (served,), ())
    assert state_of(office, served) == "invalidated"
    assert state_of(office, other) == "approved"
    assert office.corpus.version == "another"
    assert office.ask(FAY, RATE).answer.validated is None
    assert office.ask(FAY, DOSE).answer.validated is not None
    # Who was at work when it changed is told so, and can take the source over as it is.
    with pytest.raises(ForbiddenError, match="has changed"):
        office.desk.approve(ANN, at_work, version, "correct horse", "fine")
    version, judgement = office.desk.edit(ANN, at_work, version, Edit(), "the source as it is now")
    assert judgement.passes
    office.desk.approve(ANN, at_work, version, "correct horse", "fine")
    assert not office.upkeep().reloaded
    assert office.verify_audit(ADA).whole


def test_a_corpus_that_can_not_be_used_leaves_the_old_one_in_use(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    rebuilt = Rebuilt(office, monkeypatch)
    rebuilt.build, rebuilt.broken = Path("two"), True
    with caplog.at_level(logging.WARNING):
        assert not rebuilt.office.upkeep().reloaded
    assert "does not fit its manifest" in caplog.text
    assert rebuilt.office.ask(FAY, RATE).answer.outcome == "answered"
    with pytest.raises(AssistantError):
        office.reload()


def test_questions_are_answered_while_the_corpus_is_taken_into_use(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    rebuilt = Rebuilt(office, monkeypatch)
    faults: list[BaseException] = []
    stop = threading.Event()

    def keep_asking() -> None:
        try:
            while not stop.is_set():
                given = rebuilt.office.ask(FAY, RATE)
                assert (given.answer.outcome, given.fault) == ("answered", "")
        except BaseException as error:
            faults.append(error)

    askers = [threading.Thread(target=keep_asking) for _ in range(2)]
    for asker in askers:
        asker.start()
    for build in ("two", "three", "four"):
        rebuilt.build = Path(build)
        assert rebuilt.office.upkeep().reloaded
    stop.set()
    for asker in askers:
        asker.join(20)
    assert faults == []
    assert rebuilt.office.verify_audit(ADA).whole


# Upkeep


def test_upkeep_runs_beside_what_is_asked(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    turns: list[int] = []
    enough = threading.Event()

    def upkeep() -> None:
        turns.append(len(turns))
        if len(turns) == 1:
            raise RecordsError("the records database is locked")
        if len(turns) == 2:
            raise KeyError("broken")
        enough.set()

    monkeypatch.setattr(office, "upkeep", upkeep)
    with caplog.at_level(logging.WARNING), Ticking(office, every_s=0.01):
        assert enough.wait(10)
    assert "upkeep has to wait: the records database is locked" in caplog.text
    assert "upkeep failed" in caplog.text


def test_an_office_is_opened_from_settings(
    tmp_path: Path, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(data_dir=tmp_path / "data", sample_every=0)
    monkeypatch.setattr(opening_module, "open_assistant", lambda *a, **k: small_assistant())
    office = open_office(settings, clock=clock)
    review = approve(_with_signatures(office), office.ask(FAY, RATE))
    office.reload()
    assert office.ask(FAY, RATE).answer.validated is not None
    office.close()
    clock.forward(days=400)
    again = open_office(settings, clock=clock, assistant=small_assistant())
    assert state_of(again, review) == "expired"
    again.close()

    def broken(*args: Any, **more: Any) -> None:
        raise AssistantError("no corpus")

    monkeypatch.setattr(opening_module, "open_assistant", broken)
    with pytest.raises(AssistantError, match="no corpus"):
        open_office(settings, clock=clock)


def _with_signatures(office: Office) -> Office:
    office.authenticate = lambda actor, secret: True
    return office
