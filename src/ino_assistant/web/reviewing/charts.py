"""Charts as SVG of their own: bars with their numbers in words beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ino_assistant.web.markup import text

_LABEL, _BAR, _NUMBER, _ROW = 170, 230, 60, 24
_LONGEST = 26
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
    height = _ROW * len(rows) + 4
    drawn = "".join(_row(row, 2 + _ROW * n, most) for n, row in enumerate(rows))
    return (
        f'<svg class="plot" viewBox="0 0 {_LABEL + _BAR + _NUMBER} {height}" aria-hidden="true" '
        f'focusable="false">{drawn}</svg>{_legend(legend)}{_table(title, rows, legend)}'
    )


def counted(title: str, counts: Mapping[str, int]) -> str:
    """Counts by name, the most first."""
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return bars(title, [Row(name, (float(number),)) for name, number in ordered])


def _row(row: Row, y: int, most: float) -> str:
    middle = y + _ROW / 2 + 4
    label = row.label if len(row.label) <= _LONGEST else f"{row.label[: _LONGEST - 1]}…"
    x = float(_LABEL)
    made = [f'<text x="{_LABEL - 8}" y="{middle:g}" text-anchor="end">{text(label)}</text>']
    for shade, part in zip(_SHADES, row.parts, strict=False):
        width = part / most * _BAR
        made.append(
            f'<rect class="{shade}" x="{x:.1f}" y="{y + 3}" width="{width:.1f}" '
            f'height="{_ROW - 7}"/>'
        )
        x += width
    made.append(f'<text class="quiet" x="{x + 6:.1f}" y="{middle:g}">{row.total:g}</text>')
    return "".join(made)


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
