"""Calls end in time, and a model that fails is left alone for a while."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest

from ino_assistant.llm.calling import Breaker, Caller, NoReplyError
from llm.models import Model, as_llm, caller_of


def test_what_is_said_is_returned() -> None:
    assert caller_of(lambda m: "said").ask([]) == "said"


def raising(error: BaseException) -> Any:
    def does(messages: Any) -> Any:
        raise error

    return does


@pytest.mark.parametrize(
    "error", [ValueError("sk-secret"), MemoryError(), SystemExit(1), KeyboardInterrupt()]
)
def test_whatever_a_model_raises_is_one_error_without_its_text(
    error: BaseException, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(NoReplyError) as caught:
        caller_of(raising(error)).ask([])
    assert "secret" not in f"{caught.value} {caplog.text}"


@pytest.mark.parametrize("said", ["", "  \n", "x" * 6001, None, 7])
def test_what_is_no_reply_is_an_error(said: Any) -> None:
    with pytest.raises(NoReplyError):
        caller_of(lambda m: said).ask([])


def test_a_call_ends_in_time_and_the_model_then_rests() -> None:
    over = threading.Event()
    model = Model(lambda m: str(over.wait(30)))
    caller = Caller(as_llm(model), seconds=0.2)
    started = time.monotonic()
    for _ in range(5):
        with pytest.raises(NoReplyError):
            caller.ask([])
    assert time.monotonic() - started < 5
    assert model.asked == 1
    over.set()


def test_calls_left_behind_are_no_more_than_allowed() -> None:
    over = threading.Event()
    model = Model(lambda m: str(over.wait(30)))
    caller = Caller(as_llm(model), seconds=0.1, at_once=2, breaker=Breaker(tries=10_000))
    for _ in range(4):
        with pytest.raises(NoReplyError):
            caller.ask([])
        caller.breaker.worked()
    assert model.asked == 2
    over.set()


def test_no_thread_to_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    caller = caller_of(lambda m: "said", at_once=1)
    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", raising(RuntimeError("no more threads")))
        with pytest.raises(NoReplyError, match="no thread"):
            caller.ask([])
    assert caller.ask([]) == "said", "its place is free again"


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_breaker_opens_after_failures_in_a_row_and_tries_again() -> None:
    clock = Clock()
    breaker = Breaker(tries=3, rest_seconds=60, clock=clock)
    breaker.failed()
    breaker.failed()
    breaker.worked()
    breaker.failed()
    breaker.failed()
    assert breaker.allows()
    breaker.failed()
    assert not breaker.allows()
    clock.now = 59.0
    assert not breaker.allows()
    clock.now = 61.0
    assert breaker.allows()
    assert not breaker.allows(), "one at a time"
    breaker.worked()
    assert breaker.allows()


def test_a_failure_that_cost_all_the_time_is_enough() -> None:
    breaker = Breaker(tries=3)
    breaker.failed(costly=True)
    assert not breaker.allows()
