"""Figures, their intervals, thresholds, and the command that compares them."""

from __future__ import annotations

import dataclasses
import json
import math
import tomllib
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answering.making import quickly
from corpus.making import ROOT
from evaluation.making import answer, case, scored
from ino_assistant.answering.assistant import Assistant
from ino_assistant.errors import AssistantError
from ino_assistant.evaluation import command
from ino_assistant.evaluation.cases import read_cases
from ino_assistant.evaluation.command import missed, read_thresholds, run_command
from ino_assistant.evaluation.run import Share, figures, mean_words, run
from ino_assistant.evaluation.scoring import Score
from ino_assistant.settings import Settings


@pytest.mark.parametrize(
    ("passed", "total", "low", "high"),
    [
        # Newcombe, Stat Med 1998;17:857, table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        # The mirror image, and the ends.
        (20, 20, 0.8389, 1.0),
        (5, 10, 0.2366, 0.7634),
    ],
)
def test_intervals_are_wilsons(passed: int, total: int, low: float, high: float) -> None:
    assert Share(passed, total).interval == pytest.approx((low, high), abs=5e-5)


@quickly
@given(st.integers(1, 2000), st.data())
def test_an_interval_holds_its_share_and_solves_the_score_equation(
    total: int, data: st.DataObject
) -> None:
    passed = data.draw(st.integers(0, total))
    share = Share(passed, total)
    low, high = share.interval
    assert 0 <= low <= share.value + 1e-9
    assert share.value - 1e-9 <= high <= 1
    for end in (low, high):
        if 1e-9 < end < 1 - 1e-9:
            z = abs(share.value - end) / math.sqrt(end * (1 - end) / total)
            assert z == pytest.approx(1.959963984540054, rel=1e-6)


def test_a_share_of_nothing_says_nothing() -> None:
    assert Share(0, 0).interval == (0.0, 1.0)
    assert Share(0, 0).value == 1.0


def test_a_share_as_json() -> None:
    assert Share(5, 10).as_dict() == {
        "passed": 5,
        "total": 10,
        "share": 0.5,
        "interval": [0.2366, 0.7634],
    }


def some_scores() -> list[Score]:
    return [
        scored(1, right=True),
        scored(2, right=True, kind="list"),
        scored(3, right=False),
        scored(4, right=True, expect="refused"),
        scored(5, right=False, expect="refused"),
    ]


def test_figures_count_the_cases_that_they_are_of() -> None:
    found = {name: (share.passed, share.total) for name, share in figures(some_scores()).items()}
    assert found == {
        "answerable_right": (2, 3),
        "answerable_answered": (2, 3),
        "citation_holds_evidence": (2, 2),
        "content": (2, 2),
        "unanswerable_refused": (1, 2),
        "not_misleading": (5, 5),
        "box_whole": (5, 5),
        "length": (2, 2),
        "right_list": (1, 1),
        "right_numeric": (1, 2),
    }


def test_every_check_has_its_figure() -> None:
    right = scored(1, right=True)
    names = {
        "citation": "citation_holds_evidence",
        "content": "content",
        "misleading": "not_misleading",
        "box": "box_whole",
        "length": "length",
    }
    for check, figure in names.items():
        failing = dataclasses.replace(right, checks={**right.checks, check: False})
        found = figures([right, failing])
        assert (found[figure].passed, found[figure].total) == (1, 2)
        assert found["answerable_right"].passed == 1
        assert all(found[n].passed == 2 for n in names.values() if n != figure)


def test_the_mean_length_is_of_what_is_answered() -> None:
    scores = some_scores()
    words = len(answer(0).text.split())
    assert mean_words(scores) == words
    assert mean_words([]) == 0


def test_every_case_is_asked_and_told(small: Assistant) -> None:
    told: list[int] = []
    cases = [case(question="How is KARDENTO taken?"), case(id="q2", question="")]
    scores = run(small, cases, told.append)
    assert told == [1, 1]
    assert [s.case for s in scores] == cases
    assert scores[0].answer.outcome == "answered"
    assert scores[1].answer.problem is not None


# ------------------------------------------------------------------ thresholds


def thresholds(folder: Path, text: str) -> Path:
    path = folder / "thresholds.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_thresholds_are_read(tmp_path: Path) -> None:
    path = thresholds(tmp_path, "[thresholds]\nanswerable_right = 0.5\nbox_whole = 1\n")
    assert read_thresholds(path) == {"answerable_right": 0.5, "box_whole": 1.0}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no thresholds"),
        ("[thresholds", "no thresholds"),
        ("[thresholds]\nbox_whole = 'all'", "no thresholds"),
        ("[thresholds]\nbox_whole = [1]", "no thresholds"),
        ("[thresholds]\nno_such_figure = 1", "no figure 'no_such_figure'"),
    ],
)
def test_thresholds_that_can_not_be_used_are_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(AssistantError, match=said) as raised:
        read_thresholds(thresholds(tmp_path, text))
    assert "thresholds.toml" in str(raised.value)


