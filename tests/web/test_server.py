from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from ino_assistant.errors import AssistantError
from ino_assistant.records.store import store_of
from ino_assistant.settings import Settings
from ino_assistant.web import server
from ino_assistant.web.address import take_port
from web.clients import client_of
from web.fake import ALFA, FakeAssistant, FakeOffice


def test_health(client: httpx.Client) -> None:
    assert client.get("/health").json() == {
        "status": "ok",
        "documents": ["review"],
        "corpus_version": "c0ffee0123456789",
        "index_version": "i1",
        "renewing": False,
    }


def test_the_reviewing_page_is_found_without_its_slash(client: httpx.Client) -> None:
    answer = client.get("/review")
    assert (answer.status_code, answer.headers["location"]) == (307, "/review/")


def test_asking_by_json(client: httpx.Client, assistant: FakeAssistant) -> None:
    answer = client.post(
        "/api/ask", json={"question": "What was the response?", "turns": ["Before?"]}
    ).json()
    assert assistant.asked == [("What was the response?", ("Before?",))]
    assert answer["outcome"] == "answered"
    assert answer["citations"][0]["quote"].startswith("In the study")
    assert answer["boxed_warning"][0]["text"] == ALFA.text


def test_a_fault_is_told_as_json(client: httpx.Client) -> None:
    answer = client.post("/api/ask", json={"question": "break it"})
    assert answer.status_code == 500
    assert list(answer.json()) == ["error"]


@pytest.mark.parametrize(
    "body", [{}, {"question": 1}, {"question": "a", "turns": "b"}, {"question": "a", "more": 1}]
)
def test_other_bodies_are_refused(client: httpx.Client, body: dict[str, Any]) -> None:
    assert client.post("/api/ask", json=body).status_code == 422


def test_an_endless_body_is_refused(client: httpx.Client, assistant: FakeAssistant) -> None:
    body = {"question": "x" * (server.MAX_BODY_BYTES + 1)}
    assert client.post("/api/ask", json=body).status_code == 413
    assert assistant.asked == []


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "192.168.0.2", "[::", ""])
def test_requests_under_another_name_are_refused(client: httpx.Client, host: str) -> None:
    for path in ("/health", "/", "/config"):
        assert client.get(path, headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("host", ["localhost:7860", "127.0.0.1", "[::1]:7860"])
def test_requests_under_names_of_this_machine(client: httpx.Client, host: str) -> None:
    assert client.get("/health", headers={"Host": host}).status_code == 200


def test_the_browser_is_told_to_load_nothing_from_elsewhere(client: httpx.Client) -> None:
    policy = client.get("/").headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "http" not in policy


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json", "/gradio_api/runs"])
def test_pages_that_are_switched_off(client: httpx.Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_page_of_gradio_has_no_extras(client: httpx.Client) -> None:
    config = client.get("/config").json()
    assert config["title"] == "Ino Assistant"
    assert config["footer_links"] == []
    assert config["analytics_enabled"] is False
    assert config["run_history"] is False
    assert not config["show_error"]
    assert {d["api_visibility"] for d in config["dependencies"]} == {"private"}


def test_any_address_but_loopback_is_refused() -> None:
    said: list[str] = []
    with pytest.raises(AssistantError, match="no sign-in is configured"):
        server.serve(Settings(), "0.0.0.0", 0, log=said.append)
    assert said == []


def test_a_refusal_comes_before_anything_heavy_is_loaded() -> None:
    """In a process of its own: other tests have loaded everything."""
    code = """
import sys
from ino_assistant.errors import AssistantError
from ino_assistant.settings import Settings
from ino_assistant.web.server import serve
for host, port in [("0.0.0.0", 0), ("127.0.0.1", int(sys.argv[1]))]:
    try:
        serve(Settings(), host, port, log=lambda line: None)
    except AssistantError as error:
        assert "\\n" not in str(error)
    else:
        raise SystemExit("served")
heavy = {"gradio", "pandas", "onnxruntime", "chromadb", "torch"} & set(sys.modules)
assert not heavy, heavy
"""
    with take_port("127.0.0.1", 0) as taken:
        taken.listen()
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "-c", code, port],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert (done.returncode, done.stderr) == (0, "")


def test_serving_opens_and_warms_the_assistant_and_says_when_it_is_ready(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Ready is said while requests are taken, after the assistant has been warmed."""
    # Its own: an app that was stopped can't be started again.
    app = server.create_app(FakeOffice(), Settings())
    said: list[str] = []
    warmed_when_ready: list[int] = []
    warmed: list[Settings] = []
    states: list[str] = []

    def log(line: str) -> None:
        said.append(line)
        warmed_when_ready.append(len(warmed))
        running[0].should_exit = True

    running: list[server.Server] = []
    make_server = server.make_server

    def remembered(*args: Any, **more: Any) -> server.Server:
        running.append(make_server(*args, **more))
        return running[0]

    monkeypatch.setattr(server, "make_server", remembered)
    monkeypatch.setattr(server, "create_app", lambda *args: app)

    def open_prepared(settings: Settings, *, log: Callable[[str], None]) -> FakeOffice:
        warmed.append(settings)
        office = FakeOffice()
        office.store = store_of(Settings(data_dir=tmp_path))
        return office

    monkeypatch.setattr("ino_assistant.web.preparing.open_prepared", open_prepared)
    app.state.end_streams, end_streams = lambda: states.append("ended"), app.state.end_streams
    try:
        server.serve(Settings(), "127.0.0.1", 0, log=log)
    finally:
        app.state.end_streams = end_streams
    assert len(said) == 1
    assert said[0].startswith("Ino Assistant is ready: http://127.0.0.1:")
    assert warmed_when_ready == [1]
    assert states == ["ended"]


def test_what_can_not_be_recorded_is_told_as_json(client: httpx.Client) -> None:
    answer = client.post("/api/ask", json={"question": "Is the disk full?"})
    assert answer.status_code == 503
    assert answer.json() == {"error": "not answered, as it could not be recorded: full"}


def test_where_people_sign_in_nobody_else_asks_by_json() -> None:
    app = server.create_app(FakeOffice(), Settings(accounts=True))
    with client_of(app, base_url="http://127.0.0.1") as client:
        answer = client.post("/api/ask", json={"question": "What was the response?"})
        assert client.get("/config").status_code == 401
    assert answer.status_code == 401
