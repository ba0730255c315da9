"""The state of the service, for who watches over it; nothing of anybody's words or names."""

from __future__ import annotations

from typing import Any

from prometheus_client import CollectorRegistry, Gauge, generate_latest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ino_assistant import __version__
from ino_assistant.records.audit import last_of
from ino_assistant.records.errors import RecordsError
from ino_assistant.records.safety_queue import count_by_state
from ino_assistant.records.tables import Exchange
from ino_assistant.review.queues import counts, overdue
from ino_assistant.service.room import Room


def health(room: Room) -> dict[str, Any]:
    """That the program runs, and what it answers from; asks no database."""
    return {
        "status": "ok",
        "documents": [document.id for document in room.corpus.documents],
        "corpus_version": room.corpus.version,
        "index_version": room.assistant.index_version,
    }


def readiness(room: Room) -> dict[str, Any]:
    """Whether questions can be answered now: the records take them, and their trail is whole."""
    problems = []
    entries = 0
    try:
        with room.store.reading() as session:
            entries = last_of(session).seq
        room.store.require_writable()
        if room.store.has_gap():
            problems.append(
                "the audit trail lacks entries that its anchor knows of: no approved answer is "
                "served; see `ino-assistant audit verify`"
            )
    except RecordsError as error:
        problems.append(str(error))
    return {
        "ready": not problems,
        "problems": problems,
        "audit_entries": entries,
        "version": __version__,
        "corpus_version": room.corpus.version,
        "index_version": room.assistant.index_version,
        "model": room.model,
    }


def metrics(room: Room) -> str:
    """Counters and gauges as Prometheus reads them.

    Without its database only what the program itself counts is told, and `ino_records_up` is 0.
    """
    registry = CollectorRegistry()
    info = Gauge("ino_info", "What runs", ("version", "corpus", "index"), registry=registry)
    info.labels(__version__, room.corpus.version, room.assistant.index_version).set(1)
    up = Gauge("ino_records_up", "Whether the records can be read", registry=registry)
    try:
        with room.store.reading() as session:
            _of_records(session, room, registry)
        up.set(1)
    except RecordsError:
        up.set(0)
    return (generate_latest(room.measures.registry) + generate_latest(registry)).decode()


def _of_records(session: Session, room: Room, registry: CollectorRegistry) -> None:
    now, settings = room.store.clock(), room.settings
    queues = Gauge("ino_reviews", "Reviews in each queue", ("queue",), registry=registry)
    for queue, number in counts(session, now, settings.expiring_days).items():
        queues.labels(queue).set(number)
    late = Gauge("ino_reviews_overdue", "Reviews past their due time", registry=registry)
    late.set(overdue(session, now))
    reports = Gauge("ino_safety_reports", "Safety reports", ("state",), registry=registry)
    found, past = count_by_state(session, now)
    for state, number in found.items():
        reports.labels(state).set(number)
    late = Gauge("ino_safety_overdue", "Safety reports past their due time", registry=registry)
    late.set(past)
    entries = Gauge("ino_audit_entries", "Entries of the audit trail", registry=registry)
    entries.set(last_of(session).seq)
    asked = Gauge("ino_recorded_questions", "Questions in the records", registry=registry)
    asked.set(session.scalar(select(func.count()).select_from(Exchange)) or 0)
