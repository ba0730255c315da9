"""The accepted run, and what another one does differently, case by case."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ino_assistant.errors import AssistantError
from ino_assistant.evaluation.results import Result
from ino_assistant.evaluation.shares import Figure

Key = tuple[str, str]
SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Earlier:
    """How each case of an earlier run came out.

    Attributes:
        failed: set and id -> the checks that it failed; none for a right one.
        kinds: set and id -> kind.
    """

    failed: Mapping[Key, tuple[str, ...]]
    kinds: Mapping[Key, str]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a run does differently from an earlier one.

    Attributes:
        regressions: cases that fail a critical check now and did not.
        failing, passing: cases that were right and are not, and the other way round.
        new: cases that the earlier run did not have; `new_critical` those of them that fail
            a critical check.
        gone: cases of the sets that were run that are there no more.
    """

    regressions: tuple[Result, ...]
    failing: tuple[Result, ...]
    passing: tuple[Result, ...]
    new: tuple[Result, ...]
    new_critical: tuple[Result, ...]
    gone: tuple[Key, ...]

    @property
    def is_worse(self) -> bool:
        """Whether something got worse that nothing makes up for."""
        return bool(self.regressions or self.new_critical)


def compare(results: Sequence[Result], earlier: Earlier) -> Comparison:
    """A run beside an earlier one; sets that were not run are left out."""
    sets = {r.set for r in results}
    known = [r for r in results if r.key in earlier.failed]
    new = [r for r in results if r.key not in earlier.failed]
    here = {r.key for r in results}
    return Comparison(
        regressions=tuple(r for r in known if _critical(r) - set(earlier.failed[r.key])),
        failing=tuple(r for r in known if not r.right and not earlier.failed[r.key]),
        passing=tuple(r for r in known if r.right and earlier.failed[r.key]),
        new=tuple(new),
        new_critical=tuple(r for r in new if _critical(r)),
        gone=tuple(key for key in earlier.failed if key[0] in sets and key not in here),
    )


def _critical(result: Result) -> set[str]:
    return {name for name in result.critical if result.checks.get(name) is False}


def read_earlier(path: Path) -> Earlier:
    """An accepted baseline, or a run as `--json` writes it.

    Raises:
        AssistantError: it is neither.
    """
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        return _of_run(raw["cases"]) if "cases" in raw else _of_baseline(raw)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise AssistantError(f"{path}: no earlier run: {error}") from error


def _of_run(cases: Sequence[Mapping[str, Any]]) -> Earlier:
    keys = [(str(c["set"]), str(c["id"])) for c in cases]
    failed = {k: tuple(map(str, c["failed"])) for k, c in zip(keys, cases, strict=True)}
    return Earlier(failed, {k: str(c["kind"]) for k, c in zip(keys, cases, strict=True)})


def _of_baseline(raw: Mapping[str, Any]) -> Earlier:
    if raw["schema"] != SCHEMA:
        raise ValueError(f"schema {raw['schema']!r} is not {SCHEMA}")
    failed: dict[Key, tuple[str, ...]] = {}
    kinds: dict[Key, str] = {}
    for name, by_kind in raw["sets"].items():
        for kind, outcome in by_kind.items():
            right = {(name, case): () for case in outcome["right"].split()}
            wrong = {(name, case): tuple(v.split()) for case, v in outcome["wrong"].items()}
            failed |= {**right, **wrong}
            kinds |= dict.fromkeys((*right, *wrong), kind)
    return Earlier(failed, kinds)


def write_baseline(path: Path, results: Sequence[Result], found: Mapping[str, Figure]) -> None:
    """Accept a run: compact, and so that a change shows in a diff.

    Raises:
        AssistantError: the file can't be written.
    """
    sets: dict[str, dict[str, dict[str, Any]]] = {}
    for result in sorted(results, key=lambda r: (r.set, r.kind, r.id)):
        kind = sets.setdefault(result.set, {}).setdefault(result.kind, {"right": [], "wrong": {}})
        if result.right:
            kind["right"].append(result.id)
        else:
            kind["wrong"][result.id] = " ".join(result.failed)
    for by_kind in sets.values():
        for outcome in by_kind.values():
            outcome["right"] = " ".join(outcome["right"])
    content = {
        "schema": SCHEMA,
        "figures": {name: round(figure.value, 4) for name, figure in found.items()},
        "sets": sets,
    }
    write_text(path, json.dumps(content, ensure_ascii=False, indent=1) + "\n")


def write_text(path: Path, text: str) -> None:
    """Write a report.

    Raises:
        AssistantError: the file can't be written.
    """
    try:
        # Half a surrogate pair, which JSON can hold, has no place in a file.
        path.write_text(text, encoding="utf-8", errors="replace")
    except OSError as error:
        raise AssistantError(f"{path}: can't be written: {error.strerror}") from error
