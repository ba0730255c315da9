"""The index: fresh, stale, damaged, killed while it is built, locked, or not to be written."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock

from answering.making import corpus_of
from ino_assistant.corpus.model import Corpus
from ino_assistant.data import raw
from ino_assistant.errors import ModelError, SearchIndexError
from ino_assistant.fidelity.binding.claim_binding import claims_of_corpus
from ino_assistant.search import build as build_module
from ino_assistant.search import searcher as searcher_module
from ino_assistant.search.build import build_index, fingerprint_of
from ino_assistant.search.searcher import Searcher, open_searcher
from ino_assistant.search.store import (
    checksum,
    current_build,
    open_index,
    opened_chroma,
    put_in_place,
    read_record,
    write_record,
)
from search.prepared import HashEncoder, small_build, small_corpus, small_searcher

QUESTION = "recurrence in the VELOCE trial with warfarin"


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """A copy of a whole index, to damage."""
    return Path(shutil.copytree(small_build()[0], tmp_path / "index"))


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """`open_searcher` opens the encoder without a model."""
    monkeypatch.setattr(searcher_module, "open_encoder", lambda model, cache: HashEncoder())
    yield


def changed(corpus: Corpus) -> Corpus:
    """The same statements, as if a manifest had been edited."""
    return dataclasses.replace(corpus, version=f"{corpus.version}-changed")


def build_of(index: Path) -> Path:
    build = current_build(index)
    assert build is not None
    return build


def found(searcher: Searcher) -> list[tuple[str, float]]:
    return [(hit.statement.id, hit.score) for hit in searcher.search(QUESTION).hits]


def open_logged(index: Path, corpus: Corpus | None = None) -> tuple[Searcher, list[str]]:
    log: list[str] = []
    searcher = open_searcher(
        corpus or small_corpus(), model="m", model_dir=index / "m", index_dir=index, log=log.append
    )
    return searcher, log


def flip(path: Path, at: float = 2 / 3) -> None:
    raw = bytearray(path.read_bytes())
    raw[int(len(raw) * at)] ^= 0x40
    path.write_bytes(bytes(raw))


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty(path: Path) -> None:
    path.write_bytes(b"")


# ------------------------------------------------------------------ what an index is known by


def test_the_fingerprint_is_the_same_for_the_same() -> None:
    assert fingerprint_of(small_corpus(), HashEncoder()) == small_build()[1]


def test_the_fingerprint_changes_with_the_corpus_and_the_model() -> None:
    corpus, before = small_corpus(), small_build()[1]
    first = dataclasses.replace(corpus.documents[0], sha256="0" * 64)
    others = [
        fingerprint_of(changed(corpus), HashEncoder()),
        fingerprint_of(
            dataclasses.replace(corpus, documents=(first, *corpus.documents[1:])), HashEncoder()
        ),
        fingerprint_of(dataclasses.replace(corpus, documents=corpus.documents[:1]), HashEncoder()),
        fingerprint_of(corpus, HashEncoder("hashes-2")),
    ]
    assert len({before, *others}) == 5


def test_the_fingerprint_changes_with_the_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ino_assistant.search.build.SCHEMA", 10_000)
    assert fingerprint_of(small_corpus(), HashEncoder()) != small_build()[1]


@pytest.mark.parametrize("name", ["lexicon", "words"])
def test_the_fingerprint_changes_with_what_words_mean(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(
        "ino_assistant.search.build.raw", lambda n: raw(n) + (b"# more" if n == name else b"")
    )
    assert fingerprint_of(small_corpus(), HashEncoder()) != small_build()[1]


# ------------------------------------------------------------------ fresh and stale


def test_a_fresh_index_is_opened_as_it_is(opened: None, index: Path) -> None:
    before = build_of(index)
    searcher, log = open_logged(index)
    assert log == []
    assert build_of(index) == before
    assert found(searcher) == found(small_searcher())
    assert searcher.index.version == small_build()[1]


def test_what_is_stored_is_what_was_encoded() -> None:
    opened_index = small_searcher().index
    texts = HashEncoder().encode_many([s.display for s in small_corpus().statements])
    assert opened_index.statements == tuple(s.id for s in small_corpus().statements)
    assert opened_index.vectors.shape == (len(texts), HashEncoder.dimension)
    assert np.allclose(np.linalg.norm(opened_index.vectors, axis=1), 1, atol=1e-5)
    assert opened_index.starts[0] == 0
    assert (np.diff(opened_index.starts) > 0).all()


def test_a_missing_index_is_built_with_a_line(opened: None, tmp_path: Path) -> None:
    searcher, log = open_logged(tmp_path / "none" / "yet")
    (line,) = log
    assert line.startswith("building the index: ")
    assert found(searcher) == found(small_searcher())


def test_a_stale_index_is_rebuilt(opened: None, index: Path) -> None:
    before = build_of(index)
    searcher, log = open_logged(index, changed(small_corpus()))
    assert len(log) == 1
    assert "stale" in log[0]
    assert build_of(index) != before
    assert found(searcher) == found(small_searcher())
    assert open_logged(index, changed(small_corpus()))[1] == []


def test_an_index_of_an_earlier_schema_is_stale_and_not_damaged(opened: None, index: Path) -> None:
    record = build_of(index) / "record.json"
    earlier = json.loads(record.read_text(encoding="utf-8"))
    del earlier["check_sums"]
    earlier["fingerprint"] = "0" * 16
    record.write_text(json.dumps(earlier), encoding="utf-8")
    _, log = open_logged(index)
    assert "stale" in log[0]


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    build_index(
        small_corpus(), HashEncoder(), tmp_path, lambda done, total: told.append((done, total))
    )
    total = len(small_corpus().statements)
    assert told[-1] == (total, total)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_the_last_two_builds_are_kept(index: Path) -> None:
    builds = [build_of(index)]
    for _ in range(2):
        build_index(small_corpus(), HashEncoder(), index)
        builds.append(build_of(index))
    kept = {path for path in index.iterdir() if path.is_dir()}
    assert kept == set(builds[1:])


def test_the_claim_table_is_stored_with_the_index() -> None:
    searcher = small_searcher()
    assert searcher.claims == claims_of_corpus(small_corpus())
    assert searcher.claims.of(searcher.claims.claims[0].statement)


@pytest.mark.parametrize("line", ["[1]", "{}", '{"id": 1}', "no JSON"])
def test_a_claim_table_that_is_none_is_noticed(index: Path, line: str) -> None:
    build = build_of(index)
    (build / "claims.jsonl").write_text(line, encoding="utf-8")
    record = read_record(build)
    sums = {**record.checksums, "claims.jsonl": checksum(build / "claims.jsonl")}
    write_record(build, dataclasses.replace(record, checksums=sums))
    with pytest.raises(SearchIndexError, match="damaged"):
        open_index(index, record.fingerprint)


# ------------------------------------------------------------------ damaged

DAMAGE: dict[str, Callable[[Path], None]] = {"flipped": flip, "cut": cut, "empty": empty}
FILES = (
    "tokens.npy",
    "pieces.json",
    "claims.jsonl",
    "bm25/data.csc.index.npy",
    "bm25/indices.csc.index.npy",
    "bm25/indptr.csc.index.npy",
    "bm25/params.index.json",
    "bm25/vocab.index.json",
)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("how", [*DAMAGE, "gone"])
def test_a_damaged_file_is_noticed(index: Path, name: str, how: str) -> None:
    path = build_of(index) / name
    if how == "gone":
        path.unlink()
    else:
        DAMAGE[how](path)
    with pytest.raises(SearchIndexError, match=r"damaged.*run `ino-assistant ingest`"):
        open_index(index, small_build()[1])


def test_every_file_of_a_build_is_checked_or_chromas(index: Path) -> None:
    build = build_of(index)
    names = {p.relative_to(build).as_posix() for p in build.rglob("*") if p.is_file()}
    assert {n for n in names if not n.startswith("chroma/")} == {*FILES, "record.json"}
    assert set(read_record(build).checksums) == set(FILES)


def _cut_chroma(build: Path) -> None:
    cut(build / "chroma" / "chroma.sqlite3")


def _empty_chroma(build: Path) -> None:
    empty(build / "chroma" / "chroma.sqlite3")


def _overwrite_chroma(build: Path) -> None:
    (build / "chroma" / "chroma.sqlite3").write_bytes(b"no database" * 5000)


def _remove_chroma(build: Path) -> None:
    shutil.rmtree(build / "chroma")


def _flip_a_vector(build: Path) -> None:
    path = build / "chroma" / "chroma.sqlite3"
    with sqlite3.connect(path) as base:
        row, raw = base.execute("SELECT seq_id, vector FROM embeddings_queue LIMIT 1").fetchone()
        spoilt = bytearray(raw)
        spoilt[3] ^= 0xC0  # sign and exponent of the first number
        base.execute("UPDATE embeddings_queue SET vector = ? WHERE seq_id = ?", (spoilt, row))
    base.close()


def _remove_a_node(build: Path) -> None:
    with sqlite3.connect(build / "chroma" / "chroma.sqlite3") as base:
        base.execute("DELETE FROM embeddings_queue WHERE seq_id = 3")
        base.execute("DELETE FROM embeddings WHERE id = 3")
    base.close()


def _other_statements(build: Path) -> None:
    record = json.loads((build / "record.json").read_text(encoding="utf-8"))
    record["statements"] = record["statements"][::-1]
    (build / "record.json").write_text(json.dumps(record), encoding="utf-8")


def _record_a_list(build: Path) -> None:
    (build / "record.json").write_text("[]", encoding="utf-8")


def _record_of_nothing(build: Path) -> None:
    (build / "record.json").write_text("{}", encoding="utf-8")


BUILD_DAMAGE: dict[str, Callable[[Path], None]] = {
    "a flipped byte of the token vectors": lambda build: flip(build / "tokens.npy"),
    "BM25 cut": lambda build: cut(build / "bm25" / "data.csc.index.npy"),
    "BM25 flipped": lambda build: flip(build / "bm25" / "data.csc.index.npy"),
    "Chroma cut": _cut_chroma,
    "Chroma empty": _empty_chroma,
    "Chroma overwritten": _overwrite_chroma,
    "Chroma gone": _remove_chroma,
    "a vector flipped": _flip_a_vector,
    "a node gone": _remove_a_node,
    "record cut": lambda build: cut(build / "record.json"),
    "record empty": lambda build: empty(build / "record.json"),
    "record a list": _record_a_list,
    "record of nothing": _record_of_nothing,
    "record in another order": _other_statements,
    "everything gone": shutil.rmtree,
}


@pytest.mark.parametrize("name", BUILD_DAMAGE)
def test_a_damaged_index_is_rebuilt_with_a_line_and_answers(
    opened: None, index: Path, name: str
) -> None:
    before = build_of(index)
    BUILD_DAMAGE[name](before)
    searcher, log = open_logged(index)
    (line,) = log
    assert line.startswith("building the index: ")
    assert "\n" not in line
    assert build_of(index) != before
    assert found(searcher) == found(small_searcher())


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00", b"no-such-build", b"x" * 5000, b"\x00", b" \n", b"a/../b"]
)
def test_a_damaged_name_of_the_build_in_use_is_mended(
    opened: None, index: Path, content: bytes
) -> None:
    (index / "current").write_bytes(content)
    searcher, log = open_logged(index)
    assert len(log) == 1
    assert found(searcher) == found(small_searcher())
    assert open_logged(index)[1] == []


@pytest.mark.parametrize("name", [".building-", ".building-x", ".building-999999999-x", "old"])
def test_what_killed_builds_left_is_removed(index: Path, name: str) -> None:
    (index / name).mkdir()
    build_index(small_corpus(), HashEncoder(), index)
    assert not (index / name).exists()


def test_what_another_process_is_building_is_left(index: Path) -> None:
    other = index / f".building-{os.getppid()}-x"
    other.mkdir()
    build_index(small_corpus(), HashEncoder(), index)
    assert other.is_dir()


# ------------------------------------------------------------------ broken off

# Every step of a build, in order.
STEPS = (
    "Contexts",
    "_write_nodes",
    "statement_terms",
    "Bm25.save",
    "_write_tokens",
    "checksum",
    "write_record",
    "current_build",
    "put_in_place",
)


@pytest.mark.parametrize(
    ("step", "error"),
    [
        *((step, OSError(28, "No space left on device")) for step in STEPS),
        ("_write_tokens", KeyboardInterrupt()),
        ("put_in_place", KeyboardInterrupt()),
        ("_write_nodes", MemoryError()),
    ],
)
def test_a_build_that_fails_leaves_the_former_index(
    index: Path, monkeypatch: pytest.MonkeyPatch, step: str, error: BaseException
) -> None:
    def fail(*arguments: object, **named: object) -> None:
        raise error

    before = build_of(index)
    with monkeypatch.context() as broken:
        broken.setattr(f"ino_assistant.search.build.{step}", fail)
        wanted = SearchIndexError if isinstance(error, OSError) else type(error)
        with pytest.raises(wanted) as raised:
            build_index(changed(small_corpus()), HashEncoder(), index)
    if isinstance(error, OSError):
        assert "No space left on device" in str(raised.value)
        assert "\n" not in str(raised.value)
    assert build_of(index) == before
    assert not list(index.glob(".building-*"))
    searcher = Searcher(small_corpus(), HashEncoder(), open_index(index, small_build()[1]))
    assert found(searcher) == found(small_searcher())


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="only Linux tells open files")
def test_an_opened_index_holds_no_file(index: Path) -> None:
    with opened_chroma(build_of(index) / "chroma"):
        assert _held(index)
    assert len(open_index(index, small_build()[1]).vectors)
    # Chroma closes its files in threads of its own: on a busy machine a moment later.
    until = time.monotonic() + 20
    while _held(index) and time.monotonic() < until:
        time.sleep(0.05)
    assert not _held(index)


def _held(folder: Path) -> list[str]:
    """Files in a folder that this process has open."""
    opened = []
    for link in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(OSError):
            opened.append(str(link.readlink()))
    return [name for name in opened if name.startswith(str(folder))]


# The child builds the index of a changed corpus again and again, each time in a folder of its
# own, and is killed each time at another point: one in every file that is written.
KILLED = """
import dataclasses, os, signal, sys, time
from pathlib import Path

