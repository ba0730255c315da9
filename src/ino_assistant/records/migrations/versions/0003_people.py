"""Accounts, passwords and keys; sessions and what else is no record."""

import sqlalchemy as sa
from alembic import op

from ino_assistant.records.triggers import append_only

revision = "0003"
down_revision = "0002"


def text(name: str, *, nullable: bool = False) -> "sa.Column[str]":
    """A column of text."""
    return sa.Column(name, sa.Text(), nullable=nullable)


def number(name: str, *, nullable: bool = False) -> "sa.Column[int]":
    """A column of whole numbers."""
    return sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=nullable)


def told_by(table: str) -> sa.ForeignKeyConstraint:
    """That every row is told of by an entry of the trail."""
    name = op.f(f"fk_{table}_audit_seq")
    return sa.ForeignKeyConstraint(["audit_seq"], ["audit.seq"], name=name)


def key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    """A primary key."""
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def upgrade() -> None:
    """Make the tables; those of records refuse every change but new rows."""
    op.create_table(
        "user_version",
        text("user_id"),
        number("version"),
        text("login"),
        text("issuer"),
        text("subject"),
        text("name"),
        text("role"),
        text("more"),
        sa.Column("active", sa.Boolean(), nullable=False),
        text("at"),
        text("actor_id"),
        text("actor_name"),
        text("reason"),
        number("audit_seq"),
        told_by("user_version"),
        key("user_version", "user_id", "version"),
    )
    op.create_index(op.f("ix_user_version_login"), "user_version", ["login"])
    op.create_index(op.f("ix_user_version_issuer_subject"), "user_version", ["issuer", "subject"])
    op.create_table(
        "password_version",
        text("user_id"),
        number("version"),
        text("hash"),
        text("temporary_until", nullable=True),
        text("at"),
        number("audit_seq"),
        told_by("password_version"),
        key("password_version", "user_id", "version"),
    )
    op.create_table(
        "api_key",
        text("id"),
        text("name"),
        text("secret_sha256"),
        text("role"),
        text("scopes"),
        text("owner_id"),
        text("owner_name"),
        text("at"),
        text("expires_at"),
        number("audit_seq"),
        told_by("api_key"),
        key("api_key", "id"),
    )
    op.create_table(
        "revoked_key",
        text("key_id"),
        text("at"),
        text("actor_id"),
        text("actor_name"),
        text("reason"),
        number("audit_seq"),
        told_by("revoked_key"),
        sa.ForeignKeyConstraint(["key_id"], ["api_key.id"], name=op.f("fk_revoked_key_key_id")),
        key("revoked_key", "key_id"),
    )
    append_only(op, "user_version", ["user_id", "version"])
    append_only(op, "password_version", ["user_id", "version"])
    append_only(op, "api_key", ["id"])
    append_only(op, "revoked_key", ["key_id"])
    op.create_table(
        "sign_in_session",
        text("token_sha256"),
        text("user_id"),
        text("began_at"),
        text("seen_at"),
        text("ends_at"),
        key("sign_in_session", "token_sha256"),
    )
    op.create_index(op.f("ix_sign_in_session_user_id"), "sign_in_session", ["user_id"])
    op.create_table(
        "failed_sign_ins",
        text("about"),
        number("failures"),
        number("turned_away"),
        text("last_at"),
        key("failed_sign_ins", "about"),
    )
    op.create_table(
        "round_trip",
        text("state_sha256"),
        text("browser_sha256"),
        text("nonce"),
        text("verifier"),
        text("user_id", nullable=True),
        text("return_to"),
        text("began_at"),
        key("round_trip", "state_sha256"),
    )
    op.create_table(
        "proof",
        text("secret_sha256"),
        text("user_id"),
        text("ends_at"),
        key("proof", "secret_sha256"),
    )
