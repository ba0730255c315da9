"""Everything that a report of a run is made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ino_assistant.evaluation.baseline import Comparison
from ino_assistant.evaluation.results import SETS, Result, of_set
from ino_assistant.evaluation.shares import Figure
from ino_assistant.evaluation.thresholds import Thresholds

MOST_FAILING = 30
"""Cases that are named one by one where a list is to stay short."""


@dataclass(frozen=True)
class Report:
    """A run, its figures, and what they are held against.

    Attributes:
        lengths: words of what was answered: mean, median and longest.
        versions: what was evaluated: program, corpus, index.
        comparison: with an earlier run, if one was given.
    """

    results: Sequence[Result]
    figures: Mapping[str, Figure]
    lengths: Mapping[str, float]
    thresholds: Thresholds
    versions: Mapping[str, str]
    comparison: Comparison | None = None

    @property
    def missed(self) -> list[str]:
        """Figures that do not reach their threshold."""
        return self.thresholds.missed(self.figures)

    @property
    def passes(self) -> bool:
        """Whether no threshold is missed and nothing that must not got worse."""
        return not self.missed and not (self.comparison and self.comparison.is_worse)

    @property
    def sets(self) -> list[str]:
        """The sets that were run, in their order."""
        return [name for name in SETS if of_set(self.results, name)]

    def figures_of(self, name: str) -> dict[str, Figure]:
        """The figures of one set, by their full name."""
        return {n: f for n, f in self.figures.items() if n.split(".")[0] == name}

    def failing(self, name: str) -> list[Result]:
        """The cases of one set that are not right, the critical ones first."""
        wrong = [r for r in of_set(self.results, name) if not r.right]
        return sorted(wrong, key=lambda r: not set(r.failed) & set(r.critical))

    def verdict(self, name: str) -> str:
        """`ok` or `MISSED` for a figure with a threshold, else empty."""
        if not self.thresholds.told(name):
            return ""
        return "MISSED" if name in self.missed else "ok"


def changes(comparison: Comparison) -> list[tuple[str, str]]:
    """What a comparison has to say, a line a case: what happened, and to which."""
    lines = [("REGRESSION", _line(r)) for r in comparison.regressions]
    lines += [("NEW AND FAILING", _line(r)) for r in comparison.new_critical]
    known = {r.key for r in comparison.regressions}
    lines += [("newly failing", _line(r)) for r in comparison.failing if r.key not in known]
    lines += [("newly passing", _line(r)) for r in comparison.passing]
    if comparison.new:
        lines.append(("new", f"{len(comparison.new)} cases, {_wrong(comparison)} of them failing"))
    if comparison.gone:
        lines.append(("gone", f"{len(comparison.gone)} cases: {_some(comparison)}"))
    return lines


def _line(result: Result) -> str:
    failed = f" ({', '.join(result.failed)})" if result.failed else ""
    return f"{result.set} {result.id}{failed}: {result.asked}"


def _wrong(comparison: Comparison) -> int:
    return sum(not r.right for r in comparison.new)


def _some(comparison: Comparison) -> str:
    names = [case for _, case in comparison.gone[:MOST_FAILING]]
    return ", ".join(names) + (" …" if len(comparison.gone) > MOST_FAILING else "")
