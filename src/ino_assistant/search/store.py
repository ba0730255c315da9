"""The index on disk: one folder a build, and a file that names the one in use.

    index/current            name of the folder in use
    index/<build>/record.json    fingerprint, statement ids, checksums
    index/<build>/chroma/        LlamaIndex nodes and their vectors
    index/<build>/bm25/          BM25
    index/<build>/tokens.npy     token vectors, float16, all statements one below the other
    index/<build>/pieces.json    where each statement's tokens begin; rarity of word pieces
    index/<build>/claims.jsonl   every figure of the corpus with what it is of, one a line

A build is written aside and named in `current` last, in one step: a build that was
killed is never seen.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ino_assistant.deferring import deferred
from ino_assistant.errors import SearchIndexError
from ino_assistant.fidelity.binding.claim_table import ClaimTable, TableClaim
from ino_assistant.search.lexical import Bm25

SCHEMA = 5
"""Raised when what is stored changes its form or meaning."""
COLLECTION = "statements"
CHECKED = (
    "tokens.npy",
    "pieces.json",
    "claims.jsonl",
    "bm25/data.csc.index.npy",
    "bm25/indices.csc.index.npy",
    "bm25/indptr.csc.index.npy",
    "bm25/params.index.json",
    "bm25/vocab.index.json",
)
"""Files of a build whose checksums stand in its record."""
LOCK = ".lock"
"""File that who builds an index holds."""
_CURRENT = "current"


@dataclass(frozen=True, slots=True)
class IndexRecord:
    """What an index was built from, and what it must contain; `check_sums` of its vectors."""

    fingerprint: str
    statements: list[str]
    checksums: dict[str, str]
    built_at: str
    check_sums: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True, eq=False)
class SearchIndex:
    """An index in memory.

    Attributes:
        version: fingerprint of sources, settings, model and schema.
        statements: ids, in the order of all arrays.
        vectors: float32 (n, dimension), unit length.
        tokens: float32 (width, t), unit length, of all statements one beside the other.
        starts: int (n,), where each statement's tokens begin.
        rarity: word piece → ln(1 + (n - df + .5) / (df + .5)).
        term_rarity: the same for search terms and concepts.
        bm25: the lexical index.
        claims: every figure of the statements with what it is of.
    """

    version: str
    statements: tuple[str, ...]
    vectors: NDArray[np.float32]
    tokens: NDArray[np.float32]
    starts: NDArray[np.int64]
    rarity: dict[str, float]
    term_rarity: dict[str, float]
    bm25: Bm25
    claims: ClaimTable


def current_build(folder: Path) -> Path | None:
    """Folder of the build in use, or None before the first."""
    try:
        name = (folder / _CURRENT).read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except UnicodeDecodeError:
        return None  # damaged; builds lie beside it, but which of them was in use is lost
    except OSError as error:
        raise SearchIndexError(f"{folder / _CURRENT}: can't be read: {error}") from error
    try:
        return folder / name if name and (folder / name).is_dir() else None
    except OSError:
        return None  # no name that a folder could have


def being_built(folder: Path) -> bool:
    """Whether some process builds an index in this folder now."""
    from filelock import FileLock, Timeout

    if not (folder / LOCK).exists():
        return False
    try:
        # Not waited for: who builds holds it until the build is in place.
        with FileLock(folder / LOCK, timeout=0):
            return False
    except Timeout:
        return True
    except OSError:
        return False  # not ours to write in, so nothing is built here


def put_in_place(folder: Path, build: Path) -> None:
    """Name `build` as the one in use, in one step that a crash can't cut in two."""
    aside = folder / f".{_CURRENT}.{os.getpid()}"
    aside.write_text(build.name, encoding="utf-8")
    aside.replace(folder / _CURRENT)


def read_record(build: Path) -> IndexRecord:
    """The record of a build.

    Raises:
        SearchIndexError: missing or damaged.
    """
    try:
        raw = json.loads((build / "record.json").read_text(encoding="utf-8"))
        return IndexRecord(**raw)
    except (OSError, ValueError, TypeError) as error:
        raise SearchIndexError(f"{build}: the index is damaged: {error}") from error


def write_record(build: Path, record: IndexRecord) -> None:
    """Write the record; the last file of a build."""
    (build / "record.json").write_text(json.dumps(asdict(record)), encoding="utf-8")


def write_claims(build: Path, table: ClaimTable) -> None:
    """Write the claim table, a claim a line."""
    lines = (json.dumps(claim.as_dict(), ensure_ascii=False) for claim in table.claims)
    text = "".join(f"{line}\n" for line in lines)
    (build / "claims.jsonl").write_text(text, encoding="utf-8", newline="\n")


