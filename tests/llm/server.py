"""An OpenAI-compatible server on loopback that answers well, badly and maliciously."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = str | Callable[[dict[str, Any]], str]


@dataclass
class Served:
    """A server under way: what it says next, and what it was asked."""

    address: str = ""
    say: Reply = ""
    how: Callable[[Handler, bytes], None] | None = None
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def given(self) -> dict[str, Any]:
        """The data of the last request, without the rules."""
        return given_in(self.asked[-1])


def given_in(request: dict[str, Any]) -> dict[str, Any]:
    """What a request holds as data."""
    loaded: dict[str, Any] = json.loads(request["messages"][-1]["content"])
    return loaded


class Handler(BaseHTTPRequestHandler):
    """One request."""

    served: Served
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        request = json.loads(self.rfile.read(length))
        self.served.asked.append(request)
        self.served.headers.append(dict(self.headers))
        said = self.served.say
        text = said if isinstance(said, str) else said(given_in(request))
        body = as_completion(text)
        if self.served.how is not None:
            self.close_connection = True
            try:
                self.served.how(self, body)
            except OSError:
                # The client has hung up, as it should.
                return
        else:
            self.send(body)

    def send(
        self,
        body: bytes,
        *,
        status: int = 200,
        kind: str = "application/json",
        length: int | None = None,
        more: dict[str, str] | None = None,
    ) -> None:
        """A whole reply; `length` may lie."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in (more or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


def as_completion(text: str) -> bytes:
    """A reply in OpenAI's form."""
    return json.dumps(
        {
            "id": "1",
            "object": "chat.completion",
            "created": 0,
            "model": "made-up",
            "choices": [
                {
                    "index": 0,
                    "message": {"role": "assistant", "content": text},
                    "finish_reason": "stop",
                }
            ],
            "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
        }
    ).encode()


@contextmanager
def serving() -> Iterator[Served]:
    """A server for as long as the block lasts."""
    served = Served()
    handler = type("Bound", (Handler,), {"served": served})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    served.address = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield served
    finally:
        served.over.set()
        server.shutdown()
        thread.join()
        server.server_close()
