"""A process that holds one backend and does what it is told, line by line, in JSON.

python -m bench.worker BACKEND FOLDER             obeys standard input
python -m bench.worker BACKEND FOLDER QUESTION    answers one question and ends
python -m bench.worker prepare FOLDER             writes the indexes
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from bench import backends

ROOT = Path(__file__).resolve().parents[1]
_LAST_LINES = 12


class BenchError(Exception):
    """The benchmark can't go on; says why."""


class Worker:
    """The other end: starts the process and tells it what to do."""

    def __init__(self, backend: str, data: Path, environment: Mapping[str, str]) -> None:
        self._name = backend
        self._errors = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - closed in `__exit__`
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.worker", backend, str(data)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
            cwd=ROOT,
            env=dict(environment),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout, self._errors):
            if stream is not None:
                stream.close()

    def open(self) -> float:
        """Seconds that loading model and index took, imports included."""
        return self._call({"do": "open"})["seconds"]

    def ask(self, question: str) -> float:
        """Milliseconds that one question took."""
        return self._call({"do": "ask", "question": question})["seconds"] * 1e3

    def build(self, texts: int | None = None) -> float:
        """Seconds that indexing took."""
        return self._call({"do": "build", "texts": texts})["seconds"]

    def memory(self) -> dict[str, float]:
        """See `memory_of`."""
        return memory_of(self._process.pid)

    def _call(self, command: dict[str, Any]) -> dict[str, float]:
        pipe_in, pipe_out = self._process.stdin, self._process.stdout
        assert pipe_in is not None and pipe_out is not None
        try:
            pipe_in.write(json.dumps(command) + "\n")
            pipe_in.flush()
        except BrokenPipeError:
            pass  # what it said before it ended is read below
        line = pipe_out.readline()
        if not line:
            self._errors.seek(0)
            last = self._errors.read().splitlines()[-_LAST_LINES:]
            raise BenchError("\n".join([f"{self._name} ended on {command['do']}:", *last]))
        answer: dict[str, float] = json.loads(line)
        return answer


def memory_of(pid: int) -> dict[str, float]:
    """Megabytes of a process: the most it ever had resident, and its fair share now (PSS).

    The peak is the kernel's own for the program that runs (ru_maxrss also counts what the
    process was before `exec`).
    """
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text("utf-8")
    return {"peak": _megabytes(status, "VmHWM:"), "pss": _megabytes(rollup, "Pss:")}


def _megabytes(text: str, name: str) -> float:
    line = next(line for line in text.splitlines() if line.startswith(name))
    return int(line.split()[1]) / 1024


def _obey(backend: backends.Backend) -> None:
    # What libraries print must not get between the answers.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for line in sys.stdin:
        command = json.loads(line)
        started = time.perf_counter()
        if command["do"] == "open":
            backend.open()
        elif command["do"] == "ask":
            backend.ask(command["question"])
        else:
            backend.build(command["texts"])
        seconds = time.perf_counter() - started
        answers.write(json.dumps({"seconds": seconds}) + "\n")
        answers.flush()


def main(arguments: list[str]) -> None:
    """Run as a process of its own."""
    name, data = arguments[0], Path(arguments[1])
    if name == "prepare":
        backends.prepare(data)
        return
    backend = backends.make(name, data)
    if len(arguments) > 2:
        backend.open()
        backend.ask(arguments[2])
    else:
        _obey(backend)


if __name__ == "__main__":
    main(sys.argv[1:])
