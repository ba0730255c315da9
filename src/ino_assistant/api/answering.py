"""How results and errors are written: JSON that any reader takes, one line for what is wrong."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ino_assistant.errors import AssistantError
from ino_assistant.exports import File, Stream
from ino_assistant.people import ProviderError, SignInError, ThrottledError
from ino_assistant.records.content import SourceChangedError
from ino_assistant.records.errors import (
    ConflictError,
    ForbiddenError,
    NotFoundError,
    RejectedError,
)
from ino_assistant.text import fold, strip_control

_STATUS: Final[tuple[tuple[type[Exception], int], ...]] = (
    # The first that fits: a kind stands before what it is a kind of.
    (ThrottledError, 429),
    (SignInError, 401),
    (ProviderError, 503),
    (NotFoundError, 404),
    (ForbiddenError, 403),
    (ConflictError, 409),
    (SourceChangedError, 409),
    (RejectedError, 422),
    (AssistantError, 503),
)


_TOO_LARGE: Final = "the request is larger than anything that is asked here"


class Problem(BaseModel):
    """What is wrong, and what to do."""

    error: str = Field(description="one line")


class Json(JSONResponse):
    """JSON in ASCII: half a surrogate pair that somebody typed is written too."""

    def render(self, content: Any) -> bytes:
        """The bytes of a JSON value."""
        return json.dumps(content, allow_nan=False, separators=(",", ":")).encode("ascii")


_WORDS: Final = {
    401: "nobody is signed in, or the key is not valid",
    403: "no right to this, or a rule stands against it",
    404: "there is no such thing, or none that one may know of",
    409: "somebody was first, or a source has changed: load it again",
    413: "the request is too large",
    415: "the request is no JSON",
    422: "what was sent makes no sense",
    429: "too many attempts: see Retry-After",
    503: "the records can't be used now",
}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What OpenAPI says of errors."""
    return {status: {"model": Problem, "description": _WORDS[status]} for status in statuses}


def problem(status: int, line: str, headers: Mapping[str, str] | None = None) -> Response:
    """An error as JSON."""
    said = fold(strip_control(line))
    return Json({"error": said or "error"}, status, None if headers is None else dict(headers))


def status_of(error: Exception) -> int:
    """The status that tells of an error; 500 for what is a fault."""
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


def download(file: File) -> Response:
    """A file, to be saved under its name."""
    return Response(file.data, media_type=file.media_type, headers=_saved(file.name))


def stream(parts: Stream) -> Response:
    """A file that is made while it is sent."""
    return StreamingResponse(parts.chunks, media_type=parts.media_type, headers=_saved(parts.name))


def _saved(name: str) -> dict[str, str]:
    return {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}


class Limited:
    """Middleware: refuses bodies that are too large, as JSON.

    Args:
        app: what is guarded.
        most: bytes.
    """

    def __init__(self, app: ASGIApp, most: int) -> None:
        self._app, self._most = app, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on while its body is no larger than anything asked here."""
        length = Headers(scope=scope).get("content-length", "")
        if length.isdecimal() and int(length) > self._most:
            await problem(413, _TOO_LARGE)(scope, receive, send)
            return
        got = 0

        async def counted() -> Message:
            nonlocal got
            message = await receive()
            got += len(message.get("body", b""))
            if got > self._most:
                raise HTTPException(413, _TOO_LARGE)
            return message

        await self._app(scope, counted, send)


def tell_errors(app: FastAPI) -> None:
    """Have an app tell every error as JSON, in one line."""

    async def known(request: Request, error: Exception) -> Response:
        status = status_of(error)
        headers = {}
        if isinstance(error, ThrottledError):
            headers["Retry-After"] = str(error.retry_after)
        if status == 401:
            headers["WWW-Authenticate"] = "Bearer"
        return problem(status, str(error), headers)

    async def plain(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        # 400 is of a body that is no UTF-8; one that is no JSON is 422 already.
        status = 422 if error.status_code == 400 else error.status_code
        return problem(status, str(error.detail), error.headers)

    async def unfit(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        first = error.errors()[0]
        # Not the value: it may be a password.
        where = ".".join(str(part) for part in first["loc"])
        return problem(422, f"{where}: {first['msg']}")

    async def fault(request: Request, error: Exception) -> Response:
        return problem(500, "a fault in the assistant; nothing was answered")

    app.add_exception_handler(AssistantError, known)
    app.add_exception_handler(SourceChangedError, known)
    app.add_exception_handler(HTTPException, plain)
    app.add_exception_handler(RequestValidationError, unfit)
    app.add_exception_handler(Exception, fault)
