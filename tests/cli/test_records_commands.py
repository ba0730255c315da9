"""`audit`, `records` and `review` at the terminal: what they print, and how they end."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from corpus.making import DOCUMENTS
from ino_assistant.cli.main import main
from ino_assistant.cli.terminal import operator
from ino_assistant.records import Store, open_store
from ino_assistant.records.database import WRITING
from ino_assistant.settings import Settings
from review.office import ANN, QUESTION, SECRET, Office

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


def tamper(tmp_path: Path, statement: str) -> None:
    store = opened(tmp_path)
    with store.engine.connect() as plain:
        connection = plain.execution_options(**{WRITING: True})
        for name in ("update", "delete"):
            connection.execute(text(f"DROP TRIGGER audit_no_{name}"))
        connection.execute(text(statement))
        connection.commit()
    store.close()


def test_a_trail_that_is_whole_verifies(run: Run, tmp_path: Path) -> None:
    assert run("audit", "verify") == (0, "0 entries: nothing was recorded yet\n", "")
    assert not (tmp_path / "var").exists()
    approved(tmp_path)
    status, out, err = run("audit", "verify")
    assert (status, err) == (0, "")
    assert out.startswith("6 entries, head 6 ")
    status, out, _ = run("audit", "verify", "--json")
    report = json.loads(out)
    assert (status, report["whole"], report["entries"], report["problems"]) == (0, True, 6, [])


def test_a_broken_trail_is_told_entry_by_entry(run: Run, tmp_path: Path) -> None:
    approved(tmp_path)
    tamper(tmp_path, "UPDATE audit SET reason = 'nothing' WHERE seq = 3")
    status, out, err = run("audit", "verify")
    assert status == 1
    assert "entry 3 was altered" in out
    assert err == "ino-assistant: the audit trail is broken: 1 finding\n"
    status, out, _ = run("audit", "verify", "--json")
    assert (status, json.loads(out)["problems"][0]["entry"]) == (1, 3)


def test_records_that_are_gone_are_told(run: Run, tmp_path: Path) -> None:
    approved(tmp_path)
    (tmp_path / "var" / "records.sqlite3").unlink()
    status, _, err = run("audit", "verify")
    assert status == 2
    assert "can't be reached" in err


def test_a_backup_is_made_and_restored(run: Run, tmp_path: Path) -> None:
    approved(tmp_path)
    status, _, err = run("records", "backup", tmp_path / "b.sqlite3")
    assert (status, err) == (0, f"written to {tmp_path / 'b.sqlite3'}\n")
    assert run("records", "restore", tmp_path / "b.sqlite3", "--reason", "drill")[0] == 0
    status, _, err = run("audit", "verify")
    assert status == 0
    assert "restored: drill" in err
    for part in (tmp_path / "var").glob("records.sqlite3*"):
        part.unlink()
    status, out, _ = run("records", "restore", tmp_path / "b.sqlite3", "--reason", "lost")
    assert status == 1
    assert "are lost" in out
    assert run("audit", "verify")[0] == 0
    status, out, _ = run("review", "upkeep")
    assert (status, out) == (0, "0 expired, 1 invalidated\n")


def test_a_gap_is_owned_up_to(run: Run, tmp_path: Path) -> None:
    approved(tmp_path)
    (tmp_path / "var" / "audit-anchor.json").unlink()
    assert run("audit", "verify")[0] == 1
    assert run("audit", "restored", "--reason", "new folder")[0] == 0
    assert run("audit", "verify")[0] == 0
    status, _, err = run("audit", "restored", "--reason", "again")
    assert (status, "nothing is missing" in err) == (2, True)


def test_approved_answers_are_exported_as_cases(run: Run, tmp_path: Path) -> None:
    approved(tmp_path)
    file = tmp_path / "cases.jsonl"
    assert run("review", "export", "--eval", file)[:2] == (0, "1 added, 0 there already\n")
    status, out, err = run("review", "export", "--eval", file)
    assert (status, out) == (0, "0 added, 1 there already\n")
    assert err == f"there already: {QUESTION}\n"
    assert json.loads(file.read_text())["question"] == QUESTION
    line = json.loads(file.read_text())
    assert line["reviewed_by"] == "Ann Example"


def test_what_makes_no_case_is_told(run: Run, tmp_path: Path) -> None:
    from review.office import changed_source

    store = opened(tmp_path)
    office = Office(store)
    later = office.with_corpus(changed_source(office.corpus, "kardento-faq"))
    review = later.claimed()
    later.desk.approve(ANN, review, 2, SECRET, "fine")
    store.close()
    status, out, err = run("review", "export", "--eval", tmp_path / "cases.jsonl")
    assert (status, out) == (0, "0 added, 0 there already\n")
    assert err == f"no case, its source has changed: review {review}\n"


def test_who_has_no_name_here_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    import getpass

    def nobody() -> str:
        raise KeyError("no such user")

    monkeypatch.setattr(getpass, "getuser", nobody)
    assert operator().id == "terminal:unknown"
    assert not operator().may("approve")
