"""What is wrong with a manifest or a source is said in one line that says what to do."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from corpus.making import write_document
from ino_assistant.corpus.load import load_corpus
from ino_assistant.errors import CorpusError

TEXT = "Uses\n\nIt is used for colds.\n"


def problem(folder: Path) -> str:
    with pytest.raises(CorpusError) as error:
        load_corpus(folder)
    said = str(error.value)
    assert "\n" not in said
    assert "Traceback" not in said
    return said


def test_a_document_is_loaded(tmp_path: Path) -> None:
    write_document(tmp_path, TEXT)
    corpus = load_corpus(tmp_path)
    assert [d.id for d in corpus.documents] == ["made-up"]
    assert [s.quote for s in corpus.statements] == ["It is used for colds."]
    assert corpus.boxed_warnings == ()


def test_the_version_changes_with_every_file(tmp_path: Path) -> None:
    write_document(tmp_path, TEXT)
    first = load_corpus(tmp_path).version
    write_document(tmp_path, TEXT, annotations='schema = 1\ndocument = "made-up"\n')
    second = load_corpus(tmp_path).version
    write_document(tmp_path, TEXT + "More.\n", annotations='schema = 1\ndocument = "made-up"\n')
    assert len({first, second, load_corpus(tmp_path).version}) == 3


@pytest.mark.parametrize("field", ["id", "sha256", "title", "kind", "date", "source"])
def test_a_missing_field(tmp_path: Path, field: str) -> None:
    manifest = write_document(tmp_path, TEXT)
    lines = manifest.read_text().splitlines()
    manifest.write_text("\n".join(x for x in lines if not x.startswith(f"{field} =")))
    assert f"{field}: required field is missing; add it" in problem(tmp_path)


def test_an_unknown_field(tmp_path: Path) -> None:
    write_document(tmp_path, TEXT, colour="blue")
    assert "colour: unknown field; remove it or correct its name" in problem(tmp_path)


def test_a_source_that_is_not_the_reviewed_one(tmp_path: Path) -> None:
    write_document(tmp_path, TEXT)
    (tmp_path / "made-up.txt").write_text(TEXT + "An added line.\n")
    said = problem(tmp_path)
    assert hashlib.sha256(TEXT.encode()).hexdigest() in said
    assert "restore the reviewed file, or have the changed text reviewed" in said


def test_a_source_that_is_not_utf8(tmp_path: Path) -> None:
    write_document(tmp_path, "caf\u00e9".encode("latin-1"))
    assert "not UTF-8 at byte 3; convert it and update the manifest" in problem(tmp_path)


def test_a_source_that_is_missing(tmp_path: Path) -> None:
    write_document(tmp_path, TEXT)
    (tmp_path / "made-up.txt").unlink()
    assert "No such file or directory; restore it" in problem(tmp_path)


def test_a_source_elsewhere(tmp_path: Path) -> None:
    write_document(tmp_path, TEXT, source="../made-up.txt")
    assert "stands beside its manifest; move it there" in problem(tmp_path)


def test_a_manifest_that_is_no_toml(tmp_path: Path) -> None:
    write_document(tmp_path, TEXT).write_text("title = ")
    assert "not valid TOML, correct it" in problem(tmp_path)


def test_a_manifest_that_is_not_utf8(tmp_path: Path) -> None:
    write_document(tmp_path, TEXT).write_bytes(b"title = '\xe9'")
    assert "not UTF-8 at byte 9; save it as UTF-8" in problem(tmp_path)


def test_an_id_that_is_taken(tmp_path: Path) -> None:
    manifest = write_document(tmp_path, TEXT)
    (tmp_path / "second.toml").write_text(manifest.read_text())
    assert "document id 'made-up' is taken by another manifest" in problem(tmp_path)


def test_no_folder_and_an_empty_one(tmp_path: Path) -> None:
    assert "no manifest (NAME.toml); add one beside each source" in problem(tmp_path)
    assert "no such folder; set INO_ASSISTANT_CORPUS_DIR" in problem(tmp_path / "absent")
