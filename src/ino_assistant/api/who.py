"""Who a request is from: a program by its key, somebody by their session, or the local user."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

from ino_assistant.people import People, SignedIn, SignInError
from ino_assistant.records.actors import LOCAL, Actor
from ino_assistant.records.errors import ForbiddenError
from ino_assistant.settings import Settings

CSRF_HEADER: Final = "X-CSRF-Token"
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_SESSION, _BROWSER, _PROOF = "ino_session", "ino_browser", "ino_proof"


@dataclass(frozen=True, slots=True)
class Known:
    """Who a request is from.

    Attributes:
        signed_in: the session; None for a program, and for the local user.
    """

    actor: Actor
    signed_in: SignedIn | None = None


class Doors:
    """Tells who comes in, and hands out cookies.

    Args:
        people: accounts, sessions and keys; None: everybody is the local user.
        settings: whether the app is reached over TLS.
    """

    def __init__(self, people: People | None, settings: Settings) -> None:
        self.people = people
        self._signs_in = settings.signs_in
        self._public = urlsplit(settings.public_url)

    @property
    def configured(self) -> bool:
        """Whether people sign in."""
        # Settings that ask for it hold even where nobody has opened the accounts.
        return self._signs_in or (self.people is not None and self.people.configured)

    def who(self, request: HTTPConnection) -> Known:
        """Who a request is from, by what it shows.

        Raises:
            SignInError: it shows nothing, or nothing that is valid.
            ForbiddenError: another site sent it.
            RecordsError: the records can't be read.
        """
        shown = request.headers.get("authorization")
        if shown is not None:
            return Known(self._program(request, shown))
        self.refuse_other_sites(request)
        if not self.configured:
            return Known(LOCAL)
        signed_in = self._signed_in(request)
        if not _only_reads(request):
            sent = request.headers.get(CSRF_HEADER, "")
            if not hmac.compare_digest(sent.encode(), signed_in.csrf.encode()):
                raise ForbiddenError(f"the header {CSRF_HEADER} is missing or of another session")
        return Known(signed_in.actor, signed_in)

    def who_looks(self, request: HTTPConnection) -> Known:
        """Who looks at a page, or has sent something from one; the page's own site alone may.

        Raises:
            SignInError: nobody is signed in.
            ForbiddenError: another site sent it.
            RecordsError: the records can't be read.
        """
        if not self.configured:
            self.refuse_other_sites(request)
            return Known(LOCAL)
        signed_in = self._signed_in(request)
        self.refuse_strangers(request)
        return Known(signed_in.actor, signed_in)

    def token(self, request: HTTPConnection) -> str:
        """The token of a request's session, whether it is valid or not."""
        return request.cookies.get(self._name(request, _SESSION), "")

    def browser(self, request: HTTPConnection) -> str:
        """What somebody was sent to the provider of sign-in with."""
        return request.cookies.get(self._name(request, _BROWSER), "")

    def proof(self, request: HTTPConnection) -> str:
        """What somebody came back from the provider with to sign something."""
        return request.cookies.get(self._name(request, _PROOF), "")

    def let_in(self, request: Request, response: Response, token: str) -> None:
        """Give a browser its session."""
        self._give(request, response, _SESSION, token, None)

    def let_out(self, request: Request, response: Response) -> None:
        """Take a browser's cookies."""
        for name in (_SESSION, _PROOF):
            self._take(request, response, name)

    def send_away(self, request: Request, response: Response, browser: str) -> None:
        """Give a browser what it has to come back from the provider with."""
        self._give(request, response, _BROWSER, browser, 600)

    def came_back(self, request: Request, response: Response, proof: str = "") -> None:
        """Take that again; give it what it may sign with, if anything."""
        self._take(request, response, _BROWSER)
        if proof:
            self._give(request, response, _PROOF, proof, 300)

    def signed(self, request: Request, response: Response) -> None:
        """Take a proof, which is good once."""
        self._take(request, response, _PROOF)

    def address(self, request: HTTPConnection) -> str:
        """Where a request comes from."""
        return "" if request.client is None else request.client.host

    def here(self, request: HTTPConnection) -> str:
        """The address of this app, as people type it."""
        if self._public.netloc:
            return f"{self._public.scheme}://{self._public.netloc}"
        return f"{request.url.scheme}://{request.url.netloc}"

    def refuse_other_sites(self, request: HTTPConnection) -> None:
        """Let pass only what a page of this app, or no page at all, has sent.

        Raises:
            ForbiddenError: another site sent it.
        """
        if _only_reads(request):
            return
        site = request.headers.get("sec-fetch-site", "none")
        origin = request.headers.get("origin")
        own = {request.headers.get("host", ""), self._public.netloc} - {""}
        if site not in ("none", "same-origin") or (
            origin is not None and urlsplit(origin).netloc not in own
        ):
            raise ForbiddenError("another site sent this request")

    def refuse_strangers(self, request: HTTPConnection) -> None:
        """Let pass only what a page of this app has sent, where no token shows that it has.

        Raises:
            ForbiddenError: another site sent it, or it can't be told.
        """
        self.refuse_other_sites(request)
        told = "origin" in request.headers or "sec-fetch-site" in request.headers
        if not told and not _only_reads(request):
            raise ForbiddenError("this takes a browser; programs use /api with a key")

    def _signed_in(self, request: HTTPConnection) -> SignedIn:
        found = None if self.people is None else self.people.find(self.token(request))
        if found is None:
            raise SignInError("nobody is signed in, or the session has ended: sign in")
        return found

    def _program(self, request: HTTPConnection, shown: str) -> Actor:
        kind, _, key = shown.partition(" ")
        if self.people is None or kind.casefold() != "bearer":
            raise SignInError("show a key as `Authorization: Bearer KEY`")
        return self.people.actor_of_key(key.strip(), self.address(request))

    def _tls(self, request: HTTPConnection) -> bool:
        return self._public.scheme == "https" or request.url.scheme in ("https", "wss")

    def _name(self, request: HTTPConnection, name: str) -> str:
        # A browser takes a name like this from this very host alone, and over TLS.
        return f"__Host-{name}" if self._tls(request) else name

    def _give(
        self, request: Request, response: Response, name: str, value: str, seconds: int | None
    ) -> None:
        response.set_cookie(
            self._name(request, name),
            value,
            max_age=seconds,
            httponly=True,
            # Not `strict`: who comes back from the provider would not be signed in.
            samesite="lax",
            secure=self._tls(request),
        )

    def _take(self, request: Request, response: Response, name: str) -> None:
        tls = self._tls(request)
        response.delete_cookie(self._name(request, name), httponly=True, samesite="lax", secure=tls)


def _only_reads(request: HTTPConnection) -> bool:
    """Whether a request changes nothing; one for a web socket may."""
    return request.scope["type"] == "http" and request.scope["method"] in _SAFE
