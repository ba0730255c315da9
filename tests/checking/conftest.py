"""Searchers over the real corpus and over other drugs' documents, made once a run."""

from __future__ import annotations

import pytest

from ino_assistant.checking.evidence import Library
from ino_assistant.search.searcher import Searcher
from search import prepared


@pytest.fixture(scope="session")
def searcher(pytestconfig: pytest.Config) -> Searcher:
    return prepared.real_assistant(pytestconfig).searcher


@pytest.fixture(scope="session")
def other(pytestconfig: pytest.Config) -> Searcher:
    """Over two made-up products, one of them without a boxed warning."""
    return prepared.two_products(pytestconfig).searcher


@pytest.fixture(scope="session")
def library(searcher: Searcher) -> Library:
    return Library(searcher)
