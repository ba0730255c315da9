"""Keys of programs: confined to some rights, shown once, kept as a hash, and revoked for good."""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, get_args

from sqlalchemy import select
from sqlalchemy.orm import Session

from ino_assistant.people.accounts import printed
from ino_assistant.people.errors import SignInError, UnfitError, UnknownError
from ino_assistant.people.users import find_user
from ino_assistant.records.actors import RIGHTS, Actor, Right, Role, role_of
from ino_assistant.records.canonical import iso, storable
from ino_assistant.records.errors import ConflictError, ForbiddenError
from ino_assistant.records.people_tables import ApiKey, RevokedKey
from ino_assistant.records.store import Store, require
from ino_assistant.text import sha256_text

NEVER: Final[frozenset[Right]] = frozenset({"approve", "manage"})
"""No program signs, and none looks after people."""
LONGEST_DAYS: Final = 730
_KEY: Final = re.compile(r"ino_([0-9a-f]{16})_([A-Za-z0-9_-]{43})")


@dataclass(frozen=True, slots=True)
class Key:
    """A key as administrators see it; what it is itself is not among it."""

    id: str
    name: str
    role: Role
    scopes: frozenset[Right]
    owner_id: str
    owner_name: str
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None

    @property
    def actor(self) -> Actor:
        """The program as somebody who acts."""
        name = f"{self.name} (a program, key of {self.owner_name})"
        return Actor(f"key:{self.id}", name, self.role, only=self.scopes)

    def as_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "id": self.id,
            "name": self.name,
            "role": self.role,
            "scopes": sorted(self.scopes),
            "owner": {"id": self.owner_id, "name": self.owner_name},
            "made_at": iso(self.made_at),
            "expires_at": iso(self.expires_at),
            "revoked_at": None if self.revoked_at is None else iso(self.revoked_at),
        }


class Keys:
    """Makes, lists, checks and revokes keys.

    Args:
        store: the records.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def make(
        self, actor: Actor, name: str, role: Role, scopes: Iterable[Right], days: int
    ) -> tuple[Key, str]:
        """Make a key.

        Args:
            actor: an administrator, who answers for it.
            name: what it is for.
            role: decides what the program is shown.
            scopes: the rights that it has, out of those of the role.
            days: until it expires.

        Returns:
            The key as it is listed, and the key itself, shown this once.

        Raises:
            ForbiddenError: the actor may not look after people, or no key has such a right.
            UnfitError: no scope, one that the role has not, or too long a time.
        """
        require(self._store, actor, "manage", ("key", "new"))
        wanted = frozenset(scopes)
        if wanted & NEVER:
            raise ForbiddenError(f"no key has these rights: {', '.join(sorted(wanted & NEVER))}")
        without = sorted(wanted - RIGHTS[role])
        if not wanted or without:
            lacks = f"the role {role} has not: {', '.join(without)}" if without else "give scopes"
            raise UnfitError(f"a key needs scopes that its role has; {lacks}")
        if not 1 <= days <= LONGEST_DAYS:
            raise UnfitError(f"a key lasts 1 to {LONGEST_DAYS} days")
        key_id, secret = secrets.token_hex(8), secrets.token_urlsafe(32)
        with self._store.writing(actor) as work:
            row = ApiKey(
                id=key_id,
                name=printed(name),
                secret_sha256=sha256_text(secret),
                role=role,
                scopes=sorted(wanted),
                owner_id=actor.id,
                owner_name=actor.name,
                at=work.now,
                expires_at=work.now + timedelta(days=days),
            )
            told = {
                "name": row.name,
                "role": role,
                "scopes": row.scopes,
                "expires_at": iso(row.expires_at),
            }
            work.audit("key.created", ("key", key_id), new=told, rows=[row])
        return _key(row, None), f"ino_{key_id}_{secret}"

    def all(self, actor: Actor) -> list[Key]:
        """Every key, the newest first.

        Raises:
            ForbiddenError: the actor may not look after people.
        """
        require(self._store, actor, "manage", ("keys", ""))
        with self._store.reading() as session:
            query = select(ApiKey, RevokedKey).outerjoin(RevokedKey)
            found = session.execute(query.order_by(ApiKey.at.desc(), ApiKey.id)).all()
            return [_key(row, revoked) for row, revoked in found]

    def revoke(self, actor: Actor, key_id: str, reason: str) -> None:
        """Make a key invalid, for good.

        Raises:
            ForbiddenError: the actor may not, or gives no reason.
            ConflictError: it was revoked already.
            UnknownError: there is no such key.
        """
        require(self._store, actor, "manage", ("key", key_id))
        if not reason.strip():
            raise ForbiddenError("revoking a key needs a reason")
        with self._store.writing(actor) as work:
            if work.session.get(ApiKey, key_id) is None:
                raise UnknownError("no such key")
            if work.session.get(RevokedKey, key_id) is not None:
                raise ConflictError("this key was revoked already")
            row = RevokedKey(
                key_id=key_id,
                at=work.now,
                actor_id=actor.id,
                actor_name=actor.name,
                reason=storable(reason),
            )
            work.audit("key.revoked", ("key", key_id), reason=reason, rows=[row])

    def check(self, text: str) -> Actor:
        """The program that shows a key.

        Raises:
            SignInError: it is none, or valid no more.
        """
        parts = _KEY.fullmatch(text)
        if parts is None:
            raise SignInError("this is no key")
        with self._store.reading() as session:
            row = session.get(ApiKey, parts[1])
            if row is None or not hmac.compare_digest(row.secret_sha256, sha256_text(parts[2])):
                raise SignInError("this is no key")
            key = _key(row, session.get(RevokedKey, row.id))
            if key.revoked_at is not None or self._store.clock() >= key.expires_at:
                raise SignInError("this key is valid no more")
            if not _answers_for(session, row.owner_id):
                raise SignInError("this key is valid no more: nobody answers for it")
        return key.actor


def _answers_for(session: Session, owner_id: str) -> bool:
    """Whether who made a key may still sign in, and still looks after people."""
    owner = find_user(session, owner_id)
    # Who works at the terminal has no account here.
    return owner is None or (owner.active and owner.actor.may("manage"))


def _key(row: ApiKey, revoked: RevokedKey | None) -> Key:
    return Key(
        id=row.id,
        name=row.name,
        role=role_of(row.role),
        scopes=frozenset(right for right in get_args(Right) if right in row.scopes),
        owner_id=row.owner_id,
        owner_name=row.owner_name,
        made_at=row.at,
        expires_at=row.expires_at,
        revoked_at=None if revoked is None else revoked.at,
    )
