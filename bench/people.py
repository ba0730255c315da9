"""People who ask, for Locust: each has questions of their own, and knows an answer to another's.

    INO_BENCH_QUESTIONS=FILE INO_BENCH_WAY=api|page INO_BENCH_PEOPLE=N locust -f bench/people.py …

The file has one JSON list of questions, which N people share: one person alone asks all of them.
`api` asks over the HTTP interface and looks into the records in the end; `page` does what the page
in a browser does.
"""

from __future__ import annotations

import itertools
import json
import os
import time
from html import escape
from pathlib import Path
from typing import Any
from uuid import uuid4

from locust import HttpUser, constant, task

PEOPLE = int(os.environ.get("INO_BENCH_PEOPLE", "20"))
_TURNS = 3  # of a conversation
_QUESTIONS: list[str] = json.loads(Path(os.environ["INO_BENCH_QUESTIONS"]).read_text("utf-8"))
_WAY = os.environ.get("INO_BENCH_WAY", "api")
_numbers = itertools.count()


class MixedUpError(Exception):
    """An answer, or a record, that belongs to somebody else."""


class Person(HttpUser):
    """Somebody who asks one question after the other, and never waits in between."""

    wait_time = constant(0)

    def on_start(self) -> None:
        """Take questions that nobody else has, and open the page."""
        mine = next(_numbers) % PEOPLE
        self._mine = _QUESTIONS[mine::PEOPLE]
        self._others = [escape(q) for n, q in enumerate(_QUESTIONS) if n % PEOPLE != mine]
        self._asked = itertools.cycle(self._mine)
        self._conversation: str | None = None
        self._turns: list[str] = []
        if _WAY == "page":
            config = self.client.get("/config").json()
            self._event = _event_of(config)
            self._session = uuid4().hex

    @task
    def ask(self) -> None:
        """Ask the next question; what is wrong with the answer is a failure of Locust's."""
        question = next(self._asked)
        started = time.perf_counter()
        fault: Exception | None = None
        try:
            (self._by_page if _WAY == "page" else self._by_api)(question)
        except Exception as error:
            fault = error
        self.environment.events.request.fire(
            request_type="ASK",
            name=_WAY,
            response_time=(time.perf_counter() - started) * 1e3,
            response_length=0,
            exception=fault,
            context={},
        )

    def _by_api(self, question: str) -> None:
        sent: dict[str, Any] = {"question": question}
        if self._conversation is not None:
            sent["conversation"] = self._conversation
        response = self.client.post("/api/ask", json=sent, name="-")
        response.raise_for_status()
        answer = response.json()
        if answer["question"] != question:
            raise MixedUpError(f"{question!r} got the answer to {answer['question']!r}")
        if self._conversation not in (None, answer["conversation_id"]):
            raise MixedUpError("an answer of another conversation")
        if not answer["boxed_warning"] or not answer["text"]:
            raise ValueError("an answer that is not whole")
        self._conversation = answer["conversation_id"]
        self._turns.append(question)
        if len(self._turns) == _TURNS:
            kept = self.client.get(f"/api/conversations/{self._conversation}", name="-").json()
            if [turn["question"] for turn in kept["turns"]] != self._turns:
                raise MixedUpError("the records have other questions in this conversation")
            self._conversation, self._turns = None, []

    def _by_page(self, question: str) -> None:
        sent = {
            "data": [question, None, ""],
            "fn_index": self._event,
            "trigger_id": None,
            "session_hash": self._session,
        }
        joined = self.client.post("/gradio_api/queue/join", json=sent, name="-")
        joined.raise_for_status()
        stream = self.client.get(
            f"/gradio_api/queue/data?session_hash={self._session}", stream=True, name="-"
        )
        for line in stream.iter_lines():
            if not line.startswith(b"data:"):
                continue
            told = json.loads(line[5:])
            if told["msg"] == "process_completed":
                stream.close()
                self._look_at(told, question)
                return
        raise ValueError("the stream ended without an answer")

    def _look_at(self, told: dict[str, Any], question: str) -> None:
        if not told["success"]:
            raise ValueError(f"no answer: {told['output']}")
        page = json.dumps(told["output"]["data"], ensure_ascii=False)
        asked = f"<p>{escape(question)}</p>"
        if json.dumps(asked, ensure_ascii=False)[1:-1] not in page:
            raise MixedUpError(f"the page does not show {question!r}")
        for other in self._others:
            if json.dumps(f"<p>{other}</p>", ensure_ascii=False)[1:-1] in page:
                raise MixedUpError(f"the page shows {other!r}, which somebody else asked")
        if "boxed-warning" not in page:
            raise ValueError("a page without its boxed warning")


def _event_of(config: dict[str, Any]) -> int:
    """The event of the page that asks: that of its question box."""
    box = next(c["id"] for c in config["components"] if c["props"].get("elem_id") == "question")
    return int(next(d["id"] for d in config["dependencies"] if [box, "submit"] in d["targets"]))
