"""Which figures of a set share a plot: those of the whole set, then by kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from ino_assistant.evaluation.reports.bars import Bar, bars
from ino_assistant.evaluation.shares import Figure
from ino_assistant.evaluation.thresholds import Thresholds

_FAMILIES: Final[Mapping[str, tuple[str, ...]]] = {
    "questions": ("", "right"),
    "conversations": ("",),
    "claims": ("", "stopped", "accepted"),
    "mutations": ("", "caught", "paired", "false_block"),
    "twins": ("", "accepted"),
}
_TITLES: Final[Mapping[str, str]] = {
    "": "All together",
    "right": "Right, by kind of question",
    "stopped": "Stopped, by kind of error",
    "accepted": "Accepted, by kind",
    "caught": "Caught, by kind of error",
    "paired": "Caught while the unchanged twin is accepted, by kind of error",
    "false_block": "Twin stopped as well, by kind of error (lower is better)",
}


def figures_of(figures: Mapping[str, Figure], name: str) -> dict[str, Figure]:
    """The figures of one set, by their full name."""
    return {n: f for n, f in figures.items() if n.split(".")[0] == name}


def plots(
    name: str, figures: Mapping[str, Figure], thresholds: Thresholds
) -> Iterator[tuple[str, str]]:
    """Title and SVG of each plot of a set.

    Args:
        name: the set.
        figures: every figure of the run.
        thresholds: what they are held against.
    """
    missed = set(thresholds.missed(figures))
    for family in _FAMILIES[name]:
        rows = _rows(name, family, figures, thresholds, missed)
        if rows:
            yield _TITLES[family], bars(f"{name}: {_TITLES[family]}", rows)


def _rows(
    name: str,
    family: str,
    figures: Mapping[str, Figure],
    thresholds: Thresholds,
    missed: set[str],
) -> list[Bar]:
    prefix = f"{name}.{family}." if family else f"{name}."
    return [
        Bar(
            full.removeprefix(prefix).replace("_", " "),
            figure,
            thresholds.at_least.get(full),
            thresholds.at_most.get(full),
            full in missed,
        )
        for full, figure in figures_of(figures, name).items()
        if full.startswith(prefix) and (family or "." not in full.removeprefix(prefix))
    ]


__all__ = ["figures_of", "plots"]
