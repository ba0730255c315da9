"""Routers over the first document and over the made-up label of the tests."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ino_assistant.corpus.load import load_corpus, load_document
from ino_assistant.corpus.model import Corpus
from ino_assistant.routing import Router
from ino_assistant.vocabulary.concepts import concepts_for

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


def router_over(corpus: Corpus) -> Router:
    return Router(corpus, concepts_for(corpus.documents))


@pytest.fixture(scope="session")
def router() -> Router:
    return router_over(load_corpus(ROOT / "corpus"))


@pytest.fixture(scope="session")
def other_router() -> Router:
    document = load_document(ROOT / "tests/documents/zelmorix-label.toml")
    return router_over(Corpus((document,), "test"))
