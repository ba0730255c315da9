"""Who somebody is: signing in, sessions, proof for signatures, and keys of programs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from argon2 import PasswordHasher

from ino_assistant.errors import AssistantError
from ino_assistant.people.accounts import Accounts
from ino_assistant.people.errors import SignInError, UnfitError
from ino_assistant.people.keys import Keys
from ino_assistant.people.passwords import Passwords
from ino_assistant.people.provider import Provider
from ino_assistant.people.roles import read_roles
from ino_assistant.people.sessions import Sessions, csrf_of, end
from ino_assistant.people.single_sign_on import SingleSignOn
from ino_assistant.people.throttle import Attempt, Throttle
from ino_assistant.people.users import (
    NOBODY,
    User,
    all_users,
    find_user,
    password_of,
    user_by_login,
)
from ino_assistant.records.actors import LOCAL, Actor, Right
from ino_assistant.records.canonical import iso, storable
from ino_assistant.records.store import Store
from ino_assistant.settings import Settings

_WRONG: Final = "login or password is wrong"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody who is signed in.

    Attributes:
        csrf: shown by pages of ours with every request that changes something.
        must_change: has a temporary password, and may do nothing but exchange it.
        by_provider: signed in at the provider of single sign-on, and signs so.
    """

    actor: Actor
    csrf: str
    ends_at: datetime
    must_change: bool
    by_provider: bool

    def as_dict(self) -> dict[str, Any]:
        """As JSON, for the screen."""
        return {
            "user": {
                "id": self.actor.id,
                "name": self.actor.name,
                "role": self.actor.role,
                "more": sorted(self.actor.more),
            },
            "csrf": self.csrf,
            "ends_at": iso(self.ends_at),
            "must_change_password": self.must_change,
            "signs_with": "provider" if self.by_provider else "password",
        }


@dataclass(frozen=True, slots=True)
class NewSession:
    """A session that has begun.

    Attributes:
        token: for the cookie; it is shown nowhere else and kept as a hash.
    """

    token: str
    signed_in: SignedIn


