"""Reviews, signatures, comments, and other ways of asking."""

import sqlalchemy as sa
from alembic import op

from ino_assistant.records.triggers import append_only

revision = "0002"
down_revision = "0001"


def text(name: str, *, nullable: bool = False) -> "sa.Column[str]":
    """A column of text."""
    return sa.Column(name, sa.Text(), nullable=nullable)


def number(name: str, *, nullable: bool = False) -> "sa.Column[int]":
    """A column of whole numbers."""
    return sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=nullable)


def upgrade() -> None:
    """Make the tables, and refuse every change of them but new rows."""
    op.create_table(
        "review_version",
        text("review_id"),
        number("version"),
        text("exchange_id"),
        text("state"),
        text("action"),
        text("at"),
        text("opened_at"),
        text("due_at"),
        text("actor_id"),
        text("actor_name"),
        text("actor_role"),
        text("reason"),
        text("assignee_id", nullable=True),
        text("assignee_name", nullable=True),
        text("priority"),
        text("flags"),
        text("question"),
        text("outcome"),
        text("searchable"),
        text("content"),
        text("content_sha256"),
        text("drafted_sha256"),
        text("authors"),
        text("approved_by", nullable=True),
        text("effective_from", nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        text("supersedes", nullable=True),
        number("audit_seq"),
        sa.ForeignKeyConstraint(
            ["audit_seq"], ["audit.seq"], name=op.f("fk_review_version_audit_seq")
        ),
        sa.ForeignKeyConstraint(
            ["exchange_id"], ["exchange.id"], name=op.f("fk_review_version_exchange_id")
        ),
        sa.PrimaryKeyConstraint("review_id", "version", name=op.f("pk_review_version")),
    )
    op.create_index(op.f("ix_review_version_assignee_id"), "review_version", ["assignee_id"])
    op.create_index(op.f("ix_review_version_exchange_id"), "review_version", ["exchange_id"])
    op.create_index(op.f("ix_review_version_state_due_at"), "review_version", ["state", "due_at"])
    op.create_table(
        "signature",
        text("id"),
        text("review_id"),
        number("version"),
        text("signer_id"),
        text("signer_name"),
        text("signer_role"),
        text("meaning"),
        text("signed_at"),
        text("signed_sha256"),
        text("hash"),
        number("audit_seq"),
        sa.ForeignKeyConstraint(["audit_seq"], ["audit.seq"], name=op.f("fk_signature_audit_seq")),
        sa.ForeignKeyConstraint(
            ["review_id", "version"],
            ["review_version.review_id", "review_version.version"],
            name=op.f("fk_signature_review_id_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature")),
    )
    op.create_index(op.f("ix_signature_review_id_version"), "signature", ["review_id", "version"])
    op.create_table(
        "comment",
        text("id"),
        text("review_id"),
        text("at"),
        text("actor_id"),
        text("actor_name"),
        text("text"),
        number("audit_seq"),
        sa.ForeignKeyConstraint(["audit_seq"], ["audit.seq"], name=op.f("fk_comment_audit_seq")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
    )
    op.create_index(op.f("ix_comment_review_id"), "comment", ["review_id"])
    op.create_table(
        "variant",
        text("id"),
        text("review_id"),
        sa.Column("attached", sa.Boolean(), nullable=False),
        text("text"),
        text("at"),
        text("actor_id"),
        text("actor_name"),
        text("reason"),
        number("audit_seq"),
        sa.ForeignKeyConstraint(["audit_seq"], ["audit.seq"], name=op.f("fk_variant_audit_seq")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_variant")),
    )
    op.create_index(op.f("ix_variant_review_id"), "variant", ["review_id"])
    append_only(op, "review_version", ["review_id", "version"])
    append_only(op, "signature", ["id"])
    append_only(op, "comment", ["id"])
    append_only(op, "variant", ["id"])
