"""A run beside an earlier one: what got worse, what better, what is new and gone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evaluation.making import result
from ino_assistant.errors import AssistantError
from ino_assistant.evaluation.baseline import Earlier, compare, read_earlier, write_baseline
from ino_assistant.evaluation.results import Result
from ino_assistant.evaluation.shares import Share

WRONG: dict[str, Any] = {"checks": {"stopped": False}}
SOFT: dict[str, Any] = {"critical": ()}


def earlier(*results: Result) -> Earlier:
    return Earlier({r.key: tuple(r.failed) for r in results}, {r.key: r.kind for r in results})


def ids(results: tuple[Result, ...]) -> list[str]:
    return [r.id for r in results]


def test_nothing_is_different_from_itself() -> None:
    run = [result(1), result(2, **WRONG)]
    found = compare(run, earlier(*run))
    assert not found.is_worse
    assert not any((found.failing, found.passing, found.new, found.gone, found.regressions))


def test_what_changed_is_told_case_by_case() -> None:
    before = earlier(result(1), result(2, **WRONG), result(3), result(9))
    after = [result(1, **WRONG, **SOFT), result(2), result(3), result(4)]
    found = compare(after, before)
    assert (ids(found.failing), ids(found.passing), ids(found.new)) == (["c1"], ["c2"], ["c4"])
    assert found.gone == (("claims", "c9"),)
    assert not found.is_worse


def test_a_critical_check_that_passed_before_is_a_regression() -> None:
    found = compare([result(1, **WRONG)], earlier(result(1)))
    assert ids(found.regressions) == ["c1"]
    assert found.is_worse
    assert not compare([result(1, **WRONG)], earlier(result(1, **WRONG))).is_worse


def test_a_case_that_failed_for_another_reason_can_still_regress() -> None:
    before = earlier(result(1, checks={"stopped": True, "twin": False}))
    after = result(1, checks={"stopped": False, "twin": False})
    assert ids(compare([after], before).regressions) == ["c1"]


def test_a_new_case_that_fails_a_critical_check_is_no_lesser_thing() -> None:
    assert compare([result(1, **WRONG)], earlier()).is_worse
    assert not compare([result(1, **WRONG, **SOFT)], earlier()).is_worse


def test_sets_that_were_not_run_are_not_gone() -> None:
    before = earlier(result(1), result(1, set="questions", id="q1"))
    assert compare([result(1)], before).gone == ()


def test_a_baseline_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    run = [
        result(1), result(2, **WRONG), result(3, kind="arm"),
        result(4, set="questions", checks={"box": False, "outcome": False}),
    ]  # fmt: skip
    write_baseline(path, run, {"claims.macro": Share(1, 3)})
    found = read_earlier(path)
    assert found == earlier(*run)
    assert json.loads(path.read_text(encoding="utf-8"))["figures"] == {"claims.macro": 0.3333}
    write_baseline(tmp_path / "again.json", list(reversed(run)), {"claims.macro": Share(1, 3)})
    assert (tmp_path / "again.json").read_text() == path.read_text()


def test_a_run_as_json_is_an_earlier_one_too(tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    run = [result(1), result(2, **WRONG)]
    path.write_text(json.dumps({"cases": [r.as_dict() for r in run]}), encoding="utf-8")
    assert read_earlier(path) == earlier(*run)


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "7", '{"cases": 1}', '{"cases": [{"id": "q"}]}', "{}",
     '{"schema": 2, "sets": {}}', '{"schema": 1, "sets": {"claims": {"number": {}}}}',
     '{"schema": 1, "sets": []}'],
)  # fmt: skip
def test_an_earlier_run_that_is_none_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "earlier.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(AssistantError, match="no earlier run"):
        read_earlier(path)


def test_a_file_that_can_not_be_read_or_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(AssistantError, match="no earlier run"):
        read_earlier(tmp_path / "none.json")
    with pytest.raises(AssistantError, match="can't be written"):
        write_baseline(tmp_path / "none" / "b.json", [result()], {})
