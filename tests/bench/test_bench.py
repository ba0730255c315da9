"""That the benchmark runs and says what it found; how fast anything is, is not tested here."""

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from rich.console import Console

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def report() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_report", ROOT / "bench" / "report.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def run_bench(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bench.run", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("ours", "theirs", "target", "reached"),
    [
        (0.5, 1.0, 0.6, True),
        (0.6, 1.0, 0.6, True),
        (0.7, 1.0, 0.6, False),
        (None, 1.0, 0.6, False),
        (1.0, None, 0.6, False),
        (1.0, 0.0, 0.6, False),
        (1.0, 1.0, None, None),
    ],
)
def test_a_target_is_reached_by_what_was_measured_and_low_enough(
    report: ModuleType,
    ours: float | None,
    theirs: float | None,
    target: float | None,
    reached: bool | None,
) -> None:
    assert report.Figure("figure", "s", ours, "reference", theirs, target).reached is reached


def test_percentiles_lie_between_the_values(report: ModuleType) -> None:
    assert report.percentile([3.0, 1.0, 2.0], 0.5) == 2.0
    assert report.percentile([1.0, 2.0], 0.5) == 1.5
    assert report.percentile([1.0, 2.0, 3.0], 1.0) == 3.0
    assert report.percentile([7.0], 0.95) == 7.0
    with pytest.raises(ValueError, match="no values"):
        report.percentile([], 0.5)


def test_the_table_shows_values_ratio_target_and_verdict(report: ModuleType) -> None:
    figures = [
        report.Figure("warm answer", "ms", 12.0, "floor", 10.0, 1.0),
        report.Figure("--help", "s", None, "our first answer", 1.0, 0.1),
    ]
    console = Console(width=120)
    with console.capture() as capture:
        console.print(report.table_of(figures, "title"))
    shown = capture.get()
    for part in ("title", "12.0 ms", "10.0 ms", "1.20", "≤ 1.00", "no", "–", "≤ 0.10"):
        assert part in shown


def test_a_benchmark_that_cannot_run_says_why_in_one_line(tmp_path: Path) -> None:
    done = run_bench("--quick", INO_ASSISTANT_CORPUS_DIR=str(tmp_path / "none"))
    assert done.returncode == 2
    assert "error: " in done.stderr
    assert "INO_ASSISTANT_CORPUS_DIR" in done.stderr
    assert "no such folder" in done.stderr


@pytest.fixture
def data(pytestconfig: pytest.Config, tmp_path: Path) -> Path:
    """A data folder without an index; the exported model is kept in pytest's cache."""
    folder = tmp_path / "data"
    folder.mkdir()
    if pytestconfig.cache is not None:
        (folder / "models").symlink_to(pytestconfig.cache.mkdir("models"))
    return folder


@pytest.mark.slow
def test_a_quick_run_measures_warm_answers_and_memory(data: Path, tmp_path: Path) -> None:
    results = tmp_path / "results" / "bench.json"
    done = run_bench(
        *("--quick", "--only", "warm", "memory", "--json", str(results)),
        INO_ASSISTANT_DATA_DIR=str(data),
        INO_ASSISTANT_CORPUS_DIR=str(ROOT / "tests" / "documents"),
    )
    assert done.returncode == 0, done.stderr
    content = json.loads(results.read_text("utf-8"))
    assert content["cores"] >= 1
    figures = content["figures"]
    assert {f["name"] for f in figures} >= {"warm answer, p50", "warm answer, p95"}
    assert any("peak memory" in f["name"] for f in figures)
    for figure in figures:
        assert figure["ours"] > 0
        assert figure["theirs"] > 0
        assert figure["ratio"] == pytest.approx(figure["ours"] / figure["theirs"])
