"""A server on loopback that speaks OpenAI's protocol, and assistants that use it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from ino_assistant.answering.assistant import Assistant
from ino_assistant.llm.calling import Breaker
from ino_assistant.llm.models import model_of
from ino_assistant.llm.opening import adapters
from ino_assistant.settings import Settings
from llm.server import Served, serving
from search import prepared

SECRET = "sk-the-key-of-this-test"


_OPENED: list[Any] = []


@pytest.fixture
def served() -> Iterator[Served]:
    with serving() as found:
        yield found
        found.over.set()
        while _OPENED:
            # Calls that were left behind end before their connections are closed.
            for thread in [t for t in threading.enumerate() if t.name == "llm"]:
                thread.join(10)
            _OPENED.pop()._http_client.close()


@pytest.fixture
def settings(served: Served) -> Settings:
    return settings_for(served)


@pytest.fixture
def plain() -> Assistant:
    """Answers of the same corpus without a model."""
    return prepared.small_assistant()


@pytest.fixture
def worded(plain: Assistant, settings: Settings) -> Assistant:
    """An assistant whose answers the server words."""
    return worded_by(plain, settings)


def settings_for(served: Served, seconds: float = 30.0) -> Settings:
    # The server writes down what it is asked; nothing leaves this machine.
    return Settings.model_validate(
        {
            "llm": "openai-like",
            "llm_model": "made-up",
            "llm_base_url": served.address,
            "llm_api_key": SECRET,
            "llm_timeout_seconds": seconds,
        }
    )


def worded_by(plain: Assistant, settings: Settings, *, tries: int = 10_000) -> Assistant:
    """An assistant over the same search; its model is asked however often it fails."""
    model = model_of(settings)
    assert model is not None
    _OPENED.append(model)
    composer, rewriter = adapters(model, settings)
    composer.caller.breaker = Breaker(tries=tries)
    return Assistant(plain.searcher, settings, composer, rewriter)
