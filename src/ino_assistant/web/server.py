"""The app as a whole: the page, a health check and a JSON interface, served on loopback."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable
from typing import Any

import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse
from starlette.routing import Mount

from ino_assistant.settings import Settings
from ino_assistant.web.address import listen, take_port, url_of
from ino_assistant.web.asking import Asks
from ino_assistant.web.documents import documents_router
from ino_assistant.web.local_only import LocalOnly

_log = logging.getLogger(__name__)

MAX_BODY_BYTES = 2_000_000
"""Far above any question; the assistant itself says that a long one is too long."""


class Question(BaseModel):
    """What is posted to `/api/ask`: a question and the earlier ones of its conversation."""

    model_config = ConfigDict(extra="forbid")

    question: str
    turns: list[str] = Field(default_factory=list)


def create_app(assistant: Asks, settings: Settings) -> FastAPI:
    """The web app of one assistant; `/` is the page, `/health` and `/api/ask` are JSON."""
    # Gradio takes seconds to load; a refused address or a port in use is said before that.
    import gradio as gr
    from gradio.routes import App

    from ino_assistant.web.page import build_page, mount_options

    app = FastAPI(
        # FastAPI's pages on its own interface load their scripts from the internet.
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        max_body_size=MAX_BODY_BYTES,
    )
    app.add_middleware(LocalOnly)

    @app.get("/health")
    def health() -> dict[str, Any]:
        return {
            "status": "ok",
            "documents": [document.id for document in assistant.corpus.documents],
            "corpus_version": assistant.corpus.version,
            "index_version": assistant.index_version,
        }

    @app.post("/api/ask")
    def ask(asked: Question) -> JSONResponse:
        try:
            return JSONResponse(assistant.ask(asked.question, asked.turns).as_dict())
        except Exception:
            # Whatever broke: a program that asks gets JSON, and no connection that is cut.
            _log.exception("a question broke the assistant")
            return JSONResponse({"error": "a fault in the assistant; nothing was answered"}, 500)

    app.include_router(documents_router(assistant))
    gr.mount_gradio_app(app, build_page(assistant, settings), path="/", **mount_options())
    mounts = [route.app for route in app.routes if isinstance(route, Mount)]
    (page,) = [mounted for mounted in mounts if isinstance(mounted, App)]
    app.state.end_streams = page.stop_event.set
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
            can't be opened.
    """
    with take_port(host, port) as taken:
        # As above: after the checks, for the search takes seconds to load.
        from ino_assistant.web.preparing import open_prepared

        assistant = open_prepared(settings, log=log)
        run(create_app(assistant, settings), taken, log=log)


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
