"""Assistants, made once a run."""

import pytest

from ino_assistant.answering.assistant import Assistant
from search import prepared


@pytest.fixture(scope="session")
def assistant(pytestconfig: pytest.Config) -> Assistant:
    """Over the real corpus, with the default model."""
    return prepared.real_assistant(pytestconfig)


@pytest.fixture(scope="session")
def two_products(pytestconfig: pytest.Config) -> Assistant:
    """Over two made-up products, with the default model."""
    return prepared.two_products(pytestconfig)


@pytest.fixture(scope="session")
def small() -> Assistant:
    """Over two made-up products, without a model: fast, and blind to meaning."""
    return prepared.small_assistant()
