"""The evaluation as a command: parts run, figures against thresholds and an earlier run."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Any

from ino_assistant import __version__
from ino_assistant.answering.assistant import Assistant
from ino_assistant.corpus.load import load_corpus
from ino_assistant.corpus.model import Corpus
from ino_assistant.errors import AssistantError
from ino_assistant.evaluation.baseline import compare, read_earlier, write_baseline, write_text
from ino_assistant.evaluation.figures import figures, lengths
from ino_assistant.evaluation.kept import keep
from ino_assistant.evaluation.options import Options
from ino_assistant.evaluation.reports.machine import as_json, as_junit
from ino_assistant.evaluation.reports.markdown import as_markdown
from ino_assistant.evaluation.reports.page import as_page
from ino_assistant.evaluation.reports.report import Report
from ino_assistant.evaluation.reports.terminal import show
from ino_assistant.evaluation.results import Result, of_set
from ino_assistant.evaluation.run import (
    NEEDS_ASSISTANT,
    PARTS,
    GoldenSet,
    Progress,
    read_set,
    run_claims,
    run_conversations,
    run_mutations,
    run_questions,
)
from ino_assistant.evaluation.thresholds import read_thresholds
from ino_assistant.llm.opening import open_assistant
from ino_assistant.settings import Settings

FAILED = 1
BASELINE = "baseline.json"
_WIDTH = 120
"""Columns of what is printed where there is no terminal to ask."""


def run_command(settings: Settings, options: Options) -> int:
    """Run the evaluation set, print its figures, and say whether it passes.

    Args:
        settings: the corpus, the index and the evaluation folder.
        options: what is run and what is written.

    Returns:
        0, or 1 where a threshold is missed or something got worse that must not.

    Raises:
        AssistantError: the set, the thresholds or the earlier run can't be read, a case
            crashed, or a report can't be written.
    """
    from rich.console import Console

    parts = options.only or PARTS
    if options.accept and set(parts) != set(PARTS):
        raise AssistantError("a baseline is of the whole set: leave --only out to accept one")
    limits = settings.eval_dir / "thresholds.toml"
    thresholds = read_thresholds(limits)
    earlier = read_earlier(options.compare_file) if options.compare_file is not None else None
    notes = Console(stderr=True)
    asks = bool(NEEDS_ASSISTANT & set(parts))
    assistant = _assistant(settings, notes.print) if asks else None
    corpus = assistant.corpus if assistant is not None else load_corpus(settings.corpus_dir)
    golden = read_set(settings.eval_dir, parts, corpus)
    results = _run(parts, golden, corpus, assistant, notes)
    found = figures(results)
    thresholds.check_names(found, limits)
    report = Report(
        results=results,
        figures=found,
        lengths=lengths(of_set(results, "questions")),
        thresholds=thresholds,
        versions={"program": __version__, "corpus": corpus.version},
        comparison=compare(results, earlier) if earlier is not None else None,
    )
    out = Console(file=sys.stdout)
    show(report, out if out.is_terminal else Console(file=sys.stdout, width=_WIDTH))
    _write(report, options)
    if set(parts) == set(PARTS):
        _keep(settings, report, notes)
    if options.accept:
        write_baseline(settings.eval_dir / BASELINE, results, found)
    return 0 if report.passes else FAILED


def _assistant(settings: Settings, say: Callable[..., Any]) -> Assistant:
    return open_assistant(settings, log=lambda line: say(line, markup=False))


def _run(
    parts: Sequence[str], golden: GoldenSet, corpus: Corpus, assistant: Assistant | None, notes: Any
) -> list[Result]:
    """Every part in its order, behind a progress bar on standard error."""
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Bars(*columns, TimeRemainingColumn(), console=notes, transient=True,
              redirect_stdout=False) as shown:  # fmt: skip
        tasks = {part: shown.add_task(part, total=None) for part in PARTS if part in parts}

        def progress(part: str, done: int, total: int) -> None:
            shown.update(tasks[part], completed=done, total=total)

        return _results(parts, golden, corpus, assistant, progress)


def _results(
    parts: Sequence[str],
    golden: GoldenSet,
    corpus: Corpus,
    assistant: Assistant | None,
    progress: Progress,
) -> list[Result]:
    results: list[Result] = []
    if assistant is not None:
        results += run_questions(assistant, golden.questions, progress)
        results += run_conversations(assistant, golden.conversations, progress)
    results += run_claims(corpus, golden.claims, progress)
    if "mutations" in parts:
        results += run_mutations(corpus, progress)
    return results


def _keep(settings: Settings, report: Report, notes: Any) -> None:
    try:
        keep(settings.data_dir, report)
    except AssistantError as error:
        # The run is as good as before: reviewers go on seeing the one that was kept last.
        notes.print(f"not kept for the reviewing page: {error}", markup=False)


def _write(report: Report, options: Options) -> None:
    for path, made in (
        (options.json_file, as_json),
        (options.junit_file, as_junit),
        (options.markdown_file, as_markdown),
        (options.html_file, as_page),
    ):
        if path is not None:
            write_text(path, made(report))