import chromadb, llama_index.vector_stores.chroma  # before the forks
from ino_assistant.search import build
from search.prepared import HashEncoder, small_corpus

corpus = small_corpus()
corpus = dataclasses.replace(corpus, version=corpus.version + "-changed")
POINTS = {
    "reading": (build, "Contexts"), "nodes": (build, "_write_nodes"), "bm25": (build.Bm25, "save"),
    "tokens": (build, "_write_tokens"), "checksums": (build, "checksum"),
    "record": (build, "write_record"), "rename": (build, "current_build"),
    "place": (build, "put_in_place"), "clean": (build, "_clean"),
}

def kill(*arguments, **named):
    os.kill(os.getpid(), signal.SIGKILL)

def killed_at(point):
    name, _, when = point.partition("-")
    if name == "ms":
        signal.signal(signal.SIGALRM, kill)
        signal.setitimer(signal.ITIMER_REAL, int(when) / 1000)
        return
    owner, attribute = POINTS[name]
    step = getattr(owner, attribute)
    def then_kill(*arguments, **named):
        step(*arguments, **named)
        kill()
    setattr(owner, attribute, kill if when == "before" else then_kill)

for argument in sys.argv[1:]:
    folder = Path(argument)
    child = os.fork()
    if child == 0:
        killed_at(folder.name)
        build.build_index(corpus, HashEncoder(), folder)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    print(folder.name, os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0)
