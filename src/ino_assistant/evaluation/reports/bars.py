"""Plots as SVG of their own: shares as bars, each with its interval and threshold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from ino_assistant.evaluation.shares import Figure

_LABEL, _WIDTH, _NUMBER, _ROW = 210, 420, 190, 24


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a plot.

    Attributes:
        label: what it is of.
        figure: its share and interval.
        least, most: its threshold, if it has one.
        missed: whether it does not reach it.
    """

    label: str
    figure: Figure
    least: float | None = None
    most: float | None = None
    missed: bool = False


def bars(title: str, rows: Sequence[Bar]) -> str:
    """A plot of shares from 0 to 1, a row each, as one SVG element."""
    height = _ROW * len(rows) + 34
    total = _LABEL + _WIDTH + _NUMBER
    parts = [
        f'<svg class="plot" viewBox="0 0 {total} {height}" role="img" '
        f'aria-label="{escape(title, quote=True)}" xmlns="http://www.w3.org/2000/svg">'
    ]
    for tick in range(0, 11, 2):
        x = _at(tick / 10)
        parts.append(f'<line class="grid" x1="{x:g}" y1="8" x2="{x:g}" y2="{height - 22}"/>')
        parts.append(
            f'<text class="tick" x="{x:g}" y="{height - 6}" text-anchor="middle">'
            f"{tick / 10:g}</text>"
        )
    for number, row in enumerate(rows):
        parts += _row(row, 8 + _ROW * number)
    return "".join((*parts, "</svg>"))


def _row(row: Bar, y: int) -> list[str]:
    middle = y + _ROW / 2
    low, high = row.figure.interval
    value = row.figure.value
    kind = "bar missed" if row.missed else "bar"
    parts = [
        f'<text class="label" x="{_LABEL - 8}" y="{middle + 4:g}" text-anchor="end">'
        f"{escape(row.label)}</text>",
        f'<rect class="{kind}" x="{_LABEL}" y="{y + 4}" width="{value * _WIDTH:.1f}" '
        f'height="{_ROW - 8}" rx="2"/>',
        f'<path class="interval" d="M{_at(low):.1f} {middle:g}H{_at(high):.1f}M{_at(low):.1f} '
        f'{middle - 4:g}v8M{_at(high):.1f} {middle - 4:g}v8"/>',
        f'<text class="number" x="{_LABEL + _WIDTH + 12}" y="{middle + 4:g}">{value:.3f} '
        f"({escape(row.figure.counted)})</text>",
    ]
    for limit in (row.least, row.most):
        if limit is not None:
            x = _at(limit)
            parts.append(
                f'<line class="limit" x1="{x:.1f}" y1="{y + 1}" x2="{x:.1f}" y2="{y + _ROW - 1}"/>'
            )
    return parts


def _at(share: float) -> float:
    return _LABEL + share * _WIDTH
