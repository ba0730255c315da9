"""Files that the page hands out, and to whom."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.requests import Request
from starlette.testclient import TestClient

from ino_assistant.people import SignInError
from ino_assistant.records import Actor
from ino_assistant.web.reviewing import files
from ino_assistant.web.reviewing.files import files_router
from ino_assistant.web.reviewing.office import Caller
from review.office import ADA, ANN, FAY, SUE
from web.reviewing.desk import WHO, Desk, caller


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.office.store.close()


@pytest.fixture
def client(desk: Desk) -> TestClient:
    def known(request: Request) -> Caller:
        if WHO not in request.cookies:
            raise SignInError("sign in")
        return caller(request)

    app = FastAPI()
    app.include_router(files_router(desk.office, known))
    return TestClient(app)


def status(client: TestClient, path: str, actor: Actor | None) -> int:
    client.cookies.clear()
    if actor is not None:
        client.cookies.set(WHO, actor.id)
    return client.get(f"/review/files/{path}").status_code


def test_a_standard_response_is_a_download(client: TestClient, desk: Desk) -> None:
    review = desk.approved()
    client.cookies.set(WHO, ANN.id)
    for form, begins in (("docx", b"PK"), ("pdf", b"%PDF")):
        got = client.get(f"/review/files/response/{review}.{form}")
        assert got.status_code == 200
        assert got.content.startswith(begins)
        assert got.headers["content-disposition"].startswith("attachment")
        assert got.headers["cache-control"] == "no-store"


def test_everybody_gets_what_is_theirs(client: TestClient, desk: Desk) -> None:
    review, report = desk.approved(), desk.reported()
    document = desk.office.corpus.documents[0].id
    for path, may, may_not in (
        (f"response/{review}.pdf", ANN, FAY),
        (f"report/{report}.docx", SUE, ANN),
        (f"report/{report}.json", SUE, ADA),
        ("records.csv", ANN, FAY),
        ("records.jsonl", ADA, SUE),
        ("trail.jsonl", ADA, ANN),
        ("evaluation-cases.jsonl", ANN, FAY),
        (f"corpus/{document}", ANN, SUE),
    ):
        assert status(client, path, may) == 200, path
        assert status(client, path, may_not) == 403, path
        assert status(client, path, None) == 401, path
    assert status(client, "corpus/none", ANN) == 404
    assert status(client, "response/none.pdf", ANN) == 404
    assert status(client, f"response/{review}.exe", ANN) == 404


def test_the_trail_is_whole_in_its_export(
    client: TestClient, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_BATCH", 2)
    desk.approved()
    client.cookies.set(WHO, ADA.id)
    lines = client.get("/review/files/trail.jsonl").text.splitlines()
    numbers = [json.loads(line)["seq"] for line in lines]
    assert numbers == list(range(1, numbers[-1] + 1))
    assert len(numbers) > 4
    assert json.loads(lines[-1])["action"] == "export.trail"


def test_what_is_in_force_leaves_as_evaluation_cases(client: TestClient, desk: Desk) -> None:
    review = desk.approved()
    client.cookies.set(WHO, ANN.id)
    [line] = client.get("/review/files/evaluation-cases.jsonl").text.splitlines()
    assert json.loads(line)["id"] == f"r-{review[:12]}"
    last = desk.office.audit_entries(ADA, newest_first=True, limit=1)[0]
    assert last["action"] == "export.evaluation"


def test_records_that_are_gone_are_told(client: TestClient, desk: Desk, tmp_path: Path) -> None:
    desk.office.store.close()
    (tmp_path / "records.sqlite3").write_bytes(b"no database" * 1000)
    assert status(client, "trail.jsonl", ADA) == 503
