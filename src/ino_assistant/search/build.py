"""Building the index: aside, with progress, and put in place in one step."""

from __future__ import annotations

import hashlib
import json
import math
import os
import shutil
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from ino_assistant.corpus.model import Corpus, Statement
from ino_assistant.data import raw
from ino_assistant.errors import SearchIndexError
from ino_assistant.fidelity.binding.claim_binding import BINDING_VERSION, claims_of_corpus
from ino_assistant.search.context import Contexts
from ino_assistant.search.encoding import Encoder, Encoding
from ino_assistant.search.lexical import Bm25, statement_terms
from ino_assistant.search.store import (
    CHECKED,
    COLLECTION,
    SCHEMA,
    IndexRecord,
    check_sums,
    checksum,
    current_build,
    opened_chroma,
    put_in_place,
    write_claims,
    write_record,
)
from ino_assistant.search.wording import abbreviations_of, search_text
from ino_assistant.vocabulary.concepts import concepts_for

_BATCH = 32
_DATA = ("lexicon", "words", "roles", "quantities")
"""General knowledge that decides what is stored."""


class Progress(Protocol):
    """Told how far a build is."""

    def __call__(self, done: int, total: int) -> None:
        """`done` of `total` statements are encoded."""


def fingerprint_of(corpus: Corpus, encoder: Encoder) -> str:
    """What an index of this corpus with this model is known by."""
    parts = (
        str(SCHEMA),
        corpus.version,
        *(document.sha256 for document in corpus.documents),
        encoder.fingerprint,
        BINDING_VERSION,
        *(hashlib.sha256(raw(name)).hexdigest() for name in _DATA),
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def build_index(
    corpus: Corpus,
    encoder: Encoder,
    folder: Path,
    progress: Progress = lambda done, total: None,
) -> str:
    """Build the index of a corpus and put it in use; returns its fingerprint.

    Raises:
        SearchIndexError: the folder can't be written to, or there is nothing to index.
    """
    if not corpus.statements:
        raise SearchIndexError("the corpus has no statement; add a document that has some")
    fingerprint = fingerprint_of(corpus, encoder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
        aside = folder / f".building-{os.getpid()}-{stamp}"
        aside.mkdir()
    except OSError as error:
        raise SearchIndexError(
            f"{folder}: can't be written to ({error.strerror}); allow it, or set "
            "INO_ASSISTANT_DATA_DIR to another folder"
        ) from error
    try:
        _write(corpus, encoder, aside, fingerprint, progress)
        before = _build_before(folder)
        build = folder / f"{stamp}-{fingerprint}"
        aside.rename(build)
        put_in_place(folder, build)
    except OSError as error:
        raise SearchIndexError(f"{folder}: the index can't be written: {error}") from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    _clean(folder, keep={build, before})
    return fingerprint


def _build_before(folder: Path) -> Path | None:
    try:
        return current_build(folder)
    except SearchIndexError:
        # What names it is damaged: that is about to be written anew.
        return None


def _write(
    corpus: Corpus, encoder: Encoder, aside: Path, fingerprint: str, progress: Progress
) -> None:
    statements = corpus.statements
    abbreviations = abbreviations_of(corpus)
    concepts = concepts_for(corpus.documents)
    done = 0

    def count(more: int) -> None:
        nonlocal done
        done += more
        progress(done, len(statements))

    contexts = Contexts(corpus)
    texts = [search_text(s, contexts.of(s), abbreviations) for s in statements]
    encodings = encoder.encode_many(texts, batch_size=_BATCH, progress=count)
    _write_nodes(corpus, statements, texts, encodings, aside / "chroma")
    documents = [statement_terms(s, contexts.of(s), concepts) for s in statements]
    Bm25.build(documents).save(aside / "bm25")
    _write_tokens(encodings, documents, aside)
    write_claims(aside, claims_of_corpus(corpus))
    write_record(
        aside,
        IndexRecord(
            fingerprint=fingerprint,
            statements=[s.id for s in statements],
            checksums={name: checksum(aside / name) for name in CHECKED},
            check_sums=check_sums(np.stack([e.vector for e in encodings])),
            built_at=datetime.now(UTC).isoformat(timespec="seconds"),
        ),
    )


def _write_nodes(
    corpus: Corpus,
    statements: Sequence[Statement],
    texts: Sequence[str],
    encodings: Sequence[Encoding],
    folder: Path,
) -> None:
    """LlamaIndex nodes in Chroma, as LlamaIndex's own store writes and reads them."""
    from llama_index.vector_stores.chroma import ChromaVectorStore

    from ino_assistant.search.nodes import node_of

    nodes: list[Any] = []
    for statement, text, encoding in zip(statements, texts, encodings, strict=True):
        node = node_of(corpus, statement, text)
        node.embedding = encoding.vector.tolist()
        nodes.append(node)
    with opened_chroma(folder) as client:
        # Exact search needs no more than cosine; vectors are of unit length.
        collection = client.create_collection(COLLECTION, metadata={"hnsw:space": "cosine"})
        ChromaVectorStore(chroma_collection=collection).add(nodes)


def _write_tokens(
    encodings: Sequence[Encoding], documents: Sequence[Sequence[str]], folder: Path
) -> None:
    starts, position = [], 0
    for encoding in encodings:
        starts.append(position)
        position += len(encoding.tokens)
    tokens = np.concatenate([e.tokens for e in encodings]).astype(np.float16)
    np.save(folder / "tokens.npy", tokens)
    content = {
        "starts": starts,
        "rarity": _rarity([e.pieces for e in encodings]),
        "terms": _rarity(documents),
    }
    (folder / "pieces.json").write_text(json.dumps(content), encoding="utf-8")


def _rarity(documents: Sequence[Sequence[str]]) -> dict[str, float]:
    """Term → ln(1 + (n - df + .5) / (df + .5)), as BM25 weighs it."""
    count = len(documents)
    frequency = Counter(t for document in documents for t in set(document))
    return {t: math.log(1 + (count - df + 0.5) / (df + 0.5)) for t, df in frequency.items()}


def _clean(folder: Path, keep: set[Path | None]) -> None:
    """Remove builds of before the last, and what killed builds left."""
    for path in folder.iterdir():
        if path.is_dir() and path not in keep and not _being_built(path):
            shutil.rmtree(path, ignore_errors=True)


def _being_built(path: Path) -> bool:
    """Whether another live process is building there."""
    if not path.name.startswith(".building-"):
        return False
    try:
        pid = int(path.name.split("-")[1])
        os.kill(pid, 0)
    except (ValueError, OverflowError):
        return False  # not a folder of ours
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return pid != os.getpid()
