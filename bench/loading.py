"""Many people asking at once, by Locust against the web app as it is served."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.report import Figure, percentile
from bench.serving import served
from bench.worker import ROOT, BenchError

PEOPLE = 20
SLACK = 3.0
"""How much longer than its share of the machine an answer may take."""
_WAYS = {"api": "HTTP interface", "page": "page"}
_MOST_LINES = 12


def loading(
    questions: Sequence[str],
    environment: Mapping[str, str],
    folder: Path,
    *,
    seconds: int,
    cores: int,
) -> list[Figure]:
    """Twenty people beside one, on the HTTP interface and on the page.

    Args:
        questions: shared out among the people.
        environment: of the server's process.
        folder: for records, logs and what Locust is told.
        seconds: that each round takes.
        cores: of the machine.

    Raises:
        BenchError: the app can't be started; somebody got an error, or what belongs to another.
    """
    told = folder / "questions.json"
    told.write_text(json.dumps(list(questions)), encoding="utf-8")
    records = {
        "INO_ASSISTANT_DATABASE_URL": f"sqlite:///{folder / 'load.sqlite3'}",
        "INO_ASSISTANT_AUDIT_ANCHOR": str(folder / "load-anchor.json"),
    }
    figures: list[Figure] = []
    with served({**environment, **records}, folder / "load.log") as (_, address):
        for way, name in _WAYS.items():
            alone = ask_at_once(address, told, way, people=1, seconds=seconds)
            many = ask_at_once(address, told, way, people=PEOPLE, seconds=seconds)
            fair = percentile(alone, 0.95) * PEOPLE / cores
            figures.append(
                Figure(
                    f"{PEOPLE} people at once, {name}, p95",
                    "ms",
                    percentile(many, 0.95),
                    f"one person's p95 x {PEOPLE} people / {cores} cores",
                    fair,
                    SLACK,
                    f"{name}: {len(many)} answers in {seconds} s, each to its own question, "
                    f"none failed; one person's p95 {percentile(alone, 0.95):.0f} ms",
                )
            )
    return figures


def ask_at_once(
    address: str, questions: Path, way: str, *, people: int, seconds: int
) -> list[float]:
    """Milliseconds of the answers that so many people got.

    Args:
        address: of the app.
        questions: file with a JSON list.
        way: `api` or `page`, see `bench.people`.
        people: that ask, each one question after the other.
        seconds: for how long.

    Raises:
        BenchError: somebody got an error, or what belongs to another; says what.
    """
    command = [sys.executable, "-m", "locust", "-f", str(ROOT / "bench" / "people.py")]
    command += ["--headless", "--host", address, "--users", str(people)]
    command += ["--spawn-rate", str(people), "--run-time", f"{seconds}s", "--stop-timeout", "30"]
    command += ["--json", "--exit-code-on-error", "0", "--loglevel", "ERROR"]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={
            **os.environ,
            "INO_BENCH_QUESTIONS": str(questions),
            "INO_BENCH_WAY": way,
            "INO_BENCH_PEOPLE": str(people),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BenchError("\n".join(["locust fails:", *done.stderr.splitlines()[-_MOST_LINES:]]))
    found: list[dict[str, Any]] = json.loads(done.stdout)
    asked = next((entry for entry in found if entry["method"] == "ASK"), None)
    if asked is None or any(entry["num_failures"] for entry in found):
        said = [line for line in done.stderr.splitlines() if "Error" in line]
        raise BenchError("\n".join([f"{people} people, {way}: not all went well", *said[:5]]))
    return [float(ms) for ms, count in asked["response_times"].items() for _ in range(count)]
