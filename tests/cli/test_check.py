"""`check`: the command, its output and its exit statuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from checking.making import RIGHT, WRONG, word
from cli.conftest import Run
from ino_assistant.answering.assistant import Assistant

CheckRun = Callable[..., object]
QUOTED = "The median time from HSCT to onset of VOD was 15 days."


@pytest.fixture
def check(
    run: Run, assistant: Assistant, settings_of_tests: None, monkeypatch: pytest.MonkeyPatch
) -> Run:
    """Runs `check` with an assistant that is open already."""
    monkeypatch.setattr("ino_assistant.cli.opening.open_for_asking", lambda: assistant)
    return lambda *arguments: run("check", *arguments)


def box_of(assistant: Assistant) -> str:
    (warning,) = assistant.corpus.boxed_warnings
    return warning.text.replace(" • ", "\n- ")


def test_a_right_draft(check: Run, assistant: Assistant, tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text(f"Dear Dr. A,\n\n{QUOTED}\n\n{box_of(assistant)}\n", encoding="utf-8")
    result = check(str(path))
    assert (result.status, result.err) == (0, "")
    assert "Every claim is right" in result.out
    assert "present and whole" in result.out
    assert "Nothing to check: greeting" in result.out


def test_a_wrong_draft(check: Run) -> None:
    result = check(str(WRONG))
    assert (result.status, result.err) == (1, "")
    for words in ("Needs attention", "79/162", "left out: “and life-threatening”", "Wrong:"):
        assert words in result.out
    assert max(map(len, result.out.splitlines())) <= 80


def test_a_box_that_is_missing_or_scattered(
    check: Run, assistant: Assistant, tmp_path: Path
) -> None:
    path = tmp_path / "letter.md"
    path.write_text(f"{QUOTED}\n", encoding="utf-8")
    assert "Boxed warning of BESPONSA: missing" in check(str(path)).out
    heading, _, rest = box_of(assistant).partition("\n")
    path.write_text(f"{rest}\n\n{heading}\n", encoding="utf-8")
    assert "put its sentences together" in check(str(path)).out


def test_json_and_page(check: Run, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    result = check(str(WRONG), "--json", "--html", str(page))
    assert result.status == 1
    assert json.loads(result.out)["file"] == WRONG.name
    assert result.err == f"written to {page}\n"
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_word_document(check: Run, tmp_path: Path) -> None:
    path = tmp_path / "letter.docx"
    path.write_bytes(word(QUOTED, "VOD was reported in 99% of patients."))
    result = check(str(path), "--json")
    assert result.status == 1
    states = [s["state"] for s in json.loads(result.out)["sentences"]]
    assert states[0] == "right"
    assert states[1] != "right"


def test_what_was_not_read_is_told(check: Run, tmp_path: Path) -> None:
    path = tmp_path / "letter.md"
    path.write_text(f"{QUOTED} ![](x.png)\n", encoding="utf-8")
    assert "Not read, check it by eye: picture" in check(str(path)).out


def test_a_product_without_a_boxed_warning(
    run: Run, other_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("ZELMORIX: Do not shake the vial.\n", encoding="utf-8")
    result = run("check", str(path))
    assert "has a boxed warning here" in result.out


@pytest.mark.parametrize(
    ("name", "data", "complaint"),
    [
        ("a.docx", b"text", "not a .docx file"),
        ("a.txt", b"", "empty"),
        ("a.txt", b"\xe9\xe8", "not UTF-8"),
        ("a.rtf", b"{\\rtf", "save it as one of these"),
    ],
)
def test_unusable_files(run: Run, tmp_path: Path, name: str, data: bytes, complaint: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    result = run("check", str(path))
    assert (result.status, result.out) == (2, "")
    assert complaint in result.complaint


def test_unusable_usage(check: Run, run: Run, tmp_path: Path) -> None:
    assert "FILE" in run("check").complaint
    assert "no such file" in run("check", str(tmp_path / "none.md")).complaint
    result = check(str(RIGHT), "--html", str(tmp_path / "no" / "folder.html"))
    assert result.status == 2
    assert "can't be written" in result.complaint


def test_a_long_draft_shows_how_far_it_is(check: Run, tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text(f"{QUOTED}\n\n" * 120, encoding="utf-8")
    result = check(str(path))
    assert "120/120 sentences" in result.err
