"""Label comparisons, answers by letter, and signatures of other ways of asking."""

import sqlalchemy as sa
from alembic import op

from ino_assistant.records.triggers import append_only

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the columns, empty in what was written before, and the table."""
    for column in (
        sa.Column("label_version", sa.Text(), nullable=True),
        sa.Column("label_checked_on", sa.Date(), nullable=True),
        sa.Column("outside_reference", sa.Text(), nullable=True),
        sa.Column("outside_on", sa.Date(), nullable=True),
    ):
        op.add_column("review_version", column)
    op.create_table(
        "variant_signature",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("variant_id", sa.Text(), nullable=False),
        sa.Column("signer_id", sa.Text(), nullable=False),
        sa.Column("signer_name", sa.Text(), nullable=False),
        sa.Column("signer_role", sa.Text(), nullable=False),
        sa.Column("meaning", sa.Text(), nullable=False),
        sa.Column("signed_at", sa.Text(), nullable=False),
        sa.Column("signed_sha256", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("audit_seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["variant_id"], ["variant.id"], name=op.f("fk_variant_signature_variant_id")
        ),
        sa.ForeignKeyConstraint(
            ["audit_seq"], ["audit.seq"], name=op.f("fk_variant_signature_audit_seq")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_variant_signature")),
    )
    op.create_index(op.f("ix_variant_signature_variant_id"), "variant_signature", ["variant_id"])
    append_only(op, "variant_signature", ["id"])
