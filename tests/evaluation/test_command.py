"""The command: parts, reports, comparison, baseline, and each way of failing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from corpus.making import DOCUMENTS
from ino_assistant.answering.assistant import Assistant
from ino_assistant.errors import AssistantError
from ino_assistant.evaluation import command, run
from ino_assistant.evaluation.command import run_command
from ino_assistant.evaluation.golden import CaseError
from ino_assistant.evaluation.mutations.truths import truths_of
from ino_assistant.evaluation.options import Options
from ino_assistant.evaluation.run import HarnessError, run_mutations
from ino_assistant.settings import Settings

ASKED = "How many patients had recurrence with KARDENTO in the VELOCE trial?"
EVIDENCE = "recurrence was seen in 36/1,731 patients (2.1%)"


def write(folder: Path, name: str, lines: Sequence[object]) -> None:
    text = "".join(json.dumps(line) + "\n" for line in lines)
    (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")


def limits(folder: Path, text: str) -> None:
    (folder / "thresholds.toml").write_text(text, encoding="utf-8")


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small: Assistant) -> Settings:
    """A small evaluation over the small corpus."""
    document = next(d for d in small.corpus.documents if "kardento" in d.id)
    golden = {"document": document.id, "source_sha256": document.sha256, "written_by": "x"}
    question: dict[str, Any] = {
        **golden, "id": "taken", "question": ASKED, "expect": "answered", "kind": "prose",
        "evidence": [EVIDENCE], "must": ["2.1%"], "must_not": [], "tags": [],
    }  # fmt: skip
    refused = {"question": "What is the hazard ratio for tinnitus in zebras?", "expect": "refused",
               "evidence": [], "must": []}  # fmt: skip
    write(
        tmp_path,
        "questions",
        [
            question,
            question | {"id": "wrong", "must": ["21%"]},
            question | refused | {"id": "zebra"},
        ],
    )
    turn = {"question": ASKED, "expect": "answered", "accept": ["answered"],
            "must": [["2.1%", "x"]], "evidence": [EVIDENCE],
            "standalone_holds": [["KARDENTO"]]}  # fmt: skip
    routed = {"question": ASKED, "expect": "routed", "accept": ["routed"], "route": "adverse_event"}
    write(tmp_path, "conversations", [{**golden, "id": "k1", "turns": [turn, routed]}])
    sentence = "Recurrence was seen in 36/1,731 patients (2.1%)."
    claim = {**golden, "id": "c1", "statement": sentence, "evidence": sentence,
             "expect": "supported", "kind": "quotation"}  # fmt: skip
    wrong = {"id": "c2", "statement": sentence.replace("36", "37"), "expect": "contradicted",
             "must_block": True, "kind": "number"}  # fmt: skip
    write(tmp_path, "claims", [claim, claim | wrong])
    limits(tmp_path, "[at_least.questions]\nanswerable_right = 0.5\nunanswerable_refused = 1.0\n")
    monkeypatch.setattr(command, "open_assistant", lambda settings, log: small)
    # Mutations of all of it take long; those of some statements are made in the same way.
    monkeypatch.setattr(run, "truths_of", lambda corpus, table: truths_of(corpus, table)[:6])
    data = tmp_path / "data"
    data.mkdir()
    return Settings(eval_dir=tmp_path, corpus_dir=DOCUMENTS, data_dir=data)


def options(**changes: Any) -> Options:
    return Options(**{"only": ("questions",), **changes})


def test_the_command_passes_at_its_thresholds(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(settings, options()) == 0
    shown = capsys.readouterr()
    assert "answerable_right" in shown.out
    assert "1 of 2" in shown.out
    assert "MISSED" not in shown.out


def test_the_command_fails_below_one(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    limits(settings.eval_dir, "[at_least.questions]\nanswerable_right = 0.51\n")
    assert run_command(settings, options()) == 1
    assert "MISSED" in capsys.readouterr().out


def test_every_part_is_run_and_reported(settings: Settings, tmp_path: Path) -> None:
    files = {name: tmp_path / f"run.{name}" for name in ("json", "junit", "markdown", "html")}
    whole = Options(
        json_file=files["json"],
        junit_file=files["junit"],
        markdown_file=files["markdown"],
        html_file=files["html"],
    )
    assert run_command(settings, whole) == 0
    content = json.loads(files["json"].read_text(encoding="utf-8"))
    sets = {case["set"] for case in content["cases"]}
    assert sets == {"questions", "conversations", "claims", "mutations", "twins"}
    right = {case["id"]: case["right"] for case in content["cases"]}
    assert [right[i] for i in ("taken", "wrong", "zebra", "c1", "c2", "k1.1", "k1.2")] == [
        True, False, True, True, True, True, False,
    ]  # fmt: skip
    routed = next(case for case in content["cases"] if case["id"] == "k1.2")
    assert routed["failed"] == ["outcome", "route"]
    assert len(ET.parse(files["junit"]).getroot()) == 6
    assert files["markdown"].read_text(encoding="utf-8").startswith("# Evaluation")
    assert files["html"].read_text(encoding="utf-8").startswith("<!doctype html>")
    kept = settings.data_dir / "evaluation.json"
    assert kept.read_text(encoding="utf-8") == files["json"].read_text(encoding="utf-8")


def test_claims_and_mutations_need_no_assistant(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def no(*args: object, **more: object) -> Assistant:
        raise AssertionError("no assistant is needed")

    monkeypatch.setattr(command, "open_assistant", no)
    assert run_command(settings, options(only=("claims", "mutations"))) == 0
    out = capsys.readouterr().out
    assert "claims" in out and "mutations" in out and "questions" not in out
    # A part of the set is not kept in the place of the whole.
    assert list(settings.data_dir.iterdir()) == []


def test_a_run_that_can_not_be_kept_is_as_good(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.data_dir.rmdir()
    assert run_command(settings, Options()) == 0
    assert "not kept for the reviewing page" in capsys.readouterr().err


def test_a_run_is_compared_with_a_baseline(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(settings, Options(accept=True)) == 0
    baseline = settings.eval_dir / "baseline.json"
    content = json.loads(baseline.read_text(encoding="utf-8"))
    assert content["sets"]["questions"]["prose"] == {
        "right": "taken zebra", "wrong": {"wrong": "content"},
    }  # fmt: skip
    capsys.readouterr()
    assert run_command(settings, Options(compare_file=baseline)) == 0
    assert "no case came out differently" in capsys.readouterr().out
    prose = content["sets"]["questions"]["prose"]
    prose["right"], prose["wrong"] = "wrong zebra", {"taken": "content"}
    baseline.write_text(json.dumps(content), encoding="utf-8")
    assert run_command(settings, options(compare_file=baseline)) == 0
    out = capsys.readouterr().out
    assert "newly failing: questions wrong (content)" in out
    assert "newly passing: questions taken" in out


def test_a_regression_of_what_must_be_blocked_fails(
    settings: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run_command(settings, Options(accept=True))
    monkeypatch.setattr(
        "ino_assistant.evaluation.scoring.box_is_whole", lambda answer, corpus: False
    )
    compared = options(compare_file=settings.eval_dir / "baseline.json")
    limits(settings.eval_dir, "[at_least.questions]\nlength = 0.0\n")
    capsys.readouterr()
    assert run_command(settings, compared) == 1
    out = capsys.readouterr().out
    assert "REGRESSION: questions zebra (box)" in out
    assert run_command(settings, options()) == 0


def test_the_baseline_is_written_when_asked_alone(settings: Settings) -> None:
    run_command(settings, options())
    assert not (settings.eval_dir / "baseline.json").exists()
    with pytest.raises(AssistantError, match="leave --only out"):
        run_command(settings, options(accept=True))


def test_a_changed_source_fails_loudly(settings: Settings) -> None:
    path = settings.eval_dir / "questions.jsonl"
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    write(settings.eval_dir, "questions", [line | {"source_sha256": "0" * 64} for line in lines])
    with pytest.raises(CaseError, match="review the golden data"):
        run_command(settings, options())


def test_a_crash_in_a_case_is_named_and_no_result(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, small: Assistant
) -> None:
    def crash(*args: object) -> None:
        raise KeyError("boom")

    with monkeypatch.context() as patched:
        patched.setattr(run, "score", crash)
        with pytest.raises(HarnessError, match="case questions taken crashed: KeyError: 'boom'"):
            run_command(settings, options())
    monkeypatch.setattr(run, "mutations_of", crash)
    with pytest.raises(HarnessError, match=r"case mutations of [0-9a-f]{10} \(.*\) crashed"):
        run_mutations(small.corpus, lambda part, done, total: None)


def test_a_threshold_of_no_figure_is_named(settings: Settings) -> None:
    limits(settings.eval_dir, "[at_least.questions]\nright.poetry = 1\n")
    with pytest.raises(AssistantError, match=r"no figure 'questions\.right\.poetry'"):
        run_command(settings, options())


def test_a_report_that_can_not_be_written_is_named(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(AssistantError, match="can't be written"):
        run_command(settings, options(json_file=tmp_path / "none" / "run.json"))
