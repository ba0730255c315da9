"""Charts of their own: bars with their labels and numbers as text beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ino_assistant.web.markup import text

_SHADES = ("bar", "bar second", "bar third", "bar fourth", "bar fifth")


@dataclass(frozen=True, slots=True)
class Row:
    """A bar of one or several parts.

    Attributes:
        label: what it is of.
        parts: how large each part is, in the order of the legend.
    """

    label: str
    parts: tuple[float, ...]

    @property
    def total(self) -> float:
        """All parts together."""
        return sum(self.parts)


def bars(title: str, rows: Sequence[Row], legend: Sequence[str] = ()) -> str:
    """Bars from the left, each with its total; a table for those who see none.

    Args:
        title: what the chart shows.
        rows: from the top.
        legend: names of the parts, where a bar has several.
    """
    most = max((row.total for row in rows), default=0) or 1
    drawn = "".join(_row(row, most) for row in rows)
    return (
        f'<div class="bars" aria-hidden="true">{drawn}</div>'
        f"{_legend(legend)}{_table(title, rows, legend)}"
    )


def counted(title: str, counts: Mapping[str, int]) -> str:
    """Counts by name, the most first."""
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return bars(title, [Row(name, (float(number),)) for name, number in ordered])


def _row(row: Row, most: float) -> str:
    x, parts = 0.0, []
    for shade, part in zip(_SHADES, row.parts, strict=False):
        width = part / most * 100
        parts.append(f'<rect class="{shade}" x="{x:.2f}" y="0" width="{width:.2f}" height="10"/>')
        x += width
    return (
        f'<span class="label">{text(row.label)}</span><svg class="plot" viewBox="0 0 100 10" '
        f'preserveAspectRatio="none" focusable="false">{"".join(parts)}</svg>'
        f'<span class="number">{row.total:g}</span>'
    )


def _legend(names: Sequence[str]) -> str:
    if len(names) < 2:
        return ""
    items = "".join(
        f'<li><svg viewBox="0 0 12 12" width="12" height="12" class="plot key" aria-hidden="true">'
        f'<rect class="{shade}" width="12" height="12"/></svg> {text(name)}</li>'
        for shade, name in zip(_SHADES, names, strict=False)
    )
    return f'<ul role="list" class="legend">{items}</ul>'


def _table(title: str, rows: Sequence[Row], legend: Sequence[str]) -> str:
    heads = legend or ("Number",)
    head = "".join(f'<th scope="col">{text(name)}</th>' for name in heads)
    body = "".join(
        f'<tr><th scope="row">{text(row.label)}</th>'
        f"{''.join(f'<td class=n>{part:g}</td>' for part in row.parts)}</tr>"
        for row in rows
    )
    return (
        f'<details class="numbers"><summary>As a table</summary><div class="wide"><table>'
        f'<caption class="unseen">{text(title)}</caption><thead><tr><th scope="col">'
        f'<span class="unseen">Of</span></th>{head}</tr></thead><tbody>{body}</tbody></table>'
        "</div></details>"
    )


__all__ = ["Row", "bars", "counted"]
