"""The evaluation as a command: figures against thresholds, and against an earlier run."""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ino_assistant.answering.assistant import open_assistant
from ino_assistant.errors import AssistantError
from ino_assistant.evaluation.cases import read_cases
from ino_assistant.evaluation.run import Share, figures, mean_words, run
from ino_assistant.evaluation.scoring import Score
from ino_assistant.settings import Settings

FAILED = 1


def run_command(settings: Settings, json_file: Path | None, compare_file: Path | None) -> int:
    """Run the evaluation set, print its figures, and say whether it passes.

    Args:
        settings: the corpus, the index and the evaluation folder.
        json_file: where the whole run is written as JSON.
        compare_file: an earlier run, compared case by case.

    Returns:
        0, or 1 where a threshold is missed.

    Raises:
        AssistantError: the set, the thresholds or the earlier run can't be read.
    """
    from rich.console import Console
    from rich.progress import Progress
    from rich.table import Table

    folder = settings.eval_dir
    cases = read_cases(folder / "questions.jsonl")
    thresholds = read_thresholds(folder / "thresholds.toml")
    before = _earlier(compare_file) if compare_file is not None else {}
    notes = Console(stderr=True)
    assistant = open_assistant(settings, log=lambda line: notes.print(line, markup=False))
    with Progress(console=notes, transient=True) as bar:
        task = bar.add_task("asking", total=len(cases))
        scores = run(assistant, cases, lambda n: bar.advance(task, n))
    found = figures(scores)
    table = Table("figure", "passed", "share", "95 % interval", "threshold", "")
    table.columns[0].no_wrap = True
    for name, share in found.items():
        low, high = share.interval
        least = thresholds.get(name)
        verdict = "" if least is None else ("ok" if share.value >= least else "MISSED")
        table.add_row(
            name,
            f"{share.passed} of {share.total}",
            f"{share.value:.3f}",
            f"{low:.3f} to {high:.3f}",
            "" if least is None else f"{least:.2f}",
            verdict,
        )
    out = Console(file=sys.stdout)
    out.print(table)
    out.print(f"mean length of an answer: {mean_words(scores):.1f} words")
    for line in _changes(scores, before):
        out.print(line, markup=False)
    if json_file is not None:
        _write(json_file, scores, found)
    return FAILED if missed(found, thresholds) else 0


def missed(found: Mapping[str, Share], thresholds: Mapping[str, float]) -> list[str]:
    """Names of the figures that stay below their threshold."""
    return [name for name, least in thresholds.items() if found[name].value < least]


def read_thresholds(path: Path) -> dict[str, float]:
    """Figure → least share.

    Raises:
        AssistantError: unreadable, or a figure that there is none of.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))["thresholds"]
        thresholds = {str(name): float(value) for name, value in raw.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise AssistantError(f"{path}: no thresholds: {error}") from error
    if not all(0.0 <= value <= 1.0 for value in thresholds.values()):
        raise AssistantError(f"{path}: a threshold is a share from 0 to 1")
    unknown = set(thresholds) - set(figures([]))
    if unknown:
        raise AssistantError(f"{path}: there is no figure {sorted(unknown)[0]!r}")
    return thresholds


def _earlier(path: Path) -> dict[str, bool]:
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        return {case["id"]: bool(case["right"]) for case in raw["cases"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise AssistantError(f"{path}: no earlier run: {error}") from error


def _changes(scores: Sequence[Score], before: Mapping[str, bool]) -> list[str]:
    """Cases that pass now and did not, and the other way round."""
    lines = []
    for score in scores:
        was = before.get(score.case.id)
        if was is not None and was != score.right:
            word = "newly passing" if score.right else f"newly failing {score.failed}"
            lines.append(f"{word}: {score.case.id} {score.case.question}")
    return lines


def _write(path: Path, scores: Sequence[Score], found: Mapping[str, Share]) -> None:
    content: dict[str, Any] = {
        "figures": {name: share.as_dict() for name, share in found.items()},
        "mean_words": round(mean_words(scores), 1),
        "cases": [
            {
                "id": s.case.id,
                "question": s.case.question,
                "right": s.right,
                "failed": s.failed,
                "outcome": s.answer.outcome,
                "text": s.answer.text,
                "quotes": [c.quote for c in s.answer.citations],
            }
            for s in scores
        ],
    }
    try:
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
    except OSError as error:
        raise AssistantError(f"{path}: can't be written: {error.strerror}") from error
