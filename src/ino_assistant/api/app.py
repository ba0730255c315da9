"""The interface as an app of its own, to be mounted at `/api`."""

from __future__ import annotations

from typing import Final

from fastapi import FastAPI

from ino_assistant import __version__
from ino_assistant.api import asking, exports, people, reviews, safety, sign_in, watching
from ino_assistant.api.answering import Json, Limited, problems, tell_errors
from ino_assistant.api.state import Parts
from ino_assistant.api.who import Doors
from ino_assistant.people import People
from ino_assistant.service import Office
from ino_assistant.settings import Settings

MAX_BODY_BYTES: Final = 2_000_000
"""Far above any question; the assistant itself says that a long one is too long."""
_DESCRIPTION = """\
Answers over drug documents, quoted word for word, and everything around them: conversations,
reviews by medical information, safety reports, exports, the audit trail, people and keys.

Errors are `{"error": "one line"}`. A program shows its key as `Authorization: Bearer KEY`.
A browser has a cookie from `POST /session` and sends the token told there in `X-CSRF-Token` with
whatever changes anything. Another's things look as if they were not there."""


def make_api(office: Office, people_: People | None, settings: Settings) -> FastAPI:
    """The interface of an office.

    Args:
        office: all use cases.
        people_: who may sign in; None: everybody is the local user.
        settings: whether the app is reached over TLS.
    """
    app = FastAPI(
        title="Ino Assistant",
        version=__version__,
        description=_DESCRIPTION,
        openapi_url="/openapi.json",
        # These pages would load their scripts from the internet.
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        default_response_class=Json,
        responses=problems(413),
    )
    app.state.parts = Parts(office, people_, Doors(people_, settings))
    for part in (asking, reviews, safety, exports, watching, sign_in, people):
        app.include_router(part.router)
    app.add_middleware(Limited, most=MAX_BODY_BYTES)
    tell_errors(app)
    return app


__all__ = ["MAX_BODY_BYTES", "make_api"]
