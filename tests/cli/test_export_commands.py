"""Exports at the terminal: what is written, what is printed, and how they end."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from corpus.making import DOCUMENTS
from ino_assistant.cli.main import main
from ino_assistant.records import Store, open_store
from ino_assistant.records.audit import entries
from ino_assistant.records.safety import file_report
from ino_assistant.settings import Settings
from review.office import FAY, QUESTION, Office

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("INO_ASSISTANT_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("INO_ASSISTANT_CORPUS_DIR", str(DOCUMENTS))

    def run(*arguments: object) -> tuple[int, str, str]:
        status = main([str(a) for a in arguments])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run


def opened(tmp_path: Path) -> Store:
    return open_store(Settings(data_dir=tmp_path / "var"))


def approved(tmp_path: Path) -> str:
    store = opened(tmp_path)
    review = Office(store).approved_review()
    store.close()
    return review


def actions(tmp_path: Path) -> list[tuple[str, str]]:
    store = opened(tmp_path)
    with store.reading() as session:
        found = [(e.action, e.actor_id.split(":")[0]) for e in entries(session)]
    store.close()
    return found


def test_a_response_document_is_written(run: Run, tmp_path: Path) -> None:
    review = approved(tmp_path)
    for form, begins in (("docx", b"PK"), ("pdf", b"%PDF-")):
        file = tmp_path / f"response.{form}"
        assert run("review", "export", f"--{form}", review, file) == (0, "", f"written to {file}\n")
        assert file.read_bytes().startswith(begins)
        assert actions(tmp_path)[-1] == ("export.standard_response", "terminal")
    status, _, err = run("review", "export", "--pdf", "none", tmp_path / "x.pdf")
    assert (status, err) == (2, "ino-assistant: no review 'none'\n")
    assert not (tmp_path / "x.pdf").exists()
    blocked = tmp_path / "response.pdf" / "x.pdf"
    status, _, err = run("review", "export", "--pdf", review, blocked)
    assert status == 2
    assert "can't be written" in err


def test_the_records_are_written(run: Run, tmp_path: Path) -> None:
    approved(tmp_path)
    lines, table = tmp_path / "r.jsonl", tmp_path / "r.csv"
    assert run("records", "export", "--jsonl", lines) == (0, "", f"written to {lines}\n")
    assert run("records", "export", "--csv", table)[0] == 0
    [line] = [json.loads(text) for text in lines.read_text().splitlines()]
    assert line["request"]["question"] == QUESTION
    with table.open(encoding="utf-8-sig", newline="") as file:
        [row] = csv.DictReader(file)
    assert row["request.question"] == QUESTION
    assert actions(tmp_path)[-2:] == [("export.records", "terminal")] * 2


def test_the_records_of_some_days_are_written(run: Run, tmp_path: Path) -> None:
    approved(tmp_path)
    lines, today = tmp_path / "r.jsonl", datetime.now(UTC).date()
    asked = ("records", "export", "--jsonl", lines)
    for days, number in (
        (("--since", today), 1),
        (("--since", today - timedelta(days=1), "--until", today), 1),
        (("--until", today - timedelta(days=1)), 0),
    ):
        assert run(*asked, *days)[0] == 0
        assert len(lines.read_text().splitlines()) == number
    status, _, err = run(*asked, "--since", today, "--until", today - timedelta(days=1))
    assert (status, err.count("\n")) == (2, 1)
    assert "before the first" in err
    status, _, err = run(*asked, "--since", "yesterday")
    assert status == 2
    assert "no day: 'yesterday'; write it as 2026-01-31" in err


def test_a_safety_report_is_written(run: Run, tmp_path: Path) -> None:
    from exports.test_safety import Report

    store = opened(tmp_path)
    with store.writing(FAY) as work:
        report = file_report(work, Report(), due_hours=24)
    store.close()
    for form in ("json", "docx"):
        assert run("safety", "export", report, tmp_path / f"r.{form}")[0] == 0
    assert json.loads((tmp_path / "r.json").read_text())["words"] == Report().reported
    assert actions(tmp_path)[-2:] == [
        ("safety.read", "terminal"),
        ("export.safety_report", "terminal"),
    ]
    status, _, err = run("safety", "export", report, tmp_path / "r.pdf")
    assert (status, err) == (2, "ino-assistant: no such form: 'pdf'; one of docx, json\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ("review", "export"),
        ("review", "export", "--pdf", "x"),
        ("review", "export", "--pdf", "x", "y", "--docx", "x", "y"),
        ("records", "export"),
        ("records", "export", "--csv", "a", "--jsonl", "b"),
        ("safety", "export", "x"),
        ("safety",),
    ],
)
def test_wrong_usage_is_told(run: Run, arguments: tuple[str, ...]) -> None:
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert err.count("\n") == 1
