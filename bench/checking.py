"""Checking statements against evidence, beside reading the quantities of the same texts."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

from bench.report import Figure
from bench.worker import ROOT, BenchError

_PAIRS = ROOT / "tests" / "fidelity" / "pairs.jsonl"
_SHOWN = 1000
_NAME = f"checking {_SHOWN} statements"


def checking(rounds: int, path: Path = _PAIRS) -> list[Figure]:
    """Seconds of one core for a thousand statements; the evidence has been read before.

    Args:
        rounds: how often everything is checked; the fastest counts.
        path: JSON lines with `statement` and `evidence`.

    Raises:
        BenchError: the statements can't be read.
    """
    from ino_assistant.fidelity import Vocabulary, verify
    from ino_assistant.fidelity.binding.reading import read_statement_forget
    from ino_assistant.fidelity.quantity.quantities import read_quantities

    try:
        lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        pairs = [(line["statement"], line["evidence"]) for line in lines]
    except (OSError, ValueError, KeyError) as error:
        raise BenchError(f"{path}: {error}") from error
    vocabulary = Vocabulary()

    def check() -> None:
        for statement, evidence in pairs:
            verify(statement, evidence, vocabulary)

    def read() -> None:
        for statement, evidence in pairs:
            read_quantities(statement)
            read_quantities(evidence)

    def forget() -> None:
        # Statements are read anew each time, as new ones are; their evidence is not.
        read_statement_forget()
        read_quantities.cache_clear()

    check()  # reads the evidence
    ours = _fastest(check, rounds, forget)
    floor = _fastest(read, rounds, read_quantities.cache_clear)
    share = _SHOWN / len(pairs)
    note = f"{len(pairs) / ours:.0f} statements a second on one core, their evidence read before"
    reference = "floor: the grammar over the same texts"
    return [Figure(_NAME, "s", ours * share, reference, floor * share, note=note)]


def _fastest(work: Callable[[], None], rounds: int, forget: Callable[[], None]) -> float:
    taken = []
    for _ in range(rounds):
        forget()
        started = time.process_time()
        work()
        taken.append(time.process_time() - started)
    return min(taken)
