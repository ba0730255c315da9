"""The app as a whole: the page, a health check and a JSON interface, served on loopback."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable
from typing import Any

import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel, ConfigDict, Field

from ino_assistant.settings import Settings
from ino_assistant.web.address import listen, take_port, url_of
from ino_assistant.web.asking import Asks
from ino_assistant.web.local_only import LocalOnly

WARM_UP_QUESTION = "What do the documents say?"


class Question(BaseModel):
    """What is posted to `/api/ask`: a question and the earlier ones of its conversation."""

    model_config = ConfigDict(extra="forbid")

    question: str
    turns: list[str] = Field(default_factory=list)


def create_app(assistant: Asks, settings: Settings) -> FastAPI:
    """The web app of one assistant; `/` is the page, `/health` and `/api/ask` are JSON."""
    # Gradio takes seconds to load; a refused address or a port in use is said before that.
    import gradio as gr

    from ino_assistant.web.page import build_page, mount_options

    # FastAPI's pages on its own interface load their scripts from the internet.
    app = FastAPI(title="Ino Assistant", docs_url=None, redoc_url=None, openapi_url=None)
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
    def ask(asked: Question) -> dict[str, Any]:
        return assistant.ask(asked.question, asked.turns).as_dict()

    mounted: FastAPI = gr.mount_gradio_app(
        app, build_page(assistant, settings), path="/", **mount_options()
    )
    return mounted


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
        from ino_assistant.answering.assistant import open_assistant

        assistant = open_assistant(settings, log=log)
        assistant.ask(WARM_UP_QUESTION)
        run(create_app(assistant, settings), taken, log=log)


def run(app: FastAPI, taken: socket.socket, *, log: Callable[[str], None]) -> None:
    """Serve `app` on a socket of `take_port` until it is stopped.

    Raises:
        AssistantError: another process has taken the port in the meantime.
    """
    # Its requests go nowhere but to this server, and each would be logged as a line.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    listen(taken)
    config = uvicorn.Config(
        app,
        log_level="warning",
        lifespan="on",
        # Open pages keep a connection for ever; a stop does not wait for them to be closed.
        timeout_graceful_shutdown=1,
    )
    _Server(config, lambda: log(f"Ino Assistant is ready: {url_of(taken)}")).run(sockets=[taken])


class _Server(uvicorn.Server):
    """Tells when it can be used."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then tell."""
        await super().startup(sockets)
        if self.started:
            self._ready()


__all__ = ["WARM_UP_QUESTION", "create_app", "run", "serve"]
