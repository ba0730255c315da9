"""A run on a terminal: a table of figures, what changed, what was missed."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.table import Table

from ino_assistant.evaluation.baseline import Comparison
from ino_assistant.evaluation.reports.report import MOST_FAILING, Report, changes
from ino_assistant.evaluation.shares import Figure

_LOW_IS_GOOD = ("false_block",)


def show(report: Report, console: Console) -> None:
    """Print the report; of figures by kind, those that are not perfect or have a threshold."""
    for name in report.sets:
        table = Table(title=name, title_justify="left")
        for heading in ("figure", "passed", "share", "95 % interval", "threshold", ""):
            table.add_column(heading, no_wrap=True)
        hidden = 0
        for full, figure in report.figures_of(name).items():
            short = full.removeprefix(f"{name}.")
            if "." in short and not report.thresholds.told(full) and _perfect(short, figure):
                hidden += 1
                continue
            table.add_row(*_row(report, full, short, figure))
        console.print(table)
        if hidden:
            console.print(f"{hidden} figures of one kind each are perfect and not shown")
        if name == "questions" and report.lengths:
            told = ", ".join(f"{what} {value:g}" for what, value in report.lengths.items())
            console.print(f"words of an answer: {told}")
    for line in (*_changed(report.comparison), *_missed(report)):
        console.print(line, markup=False)


def _row(report: Report, full: str, short: str, figure: Figure) -> tuple[str, ...]:
    low, high = figure.interval
    return (
        short,
        figure.counted,
        f"{figure.value:.3f}",
        f"{low:.3f}-{high:.3f}",
        report.thresholds.told(full),
        report.verdict(full),
    )


def _perfect(short: str, figure: Figure) -> bool:
    return figure.value == (0.0 if short.split(".", maxsplit=1)[0] in _LOW_IS_GOOD else 1.0)


def _changed(comparison: Comparison | None) -> Iterator[str]:
    if comparison is None:
        return
    lines = changes(comparison)
    yield from (f"{what}: {case}" for what, case in lines[:MOST_FAILING])
    if len(lines) > MOST_FAILING:
        yield f"… and {len(lines) - MOST_FAILING} more: see --json, --markdown or --html"
    if not lines:
        yield "no case came out differently from the earlier run"
    if comparison.is_worse:
        yield "something got worse that must not: see REGRESSION and NEW AND FAILING"


def _missed(report: Report) -> Iterator[str]:
    if report.missed:
        yield f"thresholds missed: {', '.join(report.missed)}"
