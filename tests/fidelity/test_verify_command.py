"""`verify --batch`: one line in, one line out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ino_assistant.cli.main import main

GOOD = {"id": "1", "statement": "CR was 40% with InO.", "evidence": "CR was 40% with InO."}
BAD = {"id": "2", "statement": "CR was 41% with InO.", "evidence": "CR was 40% with InO."}


def batch(tmp_path: Path, *lines: str) -> str:
    path = tmp_path / "in.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def test_verdicts_in_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = batch(tmp_path, json.dumps(GOOD), json.dumps(BAD))
    assert main(["verify", "--batch", path, "--json"]) == 0
    one, two = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert one == {"id": "1", "verdict": "supported", "problems": []}
    assert (two["id"], two["verdict"]) == ("2", "contradicted")
    assert [set(p) for p in two["problems"]] == [{"kind", "text", "detail"}]


@pytest.mark.parametrize(
    "line",
    [
        "",
        "nope",
        "[]",
        '{"id": "1"}',
        '{"id": 1, "statement": "a", "evidence": "b"}',
        '{"id": "1", "statement": null, "evidence": "b"}',
        '{"id": "1", "statement": "\\ud800", "evidence": "b"}',
    ],
)
def test_a_line_that_is_none(line: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = batch(tmp_path, line, json.dumps(GOOD))
    assert main(["verify", "--batch", path, "--json"]) == 1
    captured = capsys.readouterr()
    one, two = [json.loads(text) for text in captured.out.splitlines()]
    assert (one["id"], one["line"]) == (None, 1)
    assert one["error"]
    assert two["id"] == "1"
    assert captured.err.count("\n") == 1


@pytest.mark.parametrize("arguments", [[], ["--json"], ["--batch", "x.jsonl"]])
def test_wrong_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", *arguments]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_works_without_a_corpus(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INO_ASSISTANT_CORPUS_DIR", str(tmp_path / "none"))
    path = batch(tmp_path, json.dumps(GOOD))
    assert main(["verify", "--batch", path, "--json"]) == 0
    assert "without the names of the corpus" in capsys.readouterr().err
