"""The tables of review: every step is a version of its own, the last one is where it stands."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, Date, ForeignKey, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from ino_assistant.records.tables import LATER, AuditSeq, Base, Json, Moment, UtcTime


class ReviewVersion(Base):
    """A review as it stood after one step.

    `content` is the answer as it would be served; `content_sha256` is what is signed. `label_…`
    repeats what it says of the label; `outside_…` is how a question was answered without it.
    """

    __tablename__ = "review_version"
    __table_args__ = (
        Index(None, "state", "due_at"),
        Index(None, "exchange_id"),
        Index(None, "assignee_id"),
    )

    review_id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    exchange_id: Mapped[str] = mapped_column(ForeignKey("exchange.id"))
    state: Mapped[str]
    action: Mapped[str]
    at: Mapped[Moment]
    opened_at: Mapped[Moment]
    due_at: Mapped[Moment]
    actor_id: Mapped[str]
    actor_name: Mapped[str]
    actor_role: Mapped[str]
    reason: Mapped[str]
    assignee_id: Mapped[str | None]
    assignee_name: Mapped[str | None]
    priority: Mapped[str]
    flags: Mapped[Json]
    question: Mapped[str]
    outcome: Mapped[str]
    searchable: Mapped[str]
    content: Mapped[Json]
    content_sha256: Mapped[str]
    drafted_sha256: Mapped[str]
    authors: Mapped[Json]
    approved_by: Mapped[str | None]
    effective_from: Mapped[datetime | None] = mapped_column(UtcTime)
    expires_on: Mapped[date | None] = mapped_column(Date)
    supersedes: Mapped[str | None]
    label_version: Mapped[str | None] = mapped_column(info=LATER)
    label_checked_on: Mapped[date | None] = mapped_column(Date, info=LATER)
    outside_reference: Mapped[str | None] = mapped_column(info=LATER)
    outside_on: Mapped[date | None] = mapped_column(Date, info=LATER)
    audit_seq: Mapped[AuditSeq]


class Asked(Base):
    """An answer that a review is about: the first one, and those to the same question since.

    `frame_sha256` is of the frame of the question, by which the same one is known again.
    """

    __tablename__ = "review_asked"
    __table_args__ = (Index(None, "frame_sha256"), Index(None, "exchange_id"))

    review_id: Mapped[str] = mapped_column(primary_key=True)
    exchange_id: Mapped[str] = mapped_column(ForeignKey("exchange.id"), primary_key=True)
    at: Mapped[Moment]
    frame_sha256: Mapped[str]
    audit_seq: Mapped[AuditSeq]


class Signature(Base):
    """A signature: whose, when and what for, bound to the hash of what was signed."""

    __tablename__ = "signature"
    __table_args__ = (
        ForeignKeyConstraint(
            ["review_id", "version"], ["review_version.review_id", "review_version.version"]
        ),
        Index(None, "review_id", "version"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    review_id: Mapped[str]
    version: Mapped[int] = mapped_column(BigInteger)
    signer_id: Mapped[str]
    signer_name: Mapped[str]
    signer_role: Mapped[str]
    meaning: Mapped[str]
    signed_at: Mapped[Moment]
    signed_sha256: Mapped[str]
    hash: Mapped[str]
    audit_seq: Mapped[AuditSeq]


class Comment(Base):
    """What somebody noted on a review."""

    __tablename__ = "comment"
    __table_args__ = (Index(None, "review_id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    review_id: Mapped[str]
    at: Mapped[Moment]
    actor_id: Mapped[str]
    actor_name: Mapped[str]
    text: Mapped[str]
    audit_seq: Mapped[AuditSeq]


class Variant(Base):
    """Another way of asking an approved question, attached or taken off again."""

    __tablename__ = "variant"
    __table_args__ = (Index(None, "review_id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    review_id: Mapped[str]
    attached: Mapped[bool]
    text: Mapped[str]
    at: Mapped[Moment]
    actor_id: Mapped[str]
    actor_name: Mapped[str]
    reason: Mapped[str]
    audit_seq: Mapped[AuditSeq]


class VariantSignature(Base):
    """Whose signature attaches another way of asking, or takes it off, and when."""

    __tablename__ = "variant_signature"
    __table_args__ = (Index(None, "variant_id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    variant_id: Mapped[str] = mapped_column(ForeignKey("variant.id"))
    signer_id: Mapped[str]
    signer_name: Mapped[str]
    signer_role: Mapped[str]
    meaning: Mapped[str]
    signed_at: Mapped[Moment]
    signed_sha256: Mapped[str]
    hash: Mapped[str]
    audit_seq: Mapped[AuditSeq]


class KeptReading(Base):
    """Something that was worked out before (`review.readings`). No record."""

    __tablename__ = "kept_reading"

    scope: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
