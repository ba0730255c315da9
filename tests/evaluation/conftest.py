"""The assistant that is evaluated, made once a run."""

import pytest

from ino_assistant.answering.assistant import Assistant
from search import prepared


@pytest.fixture(scope="session")
def small() -> Assistant:
    """Over two made-up products, without a model."""
    return prepared.small_assistant()
