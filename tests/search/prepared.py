"""What tests of several folders search in: made once a run, and never changed by a test."""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import ino_assistant
from corpus.making import DOCUMENTS, REAL
from ino_assistant.answering.assistant import Assistant
from ino_assistant.corpus.load import load_corpus
from ino_assistant.corpus.model import Corpus
from ino_assistant.errors import SearchIndexError
from ino_assistant.search.build import build_index, fingerprint_of
from ino_assistant.search.encoder import prepare_encoder
from ino_assistant.search.encoding import Encoder, Encoding
from ino_assistant.search.searcher import Searcher
from ino_assistant.search.store import open_index
from ino_assistant.settings import DEFAULT_MODEL, Settings

_DIMENSION = 32


class HashEncoder:
    """An encoder without a model: every word has a vector of its own, a text their sum."""

    name = "hashes"
    runtime = "none"
    note = "words by their hashes"
    dimension = _DIMENSION
    max_tokens = 512

    def __init__(self, fingerprint: str = "hashes-1") -> None:
        self.fingerprint = fingerprint

    def encode(self, text: str) -> Encoding:
        """See `Encoder.encode`."""
        pieces = tuple(re.findall(r"\w+", text.lower()))
        tokens = np.array([_vector(p) for p in pieces], np.float32).reshape(-1, _DIMENSION)
        total = tokens.sum(axis=0) if pieces else _vector("")
        return Encoding(total / np.linalg.norm(total), tokens, pieces, truncated=False)

    def encode_many(
        self,
        texts: Sequence[str],
        *,
        batch_size: int = 32,
        progress: Callable[[int], None] | None = None,
    ) -> list[Encoding]:
        """See `Encoder.encode_many`."""
        found = []
        for text in texts:
            found.append(self.encode(text))
            if progress is not None:
                progress(1)
        return found


@cache
def _vector(word: str) -> NDArray[np.float32]:
    seed = int.from_bytes(hashlib.sha256(word.encode("utf-8", "replace")).digest()[:4])
    vector = np.random.default_rng(seed).normal(size=_DIMENSION)
    return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


@cache
def small_corpus() -> Corpus:
    """Two made-up products, one of them without a boxed warning."""
    return load_corpus(DOCUMENTS)


@cache
def real_corpus() -> Corpus:
    """The corpus that is served."""
    return load_corpus(REAL)


@cache
def _temporary() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="ino-assistant-tests-")


def folder(name: str) -> Path:
    """A folder that lives as long as the run."""
    path = Path(_temporary().name) / name
    path.mkdir(exist_ok=True)
    return path


@cache
def small_build() -> tuple[Path, str]:
    """Index folder of the small corpus by `HashEncoder`, and its fingerprint; to be copied."""
    path = folder("small-index")
    return path, build_index(small_corpus(), HashEncoder(), path)


@cache
def small_searcher() -> Searcher:
    """Search over the small corpus, without a model."""
    path, fingerprint = small_build()
    return Searcher(small_corpus(), HashEncoder(), open_index(path, fingerprint))


@cache
def small_assistant() -> Assistant:
    """Answers over the small corpus, without a model."""
    return Assistant(small_searcher(), Settings())


def assistant_over(corpus: Corpus, path: Path) -> Assistant:
    """An assistant over a made-up corpus, without a model; its index is built in a folder."""
    encoder = HashEncoder()
    index = open_index(path, build_index(corpus, encoder, path))
    return Assistant(Searcher(corpus, encoder, index), Settings())


@cache
def encoder(config: pytest.Config) -> Encoder:
    """The default model.

    Its export takes 20 s: it is kept in pytest's cache, and proven whenever it is opened.
    """
    return prepare_encoder(DEFAULT_MODEL, models(config))


def models(config: pytest.Config) -> Path:
    """Folder of exported models."""
    return config.cache.mkdir("models")


@cache
def real_data(config: pytest.Config) -> Path:
    """A data folder with the index of the real corpus; model and index as they are served.

    The index takes 10 s: it is kept in pytest's cache until any code or data it is made with
    changes.
    """
    path = folder("data")
    (path / "models").symlink_to(models(config))
    kept = config.cache
    index = path / "index"
    index.symlink_to(kept.mkdir("index"))
    made_with = _digest_of_making()
    try:
        if kept.get("ino-assistant/index", None) != made_with:
            raise SearchIndexError("made with other code")
        open_index(index, fingerprint_of(real_corpus(), encoder(config)))
    except SearchIndexError:
        build_index(real_corpus(), encoder(config), index)
        kept.set("ino-assistant/index", made_with)
    return path


def _digest_of_making() -> str:
    """Of all code and data that an index of the real corpus is made with."""
    package = Path(ino_assistant.__file__).parent
    layers = ("corpus", "fidelity", "search", "data")
    files = [f for name in layers for f in (package / name).iterdir()]
    files += REAL.iterdir()
    digest = hashlib.sha256()
    for file in sorted(f for f in files if f.is_file()):
        digest.update(file.read_bytes())
    return digest.hexdigest()


@cache
def real_assistant(config: pytest.Config) -> Assistant:
    """The assistant as it is served."""
    opened = encoder(config)
    index = open_index(real_data(config) / "index", fingerprint_of(real_corpus(), opened))
    return Assistant(Searcher(real_corpus(), opened, index), Settings())


@cache
def two_products(config: pytest.Config) -> Assistant:
    """Answers over the two made-up products, with the default model."""
    path = folder("two-products")
    fingerprint = build_index(small_corpus(), encoder(config), path)
    opened = Searcher(small_corpus(), encoder(config), open_index(path, fingerprint))
    return Assistant(opened, Settings())
