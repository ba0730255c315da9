"""The trail; what was asked, answered and reported."""

import sqlalchemy as sa
from alembic import op

from ino_assistant.records.triggers import append_only

revision = "0001"
down_revision = None


def text(name: str, *, nullable: bool = False) -> "sa.Column[str]":
    """A column of text."""
    return sa.Column(name, sa.Text(), nullable=nullable)


def number(name: str, *, nullable: bool = False) -> "sa.Column[int]":
    """A column of whole numbers."""
    return sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=nullable)


def upgrade() -> None:
    """Make the tables, and refuse every change of them but new rows."""
    op.create_table(
        "audit",
        number("seq"),
        text("at"),
        text("actor_id"),
        text("actor_name"),
        text("actor_role"),
        text("action"),
        text("record_kind"),
        text("record_id"),
        text("old", nullable=True),
        text("new", nullable=True),
        text("reason"),
        text("clock"),
        text("rows"),
        text("previous"),
        text("hash"),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_action"), "audit", ["action"])
    op.create_index(op.f("ix_audit_record_kind_record_id"), "audit", ["record_kind", "record_id"])
    op.create_table(
        "exchange",
        text("id"),
        text("at"),
        text("actor_id"),
        text("actor_name"),
        text("role"),
        text("conversation_id"),
        text("channel"),
        text("question"),
        text("standalone"),
        text("outcome"),
        text("route", nullable=True),
        text("reason", nullable=True),
        text("answerer"),
        text("text"),
        text("text_sha256"),
        text("answer"),
        text("draft"),
        text("claims"),
        text("trail"),
        text("warnings"),
        text("sources"),
        text("corpus_version"),
        text("index_version"),
        text("model"),
        text("code_version"),
        number("total_us"),
        number("margin_milli", nullable=True),
        text("validated_id", nullable=True),
        text("redacted"),
        text("flags"),
        number("audit_seq"),
        sa.ForeignKeyConstraint(["audit_seq"], ["audit.seq"], name=op.f("fk_exchange_audit_seq")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exchange")),
    )
    op.create_index(op.f("ix_exchange_actor_id_at"), "exchange", ["actor_id", "at"])
    op.create_index(op.f("ix_exchange_at"), "exchange", ["at"])
    op.create_table(
        "feedback",
        text("id"),
        text("exchange_id"),
        text("at"),
        text("actor_id"),
        text("actor_name"),
        text("role"),
        text("thumb"),
        text("reasons"),
        text("words"),
        number("audit_seq"),
        sa.ForeignKeyConstraint(["audit_seq"], ["audit.seq"], name=op.f("fk_feedback_audit_seq")),
        sa.ForeignKeyConstraint(
            ["exchange_id"], ["exchange.id"], name=op.f("fk_feedback_exchange_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
    )
    op.create_index(op.f("ix_feedback_exchange_id"), "feedback", ["exchange_id"])
    op.create_table(
        "safety_report",
        text("id"),
        text("exchange_id", nullable=True),
        text("received_at"),
        text("recorded_at"),
        text("actor_id"),
        text("actor_name"),
        text("role"),
        text("route"),
        text("kind"),
        text("sealed"),
        number("audit_seq"),
        sa.ForeignKeyConstraint(
            ["audit_seq"], ["audit.seq"], name=op.f("fk_safety_report_audit_seq")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safety_report")),
    )
    op.create_table(
        "safety_event",
        text("report_id"),
        number("version"),
        text("state"),
        text("at"),
        text("due_at"),
        text("actor_id"),
        text("actor_name"),
        text("assignee_id", nullable=True),
        text("assignee_name", nullable=True),
        text("reference"),
        text("note"),
        number("audit_seq"),
        sa.ForeignKeyConstraint(
            ["audit_seq"], ["audit.seq"], name=op.f("fk_safety_event_audit_seq")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["safety_report.id"], name=op.f("fk_safety_event_report_id")
        ),
        sa.PrimaryKeyConstraint("report_id", "version", name=op.f("pk_safety_event")),
    )
    append_only(op, "audit", ["seq"])
    append_only(op, "exchange", ["id"])
    append_only(op, "feedback", ["id"])
    append_only(op, "safety_report", ["id"])
    append_only(op, "safety_event", ["report_id", "version"])
