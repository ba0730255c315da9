"""The tables of people: accounts and keys as versions; sessions, which are no records."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from ino_assistant.records.tables import AuditSeq, Base, Json, Moment, UtcTime


class UserVersion(Base):
    """An account as it stood after one change; the last version is in force.

    `login` is empty for somebody who signs in at a provider, `issuer` and `subject` for
    somebody who has a password here.
    """

    __tablename__ = "user_version"
    __table_args__ = (Index(None, "login"), Index(None, "issuer", "subject"))

    user_id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    login: Mapped[str]
    issuer: Mapped[str]
    subject: Mapped[str]
    name: Mapped[str]
    role: Mapped[str]
    more: Mapped[Json]
    active: Mapped[bool]
    at: Mapped[Moment]
    actor_id: Mapped[str]
    actor_name: Mapped[str]
    reason: Mapped[str]
    audit_seq: Mapped[AuditSeq]


class PasswordVersion(Base):
    """A password's argon2 hash; the last version is in force.

    Never changed in place: a hash that is put there by hand is found by the trail, for
    whoever can set a password can sign.
    """

    __tablename__ = "password_version"

    user_id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    hash: Mapped[str]
    temporary_until: Mapped[datetime | None] = mapped_column(UtcTime)
    at: Mapped[Moment]
    audit_seq: Mapped[AuditSeq]


class ApiKey(Base):
    """A key of a program. Of the key itself only the hash is kept."""

    __tablename__ = "api_key"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    secret_sha256: Mapped[str]
    role: Mapped[str]
    scopes: Mapped[Json]
    owner_id: Mapped[str]
    owner_name: Mapped[str]
    at: Mapped[Moment]
    expires_at: Mapped[Moment]
    audit_seq: Mapped[AuditSeq]


class RevokedKey(Base):
    """That a key is valid no more."""

    __tablename__ = "revoked_key"

    key_id: Mapped[str] = mapped_column(ForeignKey("api_key.id"), primary_key=True)
    at: Mapped[Moment]
    actor_id: Mapped[str]
    actor_name: Mapped[str]
    reason: Mapped[str]
    audit_seq: Mapped[AuditSeq]


class SignInSession(Base):
    """Somebody who is signed in; goes when they sign out. No record."""

    __tablename__ = "sign_in_session"
    __table_args__ = (Index(None, "user_id"),)

    token_sha256: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[str]
    began_at: Mapped[Moment]
    seen_at: Mapped[Moment]
    ends_at: Mapped[Moment]


class FailedSignIns(Base):
    """How often signing in failed of late, by account or by address. No record."""

    __tablename__ = "failed_sign_ins"

    about: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int] = mapped_column(BigInteger)
    turned_away: Mapped[int] = mapped_column(BigInteger)
    last_at: Mapped[Moment]


class RoundTrip(Base):
    """Somebody who was sent to the provider of single sign-on and is not back yet. No record."""

    __tablename__ = "round_trip"

    state_sha256: Mapped[str] = mapped_column(primary_key=True)
    browser_sha256: Mapped[str]
    nonce: Mapped[str]
    verifier: Mapped[str]
    user_id: Mapped[str | None]
    return_to: Mapped[str]
    began_at: Mapped[Moment]


class Proof(Base):
    """What somebody shows once, having signed in anew, to sign something. No record."""

    __tablename__ = "proof"

    secret_sha256: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[str]
    ends_at: Mapped[Moment]
