"""What a run must reach: shares that may not fall below, and shares that may not rise above."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ino_assistant.errors import AssistantError
from ino_assistant.evaluation.results import SETS
from ino_assistant.evaluation.shares import Figure

_SECTIONS = ("at_least", "at_most")
_HAIR = 1e-9


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Figure -> share."""

    at_least: Mapping[str, float]
    at_most: Mapping[str, float]

    def missed(self, found: Mapping[str, Figure]) -> list[str]:
        """Names of the figures that do not reach theirs; of sets that were not run, none."""
        low = [n for n, v in self.at_least.items() if n in found and found[n].value < v - _HAIR]
        high = [n for n, v in self.at_most.items() if n in found and found[n].value > v + _HAIR]
        return low + high

    def told(self, name: str) -> str:
        """The threshold of a figure as a reader sees it; empty for none."""
        if name in self.at_least:
            return f"≥ {self.at_least[name]:g}"
        return f"≤ {self.at_most[name]:g}" if name in self.at_most else ""

    def check_names(self, found: Mapping[str, Figure], path: Path) -> None:
        """Whether each threshold is of a figure that there is, in the sets that were run.

        Raises:
            AssistantError: a figure that there is none of: a threshold that can't be missed.
        """
        run = {name.split(".")[0] for name in found}
        for name in (*self.at_least, *self.at_most):
            if name.split(".")[0] in run and name not in found:
                raise AssistantError(f"{path}: there is no figure {name!r}")


def read_thresholds(path: Path) -> Thresholds:
    """The thresholds of a file.

    Raises:
        AssistantError: unreadable, no share, or of a set that there is none of.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        sections = {name: dict(_flat(raw.get(name, {}), "")) for name in _SECTIONS}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise AssistantError(f"{path}: no thresholds: {error}") from error
    if set(raw) - set(_SECTIONS) or not any(sections.values()):
        raise AssistantError(f"{path}: no thresholds: give [at_least.SET] or [at_most.SET]")
    for values in sections.values():
        for name, value in values.items():
            if not 0.0 <= value <= 1.0:
                raise AssistantError(f"{path}: {name}: a threshold is a share from 0 to 1")
            if name.split(".")[0] not in SETS:
                raise AssistantError(f"{path}: there is no figure {name!r}")
    return Thresholds(sections["at_least"], sections["at_most"])


def _flat(raw: Mapping[str, Any], prefix: str) -> list[tuple[str, float]]:
    found: list[tuple[str, float]] = []
    for name, value in raw.items():
        if isinstance(value, dict):
            found += _flat(value, f"{prefix}{name}.")
        else:
            found.append((f"{prefix}{name}", float(value)))
    return found
