"""The tables of what was asked, answered and reported, and of the trail; only ever added to."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated, Any, Final

from sqlalchemy import BigInteger, ForeignKey, Index, MetaData, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from ino_assistant.records.canonical import canonical, iso, moment_of


class UtcTime(TypeDecorator[datetime]):
    """A moment as text in UTC: the same on every database, and sorted by time."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """To the database."""
        return None if value is None else iso(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """From the database."""
        return None if value is None else moment_of(value)


class JsonText(TypeDecorator[Any]):
    """A JSON value as its canonical text: the same bytes on every database."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """To the database."""
        return None if value is None else canonical(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """From the database."""
        return None if value is None else json.loads(value)


Moment = Annotated[datetime, mapped_column(UtcTime)]
Json = Annotated[Any, mapped_column(JsonText, nullable=False)]
AuditSeq = Annotated[int, mapped_column(BigInteger, ForeignKey("audit.seq"), nullable=False)]
"""The number of the trail's entry that tells of a row."""
LATER: Final = {"later": True}
"""Of a column that a migration has added: where it is empty, it is no part of the row's hash."""


class Base(DeclarativeBase):
    """Of every table of the records."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {str: Text}  # noqa: RUF012 - SQLAlchemy's own name for it


class Audit(Base):
    """One entry of the trail. `old`, `new` and `rows` are JSON texts, hashed as they stand."""

    __tablename__ = "audit"
    __table_args__ = (Index(None, "record_kind", "record_id"), Index(None, "action"))

    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[Moment]
    actor_id: Mapped[str]
    actor_name: Mapped[str]
    actor_role: Mapped[str]
    action: Mapped[str]
    record_kind: Mapped[str]
    record_id: Mapped[str]
    old: Mapped[str | None]
    new: Mapped[str | None]
    reason: Mapped[str]
    clock: Mapped[str]
    rows: Mapped[str]
    previous: Mapped[str]
    hash: Mapped[str]


class Exchange(Base):
    """One question and its answer as shown; identifying details are taken out."""

    __tablename__ = "exchange"
    __table_args__ = (
        Index(None, "at"),
        Index(None, "actor_id", "at"),
        Index(None, "conversation_id", "at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[Moment]
    actor_id: Mapped[str]
    actor_name: Mapped[str]
    role: Mapped[str]
    conversation_id: Mapped[str]
    channel: Mapped[str]
    question: Mapped[str]
    standalone: Mapped[str]
    outcome: Mapped[str]
    route: Mapped[str | None]
    reason: Mapped[str | None]
    answerer: Mapped[str]
    text: Mapped[str]
    text_sha256: Mapped[str]
    answer: Mapped[Json]
    draft: Mapped[Json]
    claims: Mapped[Json]
    trail: Mapped[Json]
    warnings: Mapped[Json]
    sources: Mapped[Json]
    corpus_version: Mapped[str]
    index_version: Mapped[str]
    model: Mapped[str]
    code_version: Mapped[str]
    total_us: Mapped[int] = mapped_column(BigInteger)
    margin_milli: Mapped[int | None] = mapped_column(BigInteger)
    validated_id: Mapped[str | None]
    redacted: Mapped[Json]
    flags: Mapped[Json]
    audit_seq: Mapped[AuditSeq]


class HiddenConversation(Base):
    """A conversation that its owner has put away: its records are kept, it is listed no more."""

    __tablename__ = "hidden_conversation"

    conversation_id: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[Moment]
    actor_id: Mapped[str]
    audit_seq: Mapped[AuditSeq]


class Feedback(Base):
    """What a user thought of an answer."""

    __tablename__ = "feedback"
    __table_args__ = (Index(None, "exchange_id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    exchange_id: Mapped[str] = mapped_column(ForeignKey("exchange.id"))
    at: Mapped[Moment]
    actor_id: Mapped[str]
    actor_name: Mapped[str]
    role: Mapped[str]
    thumb: Mapped[str]
    reasons: Mapped[Json]
    words: Mapped[str]
    audit_seq: Mapped[AuditSeq]


class SafetyReport(Base):
    """A report for the safety desk, its words untouched; read by those alone who may."""

    __tablename__ = "safety_report"

    id: Mapped[str] = mapped_column(primary_key=True)
    exchange_id: Mapped[str | None]
    received_at: Mapped[Moment]
    recorded_at: Mapped[Moment]
    actor_id: Mapped[str]
    actor_name: Mapped[str]
    role: Mapped[str]
    route: Mapped[str]
    kind: Mapped[str]
    sealed: Mapped[Json]
    audit_seq: Mapped[AuditSeq]


class SafetyEvent(Base):
    """One step in the handling of a report; the last version is where it stands."""

    __tablename__ = "safety_event"

    report_id: Mapped[str] = mapped_column(ForeignKey("safety_report.id"), primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    state: Mapped[str]
    at: Mapped[Moment]
    due_at: Mapped[Moment]
    actor_id: Mapped[str]
    actor_name: Mapped[str]
    assignee_id: Mapped[str | None]
    assignee_name: Mapped[str | None]
    reference: Mapped[str]
    note: Mapped[str]
    audit_seq: Mapped[AuditSeq]