class People:
    """Accounts, sessions and keys over one store; safe to share between threads.

    Args:
        store: the records.
        settings: which ways of signing in there are.
        hasher: of passwords; None: argon2id as RFC 9106 has it.
        provider: of single sign-on; None: the one of the settings.

    Raises:
        AssistantError: settings of single sign-on that can't be.
    """

    def __init__(
        self,
        store: Store,
        settings: Settings,
        *,
        hasher: PasswordHasher | None = None,
        provider: Provider | None = None,
    ) -> None:
        self._store, self._settings = store, settings
        self._passwords = Passwords(hasher)
        self._sessions = Sessions(store, settings)
        self._throttle = Throttle(store, settings)
        self.accounts = Accounts(store, self._passwords)
        self.keys = Keys(store)
        if provider is None and settings.oidc_issuer:
            provider = Provider(settings)
        self.single_sign_on: SingleSignOn | None = None
        if provider is not None:
            roles = read_roles(settings.oidc_roles)
            self.single_sign_on = SingleSignOn(
                store, settings, provider, self.accounts, self._sessions, self._throttle, roles
            )

    @property
    def configured(self) -> bool:
        """Whether there is any way to sign in; without, everybody is the one local user."""
        return self._settings.accounts or self.single_sign_on is not None

    @property
    def with_passwords(self) -> bool:
        """Whether people may sign in with a password that is kept here."""
        return self._settings.accounts

    def require_ready(self) -> None:
        """Let an app start only if somebody can look after it.

        Raises:
            AssistantError: nobody can sign in as an administrator.
            RecordsError: the records can't be read.
        """
        if not self._settings.accounts or self.single_sign_on is not None:
            return
        with self._store.reading() as session:
            there = any(u.active and u.actor.may("manage") for u in all_users(session))
        if not there:
            raise AssistantError(
                "accounts are switched on and there is no administrator yet: run "
                "`ino-assistant people add LOGIN --name NAME --role administrator`"
            )

    # Signing in and out

    def sign_in(self, login: str, password: str, address: str) -> NewSession:
        """Begin a session with a password.

        Args:
            login: as typed.
            password: as typed.
            address: where the request comes from.

        Raises:
            SignInError: it is wrong, or the account may not sign in; it is not told which.
            ThrottledError: it failed too often; it was not looked at.
            RecordsError: the records can't be used.
        """
        if not self._settings.accounts:
            raise SignInError("nobody signs in with a password here")
        login = storable(login).strip().casefold()
        attempt = self._attempt(login, address)
        with self._store.reading() as session:
            whose = user_by_login(session, login)
            kept = None if whose is None else password_of(session, whose.id)
        fits = self._passwords.fits(password, None if kept is None else kept.hash)
        if whose is None or kept is None or not fits or not whose.active:
            self._refused(whose, address, "inactive" if fits else "wrong")
            raise SignInError(_WRONG)
        temporary = kept.temporary_until
        if temporary is not None and self._store.latest_moment() >= temporary:
            self._refused(whose, address, "temporary password is over")
            raise SignInError("this temporary password is over: ask for another one")
        with self._store.writing(whose.actor) as work:
            self._throttle.succeeded(work.session, attempt)
            token = self._sessions.begin(work.session, whose.id, work.now)
            told = {
                "with": "password",
                "address": address,
                "failed_before": attempt.before,
                "turned_away": attempt.turned_away,
            }
            work.audit("session.signed_in", ("user", whose.id), new=told)
        if self._passwords.is_dated(kept.hash) and temporary is None:
            self.accounts.rehash(whose, password)
        signed_in = self.find(token)
        if signed_in is None:
            raise SignInError("this session ended at once: is a clock wrong?")
        return NewSession(token, signed_in)

    def find(self, token: str) -> SignedIn | None:
        """Who is signed in with a session's token; None: nobody, or nobody any more.

        Roles and access are those of now, not those of when the session began.

        Raises:
            RecordsError: the records can't be read.
        """
        if not token:
            return None
        with self._store.reading() as session:
            row = self._sessions.find(session, token)
            if row is None:
                return None
            whose = find_user(session, row.user_id)
            kept = password_of(session, row.user_id)
        if whose is None or not whose.active:
            return None
        self._sessions.touch(row)
        must_change = kept is not None and kept.temporary_until is not None
        return SignedIn(whose.actor, csrf_of(token), row.ends_at, must_change, bool(whose.issuer))

    def sign_out(self, token: str) -> None:
        """End a session."""
        signed_in = self.find(token)
        if signed_in is None:
            return
        with self._store.writing(signed_in.actor) as work:
            end(work.session, token)
            work.audit("session.signed_out", ("user", signed_in.actor.id))

    def set_password(self, token: str, old: str, new: str) -> None:
        """Exchange the password of who is signed in; their other sessions end.

        Raises:
            SignInError: nobody is signed in, or the old password is wrong.
            UnfitError: the new one can't be taken.
            ThrottledError: the old one was wrong too often.
        """
        signed_in = self.find(token)
        whose = None if signed_in is None else self._user(signed_in.actor.id)
        if whose is None or whose.issuer:
            raise SignInError("sign in with a password first")
        attempt = self._attempt(whose.login, "")
        try:
            self.accounts.set_password(whose, old, new, token)
        except SignInError:
            self._refused(whose, "", "wrong, when it was to be exchanged")
            raise
        except UnfitError:
            self._took_off(attempt)
            raise
        self._took_off(attempt)

    # Proof

    def authenticate(self, actor: Actor, secret: str) -> bool:
        """Whether a secret that was given for a signature is the actor's.

        Without accounts the local user types their printed name: that proves nothing, and the
        signature says who signed. A program signs nothing.

        Raises:
            ThrottledError: it was wrong too often.
            RecordsError: the records can't be used.
        """
        if not self.configured:
            return actor.id == LOCAL.id and secret.strip() == LOCAL.name
        whose = self._user(actor.id)
        if actor.only is not None or whose is None or not whose.active:
            return False
        if whose.issuer:
            proofs = self.single_sign_on
            return proofs is not None and proofs.proves(whose, secret)
        if not self._settings.accounts:
            return False
        attempt = self._attempt(whose.login, "")
        with self._store.reading() as session:
            kept = password_of(session, whose.id)
        if kept is None or kept.temporary_until is not None:
            return False
        if not self._passwords.fits(secret, kept.hash):
            return False
        self._took_off(attempt)
        return True

    def actor_of_key(self, text: str, address: str) -> Actor:
        """The program that shows a key.

        Raises:
            SignInError: it is none, or valid no more.
            ThrottledError: too many came from this address that were none.
        """
        try:
            return self.keys.check(text)
        except SignInError as error:
            self._attempt(None, address)
            with self._store.writing(NOBODY) as work:
                told = {"with": "key", "address": address, "why": str(error)}
                work.audit("session.refused", ("key", _id_in(text)), new=told)
            raise

    # Who there is

    def actor(self, user_id: str) -> Actor | None:
        """Somebody who may sign in, by the id of their account."""
        if not self.configured and user_id == LOCAL.id:
            return LOCAL
        whose = self._user(user_id)
        return whose.actor if whose is not None and whose.active else None

    def reviewers(self) -> list[Actor]:
        """Everybody who may review, by name."""
        return self._who_may("review")

    def safety_staff(self) -> list[Actor]:
        """Everybody who may see safety reports, by name."""
        return self._who_may("see_safety")

    # Beneath

    def _who_may(self, right: Right) -> list[Actor]:
        if not self.configured:
            return [LOCAL]
        with self._store.reading() as session:
            actors = [u.actor for u in all_users(session) if u.active]
        return [actor for actor in actors if actor.may(right)]

    def _user(self, user_id: str) -> User | None:
        with self._store.reading() as session:
            return find_user(session, user_id)

    def _attempt(self, account: str | None, address: str) -> Attempt:
        return self._throttle.begin(account, address)

    def _took_off(self, attempt: Attempt) -> None:
        with self._store.keeping() as session:
            self._throttle.succeeded(session, attempt)

    def _refused(self, whose: User | None, address: str, why: str) -> None:
        with self._store.writing(NOBODY) as work:
            record = ("user", "" if whose is None else whose.id)
            told = {"with": "password", "address": address, "why": why}
            work.audit("session.refused", record, new=told)


def open_people(store: Store, settings: Settings) -> People:
    """The people of a store.

    Raises:
        AssistantError: settings of single sign-on that can't be.
    """
    return People(store, settings)


def _id_in(text: str) -> str:
    """The part of a key that is no secret, if it looks like one."""
    parts = text.split("_", 2)
    return parts[1][:16] if len(parts) == 3 and parts[1].isalnum() else ""
