"""A run as one HTML page: plots, figures, and every failing case in full; nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from html import escape
from importlib import resources
from itertools import groupby

from ino_assistant.evaluation.reports.plots import plots
from ino_assistant.evaluation.reports.report import Report, changes
from ino_assistant.evaluation.results import Result


def as_page(report: Report) -> str:
    """The page, with its styles and plots in it."""
    return "".join(
        (
            '<!doctype html><html lang="en"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>Evaluation</title><style>{_style()}</style></head><body>",
            *_head(report),
            *(part for name in report.sets for part in _set(report, name)),
            "</body></html>\n",
        )
    )


@cache
def _style() -> str:
    return resources.files(__package__).joinpath("page.css").read_text(encoding="utf-8")


def _head(report: Report) -> Iterator[str]:
    verdict = ("ok", "passed") if report.passes else ("bad", "failed")
    yield f'<h1>Evaluation</h1><p><span class="verdict {verdict[0]}">{verdict[1]}</span></p>'
    versions = " · ".join(f"{escape(n)} {escape(v)}" for n, v in report.versions.items())
    yield f'<p class="soft">{versions}</p>'
    if report.missed:
        yield "<p>Thresholds missed: "
        yield ", ".join(f'<span class="missed">{escape(n)}</span>' for n in report.missed)
        yield "</p>"
    yield "<nav>"
    for name in report.sets:
        total = len(report.failing(name))
        yield f'<a href="#{name}">{name.capitalize()}</a> <span class="soft">{total} failing</span>'
    yield "</nav>"
    if report.comparison is not None:
        yield "<h2>Compared with the earlier run</h2>"
        lines = changes(report.comparison)
        yield "<ul>" if lines else "<p>No case came out differently.</p>"
        for what, case in lines:
            kind = ' class="missed"' if what.isupper() else ""
            yield f"<li><b{kind}>{escape(what)}</b>: {escape(case)}</li>"
        yield "</ul>" if lines else ""


def _set(report: Report, name: str) -> Iterator[str]:
    yield f'<h2 id="{name}">{name.capitalize()}</h2>'
    if name == "questions" and report.lengths:
        told = ", ".join(f"{what} {value:g}" for what, value in report.lengths.items())
        yield f"<p>Words of an answer: {escape(told)}</p>"
    for title, plot in plots(name, report.figures, report.thresholds):
        yield f'<h3>{title}</h3><div class="wide">{plot}</div>'
    yield from _table(report, name)
    failing = report.failing(name)
    yield f"<h3>Failing cases: {len(failing)}</h3>"
    if len(failing) <= _FEW:
        yield from (_case(result) for result in failing)
        return
    for kind, of in groupby(sorted(failing, key=lambda r: r.kind), key=lambda r: r.kind):
        group = list(of)
        yield f'<details class="kind"><summary>{escape(kind)} · {len(group)}</summary>'
        yield from (_case(result) for result in group)
        yield "</details>"


_FEW = 60
"""Failing cases up to which they are listed one by one; more are folded by kind."""


def _table(report: Report, name: str) -> Iterator[str]:
    yield (
        '<details class="kind"><summary>Every figure as a table</summary><div class="wide"><table>'
        "<thead><tr><th>figure</th><th>passed</th><th>share</th><th>95 % interval</th>"
        "<th>threshold</th><th></th></tr></thead><tbody>"
    )
    for full, figure in report.figures_of(name).items():
        low, high = figure.interval
        verdict = report.verdict(full)
        yield (
            f"<tr><td>{escape(full)}</td><td class='n'>{escape(figure.counted)}</td>"
            f"<td class='n'>{figure.value:.3f}</td><td class='n'>{low:.3f} to {high:.3f}</td>"
            f"<td class='n'>{escape(report.thresholds.told(full))}</td>"
            f"<td class='{verdict.lower()}'>{verdict}</td></tr>"
        )
    yield "</tbody></table></div></details>"


def _case(result: Result) -> str:
    critical = bool(set(result.failed) & set(result.critical))
    rows: Sequence[tuple[str, str]] = (
        ("expected", result.expected),
        ("given", result.given),
        *result.details.items(),
    )
    told = "".join(f"<dt>{escape(n)}</dt><dd>{escape(t)}</dd>" for n, t in rows if t)
    return (
        f"<details{' class=critical' if critical else ''}><summary>"
        f"<code>{escape(result.id)}</code> "
        f'<span class="why">{escape(result.kind)}: {escape(", ".join(result.failed))}</span> '
        f"{escape(result.asked)}</summary><dl>{told}</dl></details>"
    )
