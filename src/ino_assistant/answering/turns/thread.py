"""The thread of a conversation: what its turns were understood as, and what their answers showed.

A turn is read against the ones before it, so each of those has to be read and answered first.
What came of it is kept for a while, under a digest: no words of anybody are.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock

from ino_assistant.corpus.model import Statement

TURNS = 12
"""Earlier turns that are looked back at, at least."""
_STEP = 6
"""The first turn looked at moves on in steps, so that what is kept stays of use."""
_KEPT = 512
_BACK = 2
"""Answers that what was shown last is looked for in."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn that was answered.

    Attributes:
        standalone: it with all that it took over; empty if it is no subject to come back to.
        shown: what its answer rests on.
        product: the one medicine that it was about; empty if there is none.
    """

    standalone: str
    shown: tuple[Statement, ...] = ()
    product: str = ""


@dataclass(frozen=True, slots=True)
class Thread:
    """The turns before one, the oldest first, without those that are passed over."""

    turns: tuple[Turn, ...] = ()

    @property
    def written(self) -> tuple[str, ...]:
        """The standalone questions."""
        return tuple(turn.standalone for turn in self.turns)

    @property
    def shown(self) -> tuple[Statement, ...]:
        """What the last answer showed; where it showed nothing, the one before it."""
        return next((t.shown for t in reversed(self.turns[-_BACK:]) if t.shown), ())

    @property
    def product(self) -> str:
        """The medicine that is spoken of."""
        return next((t.product for t in reversed(self.turns) if t.product), "")

    def shown_by(self, standalone: str) -> tuple[Statement, ...]:
        """What the answer to an earlier question showed."""
        return next((t.shown for t in reversed(self.turns) if t.standalone == standalone), ())


Follow = Callable[[str, Sequence[str], Thread], Turn]
"""Reads and answers a turn: its words, the words of those before it, and their thread."""


class Threads:
    """Follows conversations; safe to share between threads of a process."""

    def __init__(self, follow: Follow) -> None:
        self._follow = follow
        self._kept: OrderedDict[bytes, Turn] = OrderedDict()
        self._lock = Lock()

    def of(self, earlier: Sequence[str]) -> Thread:
        """The thread of turns, given by their words as typed, the oldest first."""
        earlier = _looked_at(earlier)
        thread = Thread()
        for number, words in enumerate(earlier):
            before = earlier[:number]
            turn = self._find(before, words)
            if turn is None:
                turn = self._follow(words, before, thread)
                self._keep(before, words, turn)
            if turn.standalone:
                thread = Thread((*thread.turns, turn))
        return thread

    def keep(self, earlier: Sequence[str], words: str, turn: Turn) -> None:
        """Keep what came of a turn, so that it is not answered again for the next."""
        after = _looked_at((*earlier, words))
        if len(after) == len(_looked_at(earlier)) + 1:
            self._keep(after[:-1], words, turn)

    def _find(self, before: Sequence[str], words: str) -> Turn | None:
        key = _digest(before, words)
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
        return found

    def _keep(self, before: Sequence[str], words: str, turn: Turn) -> None:
        with self._lock:
            self._kept[_digest(before, words)] = turn
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)


def _looked_at(earlier: Sequence[str]) -> Sequence[str]:
    over = max(0, len(earlier) - TURNS)
    return earlier[over // _STEP * _STEP :]


def _digest(before: Sequence[str], words: str) -> bytes:
    told = hashlib.sha256()
    for turn in (*before, words):
        encoded = turn.encode("utf-8", "surrogatepass")
        told.update(len(encoded).to_bytes(8, "big") + encoded)
    return told.digest()
