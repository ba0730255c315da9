"""Loose bounds on time; the benchmark measures it."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator

import pytest

from fidelity.conftest import read_pairs
from ino_assistant.fidelity import Vocabulary, verify
from ino_assistant.fidelity.binding.reading import read_statement_forget
from ino_assistant.fidelity.quantity.quantities import read_quantities

_READINGS = 12
"""How often the quantities of the same texts can be read in the time of a verdict."""


@pytest.fixture(autouse=True)
def no_collection() -> Iterator[None]:
    """What other tests left in memory is not gone through while these are timed."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def _seconds(work: Callable[[], None]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def test_a_verdict_takes_few_times_the_reading_of_its_figures(vocabulary: Vocabulary) -> None:
    """Held against work of the same kind, so that a slow machine or tracing changes neither."""
    pairs = [(p["statement"], p["evidence"]) for p in read_pairs()[::4]]

    def judge() -> None:
        for statement, evidence in pairs:
            verify(statement, evidence, vocabulary)

    def read() -> None:
        for texts in pairs:
            for text in texts:
                read_quantities(text)
        read_quantities.cache_clear()

    judge()  # reads the evidence, which is kept; each statement is new
    read_statement_forget()
    read_quantities.cache_clear()
    assert _seconds(judge) < _READINGS * _seconds(read)


def test_a_long_text_takes_no_long_time() -> None:
    evidence = "CR was 40% with InO and 30% with SC in patients aged ≥55 years. " * 300
    start = time.process_time()
    verify("CR was 41% with InO.", evidence)
    assert time.process_time() - start < 30
