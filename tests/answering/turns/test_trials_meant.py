"""Which trial is meant by `the first trial`, `that one` and what only trials are."""

from __future__ import annotations

import pytest

from answering.conftest import Readers
from ino_assistant.answering.turns.conversation import resolve
from ino_assistant.answering.turns.trials_meant import in_the_trial

ONE = "What was the CR/CRi rate in INO-VATE ALL?"


@pytest.fixture
def two_trials(readers: Readers, monkeypatch: pytest.MonkeyPatch) -> Readers:
    (key,) = {m.concept.key for m in readers.first.read(ONE).mentions if m.concept.kind == "trial"}
    monkeypatch.setitem(readers.first.other_trials, key, "Study 1010")
    return readers


@pytest.mark.parametrize(
    ("turn", "wanted"),
    [
        ("and in the other trial?", "and in Study 1010?"),
        ("and the other one?", "and Study 1010?"),
        ("How many had VOD in the second trial?", "How many had VOD in Study 1010?"),
        ("How many had VOD in the first trial?", "How many had VOD in INO-VATE ALL?"),
        ("how long did that trial last?", "how long did INO-VATE ALL last?"),
        ("was it blinded?", "was INO-VATE ALL blinded?"),
        ("How many took part in it?", "How many took part in INO-VATE ALL?"),
        ("why did that one fail?", "why did INO-VATE ALL fail?"),
        ("was it significant?", "was it significant?"),
        ("what was the first trial drug?", "what was the first trial drug?"),
    ],
)
def test_the_trial_that_is_meant(two_trials: Readers, turn: str, wanted: str) -> None:
    assert in_the_trial(turn, [ONE], two_trials.first) == wanted


def test_of_two_named_the_first_is_the_one_named_first(readers: Readers) -> None:
    told = in_the_trial("in the first trial?", [ONE, "VOD in Study 1010?"], readers.first)
    assert told == "in INO-VATE ALL?"


def test_where_none_was_named_it_is_the_trial(readers: Readers) -> None:
    told = resolve("was that blinded?", ["What was the CR/CRi rate?"], readers.first)
    assert told.standalone == "was the trial blinded?"
