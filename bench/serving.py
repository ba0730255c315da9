"""The web app as a process: started on a free port, asked, measured, stopped."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bench.worker import ROOT, BenchError, memory_of

# As `ino-assistant serve` does it, also before there is such a command.
_SERVE = (
    "import sys; from ino_assistant.web.server import serve; "
    "from ino_assistant.settings import load_settings; "
    "serve(load_settings(), '127.0.0.1', 0, log=lambda line: print(line, flush=True))"
)
_READY = re.compile(r"http://\S+")
_START_SECONDS = 180


def memory_after(
    questions: Iterable[str], environment: Mapping[str, str], errors: Path
) -> dict[str, float]:
    """Memory of a fresh web app after these questions, see `memory_of`.

    Args:
        questions: asked one after the other.
        environment: of the process.
        errors: file that its standard error goes to.

    Raises:
        BenchError: it can't be started, or gives no answer.
    """
    with served(environment, errors) as (pid, address):
        try:
            for question in questions:
                _ask(address, question)
            return memory_of(pid)
        except OSError as error:
            raise BenchError(f"the web app gives no answer: {error}") from error


@contextmanager
def served(environment: Mapping[str, str], errors: Path) -> Iterator[tuple[int, str]]:
    """A fresh web app: its process id and address. It is killed in the end.

    Args:
        environment: of the process.
        errors: file that its standard error goes to.

    Raises:
        BenchError: it can't be started.
    """
    with (
        errors.open("w", encoding="utf-8") as stream,
        subprocess.Popen(
            [sys.executable, "-c", _SERVE],
            stdout=subprocess.PIPE,
            stderr=stream,
            text=True,
            cwd=ROOT,
            env=dict(environment),
        ) as process,
    ):
        limit = threading.Timer(_START_SECONDS, process.kill)
        limit.start()
        try:
            address = _address(process, errors)
            limit.cancel()
            yield process.pid, address
        finally:
            limit.cancel()
            process.kill()


def _address(process: subprocess.Popen[str], errors: Path) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        found = _READY.search(line)
        if found:
            return found[0].rstrip("/")
    last = errors.read_text("utf-8").splitlines()[-1:]
    raise BenchError(" ".join(["the web app can't be started:", *last]))


def _ask(address: str, question: str) -> None:
    request = urllib.request.Request(
        f"{address}/api/ask",
        data=json.dumps({"question": question}).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=60) as response:
        response.read()