def _read_claims(build: Path) -> ClaimTable:
    # By line ends alone: a quoted text may hold other characters that end a line.
    lines = (build / "claims.jsonl").read_text(encoding="utf-8").split("\n")
    return ClaimTable(tuple(TableClaim.from_dict(json.loads(line)) for line in lines if line))


def checksum(path: Path) -> str:
    """sha256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def check_sums(vectors: NDArray[np.float32]) -> list[float]:
    """One weighted sum a vector, to know it again by.

    Chroma's own files change whenever they are opened, and it may round the last bit of a
    number, so that no checksum of bytes can tell a damaged vector.
    """
    return [round(value, 5) for value in (vectors @ _ramp(vectors)).tolist()]


def _ramp(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.linspace(1, 2, vectors.shape[1], dtype=np.float32)


def _chroma() -> ModuleType:
    """The library Chroma, without what it sends traces with: gRPC alone is 11 MB.

    Traces are sent where a setting of Chroma names a collector; it is loaded then.
    """
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    with deferred("opentelemetry.exporter.otlp.proto.grpc.trace_exporter", "OTLPSpanExporter"):
        import chromadb
    return chromadb


def chroma_client(folder: Path) -> Any:
    """A persistent Chroma client without telemetry."""
    chroma = _chroma()
    settings = chroma.config.Settings(anonymized_telemetry=False)
    return chroma.PersistentClient(path=str(folder), settings=settings)


@contextmanager
def opened_chroma(folder: Path) -> Iterator[Any]:
    """A client that is closed in the end: an open one keeps 10 MB, six threads and its files."""
    client = chroma_client(folder)
    try:
        yield client
    finally:
        close = getattr(client, "close", None)  # not in the first versions that will do
        if close is not None:
            close()


def open_index(folder: Path, fingerprint: str) -> SearchIndex:
    """The index in use, whole and fresh.

    Args:
        folder: what builds are kept in.
        fingerprint: what a fresh index would have.

    Raises:
        SearchIndexError: none, stale, damaged or locked; says to run `ingest`.
    """
    build = current_build(folder)
    if build is None:
        raise SearchIndexError("there is no index; run `ino-assistant ingest`")
    record = read_record(build)
    if record.fingerprint != fingerprint:
        raise SearchIndexError("the index is stale; run `ino-assistant ingest`")
    try:
        # What is checked is not the record's to say: a damaged one could leave a file out.
        for name in CHECKED:
            if checksum(build / name) != record.checksums[name]:
                raise SearchIndexError(f"{build / name}: damaged; run `ino-assistant ingest`")
        # Transposed, the product with a question runs along memory.
        stored = np.load(build / "tokens.npy", mmap_mode="r")
        pieces = json.loads((build / "pieces.json").read_text(encoding="utf-8"))
        return SearchIndex(
            version=record.fingerprint,
            statements=tuple(record.statements),
            vectors=_proven(_vectors(build, record.statements), record, build),
            tokens=stored.T.astype(np.float32, order="C"),
            starts=np.asarray(pieces["starts"], dtype=np.int64),
            rarity=pieces["rarity"],
            term_rarity=pieces["terms"],
            bm25=Bm25.load(build / "bm25"),
            claims=_read_claims(build),
        )
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        raise SearchIndexError(
            f"{build}: the index is damaged ({error}); run `ino-assistant ingest`"
        ) from error


def _vectors(build: Path, statements: Sequence[str]) -> NDArray[np.float32]:
    """All sentence vectors out of Chroma, in the order of `statements`."""
    _chroma()  # that it can't be imported is no fault of the index
    try:
        with opened_chroma(build / "chroma") as client:
            found = client.get_collection(COLLECTION).get(include=["embeddings"])
    # Chroma's Rust core raises what is no Exception; a locked or torn SQLite file does too.
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        line = " ".join(str(error).split())[:200]
        locked = "; another process uses it, try again" if "locked" in line.lower() else ""
        raise SearchIndexError(
            f"{build}: Chroma can't read the index ({line}){locked}; run `ino-assistant ingest`"
        ) from error
    rows = {node: row for row, node in enumerate(found["ids"])}
    order = [rows[node] for node in statements]
    return np.asarray(found["embeddings"], dtype=np.float32)[order]


def _proven(vectors: NDArray[np.float32], record: IndexRecord, build: Path) -> NDArray[np.float32]:
    """The vectors, if they are those that were written."""
    if not np.allclose(vectors @ _ramp(vectors), record.check_sums, rtol=0, atol=1e-4):
        raise SearchIndexError(f"{build / 'chroma'}: damaged; run `ino-assistant ingest`")
    return vectors
