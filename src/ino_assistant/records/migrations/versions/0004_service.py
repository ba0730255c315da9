"""Which answers a review is about, conversations put away, and finding a conversation's turns."""

import sqlalchemy as sa
from alembic import op

from ino_assistant.records.triggers import append_only

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables, and refuse every change of them but new rows."""
    op.create_table(
        "review_asked",
        sa.Column("review_id", sa.Text(), nullable=False),
        sa.Column("exchange_id", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("frame_sha256", sa.Text(), nullable=False),
        sa.Column("audit_seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["audit_seq"], ["audit.seq"], name=op.f("fk_review_asked_audit_seq")
        ),
        sa.ForeignKeyConstraint(
            ["exchange_id"], ["exchange.id"], name=op.f("fk_review_asked_exchange_id")
        ),
        sa.PrimaryKeyConstraint("review_id", "exchange_id", name=op.f("pk_review_asked")),
    )
    op.create_index(op.f("ix_review_asked_frame_sha256"), "review_asked", ["frame_sha256"])
    op.create_index(op.f("ix_review_asked_exchange_id"), "review_asked", ["exchange_id"])
    op.create_table(
        "hidden_conversation",
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Text(), nullable=False),
        sa.Column("audit_seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["audit_seq"], ["audit.seq"], name=op.f("fk_hidden_conversation_audit_seq")
        ),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_hidden_conversation")),
    )
    op.create_index(op.f("ix_exchange_conversation_id_at"), "exchange", ["conversation_id", "at"])
    append_only(op, "review_asked", ["review_id", "exchange_id"])
    append_only(op, "hidden_conversation", ["conversation_id"])
