"""Making and changing accounts: each change is a version, with an entry in the trail."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Final
from uuid import uuid4

from ino_assistant.people.errors import SignInError, UnfitError
from ino_assistant.people.passwords import Passwords, require_fit, temporary_password
from ino_assistant.people.roles import ordered
from ino_assistant.people.sessions import end_all
from ino_assistant.people.users import (
    User,
    all_users,
    password_of,
    user,
    user_by_login,
    user_by_subject,
)
from ino_assistant.records.actors import SYSTEM, Actor, Role
from ino_assistant.records.canonical import storable
from ino_assistant.records.errors import ConflictError, ForbiddenError
from ino_assistant.records.people_tables import PasswordVersion, UserVersion
from ino_assistant.records.store import Store, Work, require
from ino_assistant.text import fold, strip_control

_LOGIN: Final = re.compile(r"[a-z0-9][a-z0-9._@+-]{1,99}")
_LONGEST_NAME: Final = 200
_TEMPORARY: Final = timedelta(hours=72)


class Accounts:
    """What administrators do with accounts; every method asks for the right `manage`.

    Args:
        store: the records.
        passwords: how they are hashed.
    """

    def __init__(self, store: Store, passwords: Passwords) -> None:
        self._store, self._passwords = store, passwords

    def users(self, actor: Actor) -> list[User]:
        """Every account.

        Raises:
            ForbiddenError: the actor may not look after people.
        """
        require(self._store, actor, "manage", ("users", ""))
        with self._store.reading() as session:
            return all_users(session)

    def add(
        self, actor: Actor, login: str, name: str, roles: Iterable[Role], reason: str = ""
    ) -> tuple[User, str]:
        """Make an account with a temporary password, which is shown this once.

        Args:
            actor: an administrator.
            login: what is typed to sign in; small letters, digits and `. _ @ + -`.
            name: as printed beside signatures.
            roles: of several the strictest decides what is shown.
            reason: why.

        Returns:
            The account and its password, which has to be exchanged at the first sign-in.

        Raises:
            ForbiddenError: the actor may not.
            ConflictError: the login is taken.
            UnfitError: the login or name can't be taken.
        """
        require(self._store, actor, "manage", ("user", "new"))
        login = login.strip().casefold()
        if not _LOGIN.fullmatch(login):
            raise UnfitError("a login has 2 to 100 small letters, digits or . _ @ + -")
        role, more = ordered(roles)
        made = UserVersion(
            user_id=uuid4().hex,
            version=1,
            login=login,
            issuer="",
            subject="",
            name=printed(name),
            role=role,
            more=sorted(more),
            active=True,
        )
        with self._store.writing(actor) as work:
            if user_by_login(work.session, login) is not None:
                raise ConflictError(f"there is an account {login!r} already")
            kept = _keep(work, made, None, reason)
            password = self._give_password(work, kept)
        return kept, password

    def change(
        self,
        actor: Actor,
        user_id: str,
        expected: int,
        *,
        name: str | None = None,
        roles: Iterable[Role] | None = None,
        active: bool | None = None,
        reason: str,
    ) -> User:
        """Change somebody's name or roles, or whether they may sign in.

        Args:
            actor: an administrator; nobody changes their own account.
            user_id: whose.
            expected: the version that the actor saw.
            name: as printed; None: as it is.
            roles: all of them; None: as they are.
            active: whether they may sign in; None: as it is. Who may not is signed out.
            reason: why.

        Raises:
            ForbiddenError: the actor may not, or gives no reason.
            ConflictError: somebody was first.
            UnknownError: there is no such account.
        """
        require(self._store, actor, "manage", ("user", user_id))
        if actor.id == user_id:
            raise ForbiddenError("nobody changes their own name, roles or access")
        if not reason.strip():
            raise ForbiddenError("changing an account needs a reason")
        with self._store.writing(actor) as work:
            before = user(work.session, user_id)
            if before.version != expected:
                raise ConflictError("somebody changed this account first: load it again")
            if roles is not None and before.issuer:
                raise UnfitError("the roles of this account come from its provider of sign-in")
            role, more = (before.role, before.more) if roles is None else ordered(roles)
            after = replace(
                before,
                name=before.name if name is None else printed(name),
                role=role,
                more=more,
                active=before.active if active is None else active,
            )
            if after == before:
                raise UnfitError("nothing of this account is changed")
            kept = _keep(work, _row(after), before, reason)
            if not kept.active:
                end_all(work.session, user_id)
        return kept

    def reset(self, actor: Actor, user_id: str, reason: str) -> str:
        """Give somebody a temporary password, and sign them out everywhere.

        Returns:
            The password, shown this once.

        Raises:
            ForbiddenError: the actor may not, or gives no reason.
            UnknownError: there is no such account.
            UnfitError: the account has no password here.
        """
        require(self._store, actor, "manage", ("user", user_id))
        if not reason.strip():
            raise ForbiddenError("a new password needs a reason")
        with self._store.writing(actor) as work:
            whose = user(work.session, user_id)
            if whose.issuer:
                raise UnfitError("this account has no password here: it signs in at its provider")
            password = self._give_password(work, whose, reason)
            end_all(work.session, user_id)
        return password

    def set_password(self, whose: User, old: str, new: str, token: str) -> None:
        """Exchange one's own password; all other sessions end.

        Raises:
            SignInError: the old one is wrong.
            UnfitError: the new one is too easily guessed, or is the old one.
        """
        require_fit(new, whose.login, whose.name)
        with self._store.reading() as session:
            kept = password_of(session, whose.id)
        if kept is None or not self._passwords.fits(old, kept.hash):
            raise SignInError("that is not your present password")
        if self._passwords.fits(new, kept.hash):
            raise UnfitError("the new password is the present one")
        hashed = self._passwords.hash(new)
        with self._store.writing(whose.actor) as work:
            row = _password(work, whose.id, hashed)
            work.audit("user.password_chosen", ("user", whose.id), rows=[row])
            end_all(work.session, whose.id, but=token)

    def rehash(self, whose: User, password: str) -> None:
        """Hash a password that fits with today's parameters."""
        hashed = self._passwords.hash(password)
        with self._store.writing(SYSTEM) as work:
            row = _password(work, whose.id, hashed)
            work.audit("user.password_rehashed", ("user", whose.id), rows=[row])

    def arrived(
        self,
        work: Work,
        issuer: str,
        subject: str,
        name: str,
        roles: tuple[Role, frozenset[Role]],
    ) -> User:
        """The account of somebody whom a provider vouches for; made, or changed, as it says.

        Args:
            work: the transaction that also begins the session.
            issuer: the provider.
            subject: who it is there.
            name: as printed.
            roles: the role and further ones.

        Raises:
            SignInError: the account may not sign in.
        """
        before = user_by_subject(work.session, issuer, subject)
        if before is not None and not before.active:
            raise SignInError("this account may not sign in: ask an administrator")
        role, more = roles
        if before is not None and (before.name, before.role, before.more) == (name, role, more):
            return before
        made = UserVersion(
            user_id=uuid4().hex if before is None else before.id,
            version=1 if before is None else before.version + 1,
            login="",
            issuer=issuer,
            subject=subject,
            name=name,
            role=role,
            more=sorted(more),
            active=True,
        )
        return _keep(work, made, before, "as told by the provider of sign-in")

    def _give_password(self, work: Work, whose: User, reason: str = "") -> str:
        password = temporary_password()
        row = _password(work, whose.id, self._passwords.hash(password))
        row.temporary_until = work.now + _TEMPORARY
        work.audit("user.password_given", ("user", whose.id), reason=reason, rows=[row])
        return password


