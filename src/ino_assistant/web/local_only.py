"""Keeps the app to its own names: requests under another one, and content from elsewhere."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ino_assistant.web.address import is_loopback

# Gradio's own page needs scripts in the page and templates made at run time; whatever is
# loaded, and wherever anything is sent, it has to be this server.
_POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


class LocalOnly:
    """Middleware that answers only requests made to a loopback name, or the app's public one.

    A page on the internet can have its own name point to 127.0.0.1 and would then read
    along as if it were this app; its requests carry its name in `Host`.

    Args:
        app: what is guarded.
        also: the host that people type in, where the app is served to others; empty: none.
    """

    def __init__(self, app: ASGIApp, also: str = "") -> None:
        self._app, self._also = app, also

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or turn it away with status 400."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        name = _host_name(Headers(scope=scope).get("host", ""))
        if not is_loopback(name) and (not self._also or name != self._also):
            refusal = PlainTextResponse("This app is served on this machine only.", 400)
            await refusal(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        await self._app(scope, receive, send_guarded)


def _host_name(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


__all__ = ["LocalOnly"]
