"""The last evaluation run: whether it passed, every figure with its threshold, what failed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from ino_assistant.web.markup import icon, shortened, text
from ino_assistant.web.reviewing.frame_view import screen
from ino_assistant.web.reviewing.parts import badge, empty, facts, folded, listed

FILE: Final = "evaluation.json"
"""In the data folder: what `ino-assistant eval --json` wrote."""
_MOST_CASES = 200
_NONE = (
    "No evaluation has been kept yet. Whoever runs the app keeps one with: "
    f"ino-assistant eval --json DATA/{FILE}"
)


def read_evaluation(folder: Path) -> dict[str, Any] | None:
    """The run that is kept in the data folder; None if there is none that can be read."""
    try:
        found = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return found if isinstance(found["figures"], dict) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def evaluation_screen(run: Mapping[str, Any] | None) -> str:
    """The run as a page of the app."""
    if run is None:
        return screen("evaluation-screen", "Evaluation", empty(_NONE))
    versions = facts((name, text(str(value))) for name, value in run.get("versions", {}).items())
    wrong = [case for case in run.get("cases", []) if not case.get("right")]
    cases = listed([_case(case) for case in wrong[:_MOST_CASES]], name="entries")
    left = len(wrong) - _MOST_CASES
    more = f'<p class="soft">and {left} more</p>' if left > 0 else ""
    body = (
        f'{_verdict(run)}<div class="part">{versions}</div>'
        '<div class="part wide" tabindex="0" role="region" aria-label="Figures">'
        f"{_table(run)}</div>"
        f"{folded('failing', f'Failing cases: {len(wrong)}', cases + more)}"
    )
    return screen("evaluation-screen", "Evaluation", f'<div class="stack">{body}</div>')


def in_short(run: Mapping[str, Any] | None) -> str:
    """The run in a few figures."""
    if run is None:
        return empty(_NONE)
    rows = [(name, f) for name, f in run["figures"].items() if name in _limits(run)]
    region = '<div class="wide" tabindex="0" role="region" aria-label="Figures">'
    return f"{_verdict(run)}{region}{_rows(run, rows)}</div>"


def _verdict(run: Mapping[str, Any]) -> str:
    missed = [str(name) for name in run.get("missed", [])]
    if run.get("passes"):
        return f'<p class="verdict good">{icon("check")}Every threshold is reached.</p>'
    words = f"Missed: {', '.join(missed)}" if missed else "Worse than the accepted run"
    return f'<p class="verdict bad">{icon("warning")}{text(words)}.</p>'


def _table(run: Mapping[str, Any]) -> str:
    return _rows(run, run["figures"].items())


def _rows(run: Mapping[str, Any], figures: Iterable[tuple[str, Any]]) -> str:
    limits, missed = _limits(run), set(run.get("missed", []))
    body = "".join(
        f'<tr><th scope="row">{text(name)}</th><td class="n">{_share(figure)}</td>'
        f'<td class="n">{text(limits.get(name, ""))}</td>'
        f"<td>{_word(name, limits, missed)}</td></tr>"
        for name, figure in figures
    )
    return (
        '<table><thead><tr><th scope="col">Figure</th><th scope="col" class="n">Share</th>'
        '<th scope="col" class="n">Threshold</th><th scope="col">Reached</th></tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def _limits(run: Mapping[str, Any]) -> dict[str, str]:
    given = run.get("thresholds", {})
    least = {name: f"≥ {value:g}" for name, value in given.get("at_least", {}).items()}
    return least | {name: f"≤ {value:g}" for name, value in given.get("at_most", {}).items()}


def _share(figure: Any) -> str:
    value = figure.get("share")
    counted = f" ({figure['passed']} of {figure['total']})" if "passed" in figure else ""
    return f"{value:.3f}{counted}" if isinstance(value, int | float) else ""


def _word(name: str, limits: Mapping[str, str], missed: set[str]) -> str:
    if name not in limits:
        return ""
    return badge("missed", "bad", "warning") if name in missed else badge("yes", "good", "check")


def _case(case: Mapping[str, Any]) -> str:
    told = facts(
        [
            ("Asked", text(str(case.get("asked", "")))),
            ("Expected", text(str(case.get("expected", "")))),
            ("Given", text(str(case.get("given", "")))),
        ]
    )
    head = f"{case.get('set', '')} {case.get('id', '')}: {', '.join(case.get('failed', []))}"
    asked = shortened(str(case.get("asked", "")), 160)
    return (
        f"<details><summary><strong>{text(head)}</strong> "
        f'<span class="soft">{text(asked)}</span></summary>{told}</details>'
    )


__all__ = ["FILE", "evaluation_screen", "in_short", "read_evaluation"]