"""
STEPS_KILLED = (
    *(f"{name}-before" for name in ("reading", "bm25", "tokens", "record", "rename", "place")),
    *(f"{name}-after" for name in ("nodes", "checksums", "record", "place", "clean")),
    "clean-before",
)
MOMENTS = tuple(f"ms-{moment}" for moment in (20, 80, 160))


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, int]]:
    """Point → folder of an index whose rebuilding was killed there, and the signal it died of."""
    home = tmp_path_factory.mktemp("killed")
    points = (*STEPS_KILLED, *MOMENTS)
    folders = [Path(shutil.copytree(small_build()[0], home / point)) for point in points]
    tests = str(Path(__file__).parents[1])
    source = str(Path(build_module.__file__).parents[2])
    done = subprocess.run(
        [sys.executable, "-c", KILLED, *map(str, folders)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([source, tests])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    died = dict(line.split() for line in done.stdout.splitlines())
    return {folder.name: (folder, int(died[folder.name])) for folder in folders}


@pytest.mark.parametrize("point", [*STEPS_KILLED, *MOMENTS])
def test_killing_a_build_leaves_an_index_that_answers(
    killed: dict[str, tuple[Path, int]], point: str
) -> None:
    folder, died = killed[point]
    assert died == signal.SIGKILL or (point in MOMENTS and died == 0)
    corpus = small_corpus()
    fingerprint = read_record(build_of(folder)).fingerprint
    # All steps up to the last one leave the former index in use.
    if point.startswith("clean") or point == "place-after":
        corpus = changed(corpus)
        assert fingerprint == fingerprint_of(corpus, HashEncoder())
    elif point not in MOMENTS:
        assert fingerprint == small_build()[1]
    searcher = Searcher(small_corpus(), HashEncoder(), open_index(folder, fingerprint))
    assert found(searcher) == found(small_searcher())


@pytest.mark.parametrize("point", ["nodes-after", "rename-before", "place-before", "clean-before"])
def test_the_next_build_clears_up_after_a_killed_one(
    killed: dict[str, tuple[Path, int]], tmp_path: Path, point: str
) -> None:
    folder = Path(shutil.copytree(killed[point][0], tmp_path / "index"))
    assert len([p for p in folder.iterdir() if p.is_dir()]) >= 2
    before = build_of(folder)
    build_index(small_corpus(), HashEncoder(), folder)
    assert {p for p in folder.iterdir() if p.is_dir()} == {before, build_of(folder)}


# ------------------------------------------------------------------ in use, and not to be written


def test_an_index_that_another_process_writes_to_is_read(opened: None, index: Path) -> None:
    base = sqlite3.connect(build_of(index) / "chroma" / "chroma.sqlite3", isolation_level=None)
    base.execute("BEGIN EXCLUSIVE")
    try:
        searcher, _ = open_logged(index)
        assert found(searcher) == found(small_searcher())
    finally:
        base.rollback()
        base.close()


def test_an_index_goes_on_answering_while_another_is_put_in_place(index: Path) -> None:
    searcher = Searcher(small_corpus(), HashEncoder(), open_index(index, small_build()[1]))
    build_index(changed(small_corpus()), HashEncoder(), index)
    build_index(changed(small_corpus()), HashEncoder(), index)
    assert found(searcher) == found(small_searcher())


def test_the_name_of_the_build_in_use_is_never_half_written(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = build_of(index)

    def killed_here(path: Path, target: Path) -> Path:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", killed_here)
    with pytest.raises(KeyboardInterrupt):
        put_in_place(index, index / "another")
    assert build_of(index) == before


@pytest.mark.parametrize("where", ["a file", "under a file", "no permission"])
def test_a_folder_that_can_not_be_written_to_is_said(
    opened: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    (tmp_path / "file").write_text("x")
    folder = {
        "a file": tmp_path / "file",
        "under a file": tmp_path / "file" / "index",
        "no permission": tmp_path / "index",
    }[where]
    if where == "no permission":
        # Whoever runs the tests may be allowed everything.
        def forbidden(path: Path, *arguments: object, **named: object) -> None:
            raise PermissionError(13, "Permission denied", str(path))

        monkeypatch.setattr(Path, "mkdir", forbidden)
    with pytest.raises(SearchIndexError, match=r"can't be written to .*INO_ASSISTANT_DATA_DIR"):
        open_logged(folder)


def test_a_model_folder_that_can_not_be_written_to_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(ModelError, match=r"can't be written to .*INO_ASSISTANT_DATA_DIR"):
        open_searcher(
            small_corpus(),
            model="none",
            model_dir=tmp_path / "file" / "models",
            index_dir=tmp_path / "index",
        )


def test_one_process_at_a_time_prepares_the_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked: list[bool] = []

    def prepare(model: str, cache: Path, log: object) -> HashEncoder:
        other = FileLock(cache / ".lock", blocking=False, is_singleton=False)
        try:
            with other:
                locked.append(False)
        except TimeoutError:
            locked.append(True)
        return HashEncoder()

    monkeypatch.setattr(searcher_module, "prepare_encoder", prepare)
    log: list[str] = []
    searcher = open_searcher(
        small_corpus(),
        model="none",
        model_dir=tmp_path / "models",
        index_dir=tmp_path / "index",
        log=log.append,
    )
    assert locked == [True]
    assert log[0].startswith("preparing the embedding model: ")
    assert found(searcher) == found(small_searcher())


def test_who_may_not_build_is_told_what_is_wrong(opened: None, tmp_path: Path) -> None:
    with pytest.raises(SearchIndexError, match="run `ino-assistant ingest`"):
        open_searcher(
            small_corpus(),
            model="m",
            model_dir=tmp_path,
            index_dir=tmp_path / "index",
            building="never",
        )
    assert not (tmp_path / "index").exists()


def test_an_index_is_built_anew_if_that_is_asked_for(opened: None, index: Path) -> None:
    before = build_of(index)
    open_searcher(
        small_corpus(), model="m", model_dir=index / "m", index_dir=index, building="always"
    )
    assert build_of(index) != before


def test_a_corpus_without_statements_is_no_traceback(tmp_path: Path) -> None:
    with pytest.raises(SearchIndexError, match="no statement; add a document"):
        build_index(corpus_of(), HashEncoder(), tmp_path)
