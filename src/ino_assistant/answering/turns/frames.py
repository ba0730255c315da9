"""Frames: the earlier turn that one continues, and whose slots survive in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ino_assistant.answering.turns.ellipsis import WHY
from ino_assistant.answering.turns.exchange import subject_of
from ino_assistant.answering.turns.forms import CHECKS, FIRST, LAST, back_from
from ino_assistant.answering.turns.leaving import BACK
from ino_assistant.answering.understanding.question import Question, Reader


def frame_of(earlier: Sequence[str], reader: Reader) -> str:
    """The last question that asked something of its own.

    One that asks of an answer, `was that tested: …`, leaves the frame of its question as it was.
    """
    for number, turn in reversed(list(enumerate(earlier))):
        aside = _ASIDE.match(turn) is not None and any(
            turn.endswith(f": {subject_of(reader.read(before), reader)}?")
            for before in earlier[:number]
        )
        if not (aside or CHECKS.match(turn) or turn.endswith(", right?")):
            return turn
    return earlier[-1]


_ASIDE = re.compile(
    r"(?:and |so |but )?(?:is|are|was|were|do|does|did|has|have|had|can|could|should|may|will|"
    r"would|why|"
    r"what (?:did|do|does|is|was|that|those))\b[^:]*: ",
    re.IGNORECASE,
)


def spoken_lately(earlier: Sequence[str], reader: Reader) -> frozenset[str]:
    """The cases that the last two turns spoke of."""
    spoken = [reader.read(turn).case for turn in reversed(earlier[-2:])]
    return next((cases for cases in spoken if cases), frozenset())


def continued_by(
    question: str, now: Question, earlier: Sequence[str], reader: Reader
) -> str | None:
    """The earlier turn that is continued: the last, or the one that is gone back to, if any is."""
    if not BACK.search(question):
        return earlier[-1] if WHY.match(question) else frame_of(earlier, reader)
    if FIRST.search(question):
        return earlier[0]
    if LAST.search(question):
        return earlier[-2] if len(earlier) > 1 else earlier[-1]
    named = re.match(r"[^,:?]+", back_from(question))
    now = reader.read(named[0]) if named is not None and named[0] != question else now
    about = now.concepts | now.loose
    shared = []
    for number, turn in enumerate(earlier):
        then = reader.read(turn)
        shared.append((len(about & (then.concepts | then.loose | then.content)), number))
    most, last = max(shared)
    return earlier[last] if most else None
