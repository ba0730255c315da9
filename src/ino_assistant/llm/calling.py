"""Calling a language model so that it costs no more time than it may, and never an answer."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from llama_index.core.llms import LLM, ChatMessage

_log = logging.getLogger(__name__)
_TRIES = 3
_REST_SECONDS = 60.0
_LONGEST_REPLY = 6000
"""Characters; what is longer was not asked for."""


class NoReplyError(Exception):
    """The model has given nothing that can be used; says why, without any of its words."""


class Breaker:
    """Keeps a model that fails from being asked for a while, then lets one call try again.

    Args:
        tries: failures in a row after which it rests.
        rest_seconds: how long.
        clock: seconds that only grow.
    """

    def __init__(
        self,
        tries: int = _TRIES,
        rest_seconds: float = _REST_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._tries, self._rest, self._clock = tries, rest_seconds, clock
        self._lock = threading.Lock()
        self._failures = 0
        self._until = 0.0

    def allows(self) -> bool:
        """Whether the model may be asked now; after a rest by one caller at a time."""
        with self._lock:
            if self._failures < self._tries:
                return True
            now = self._clock()
            if now < self._until:
                return False
            self._until = now + self._rest
            return True

    def failed(self, *, costly: bool = False) -> None:
        """Count a failure; one that cost the whole time allowed is enough to rest."""
        with self._lock:
            self._failures = self._tries if costly else self._failures + 1
            if self._failures >= self._tries:
                self._until = self._clock() + self._rest

    def worked(self) -> None:
        """Forget the failures."""
        with self._lock:
            self._failures = 0


class Caller:
    """Asks a model, each call in a thread of its own that is left behind when time is up.

    Args:
        model: any LlamaIndex LLM.
        seconds: the most that a call may take.
        at_once: calls under way at a time, those left behind among them.
        breaker: told how calls went.
    """

    def __init__(
        self, model: LLM, *, seconds: float, at_once: int = 4, breaker: Breaker | None = None
    ) -> None:
        self._model, self._seconds = model, seconds
        self._free = threading.Semaphore(at_once)
        self.breaker = breaker or Breaker()

    def ask(self, messages: Sequence[ChatMessage]) -> str:
        """What the model replies, at most `seconds` later.

        Raises:
            NoReplyError: it failed, took too long, is at rest after failures, or replied
                nothing, too much, or what is no text.
        """
        if not self.breaker.allows():
            raise NoReplyError("at rest after failures")
        deadline = time.monotonic() + self._seconds
        if not self._free.acquire(timeout=self._seconds):
            raise self._failed("too many calls under way", costly=True)
        reply: Future[object] = Future()
        try:
            threading.Thread(
                target=self._run, args=(list(messages), reply), name="llm", daemon=True
            ).start()
        except RuntimeError:
            self._free.release()
            raise self._failed("no thread to be had") from None
        try:
            text = reply.result(timeout=max(0.0, deadline - time.monotonic()))
        except TimeoutError:
            raise self._failed(f"no reply in {self._seconds:g} s", costly=True) from None
        except Exception as error:
            # Whatever a library or server throws, the user is answered.
            raise self._failed(type(error).__name__) from None
        if not isinstance(text, str) or not text.strip():
            raise self._failed("an empty reply")
        if len(text) > _LONGEST_REPLY:
            raise self._failed("a reply far too long")
        return text

    def _run(self, messages: Sequence[ChatMessage], reply: Future[object]) -> None:
        try:
            reply.set_result(self._model.chat(messages).message.content)
        except Exception as error:
            reply.set_exception(_CallError(type(error).__name__))
        except BaseException:
            # SystemExit of a library would end the asking thread with it.
            reply.set_exception(_CallError("stopped"))
        finally:
            self._free.release()

    def _failed(self, why: str, *, costly: bool = False) -> NoReplyError:
        self.breaker.failed(costly=costly)
        _log.warning("the language model was no use (%s): quotations are shown", why)
        return NoReplyError(why)


class _CallError(Exception):
    """What a call ended with, by the name of its error: its text may hold a key or address."""
