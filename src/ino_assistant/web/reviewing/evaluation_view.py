"""The last evaluation run: whether it passed, its figures with intervals, what failed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Final

from ino_assistant.evaluation.kept import KeptRun
from ino_assistant.evaluation.reports.plots import figures_of, plots
from ino_assistant.evaluation.results import Result
from ino_assistant.evaluation.shares import Figure
from ino_assistant.records.canonical import iso
from ino_assistant.records.errors import NotFoundError
from ino_assistant.web.markup import icon, shortened, text
from ino_assistant.web.reviewing.frame_view import screen
from ino_assistant.web.reviewing.parts import (
    address,
    badge,
    empty,
    facts,
    folded,
    link,
    listed,
    moment,
    section,
)

_NONE = (
    "No run has been kept yet. Whoever runs the app makes one with: ino-assistant eval (a minute)."
)
_ABOUT: Final[Mapping[str, str]] = {
    "questions": "Questions, each with what an answer must and must not say.",
    "conversations": "Turns of conversations, each asked after those before it.",
    "claims": "Statements written by hand, right and wrong ones, each with its evidence.",
    "mutations": "True statements of the documents made wrong by rule: each has to be stopped.",
    "twins": "The true statements that those were made from: each has to be accepted.",
}
_FEW: Final = 30
"""Failing cases up to which they stand one by one; more are folded by kind."""


def evaluation_screen(run: KeptRun | None, corpus_version: str, name: str = "") -> str:
    """The run as a page of the app.

    Args:
        run: the run; None: there is none.
        corpus_version: of the documents that are answered from now.
        name: the set that is shown whole; empty: what the run came to.

    Raises:
        NotFoundError: there is no such set in it.
    """
    if run is None:
        return screen("evaluation-screen", "Evaluation", empty(_NONE))
    if name and name not in run.sets:
        raise NotFoundError(f"there is no set {name[:40]!r} in this run")
    shown = _set(run, name) if name else _overview(run, corpus_version)
    title = f"Evaluation: {name}" if name else "Evaluation"
    return screen("evaluation-screen", title, _sets(run, name) + shown)


def in_short(run: KeptRun | None) -> str:
    """The run in the figures that have to reach something."""
    if run is None:
        return empty(_NONE)
    told = {n: f for n, f in run.figures.items() if run.thresholds.told(n)}
    return (
        f"{_verdict(run)}{_table(run, told, 'Figures with a threshold')}"
        f'<p class="exports">{link("The whole run", address("evaluation"))}</p>'
    )


def _sets(run: KeptRun, current: str) -> str:
    """The way between the sets, each with how many of its cases fail."""
    items = [("", "Overview", "")]
    for name in run.sets:
        failing = sum(case.set == name for case in run.failing)
        items.append((name, name.capitalize(), f' <span class="count">{failing} failing</span>'))
    made = "".join(
        f'<li><a href="{address("evaluation", name)}"'
        f"{' aria-current=true' if name == current else ''}>{words}{count}</a></li>"
        for name, words, count in items
    )
    return f'<nav class="queues" aria-label="Parts of the run"><ul role="list">{made}</ul></nav>'


def _overview(run: KeptRun, corpus_version: str) -> str:
    other = run.versions.get("corpus") not in (None, corpus_version)
    stale = (
        '<p class="problems">This run is of other documents than those that are answered from '
        "now: have it made again.</p>"
        if other
        else ""
    )
    of = facts(
        [
            ("Made", moment(iso(run.at))),
            *((name.capitalize(), text(version)) for name, version in run.versions.items()),
            ("Cases", ", ".join(f"{run.cases[name]} {text(name)}" for name in run.sets)),
            ("Words of an answer", ", ".join(f"{n} {v:g}" for n, v in run.words.items())),
        ]
    )
    told = {n: f for n, f in run.figures.items() if run.thresholds.told(n)}
    body = (
        f'<div class="part">{_verdict(run)}{stale}{of}</div>'
        + section("limits", "Figures with a threshold", _table(run, told, "Figures"))
        + _changes(run.changes)
    )
    return f'<div class="stack">{body}</div>'


def _set(run: KeptRun, name: str) -> str:
    drawn = "".join(
        section(
            f"plot-{number}",
            title,
            f'<div class="wide shares" tabindex="0" role="region" aria-label="Plot: {text(title)}">'
            f"{plot}</div>",
        )
        for number, (title, plot) in enumerate(plots(name, run.figures, run.thresholds))
    )
    figures = figures_of(run.figures, name)
    table = folded(
        "every", f"Every figure as a table: {len(figures)}", _table(run, figures, "Every figure")
    )
    failing = sorted(
        (case for case in run.failing if case.set == name),
        key=lambda case: not set(case.failed) & set(case.critical),
    )
    count = f"Failing cases: {len(failing)} of {run.cases[name]}"
    cases = section("failing", count, _cases(failing) or empty("None."))
    about = (
        f'<p class="summary">{_ABOUT[name]} Lines show the 95 % interval, dashes the threshold.</p>'
    )
    return f'{about}<div class="stack">{drawn}{table}{cases}</div>'


def _cases(failing: Sequence[Result]) -> str:
    if len(failing) <= _FEW:
        return listed([_case(case) for case in failing], name="entries")
    ordered = sorted(failing, key=lambda case: case.kind)
    return "".join(
        folded(
            "finding",
            f"{kind.replace('_', ' ')}: {len(group)}",
            listed([_case(case) for case in group], name="entries"),
        )
        for kind, of in groupby(ordered, key=lambda case: case.kind)
        for group in [list(of)]
    )


def _case(case: Result) -> str:
    told = facts(
        (name.capitalize(), f'<span class="said">{text(words)}</span>')
        for name, words in (
            ("asked", case.asked),
            ("expected", case.expected),
            ("given", case.given),
            *case.details.items(),
        )
        if words
    )
    grave = set(case.failed) & set(case.critical)
    critical = badge("nothing makes up for this", "bad", "warning") if grave else ""
    return (
        f"<details><summary><code>{text(case.id)}</code> "
        f"<strong>{text(case.kind.replace('_', ' '))}: "
        f"{text(', '.join(case.failed).replace('_', ' '))}</strong> {critical} "
        f'<span class="soft">{text(shortened(case.asked, 160))}</span></summary>{told}</details>'
    )


def _changes(changes: Sequence[tuple[str, str]] | None) -> str:
    if changes is None:
        return ""
    items = [
        f"{badge(what.lower(), 'bad' if what.isupper() else 'plain')} {text(case)}"
        for what, case in changes
    ]
    body = listed(items, name="history-list") or empty("No case came out differently.")
    return folded("changes", f"Against the accepted run: {len(items)}", f"<div>{body}</div>")


def _verdict(run: KeptRun) -> str:
    if run.passes:
        return f'<p class="verdict good">{icon("check")}Every threshold is reached.</p>'
    words = f"Missed: {', '.join(run.missed)}" if run.missed else "Worse than the accepted run"
    return f'<p class="verdict bad">{icon("warning")}{text(words)}.</p>'


def _table(run: KeptRun, figures: dict[str, Figure], name: str) -> str:
    rows = "".join(_rows(run, figures.items()))
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{text(name)}"><table><thead>'
        '<tr><th scope="col">Figure</th><th scope="col" class="n">Share</th>'
        '<th scope="col" class="n">Cases</th><th scope="col" class="n">95 % interval</th>'
        '<th scope="col" class="n">Threshold</th><th scope="col">Reached</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _rows(run: KeptRun, figures: Iterable[tuple[str, Figure]]) -> Iterable[str]:
    for name, figure in figures:
        low, high = figure.interval
        limit = run.thresholds.told(name)
        word = ""
        if limit:
            missed = name in run.missed
            word = badge("missed", "bad", "warning") if missed else badge("yes", "good", "check")
        yield (
            f'<tr><th scope="row">{text(_readable(name))}</th>'
            f'<td class="n">{figure.value:.3f}</td><td class="n">{text(figure.counted)}</td>'
            f'<td class="n">{low:.3f} to {high:.3f}</td><td class="n">{text(limit)}</td>'
            f"<td>{word}</td></tr>"
        )


def _readable(name: str) -> str:
    """`questions.answerable_right` as `questions: answerable right`."""
    first, _, rest = name.partition(".")
    return f"{first}: {rest.replace('.', ', ')}".replace("_", " ")


__all__ = ["evaluation_screen", "in_short"]