def printed(name: str) -> str:
    """A name as it is printed.

    Raises:
        UnfitError: it is none.
    """
    plain = fold(strip_control(storable(name)))
    if not plain or len(plain) > _LONGEST_NAME:
        raise UnfitError(f"a name has 1 to {_LONGEST_NAME} characters")
    return plain


def _row(whose: User) -> UserVersion:
    return UserVersion(
        user_id=whose.id,
        version=whose.version + 1,
        login=whose.login,
        issuer=whose.issuer,
        subject=whose.subject,
        name=whose.name,
        role=whose.role,
        more=sorted(whose.more),
        active=whose.active,
    )


def _keep(work: Work, row: UserVersion, before: User | None, reason: str) -> User:
    row.at, row.actor_id, row.actor_name = work.now, work.actor.id, work.actor.name
    row.reason = storable(reason)
    work.audit(
        "user.created" if before is None else "user.changed",
        ("user", row.user_id),
        old=None if before is None else _told(before),
        new=_told(row),
        reason=reason,
        rows=[row],
    )
    return user(work.session, row.user_id)


def _told(whose: User | UserVersion) -> dict[str, object]:
    return {
        "version": whose.version,
        "login": whose.login,
        "issuer": whose.issuer,
        "name": whose.name,
        "role": whose.role,
        "more": sorted(whose.more),
        "active": whose.active,
    }


def _password(work: Work, user_id: str, hashed: str) -> PasswordVersion:
    before = password_of(work.session, user_id)
    return PasswordVersion(
        user_id=user_id,
        version=1 if before is None else before.version + 1,
        hash=hashed,
        temporary_until=None,
        at=work.now,
    )
