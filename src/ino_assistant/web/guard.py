"""The door: whoever is not signed in sees no page, and every page knows who looks at it."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from ino_assistant.api.answering import status_of
from ino_assistant.api.who import Doors, Known
from ino_assistant.errors import AssistantError
from ino_assistant.people import SignInError

_OPEN: Final = ("/sign-in", "/health", "/favicon.ico")
"""Pages for those who are not signed in. The interface under `/api` asks by itself."""
PASSWORD: Final = "/sign-in/password"


class Guard:
    """Middleware that lets in who is signed in, and puts who it is into the request's state.

    `request.state.actor` is the `Actor`, `request.state.signed_in` the session: None for the
    local user.

    Args:
        app: what is guarded.
        doors: tells who comes in.
    """

    def __init__(self, app: ASGIApp, doors: Doors) -> None:
        self._app, self._doors = app, doors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, send who has to sign in to the page for that, or refuse."""
        path = scope.get("path", "")
        open_to_all = path in _OPEN or path.startswith("/api/")
        if scope["type"] not in ("http", "websocket") or open_to_all:
            await self._app(scope, receive, send)
            return
        request = HTTPConnection(scope)
        try:
            known: Known = await run_in_threadpool(self._doors.who_looks, request)
        except AssistantError as error:
            await self._refusal(request, error)(scope, receive, send)
            return
        signed_in = known.signed_in
        if signed_in is not None and signed_in.must_change and path != PASSWORD:
            await RedirectResponse(PASSWORD, 303)(scope, receive, send)
            return
        scope.setdefault("state", {})
        scope["state"].update(actor=known.actor, signed_in=signed_in)
        await self._app(scope, receive, send)

    def _refusal(self, request: HTTPConnection, error: AssistantError) -> Response:
        looks = request.scope.get("method") == "GET"
        wants_page = "text/html" in request.headers.get("accept", "")
        if isinstance(error, SignInError) and looks and wants_page:
            url = urlsplit(str(request.url))
            back = url.path + (f"?{url.query}" if url.query else "")
            return RedirectResponse(f"/sign-in?next={quote(back, safe='')}", 303)
        return JSONResponse({"error": str(error)}, status_of(error))


__all__ = ["PASSWORD", "Guard"]
