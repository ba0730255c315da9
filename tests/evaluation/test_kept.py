"""A run that is kept for reviewers comes back as it was."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from evaluation.test_reports import NASTY, compared, report
from ino_assistant.errors import AssistantError
from ino_assistant.evaluation.kept import FILE, keep, read_kept
from ino_assistant.evaluation.reports.plots import figures_of, plots
from ino_assistant.evaluation.reports.report import changes


def test_a_run_comes_back_as_it_was(tmp_path: Path) -> None:
    run = report(compared())
    keep(tmp_path, run)
    kept = read_kept(tmp_path)
    assert kept is not None
    assert kept.passes == run.passes
    assert list(kept.missed) == run.missed
    assert kept.versions == run.versions
    assert kept.words == run.lengths
    assert kept.thresholds == run.thresholds
    assert kept.sets == run.sets
    assert run.comparison is not None
    assert list(kept.changes or ()) == [
        (what, case.encode(errors="replace").decode()) for what, case in changes(run.comparison)
    ]
    assert {n: round(f.value, 4) for n, f in kept.figures.items()} == {
        n: round(f.value, 4) for n, f in run.figures.items()
    }
    for name, figure in kept.figures.items():
        assert figure.counted == run.figures[name].counted
        assert figure.interval == pytest.approx(run.figures[name].interval, abs=1e-4)
        assert figure.as_dict() == run.figures[name].as_dict()
    failing = [result for result in run.results if not result.right]
    assert [result.id for result in kept.failing] == [result.id for result in failing]
    assert kept.failing[0].details.keys() == failing[0].details.keys()
    assert kept.cases["claims"] == 4
    assert list(tmp_path.iterdir()) == [tmp_path / FILE]


def test_a_later_run_takes_its_place(tmp_path: Path) -> None:
    keep(tmp_path, report())
    first = read_kept(tmp_path)
    assert first is read_kept(tmp_path)
    keep(tmp_path, report(results=[]))
    os.utime(tmp_path / FILE, (1, 1))
    later = read_kept(tmp_path)
    assert later is not None
    assert (later.sets, later.changes, later.at.year) == ([], None, 1970)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"cases": [1]}', "\x00"])
def test_what_is_no_run_is_none(tmp_path: Path, content: str) -> None:
    assert read_kept(tmp_path) is None
    (tmp_path / FILE).write_text(content, encoding="utf-8")
    assert read_kept(tmp_path) is None


def test_a_folder_that_can_not_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(AssistantError, match="can't be written"):
        keep(tmp_path / "none", report())


def test_every_set_has_its_plots() -> None:
    run = report()
    titles = {name: [t for t, _ in plots(name, run.figures, run.thresholds)] for name in run.sets}
    assert titles["claims"] == [
        "All together", "Stopped, by kind of error", "Accepted, by kind",
    ]  # fmt: skip
    assert all(titles.values())
    assert set(figures_of(run.figures, "twins")) == {
        name for name in run.figures if name.startswith("twins.")
    }
    assert NASTY not in json.dumps(titles)
