"""The app over a hand-made corpus, in this process and on a port of its own."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import httpx
import pytest
from fastapi import FastAPI

from ino_assistant.settings import Settings
from ino_assistant.web.address import listen, take_port, url_of
from ino_assistant.web.server import create_app, make_server
from web.fake import FakeAssistant


@pytest.fixture(scope="session")
def shared_assistant() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture
def assistant(shared_assistant: FakeAssistant) -> FakeAssistant:
    """The assistant behind `app`, with nothing asked yet."""
    shared_assistant.asked.clear()
    shared_assistant.gate = None
    return shared_assistant


@pytest.fixture(scope="session")
def app(shared_assistant: FakeAssistant) -> FastAPI:
    return create_app(shared_assistant, Settings())


@pytest.fixture(scope="session")
def address(app: FastAPI) -> Iterator[str]:
    """Where the app is served, as typed into a browser."""
    ready = threading.Event()
    with take_port("127.0.0.1", 0) as taken:
        listen(taken)
        server = make_server(app, ready=ready.set)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]})
        thread.start()
        try:
            assert ready.wait(30)
            yield url_of(taken)
        finally:
            server.should_exit = True
            thread.join(30)


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=30, trust_env=False) as client:
        yield client
