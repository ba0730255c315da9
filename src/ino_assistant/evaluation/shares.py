"""Shares with their intervals: what every figure of the evaluation is."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

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

    @property
    def counted(self) -> str:
        """In words, for a table."""
        return f"{self.passed} of {self.total}"

    def as_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {"passed": self.passed, "total": self.total, **_measured(self)}


@dataclass(frozen=True, slots=True)
class Macro:
    """The mean of several shares, each counting the same however many cases it is of.

    Its interval combines theirs by the square-and-add method (Zou and Donner, Stat Med
    2008;27:1693).
    """

    shares: tuple[Share, ...]

    @property
    def value(self) -> float:
        """The mean; 1 where there is nothing to pass."""
        values = [share.value for share in self.shares]
        return sum(values) / len(values) if values else 1.0

    @property
    def interval(self) -> tuple[float, float]:
        """Square-and-add of Wilson's intervals."""
        if not self.shares:
            return 0.0, 1.0
        below = sum((s.value - s.interval[0]) ** 2 for s in self.shares)
        above = sum((s.interval[1] - s.value) ** 2 for s in self.shares)
        n = len(self.shares)
        return (
            max(0.0, self.value - math.sqrt(below) / n),
            min(1.0, self.value + math.sqrt(above) / n),
        )

    @property
    def total(self) -> int:
        """Of how many shares it is the mean."""
        return len(self.shares)

    @property
    def counted(self) -> str:
        """In words, for a table."""
        return f"mean of {self.total}"

    def as_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {"mean_of": self.total, **_measured(self)}


Figure = Share | Macro


def share_of(passed: Iterable[bool]) -> Share:
    """How many of some were passed."""
    all_of = list(passed)
    return Share(sum(all_of), len(all_of))


def _measured(figure: Figure) -> dict[str, Any]:
    low, high = figure.interval
    return {"share": round(figure.value, 4), "interval": [round(low, 4), round(high, 4)]}
