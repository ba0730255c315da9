"""Accounts as they stand: the last version of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, aliased

from ino_assistant.people.errors import UnknownError
from ino_assistant.records.actors import Actor, Role, role_of
from ino_assistant.records.canonical import iso
from ino_assistant.records.people_tables import PasswordVersion, UserVersion

NOBODY: Final = Actor("nobody", "Nobody (not signed in)")
"""Who tried to sign in, and failed."""


@dataclass(frozen=True, slots=True)
class User:
    """Somebody's account.

    Attributes:
        id: unique, and never given to another.
        login: what they sign in with; empty for those of a provider.
        issuer: the provider that they sign in at; empty for those with a password here.
        name: as printed beside signatures.
        changed_at: when this version was made.
    """

    id: str
    version: int
    login: str
    issuer: str
    subject: str
    name: str
    role: Role
    more: frozenset[Role]
    active: bool
    changed_at: datetime

    @property
    def actor(self) -> Actor:
        """The account as somebody who acts."""
        return Actor(self.id, self.name, self.role, self.more)

    def as_dict(self) -> dict[str, Any]:
        """As JSON, for administrators."""
        return {
            "id": self.id,
            "version": self.version,
            "login": self.login or None,
            "issuer": self.issuer or None,
            "name": self.name,
            "role": self.role,
            "more": sorted(self.more),
            "active": self.active,
            "changed_at": iso(self.changed_at),
        }


@dataclass(frozen=True, slots=True)
class Password:
    """A password that is in force.

    Attributes:
        hash: by argon2.
        temporary_until: until when it is good for choosing another; None: it is one's own.
    """

    version: int
    hash: str
    temporary_until: datetime | None


def user(session: Session, user_id: str) -> User:
    """One account.

    Raises:
        UnknownError: there is none.
    """
    found = _one(session, UserVersion.user_id == user_id)
    if found is None:
        raise UnknownError("no such account")
    return found


def find_user(session: Session, user_id: str) -> User | None:
    """One account, if there is one."""
    return _one(session, UserVersion.user_id == user_id)


def user_by_login(session: Session, login: str) -> User | None:
    """The account of a login, active or not."""
    return _one(session, UserVersion.login == login) if login else None


def user_by_subject(session: Session, issuer: str, subject: str) -> User | None:
    """The account of somebody whom a provider knows, active or not."""
    return _one(session, UserVersion.issuer == issuer, UserVersion.subject == subject)


def all_users(session: Session) -> list[User]:
    """Every account, by name."""
    query = select(UserVersion).where(_is_latest())
    return [user_of(row) for row in session.scalars(query.order_by(UserVersion.name))]


def user_of(row: UserVersion) -> User:
    """An account from its row."""
    return User(
        id=row.user_id,
        version=row.version,
        login=row.login,
        issuer=row.issuer,
        subject=row.subject,
        name=row.name,
        role=role_of(row.role),
        more=frozenset(role_of(role) for role in row.more),
        active=row.active,
        changed_at=row.at,
    )


def password_of(session: Session, user_id: str) -> Password | None:
    """The password that is in force."""
    query = select(PasswordVersion).where(PasswordVersion.user_id == user_id)
    row = session.scalars(query.order_by(PasswordVersion.version.desc()).limit(1)).first()
    return None if row is None else Password(row.version, row.hash, row.temporary_until)


def _one(session: Session, *conditions: ColumnElement[bool]) -> User | None:
    row = session.scalars(select(UserVersion).where(_is_latest(), *conditions)).first()
    return None if row is None else user_of(row)


def _is_latest() -> ColumnElement[bool]:
    later = aliased(UserVersion)
    same = later.user_id == UserVersion.user_id
    follows = select(later.version).where(same, later.version == UserVersion.version + 1)
    return ~follows.exists()
