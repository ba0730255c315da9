"""Running the evaluation set and summing it up."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ino_assistant.answering.assistant import Assistant
from ino_assistant.evaluation.cases import Case
from ino_assistant.evaluation.scoring import Score, score

_Z = 1.959963984540054
"""Standard normal quantile of a two-sided 95 % interval."""


@dataclass(frozen=True, slots=True)
class Share:
    """`passed` of `total`, with its 95 % interval after Wilson (JASA 1927;22:209)."""

    passed: int
    total: int

    @property
    def value(self) -> float:
        """The share; 1 where there is nothing to pass."""
        return self.passed / self.total if self.total else 1.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's score interval."""
        if not self.total:
            return 0.0, 1.0
        n, p = self.total, self.value
        middle = p + _Z * _Z / (2 * n)
        half = _Z * math.sqrt(p * (1 - p) / n + _Z * _Z / (4 * n * n))
        scale = 1 + _Z * _Z / n
        return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)

    def as_dict(self) -> dict[str, Any]:
        """As JSON."""
        low, high = self.interval
        return {
            "passed": self.passed,
            "total": self.total,
            "share": round(self.value, 4),
            "interval": [round(low, 4), round(high, 4)],
        }


def run(
    assistant: Assistant, cases: Sequence[Case], progress: Callable[[int], None] = lambda n: None
) -> list[Score]:
    """Ask every case and score it."""
    scores = []
    for case in cases:
        scores.append(score(case, assistant.ask(case.question), assistant.corpus))
        progress(1)
    return scores


def figures(scores: Sequence[Score]) -> dict[str, Share]:
    """The figures that thresholds are set on."""

    def share(of: Sequence[Score], check: Callable[[Score], bool]) -> Share:
        return Share(sum(check(s) for s in of), len(of))

    answerable = [s for s in scores if s.case.expect == "answered"]
    unanswerable = [s for s in scores if s.case.expect == "refused"]
    answered = [s for s in answerable if s.checks["outcome"]]
    found = {
        "answerable_right": share(answerable, lambda s: s.right),
        "answerable_answered": share(answerable, lambda s: s.checks["outcome"]),
        "citation_holds_evidence": share(answered, lambda s: s.checks["citation"]),
        "content": share(answered, lambda s: s.checks["content"]),
        "unanswerable_refused": share(unanswerable, lambda s: s.checks["outcome"]),
        "not_misleading": share(scores, lambda s: s.checks["misleading"]),
        "box_whole": share(scores, lambda s: s.checks["box"]),
        "length": share(answered, lambda s: s.checks["length"]),
    }
    for kind in sorted({s.case.kind for s in answerable}):
        of_kind = [s for s in answerable if s.case.kind == kind]
        found[f"right_{kind}"] = share(of_kind, lambda s: s.right)
    return found


def mean_words(scores: Sequence[Score]) -> float:
    """Mean length in words of what is answered, so that quoting a page wins nothing."""
    lengths = [len(s.answer.text.split()) for s in scores if s.answer.outcome == "answered"]
    return sum(lengths) / len(lengths) if lengths else 0.0
