"""The last whole run, kept in the data folder for those who answer for what is said."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from ino_assistant.evaluation.baseline import write_text
from ino_assistant.evaluation.reports.machine import as_json
from ino_assistant.evaluation.reports.report import Report
from ino_assistant.evaluation.results import SETS, Result
from ino_assistant.evaluation.shares import Figure, Macro, Share
from ino_assistant.evaluation.thresholds import Thresholds

FILE: Final = "evaluation.json"
"""In the data folder: a run as `ino-assistant eval --json` writes it."""


@dataclass(frozen=True, slots=True)
class KeptMean(Macro):
    """The mean of several shares as it was written down: of the shares themselves, the number."""

    mean: float
    of: int
    between: tuple[float, float]

    @property
    def value(self) -> float:
        """The mean."""
        return self.mean

    @property
    def interval(self) -> tuple[float, float]:
        """Its 95 % interval."""
        return self.between

    @property
    def total(self) -> int:
        """Of how many shares it is the mean."""
        return self.of


@dataclass(frozen=True, slots=True)
class KeptRun:
    """A run that was kept.

    Attributes:
        at: when it was written (UTC).
        passes: whether no threshold was missed and nothing got worse that must not.
        missed: names of the figures that did not reach their threshold.
        versions: what was evaluated: program, corpus.
        figures: every figure by its full name.
        thresholds: what they were held against.
        words: lengths of answers: mean, median and longest.
        changes: against an earlier run, what happened and to which case; None: not compared.
        cases: how many there were, by set.
        failing: every case that was not right, in the order of the run.
    """

    at: datetime
    passes: bool
    missed: tuple[str, ...]
    versions: Mapping[str, str]
    figures: Mapping[str, Figure]
    thresholds: Thresholds
    words: Mapping[str, float]
    changes: tuple[tuple[str, str], ...] | None
    cases: Mapping[str, int]
    failing: tuple[Result, ...]

    @property
    def sets(self) -> list[str]:
        """The sets that were run, in their order."""
        return [name for name in SETS if name in self.cases]


def keep(folder: Path, report: Report) -> None:
    """Keep a run in the data folder, in the place of the one before.

    Raises:
        AssistantError: the file can't be written.
    """
    aside = folder / f"{FILE}.new"
    write_text(aside, as_json(report))
    aside.replace(folder / FILE)


def read_kept(folder: Path) -> KeptRun | None:
    """The run that is kept in the data folder; None if there is none that can be read."""
    path = folder / FILE
    try:
        known = path.stat()
        return _read(path, known.st_mtime_ns, known.st_size)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


@lru_cache(maxsize=1)
def _read(path: Path, written_ns: int, size: int) -> KeptRun:
    """The run of a file, read once for as long as it stays the same: it has thousands of cases."""
    at = datetime.fromtimestamp(written_ns / 1e9, UTC)
    return _run(json.loads(path.read_text(encoding="utf-8")), at)


def _run(content: Mapping[str, Any], at: datetime) -> KeptRun:
    cases: dict[str, int] = {}
    for case in content["cases"]:
        cases[case["set"]] = cases.get(case["set"], 0) + 1
    limits, changes = content["thresholds"], content.get("changes")
    return KeptRun(
        at=at,
        passes=bool(content["passes"]),
        missed=tuple(map(str, content["missed"])),
        versions={str(n): str(v) for n, v in content["versions"].items()},
        figures={str(n): _figure(f) for n, f in content["figures"].items()},
        thresholds=Thresholds(_shares(limits["at_least"]), _shares(limits["at_most"])),
        words={str(n): float(v) for n, v in (content.get("words") or {}).items()},
        changes=None if changes is None else tuple((str(a), str(b)) for a, b in changes),
        cases=cases,
        failing=tuple(_result(case) for case in content["cases"] if not case["right"]),
    )


def _shares(given: Mapping[str, Any]) -> dict[str, float]:
    return {str(name): float(share) for name, share in given.items()}


def _figure(given: Mapping[str, Any]) -> Figure:
    if "mean_of" not in given:
        return Share(int(given["passed"]), int(given["total"]))
    low, high = given["interval"]
    return KeptMean((), float(given["share"]), int(given["mean_of"]), (float(low), float(high)))


def _result(given: Mapping[str, Any]) -> Result:
    return Result(
        set=given["set"],
        id=str(given["id"]),
        kind=str(given["kind"]),
        group=str(given["group"]),
        checks={str(n): bool(passed) for n, passed in given["checks"].items()},
        asked=str(given["asked"]),
        expected=str(given["expected"]),
        given=str(given["given"]),
        notes={str(n): bool(yes) for n, yes in given["notes"].items()},
        critical=tuple(map(str, given["critical"])),
        details={str(n): str(t) for n, t in given["details"].items()},
        words=given["words"],
    )


__all__ = ["FILE", "KeptRun", "keep", "read_kept"]
