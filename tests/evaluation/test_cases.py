"""Golden cases are read whole, or not at all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from corpus.making import ROOT
from evaluation.making import case
from ino_assistant.errors import AssistantError
from ino_assistant.evaluation.cases import CaseError, read_cases

LINE: dict[str, Any] = {
    "id": "q1",
    "question": "How many?",
    "expect": "answered",
    "kind": "numeric",
    "evidence": ["a | b"],
    "must": ["73.2%"],
    "must_not": ["7%"],
    "tags": ["t"],
}


def written(folder: Path, *lines: str | dict[str, Any]) -> Path:
    path = folder / "cases.jsonl"
    text = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("\n".join(text) + "\n", encoding="utf-8")
    return path


def test_cases_are_read_in_order_and_blank_lines_passed_over(tmp_path: Path) -> None:
    second = LINE | {"id": "q2", "expect": "refused", "missing": "the dose"}
    first, other = read_cases(written(tmp_path, LINE, "", "  ", second))
    assert first == case(
        question="How many?",
        evidence=("a | b",),
        must=("73.2%",),
        must_not=("7%",),
        tags=("t",),
    )
    assert (other.id, other.expect, other.missing) == ("q2", "refused", "the dose")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "line 2: no case"),
        ("{'id': 1}", "line 2: no case"),
        ("[]", "line 2: no case"),
        ('"text"', "line 2: no case"),
        ("null", "line 2: no case"),
        ("7", "line 2: no case"),
        (LINE | {"id": "q2", "surprise": 1}, "unknown field 'surprise'"),
        (LINE | {"id": "q2", "expect": "maybe"}, "expect is 'maybe'"),
        (LINE | {"id": "q2", "expect": None}, "expect is None"),
        (LINE | {"id": "q2", "must": None}, "line 2: no case"),
        (LINE, "line 2: id 'q1' occurs twice"),
        *(
            ({k: v for k, v in LINE.items() if k != name}, f"line 2: no case: '{name}'")
            for name in LINE
        ),
    ],
)
def test_a_line_that_is_no_case_is_named(
    tmp_path: Path, line: str | dict[str, Any], said: str
) -> None:
    with pytest.raises(CaseError) as raised:
        read_cases(written(tmp_path, LINE, line))
    assert said in str(raised.value)
    assert "cases.jsonl" in str(raised.value)
    assert "\n" not in str(raised.value)
    assert isinstance(raised.value, AssistantError)


def test_a_file_that_can_not_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="can't be read"):
        read_cases(tmp_path / "none.jsonl")
    with pytest.raises(CaseError, match="can't be read"):
        read_cases(tmp_path)
    (tmp_path / "latin.jsonl").write_bytes(b'{"id": "\xe9"}')
    with pytest.raises(CaseError, match="can't be read"):
        read_cases(tmp_path / "latin.jsonl")


def test_the_evaluation_set_is_sound() -> None:
    cases = read_cases(ROOT / "eval" / "questions.jsonl")
    assert len(cases) >= 200
    answerable = [c for c in cases if c.expect == "answered"]
    assert len(cases) - len(answerable) >= 30
    for each in cases:
        assert each.question.strip()
        assert not any(part == "" for part in (*each.evidence, *each.must, *each.must_not))
    assert all(c.evidence for c in answerable)
