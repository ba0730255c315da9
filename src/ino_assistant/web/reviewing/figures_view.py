"""The dashboard: what was asked, what was missing, what was decided, and how fast."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta

from ino_assistant.evaluation.kept import KeptRun
from ino_assistant.review.figures import DECISIONS, Figures
from ino_assistant.web.markup import text
from ino_assistant.web.reviewing.charts import Row, bars, counted
from ino_assistant.web.reviewing.evaluation_view import in_short
from ino_assistant.web.reviewing.files import records_url
from ino_assistant.web.reviewing.frame_view import screen
from ino_assistant.web.reviewing.parts import address, empty, link, section, span_words
from ino_assistant.web.reviewing.words import ACTIONS, MISSING, OUTCOMES, named

_SPANS = (30, 90, 365)
_UP_TO = ((4, "up to 4 h"), (8, "up to 8 h"), (24, "up to 1 day"), (72, "up to 3 days"))
_OUTCOMES = {"validated": "Answered, validated", **OUTCOMES}
_MOST_TOPICS = 12
_FORMS = ("csv", "jsonl")


def figures_screen(found: Figures, evaluation: KeptRun | None) -> str:
    """All figures of a span of days.

    Args:
        found: the counts.
        evaluation: the last evaluation run, if there is one.
    """
    spans = "".join(
        f'<li><a href="{address("figures", days=str(days))}"'
        f"{' aria-current=true' if days == found.days else ''}>{days} days</a></li>"
        for days in _SPANS
    )
    took = found.median_hours
    head = "".join(
        f"<div><dt>{text(name)}</dt><dd>{text(value)}</dd></div>"
        for name, value in (
            ("Questions", str(found.questions)),
            ("Waiting for review", str(found.waiting)),
            ("Of them late", str(found.late)),
            ("Decisions", str(len(found.hours))),
            ("Half decided within", "–" if took is None else span_words(timedelta(hours=took))),
        )
    )
    plots = (
        _plot("outcomes", "Questions by outcome", found.outcomes, _OUTCOMES)
        + _plot("refusals", "Not answered, by what was missing", found.refusals, MISSING)
        + section("decisions", "Decisions by month", _decisions(found))
        + section("took", "Time from opening to decision", _took(found))
        + section("topics", "Questions by topic and outcome", _topics(found))
        + section("evaluation", "Last evaluation run", in_short(evaluation))
    )
    body = (
        f'<nav class="queues" aria-label="Span"><ul role="list">{spans}</ul></nav>'
        f'<dl class="figures">{head}</dl><div class="plots">{plots}</div>{_exports()}'
    )
    return screen("figures-screen", "Figures", body)


def _exports() -> str:
    """All that was asked and answered, for programs."""
    links = " ".join(link(f"All questions and answers (.{f})", records_url(f)) for f in _FORMS)
    return f'<p class="exports">{links}</p>'


def _plot(name: str, title: str, counts: Mapping[str, int], names: Mapping[str, str]) -> str:
    told = {named(names, code): number for code, number in counts.items()}
    return section(name, title, counted(title, told) if told else empty("None so far."))


def _topics(found: Figures) -> str:
    ordered = sorted(found.topics.items(), key=lambda pair: (-sum(pair[1].values()), pair[0]))
    shown = [(topic or "(nothing fits)", counts) for topic, counts in ordered[:_MOST_TOPICS]]
    rest: Counter[str] = Counter()
    for _, counts in ordered[_MOST_TOPICS:]:
        rest.update(counts)
    if rest:
        shown.append((f"{len(ordered) - _MOST_TOPICS} more", rest))
    if not shown:
        return empty("None so far.")
    codes = [code for code in _OUTCOMES if any(code in counts for _, counts in shown)]
    rows = [Row(t, tuple(float(counts.get(code, 0)) for code in codes)) for t, counts in shown]
    note = "What a reviewer has named, else the heading of the passage that fits best."
    return (
        bars("Questions by topic and outcome", rows, [_OUTCOMES[c] for c in codes])
        + f'<p class="soft">{note}</p>'
    )


def _decisions(found: Figures) -> str:
    rows = [
        Row(month, tuple(float(counts.get(code, 0)) for code in DECISIONS))
        for month, counts in sorted(found.decisions.items())
    ]
    names = [named(ACTIONS, code) for code in DECISIONS]
    return bars("Decisions by month", rows, names) if rows else empty("None so far.")


def _took(found: Figures) -> str:
    if not found.hours:
        return empty("None so far.")
    rows, low = [], float("-inf")
    for limit, words in (*_UP_TO, (float("inf"), "longer")):
        rows.append(Row(words, (float(sum(low < h <= limit for h in found.hours)),)))
        low = limit
    return bars("Time from opening to decision", rows)


__all__ = ["figures_screen"]
