"""Golden cases are read whole, or not at all; and those of the project are sound."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from corpus.making import ROOT
from evaluation.making import CORPUS, GOLDEN, case
from ino_assistant.corpus.load import load_corpus
from ino_assistant.errors import AssistantError
from ino_assistant.evaluation.cases import Case, ClaimCase, ConversationCase
from ino_assistant.evaluation.golden import CaseError, check_sources, read_golden

LINE: dict[str, Any] = {
    **GOLDEN,
    "id": "q1",
    "question": "How many?",
    "expect": "answered",
    "kind": "numeric",
    "evidence": ["a | b"],
    "must": ["73.2%"],
    "must_not": ["7%"],
    "tags": ["t"],
}
CLAIM: dict[str, Any] = {
    **GOLDEN,
    "id": "c1",
    "statement": "Nobody died.",
    "evidence": "Nobody died.",
    "expect": ["supported", "derived"],
    "kind": "quotation",
}
TURN: dict[str, Any] = {"question": "How many?", "expect": "answered", "accept": ["answered"]}
CONVERSATION: dict[str, Any] = {**GOLDEN, "id": "k1", "turns": [TURN, TURN]}


def written(folder: Path, *lines: str | dict[str, Any]) -> Path:
    path = folder / "cases.jsonl"
    text = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("\n".join(text) + "\n", encoding="utf-8")
    return path


def test_cases_are_read_in_order_and_blank_lines_passed_over(tmp_path: Path) -> None:
    second = LINE | {"id": "q2", "expect": "refused", "missing": "the dose"}
    first, other = read_golden(written(tmp_path, LINE, "", "  ", second), Case)
    assert first == case(
        question="How many?",
        evidence=("a | b",),
        must=("73.2%",),
        must_not=("7%",),
        tags=("t",),
    )
    assert (other.id, other.expect, other.missing) == ("q2", "refused", "the dose")


def test_a_line_separator_in_a_text_ends_no_line(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    raw = json.dumps(LINE | {"question": "a\u2028b"}, ensure_ascii=False)
    path.write_text(raw, encoding="utf-8")
    assert read_golden(path, Case)[0].question == "a\u2028b"


def test_a_case_is_reviewed_when_somebody_says_when(tmp_path: Path) -> None:
    reviewed = {"reviewed_by": "A. Person", "reviewed_on": "2024-05-01"}
    cases = read_golden(
        written(
            tmp_path, LINE, LINE | {"id": "q2"} | reviewed, LINE | {"id": "q3", "reviewed_by": "A"}
        ),
        Case,
    )
    assert [c.reviewed for c in cases] == [False, True, False]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "line 2: no case: Invalid JSON"),
        ("{'id': 1}", "line 2: no case"),
        ("[]", "line 2: no case"),
        ('"text"', "line 2: no case"),
        ("null", "line 2: no case"),
        ("7", "line 2: no case"),
        (LINE | {"id": "q2", "surprise": 1}, "unknown field 'surprise'"),
        (LINE | {"id": "q2", "expect": "maybe"}, "line 2: no case: expect"),
        (LINE | {"id": "q2", "expect": None}, "line 2: no case: expect"),
        (LINE | {"id": "q2", "must": None}, "line 2: no case: must"),
        (LINE | {"id": "q2", "must": [""]}, "line 2: no case: must.0"),
        (LINE | {"id": 2}, "line 2: no case: id"),
        (LINE | {"id": " "}, "line 2: no case: id"),
        (LINE | {"id": "q2", "source_sha256": "abc"}, "line 2: no case: source_sha256"),
        (LINE | {"id": "q2", "reviewed_on": "yesterday"}, "line 2: no case: reviewed_on"),
        (LINE | {"id": "q2", "kind": "a/b"}, "line 2: no case: kind"),
        (LINE, "line 2: id 'q1' occurs twice"),
        *(
            (
                {k: v for k, v in LINE.items() if k != name},
                f"line 2: no case: field '{name}' is missing",
            )
            for name in LINE
        ),
    ],
)
def test_a_line_that_is_no_case_is_named(
    tmp_path: Path, line: str | dict[str, Any], said: str
) -> None:
    with pytest.raises(CaseError) as raised:
        read_golden(written(tmp_path, LINE, line), Case)
    assert said in str(raised.value)
    assert "cases.jsonl" in str(raised.value)
    assert "\n" not in str(raised.value)
    assert isinstance(raised.value, AssistantError)


def test_a_file_that_can_not_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="can't be read"):
        read_golden(tmp_path / "none.jsonl", Case)
    with pytest.raises(CaseError, match="can't be read"):
        read_golden(tmp_path, Case)
    (tmp_path / "latin.jsonl").write_bytes(b'{"id": "\xe9"}')
    with pytest.raises(CaseError, match="can't be read"):
        read_golden(tmp_path / "latin.jsonl", Case)
    with pytest.raises(CaseError, match="no cases"):
        read_golden(written(tmp_path, "", " "), Case)


def test_a_claim_has_one_right_verdict_or_several(tmp_path: Path) -> None:
    wrong = CLAIM | {"id": "c2", "expect": "contradicted", "must_block": True}
    several, one = read_golden(written(tmp_path, CLAIM, wrong), ClaimCase)
    assert several.verdicts == ("supported", "derived")
    assert several.is_right
    assert one.verdicts == ("contradicted",)
    assert not one.is_right
    for verdict in ("true", [], ["true"]):
        with pytest.raises(CaseError, match="no case: expect"):
            read_golden(written(tmp_path, CLAIM | {"expect": verdict}), ClaimCase)


def test_a_conversation_has_turns(tmp_path: Path) -> None:
    turn = TURN | {"must": ["a", ["b", "c"]], "standalone_holds": [["d", "e"]], "route": None}
    (found,) = read_golden(written(tmp_path, CONVERSATION | {"turns": [turn]}), ConversationCase)
    assert found.turns[0].must == ("a", ("b", "c"))
    assert found.turns[0].standalone_holds == (("d", "e"),)
    for turns, said in (
        ([], "turns"),
        ([TURN | {"surprise": 1}], "unknown field 'turns.0.surprise'"),
    ):
        with pytest.raises(CaseError, match=said):
            read_golden(written(tmp_path, CONVERSATION | {"turns": turns}), ConversationCase)


def test_golden_data_is_of_the_source_as_it_is() -> None:
    check_sources(Path("x.jsonl"), [case()], CORPUS)
    with pytest.raises(CaseError, match=r"x\.jsonl.*has changed since q1 was written: review the"):
        check_sources(Path("x.jsonl"), [case(source_sha256="0" * 64)], CORPUS)
    with pytest.raises(CaseError, match="'other', which the corpus does not have"):
        check_sources(Path("x.jsonl"), [case(document="other")], CORPUS)


# ------------------------------------------------------------------ the project's own


def test_the_questions_are_sound() -> None:
    path = ROOT / "eval" / "questions.jsonl"
    cases = read_golden(path, Case)
    check_sources(path, cases, load_corpus(ROOT / "corpus"))
    answerable = [c for c in cases if c.expect == "answered"]
    assert len(answerable) >= 150
    assert len(cases) - len(answerable) >= 60
    assert all(c.question.strip() for c in cases)
    assert all(c.evidence and not c.missing for c in answerable)
    assert all(c.missing for c in cases if c.expect == "refused")


def test_the_claims_are_sound() -> None:
    path = ROOT / "eval" / "claims.jsonl"
    cases = read_golden(path, ClaimCase)
    check_sources(path, cases, load_corpus(ROOT / "corpus"))
    assert len(cases) >= 200
    assert sum(c.is_right for c in cases) >= 60
    assert not any(c.must_block and c.is_right for c in cases)
    assert all(c.why for c in cases)
    assert len({(c.statement, c.evidence) for c in cases}) == len(cases)


def test_the_conversations_are_sound() -> None:
    path = ROOT / "eval" / "conversations.jsonl"
    cases = read_golden(path, ConversationCase)
    check_sources(path, cases, load_corpus(ROOT / "corpus"))
    assert len(cases) >= 20
    turns = [turn for c in cases for turn in c.turns]
    assert all(turn.expect in turn.accept for turn in turns)
    assert all((turn.route is not None) == (turn.expect == "routed") for turn in turns)