def test_missing_thresholds_are_named(tmp_path: Path) -> None:
    with pytest.raises(AssistantError, match="no thresholds"):
        read_thresholds(tmp_path / "thresholds.toml")


@pytest.mark.parametrize(("least", "is_missed"), [(0.66, []), (0.67, ["answerable_right"])])
def test_a_figure_below_its_threshold_is_missed(least: float, is_missed: list[str]) -> None:
    assert missed(figures(some_scores()), {"answerable_right": least, "content": 1.0}) == is_missed


def test_the_projects_thresholds_are_those_of_figures_that_matter() -> None:
    path = ROOT / "eval" / "thresholds.toml"
    found = read_thresholds(path)
    assert found["box_whole"] == 1.0
    assert {"answerable_right", "unanswerable_refused", "citation_holds_evidence"} <= set(found)
    assert all(0 < least <= 1 for least in found.values())
    assert set(tomllib.loads(path.read_text(encoding="utf-8"))) == {"thresholds"}


# ------------------------------------------------------------------ the command


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small: Assistant) -> Settings:
    """An evaluation of three questions over the small corpus."""
    lines = [
        {
            "id": "taken",
            "question": "How many patients had recurrence with KARDENTO in the VELOCE trial?",
            "expect": "answered",
            "kind": "prose",
            "evidence": ["recurrence was seen in 36/1,731 patients (2.1%)"],
            "must": ["2.1%"],
            "must_not": [],
            "tags": [],
        },
        {
            "id": "wrong",
            "question": "How many patients had recurrence with KARDENTO in the VELOCE trial?",
            "expect": "answered",
            "kind": "prose",
            "evidence": ["recurrence was seen in 36/1,731 patients (2.1%)"],
            "must": ["21%"],
            "must_not": [],
            "tags": [],
        },
        {
            "id": "zebra",
            "question": "What is the hazard ratio for tinnitus in zebras?",
            "expect": "refused",
            "kind": "prose",
            "evidence": [],
            "must": [],
            "must_not": [],
            "tags": [],
        },
    ]
    _write_cases(tmp_path, lines)
    thresholds(tmp_path, "[thresholds]\nanswerable_right = 0.5\nunanswerable_refused = 1.0\n")
    monkeypatch.setattr(command, "open_assistant", lambda settings, log: small)
    return Settings(eval_dir=tmp_path)


def _write_cases(folder: Path, lines: Sequence[object]) -> None:
    text = "".join(json.dumps(line) + "\n" for line in lines)
    (folder / "questions.jsonl").write_text(text, encoding="utf-8")


def test_the_command_passes_at_its_thresholds(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(settings, None, None) == 0
    out = capsys.readouterr().out
    assert "answerable_right" in out
    assert "1 of 2" in out
    assert "ok" in out
    assert "MISSED" not in out


def test_the_command_fails_below_one(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    thresholds(settings.eval_dir, "[thresholds]\nanswerable_right = 0.51\n")
    assert run_command(settings, None, None) == 1
    assert "MISSED" in capsys.readouterr().out


def test_a_run_is_written_and_compared_with(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = tmp_path / "first.json"
    run_command(settings, first, None)
    content = json.loads(first.read_text(encoding="utf-8"))
    assert content["figures"]["answerable_right"]["passed"] == 1
    assert {c["id"]: c["right"] for c in content["cases"]} == {
        "taken": True,
        "wrong": False,
        "zebra": True,
    }
    assert content["cases"][1]["failed"] == ["content"]
    capsys.readouterr()
    run_command(settings, None, first)
    assert "newly" not in capsys.readouterr().out
    for each in content["cases"]:
        each["right"] = not each["right"]
    first.write_text(json.dumps(content), encoding="utf-8")
    run_command(settings, None, first)
    out = capsys.readouterr().out
    assert "newly failing ['content']: wrong" in out
    assert "newly passing: taken" in out
    assert "newly passing: zebra" in out


@pytest.mark.parametrize("content", ["", "{", "[]", '{"cases": 1}', '{"cases": [{"id": "q"}]}'])
def test_an_earlier_run_that_is_none_is_named(
    settings: Settings, tmp_path: Path, content: str
) -> None:
    earlier = tmp_path / "earlier.json"
    earlier.write_text(content, encoding="utf-8")
    with pytest.raises(AssistantError, match="no earlier run"):
        run_command(settings, None, earlier)


def test_a_file_that_can_not_be_written_is_named(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(AssistantError, match="can't be written"):
        run_command(settings, tmp_path / "none" / "run.json", None)


def test_the_projects_cases_are_of_kinds_that_figures_show() -> None:
    kinds = {c.kind for c in read_cases(ROOT / "eval" / "questions.jsonl")}
    assert kinds
    assert all(kind.replace("_", "").isalnum() for kind in kinds)
