"""A run as Markdown: figures, changes, and every failing case in a line."""

from __future__ import annotations

from collections.abc import Iterator

from ino_assistant.evaluation.reports.report import Report, changes

_SPECIAL = str.maketrans({c: f"\\{c}" for c in "\\`*_[]<>|#"})


def as_markdown(report: Report) -> str:
    """The report; nothing of a case is taken for markup."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield "# Evaluation"
    yield ""
    yield "Passed." if report.passes else "**Failed.**"
    yield ""
    for name, value in report.versions.items():
        yield f"- {name}: {_plain(value)}"
    if report.missed:
        yield ""
        yield "Thresholds missed: " + ", ".join(f"`{name}`" for name in report.missed)
    if report.comparison is not None:
        yield from ("", "## Compared with the earlier run", "")
        lines = changes(report.comparison)
        yield from (f"- {what}: {_plain(case)}" for what, case in lines)
        if not lines:
            yield "No case came out differently."
    for name in report.sets:
        yield from ("", f"## {name.capitalize()}", "")
        yield "| figure | passed | share | 95 % interval | threshold | |"
        yield "|---|---|---|---|---|---|"
        for full, figure in report.figures_of(name).items():
            low, high = figure.interval
            yield (
                f"| {full.removeprefix(f'{name}.')} | {figure.counted} | {figure.value:.3f} "
                f"| {low:.3f} to {high:.3f} | {report.thresholds.told(full)} "
                f"| {report.verdict(full)} |"
            )
        if name == "questions" and report.lengths:
            yield ""
            yield "Words of an answer: " + ", ".join(
                f"{what} {value:g}" for what, value in report.lengths.items()
            )
        failing = report.failing(name)
        if failing:
            yield from ("", f"### Failing: {len(failing)}", "")
            for result in failing:
                failed = ", ".join(result.failed)
                yield f"- `{result.id}` {_plain(result.kind)}, {failed}: {_plain(result.asked)}"


def _plain(text: str) -> str:
    return " ".join(text.split()).translate(_SPECIAL)
