"""A figure, whether it reaches its target, and how figures are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from rich.table import Table

Unit = Literal["s", "ms", "MB"]
_DIGITS = {"s": 2, "ms": 1, "MB": 0}


@dataclass(frozen=True, slots=True)
class Figure:
    """One measurement of ours beside one of something else.

    Attributes:
        name: what was measured.
        unit: of both values.
        ours: the assistant's value; None if it couldn't be measured.
        reference: what it is compared with.
        theirs: its value; None if it couldn't be measured.
        target: the highest ratio that is good enough; None where none is set.
        note: how it was measured, or why it wasn't.
    """

    name: str
    unit: Unit
    ours: float | None
    reference: str
    theirs: float | None
    target: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours in parts of theirs."""
        return self.ours / self.theirs if self.ours is not None and self.theirs else None

    @property
    def reached(self) -> bool | None:
        """Whether the target is reached; what couldn't be measured reaches none."""
        if self.target is None:
            return None
        return self.ratio is not None and self.ratio <= self.target

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {**asdict(self), "ratio": self.ratio, "reached": self.reached}


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` (0 to 1) of the values don't exceed, between neighbours if need be.

    Raises:
        ValueError: no values.
    """
    if not values:
        raise ValueError("no values")
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def table_of(figures: Sequence[Figure], title: str) -> Table:
    """The figures as a table for people."""
    table = Table(title=title, title_justify="left", title_style="bold")
    table.add_column("figure")
    table.add_column("ours", justify="right", no_wrap=True)
    table.add_column("reference")
    table.add_column("reference's", justify="right", no_wrap=True)
    table.add_column("ratio", justify="right", no_wrap=True)
    table.add_column("target", justify="right", no_wrap=True)
    table.add_column("reached")
    former = ""
    for figure in figures:
        if former and figure.name != former:
            table.add_section()
        table.add_row(
            figure.name if figure.name != former else "",
            _shown(figure.ours, figure.unit),
            figure.reference,
            _shown(figure.theirs, figure.unit),
            "–" if figure.ratio is None else f"{figure.ratio:.2f}",
            "" if figure.target is None else f"≤ {figure.target:.2f}",
            {True: "[green]yes[/]", False: "[bold red]no[/]", None: ""}[figure.reached],
        )
        former = figure.name
    return table


def _shown(value: float | None, unit: Unit) -> str:
    return "–" if value is None else f"{value:.{_DIGITS[unit]}f} {unit}"
