"""Single sign-on: to the provider and back, to begin a session or to prove oneself anew."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from ino_assistant.people.accounts import Accounts, printed
from ino_assistant.people.errors import SignInError, UnfitError
from ino_assistant.people.provider import LEEWAY_S, Provider, Sent
from ino_assistant.people.roles import roles_of
from ino_assistant.people.sessions import Sessions
from ino_assistant.people.throttle import Throttle
from ino_assistant.people.users import NOBODY, User, find_user
from ino_assistant.records.actors import SYSTEM, Actor, Role
from ino_assistant.records.canonical import storable
from ino_assistant.records.people_tables import Proof, RoundTrip
from ino_assistant.records.store import Store
from ino_assistant.settings import Settings
from ino_assistant.text import sha256_text

_TRIP: Final = timedelta(minutes=10)
_PROOF: Final = timedelta(minutes=5)
_MOST_TRIPS: Final = 10_000


@dataclass(frozen=True, slots=True)
class Leaving:
    """Somebody who is sent to the provider.

    Attributes:
        address: where to.
        browser: for a cookie: whoever comes back must have it.
    """

    address: str
    browser: str


@dataclass(frozen=True, slots=True)
class Arrived:
    """Somebody who came back, and for whom the provider vouches.

    Attributes:
        token: of the session that began; empty if they were signed in and proved themselves.
        proof: good for one signature; empty if they signed in.
        return_to: path of this app to go on with.
    """

    token: str
    proof: str
    return_to: str


class SingleSignOn:
    """Sends people to the provider, and receives them.

    Args:
        store: the records.
        settings: which claim names the groups.
        provider: which vouches.
        accounts: where those who arrive have theirs.
        sessions: where theirs begin.
        throttle: counts who comes back for nothing.
        roles: of groups.
    """

    def __init__(
        self,
        store: Store,
        settings: Settings,
        provider: Provider,
        accounts: Accounts,
        sessions: Sessions,
        throttle: Throttle,
        roles: Mapping[str, Role],
    ) -> None:
        self._store, self._provider = store, provider
        self._accounts, self._sessions, self._throttle = accounts, sessions, throttle
        self._claim, self._roles = settings.oidc_role_claim, roles

    def leave(self, back_to: str, return_to: str = "/", prove: Actor | None = None) -> Leaving:
        """Send somebody to the provider.

        Args:
            back_to: address of this app that they come back to.
            return_to: path of this app to go on with; another site's becomes `/`.
            prove: who is to prove themselves for a signature; None: somebody signs in.

        Raises:
            ProviderError: the provider can't be reached.
            RecordsError: the records can't be used.
        """
        state, browser = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        sent = Sent(
            state,
            secrets.token_urlsafe(32),
            secrets.token_urlsafe(48),
            back_to,
            fresh=prove is not None,
        )
        address = self._provider.address(sent)
        with self._store.keeping() as session:
            now = self._store.clock()
            _make_room(session, now)
            session.add(
                RoundTrip(
                    state_sha256=sha256_text(state),
                    browser_sha256=sha256_text(browser),
                    nonce=sent.nonce,
                    verifier=sent.verifier,
                    user_id=None if prove is None else prove.id,
                    return_to=own_path(return_to),
                    began_at=now,
                )
            )
        return Leaving(address, browser)

    def arrive(self, back_to: str, came: Mapping[str, str], browser: str, address: str) -> Arrived:
        """Receive somebody from the provider.

        Args:
            back_to: as they were sent with.
            came: what their request holds: `state`, and `code` or `error`.
            browser: what the cookie holds.
            address: where the request comes from.

        Raises:
            SignInError: they were not sent from here, or the provider does not vouch for them.
            ProviderError: the provider can't be reached.
            RecordsError: the records can't be used.
        """
        trip = self._trip(came.get("state", ""), browser)
        if trip is None:
            raise self._refused("came back without having been sent", address)
        if "code" not in came:
            raise self._refused("the provider said no", address)
        sent = Sent(came["state"], trip.nonce, trip.verifier, back_to, trip.user_id is not None)
        try:
            claims = self._provider.claims(sent, came["code"])
        except SignInError as error:
            self._refused(str(error), address)
            raise
        if trip.user_id is not None:
            return Arrived("", self._proof(trip, claims, address), trip.return_to)
        return Arrived(self._begin(claims, address), "", trip.return_to)

    def proves(self, whose: User, secret: str) -> bool:
        """Whether a proof is somebody's; it is used up by that."""
        with self._store.keeping() as session:
            row = session.get(Proof, sha256_text(storable(secret)))
            if row is None or row.user_id != whose.id:
                return False
            session.delete(row)
            return self._store.clock() < row.ends_at

    def _begin(self, claims: Mapping[str, Any], address: str) -> str:
        subject = str(claims["sub"])
        roles = roles_of(claims.get(self._claim), self._roles)
        try:
            with self._store.writing(SYSTEM) as work:
                whose = self._accounts.arrived(
                    work, self._provider.issuer, storable(subject), _name_in(claims), roles
                )
                if not work.entries:
                    work.audit("user.vouched_for", ("user", whose.id))
        except SignInError as error:
            self._refused(str(error), address)
            raise
        with self._store.writing(whose.actor) as work:
            told = {"with": "provider", "address": address}
            work.audit("session.signed_in", ("user", whose.id), new=told)
            return self._sessions.begin(work.session, whose.id, work.now)

    def _proof(self, trip: RoundTrip, claims: Mapping[str, Any], address: str) -> str:
        with self._store.reading() as session:
            whose = find_user(session, trip.user_id or "")
        same = whose is not None and whose.active and whose.subject == storable(str(claims["sub"]))
        if whose is None or not same or whose.issuer != self._provider.issuer:
            raise self._refused("somebody else signed in at the provider", address)
        when = claims.get("auth_time")
        earliest = trip.began_at.timestamp() - LEEWAY_S
        if isinstance(when, bool) or not isinstance(when, int | float) or when < earliest:
            raise self._refused("the provider did not ask to sign in anew", address)
        secret = secrets.token_urlsafe(32)
        with self._store.writing(whose.actor) as work:
            work.audit("session.proved", ("user", whose.id), new={"address": address})
            work.session.execute(delete(Proof).where(Proof.ends_at <= work.now))
            work.session.add(
                Proof(
                    secret_sha256=sha256_text(secret),
                    user_id=whose.id,
                    ends_at=work.now + _PROOF,
                )
            )
        return secret

    def _trip(self, state: str, browser: str) -> RoundTrip | None:
        """What somebody was sent with; it is used up by that."""
        with self._store.keeping() as session:
            row = session.get(RoundTrip, sha256_text(storable(state)))
            if row is None:
                return None
            theirs = sha256_text(storable(browser))
            if not hmac.compare_digest(row.browser_sha256, theirs):
                # Another browser's; it stays for the one that it is of.
                return None
            session.delete(row)
            session.flush()
            return row if self._store.clock() - row.began_at < _TRIP else None

    def _refused(self, why: str, address: str) -> SignInError:
        self._throttle.begin(None, address)
        with self._store.writing(NOBODY) as work:
            told = {"with": "provider", "address": address, "why": storable(why)[:200]}
            work.audit("session.refused", ("user", ""), new=told)
        return SignInError(f"not signed in: {why}; try again")


def _make_room(session: Session, now: datetime) -> None:
    """Forget who did not come back; nobody fills the disk by leaving again and again."""
    session.execute(delete(RoundTrip).where(RoundTrip.began_at <= now - _TRIP))
    if (session.scalar(select(func.count()).select_from(RoundTrip)) or 0) >= _MOST_TRIPS:
        oldest = (
            select(RoundTrip.state_sha256).order_by(RoundTrip.began_at).limit(_MOST_TRIPS // 10)
        )
        session.execute(delete(RoundTrip).where(RoundTrip.state_sha256.in_(oldest)))


def _name_in(claims: Mapping[str, Any]) -> str:
    """The printed name of somebody: the first of these claims that is one."""
    for claim in ("name", "preferred_username", "email", "sub"):
        value = claims.get(claim)
        if isinstance(value, str):
            try:
                return printed(value[:200])
            except UnfitError:
                continue
    raise SignInError("the provider tells no name")


def own_path(path: str) -> str:
    """A path of this app; whatever could lead elsewhere becomes its front page."""
    fits = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path[:500] if fits and "\\" not in path else "/"
