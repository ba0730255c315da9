"""The corpus' vocabulary and the pairs of right and corrupted statements."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ino_assistant.corpus.load import load_corpus
from ino_assistant.corpus.model import Corpus
from ino_assistant.fidelity import Vocabulary

PAIRS = Path(__file__).with_name("pairs.jsonl")
ACCEPTED = ("supported", "derived")


def read_pairs() -> list[dict[str, Any]]:
    """Every statement of the regression data, with what is expected of it."""
    return [json.loads(line) for line in PAIRS.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    return load_corpus(Path(__file__).parents[2] / "corpus")


@pytest.fixture(scope="session")
def vocabulary(corpus: Corpus) -> Vocabulary:
    return Vocabulary.of_corpus(corpus)
