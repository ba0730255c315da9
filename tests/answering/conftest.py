"""Assistants, made once a run."""

from typing import NamedTuple

import pytest

from ino_assistant.answering.assistant import Assistant
from ino_assistant.answering.understanding.question import Reader
from ino_assistant.vocabulary.concepts import concepts_for
from search import prepared


class Readers(NamedTuple):
    """Readers of questions, which need neither model nor index."""

    first: Reader
    """Of the corpus that is served."""
    made_up: Reader
    """Of the two made-up products."""


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


@pytest.fixture(scope="session")
def readers() -> Readers:
    """Readers over both corpora."""
    return Readers(
        *(
            Reader(corpus, concepts_for(corpus.documents))
            for corpus in (prepared.real_corpus(), prepared.small_corpus())
        )
    )
