"""A loose bound on time; the benchmark measures it."""

from __future__ import annotations

import time

from fidelity.conftest import read_pairs
from ino_assistant.fidelity import Vocabulary, verify


def test_hundreds_of_statements_a_second(vocabulary: Vocabulary) -> None:
    pairs = [(p["statement"], p["evidence"]) for p in read_pairs()]
    for statement, evidence in pairs:
        verify(statement, evidence, vocabulary)
    start = time.process_time()
    for statement, evidence in pairs:
        verify(statement, evidence, vocabulary)
    assert len(pairs) / (time.process_time() - start) > 200


def test_a_long_text_takes_no_long_time() -> None:
    evidence = "CR was 40% with InO and 30% with SC in patients aged ≥55 years. " * 300
    start = time.process_time()
    verify("CR was 41% with InO.", evidence)
    assert time.process_time() - start < 30
