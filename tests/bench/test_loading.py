"""That people who get another's answer are noticed when many ask at once."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

ROOT = Path(__file__).resolve().parents[2]
QUESTIONS = [f"question {number}?" for number in range(40)]


class Honest(BaseHTTPRequestHandler):
    """Answers each question, and remembers what was asked in each conversation."""

    kept: ClassVar[dict[str, list[dict[str, str]]]] = {}
    numbers: ClassVar[Iterator[int]] = itertools.count()

    def do_POST(self) -> None:
        sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        conversation = sent.get("conversation") or f"c{next(self.numbers)}"
        self.kept.setdefault(conversation, []).append({"question": sent["question"]})
        self.answer({"conversation_id": conversation, **self.answer_to(sent["question"])})

    def do_GET(self) -> None:
        conversation = self.path.rsplit("/", 1)[-1]
        self.answer({"turns": self.kept.pop(conversation, [])})

    def answer_to(self, question: str) -> dict[str, object]:
        return {"question": question, "text": "Yes.", "boxed_warning": [{}]}

    def answer(self, content: object) -> None:
        body = json.dumps(content).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *given: object) -> None:
        """Nothing: a test has no log."""


class MixedUp(Honest):
    def answer_to(self, question: str) -> dict[str, object]:
        return super().answer_to("question 7?")


class WithoutWarning(Honest):
    def answer_to(self, question: str) -> dict[str, object]:
        return {**super().answer_to(question), "boxed_warning": []}


@contextmanager
def serving(handler: type[Honest]) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def told(tmp_path: Path) -> Path:
    file = tmp_path / "questions.json"
    file.write_text(json.dumps(QUESTIONS), encoding="utf-8")
    return file


def asked_at_once(address: str, told: Path) -> subprocess.CompletedProcess[str]:
    """Five people for a second; in a process of its own, for `bench` is no part of the tests."""
    code = (
        "import sys; from pathlib import Path; from bench.loading import ask_at_once; "
        "print(*ask_at_once(sys.argv[1], Path(sys.argv[2]), 'api', people=5, seconds=1))"
    )
    command = [sys.executable, "-c", code, address, str(told)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_each_gets_their_own_answer(told: Path) -> None:
    with serving(Honest) as address:
        done = asked_at_once(address, told)
    assert done.returncode == 0, done.stderr
    taken = [float(milliseconds) for milliseconds in done.stdout.split()]
    assert len(taken) >= 5
    assert all(milliseconds > 0 for milliseconds in taken)


@pytest.mark.parametrize(
    ("handler", "words"), [(MixedUp, "MixedUpError"), (WithoutWarning, "not whole")]
)
def test_what_is_not_their_own_fails(told: Path, handler: type[Honest], words: str) -> None:
    with serving(handler) as address:
        done = asked_at_once(address, told)
    assert done.returncode != 0
    assert "BenchError" in done.stderr
    assert words in done.stderr
