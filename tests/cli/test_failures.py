"""Everything that can be wrong with the surroundings: one line, the right status."""

from __future__ import annotations

import shutil
import socket
from pathlib import Path

import pytest

from cli.conftest import ROOT, Run
from corpus.making import manifest_text, write_document
from ino_assistant.cli import ingest
from ino_assistant.errors import AssistantError
from ino_assistant.search import weights

TEXT = "Madeupine helps.\n"


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A corpus of one small document, to damage."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    write_document(folder, TEXT)
    monkeypatch.setenv("INO_ASSISTANT_CORPUS_DIR", str(folder))
    return folder


def test_manifest_with_an_unknown_field(run: Run, corpus: Path) -> None:
    (corpus / "made-up.toml").write_text(manifest_text(TEXT.encode(), colour="red"))
    result = run("corpus", "audit")
    assert (result.status, result.out) == (2, "")
    assert "made-up.toml: colour: unknown field" in result.complaint


def test_manifest_with_a_missing_field(run: Run, corpus: Path) -> None:
    (corpus / "made-up.toml").write_text(manifest_text(TEXT.encode(), title=None))
    result = run("corpus", "audit")
    assert result.status == 2
    assert "made-up.toml: title: required field is missing" in result.complaint


def test_manifest_that_is_no_toml(run: Run, corpus: Path) -> None:
    (corpus / "made-up.toml").write_text("= x\n=")
    result = run("corpus", "audit")
    assert result.status == 2
    assert "not valid TOML" in result.complaint


def test_source_that_was_changed(run: Run, corpus: Path) -> None:
    (corpus / "made-up.txt").write_text(TEXT + " ")
    result = run("corpus", "audit")
    assert result.status == 2
    assert "sha256" in result.complaint


def test_source_that_is_not_utf8(run: Run, corpus: Path) -> None:
    write_document(corpus, "naïve".encode("latin-1"))
    result = run("corpus", "audit")
    assert result.status == 2
    assert "not UTF-8" in result.complaint


def test_corpus_that_is_not_there(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INO_ASSISTANT_CORPUS_DIR", "/nonexistent")
    for arguments in (("ask", "x"), ("ingest",), ("corpus", "audit")):
        result = run(*arguments)
        assert result.status == 2
        assert "INO_ASSISTANT_CORPUS_DIR" in result.complaint


def test_setting_of_the_wrong_form(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INO_ASSISTANT_MAX_QUESTION_CHARS", "many")
    result = run("ask", "x")
    assert result.status == 2
    assert "INO_ASSISTANT_MAX_QUESTION_CHARS" in result.complaint


def test_data_folder_that_cannot_be_written(
    run: Run, other_data: Path, models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("INO_ASSISTANT_DATA_DIR", str(tmp_path / "file"))
    (other_data / "index").write_text("in the way")
    for command in (("ask", "x"), ("ingest",)):
        result = run(*command)
        assert result.status == 2
        assert "can't be written to" in result.err.splitlines()[-1]
        assert "Traceback" not in result.err
    # The model is there, and only the index has no room.
    monkeypatch.setenv("INO_ASSISTANT_DATA_DIR", str(other_data))
    result = run("ingest")
    assert result.status == 2
    assert "can't be written to" in result.complaint


def test_damaged_index_is_built_anew(run: Run, other_data: Path) -> None:
    asked = ("ask", "Who should not be given Zelmorix?", "--json")
    assert "building the index: " in run(*asked).err
    for name in ("tokens.npy", "record.json", "chroma/chroma.sqlite3"):
        build = other_data / "index" / (other_data / "index" / "current").read_text()
        (build / name).write_bytes(b"damaged")
        result = run(*asked)
        assert result.status == 0
        assert result.json["boxed_warning"]
        assert "building the index: " in result.err
        assert "Traceback" not in result.err
        assert run(*asked).err == ""


def test_weights_that_are_not_the_ones_expected(
    run: Run, tmp_path: Path, settings_of_tests: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = weights.packaged_folder()
    other = tmp_path / "model"
    shutil.copytree(real, other, ignore=shutil.ignore_patterns("*.safetensors", "onnx", "*.bin"))
    (other / "model.safetensors").write_bytes(b"other weights")
    monkeypatch.setattr(weights, "packaged_folder", lambda: other)
    monkeypatch.setenv("INO_ASSISTANT_DATA_DIR", str(tmp_path / "data"))
    result = run("ask", "x")
    assert (result.status, result.out) == (2, "")
    last = result.err.splitlines()[-1]
    assert last.startswith("ino-assistant: ")
    assert weights.PACKAGED_SHA256 in last
    assert "Traceback" not in result.err


@pytest.mark.parametrize("how", ["in use", "not of this machine"])
def test_address_that_cannot_be_served(run: Run, how: str, settings_of_tests: None) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        host = "127.0.0.1" if how == "in use" else "0.0.0.0"
        result = run("serve", "--host", host, "--port", port)
    assert (result.status, result.out) == (2, "")
    assert ("in use" if how == "in use" else "--host 127.0.0.1") in result.complaint


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (AssistantError("wrong\nthing"), 2, "wrong thing"),
        (KeyboardInterrupt(), 130, "stopped"),
        (ZeroDivisionError("made\nup"), 2, "unexpected error: ZeroDivisionError: made up; please"),
        (BaseException("a panic"), 2, "unexpected error: BaseException: a panic; please"),
    ],
)
def test_every_way_of_failing_is_one_line(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException, status: int, said: str
) -> None:
    def fail(arguments: object) -> int:
        raise error

    monkeypatch.setattr(ingest, "run", fail)
    result = run("ingest")
    assert (result.status, result.out) == (status, "")
    assert said in result.complaint


def test_traceback_for_those_who_ask(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INO_ASSISTANT_DEBUG", "1")
    monkeypatch.setenv("INO_ASSISTANT_CORPUS_DIR", str(ROOT / "nothing"))
    result = run("corpus", "audit")
    assert result.status == 2
    assert "Traceback" in result.err
    assert result.err.splitlines()[-1].startswith("ino-assistant: ")


def test_closed_standard_streams(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as closed:
        closed.setattr("sys.stdout", None)
        result = run("corpus", "audit")
    assert result.status == 2
    assert "closed" in result.complaint
    with monkeypatch.context() as closed:
        closed.setattr("sys.stderr", None)
        assert run("nothing").status == 2
