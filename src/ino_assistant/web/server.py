"""The app as a whole: the page, a health check and a JSON interface, guarded by its door."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

import uvicorn
from fastapi import FastAPI
from starlette.responses import RedirectResponse
from starlette.routing import Mount

from ino_assistant.deferring import deferred
from ino_assistant.settings import Settings
from ino_assistant.web.address import listen, take_port, url_of
from ino_assistant.web.asking import Asks
from ino_assistant.web.documents import documents_router
from ino_assistant.web.local_only import LocalOnly

if TYPE_CHECKING:
    from ino_assistant.people import People
    from ino_assistant.service import Office

MAX_BODY_BYTES = 4_000_000
"""What the interface takes is less, and it says so in its own way."""


def create_app(office: Asks, settings: Settings, people: People | None = None) -> FastAPI:
    """The web app of one office; `/` is the page, `/health` and all under `/api` is JSON.

    Args:
        office: all use cases.
        settings: whether people have to sign in, and the address that they type in.
        people: who they are; None: everybody is the one local user.
    """
    # Gradio takes seconds to load; a refused address or a port in use is said before that.
    # Its pandas (30 MB) would hash tables in a cache of functions: neither is used here.
    with deferred("pandas"):
        import gradio as gr
        from gradio.routes import App

    from ino_assistant.api import Doors, make_api
    from ino_assistant.web.guard import Guard
    from ino_assistant.web.page import build_page, mount_options
    from ino_assistant.web.reviewing.page import PATH, callers, mount_review_page
    from ino_assistant.web.signing_in import signing_in_router

    app = FastAPI(
        # FastAPI's pages on its own interface load their scripts from the internet.
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        max_body_size=MAX_BODY_BYTES,
    )
    doors = Doors(people, settings)
    # The last one is the first to see a request.
    app.add_middleware(Guard, doors=doors)
    app.add_middleware(LocalOnly, also=urlsplit(settings.public_url).hostname or "")

    @app.get("/health")
    def health() -> dict[str, Any]:
        return {
            "status": "ok",
            "documents": [document.id for document in office.corpus.documents],
            "corpus_version": office.corpus.version,
            "index_version": office.index_version,
            "renewing": office.renewing,
        }

    @app.get(PATH, include_in_schema=False)
    def review() -> RedirectResponse:
        # Starlette would do so by itself, were there no page at `/` that takes every path.
        return RedirectResponse(f"{PATH}/")

    app.include_router(signing_in_router(doors))
    app.mount("/api", make_api(cast("Office", office), people, settings))
    app.include_router(documents_router(office))
    mount_review_page(app, cast("Office", office), callers(settings, doors), people)
    gr.mount_gradio_app(app, build_page(office, settings), path="/", **mount_options())
    mounts = [route.app for route in app.routes if isinstance(route, Mount)]
    pages = [mounted for mounted in mounts if isinstance(mounted, App)]

    def end_streams() -> None:
        for page in pages:
            page.stop_event.set()

    app.state.end_streams = end_streams
    return app


def serve(settings: Settings, host: str, port: int, *, log: Callable[[str], None]) -> None:
    """Serve the app until it is stopped.

    Args:
        settings: what the assistant is opened with.
        host: a loopback address.
        port: 0 for any free port.
        log: is told in one line what is going on, and the address when it can be used.

    Raises:
        AssistantError: the address is not loopback, the port is in use, or the assistant
            or its records can't be opened.
    """
    sign_in, public_url = settings.signs_in, settings.public_url
    with take_port(host, port, sign_in=sign_in, public_url=public_url) as taken:
        # As above: after the checks, for the search takes seconds to load.
        from ino_assistant.people import open_people

        if settings.signs_in:
            _require_sign_in(settings)
        from ino_assistant.service import Ticking
        from ino_assistant.web.preparing import open_prepared

        office = open_prepared(settings, log=log)
        people = open_people(office.store, settings)
        office.authenticate = people.authenticate
        with Ticking(office):
            run(create_app(office, settings, people), taken, log=log)
        office.close()


def _require_sign_in(settings: Settings) -> None:
    """Let an app be opened only if somebody can sign in to look after it."""
    from ino_assistant.people import open_people
    from ino_assistant.records import open_store

    store = open_store(settings)
    try:
        open_people(store, settings).require_ready()
    finally:
        store.close()


def run(app: FastAPI, taken: socket.socket, *, log: Callable[[str], None]) -> None:
    """Serve an app of `create_app` on a socket of `take_port` until it is stopped.

    Raises:
        AssistantError: another process has taken the port in the meantime.
    """
    listen(taken)
    ready = f"Ino Assistant is ready: {url_of(taken)}"
    make_server(app, ready=lambda: log(ready)).run(sockets=[taken])


def make_server(app: FastAPI, ready: Callable[[], None]) -> Server:
    """A server of an app of `create_app`; `ready` is called when it can be used."""
    config = uvicorn.Config(app, log_level="warning", lifespan="on", timeout_graceful_shutdown=2)
    return Server(config, ready, stopping=app.state.end_streams)


class Server(uvicorn.Server):
    """Tells when it can be used, and when it is about to stop.

    Args:
        config: see uvicorn.
        ready: called when requests are taken.
        stopping: called before open requests are waited for; every open page holds one
            that would never end.
    """

    def __init__(
        self, config: uvicorn.Config, ready: Callable[[], None], stopping: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self._ready = ready
        self._stopping = stopping

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then tell."""
        await super().startup(sockets)
        if self.started:
            self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Tell, then stop."""
        self._stopping()
        await super().shutdown(sockets)


__all__ = ["Server", "create_app", "make_server", "run", "serve"]
