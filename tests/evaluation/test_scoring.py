"""Every check of an answer can be passed, and can be failed."""

from __future__ import annotations

from typing import Any

import pytest

from answering.making import corpus_of, document
from evaluation.making import CORPUS, SENTENCES, answer, case, spoilt
from ino_assistant.answering.assistant import Assistant
from ino_assistant.answering.saying.answer import Answer
from ino_assistant.evaluation.evidence import holds_evidence, quotation_holds
from ino_assistant.evaluation.scoring import MOST_WORDS, box_is_whole, score

REFUSAL = answer(outcome="refused", words="The documents do not say.")


def failed(given: Answer, **changes: Any) -> list[str]:
    return score(case(**changes), given, CORPUS).failed


def test_a_right_answer_passes_every_check() -> None:
    right = score(case(), answer(0), CORPUS)
    assert right.right
    assert right.failed == []
    assert set(right.checks) == {
        "outcome",
        "content",
        "misleading",
        "citation",
        "box",
        "numbers",
        "length",
    }
    assert set(right.notes) == {"value", "unit"}
    assert right.critical == ("box", "numbers")


@pytest.mark.parametrize(
    ("given", "changes", "failing"),
    [
        (REFUSAL, {}, ["outcome"]),
        (answer(outcome="routed", words="No."), {}, ["outcome"]),
        (answer(0), {"must": ("73.2%", "74%")}, ["content"]),
        (answer(0), {"must_not": ("with alfazumab",)}, ["misleading"]),
        (answer(0), {"evidence": (SENTENCES[1],)}, ["citation"]),
        (answer(1), {}, ["content", "citation"]),
        (answer(0, words="well " * MOST_WORDS), {}, ["length"]),
        (spoilt(answer(0), text="WARNING: HARM"), {}, ["box"]),
        (answer(0), {"expect": "refused"}, ["outcome"]),
        (REFUSAL, {"expect": "refused", "must_not": ("do not say",)}, ["misleading"]),
        (
            spoilt(answer(outcome="refused", words="No."), sha256="0" * 64),
            {"expect": "refused"},
            ["box"],
        ),
    ],
)
def test_each_check_fails_alone(given: Answer, changes: dict[str, Any], failing: list[str]) -> None:
    assert sorted(failed(given, **changes)) == sorted(failing)


def test_what_does_not_apply_is_not_checked() -> None:
    assert set(score(case(), REFUSAL, CORPUS).checks) == {"outcome", "misleading", "box", "numbers"}
    refused = score(case(expect="refused"), REFUSAL, CORPUS)
    assert refused.right
    assert set(refused.checks) == {"outcome", "misleading", "box", "numbers"}


def test_a_false_premise_may_be_corrected_or_refused() -> None:
    corrected = answer(0, outcome="corrected")
    assert failed(corrected) == []
    assert failed(corrected, expect="refused") == []


@pytest.mark.parametrize("wanted", ["50 × 10^9/L", "50×109/l", "50 × 10⁹/L", "PLATELETS FELL"])
def test_printings_are_compared_and_not_white_space(wanted: str) -> None:
    expected = [] if "^" not in wanted else ["content"]
    assert failed(answer(1), evidence=(SENTENCES[1],), must=(wanted,)) == expected


def test_evidence_may_be_spread_over_the_citations() -> None:
    both = (" | ".join(SENTENCES[:2]),)
    assert failed(answer(0, 1), evidence=both) == []
    assert failed(answer(0), evidence=both) == ["citation"]


def test_one_of_several_evidences_is_enough() -> None:
    assert failed(answer(0), evidence=("It is not there.", SENTENCES[0])) == []
    assert failed(answer(0), evidence=()) == ["citation"]


@pytest.mark.parametrize(
    ("quote", "around", "evidence", "holds"),
    [
        ("a b c", "", "b c", True),
        ("a b c", "", "b\nc", True),
        ("a b c", "", "c b", False),
        ("a b c", "Table 1", "b | Table 1", True),
        ("a b c", "Table 1", "b | Table 2", False),
        ("• first • second", "", "first second", True),
        ("x" * 41, "", "and " + "x" * 41, True),
        ("x" * 40, "", "and " + "x" * 40, False),
        ("Age | Drug | 46.5", "", "Age 46.5 47.5", True),
        ("Age | Drug | 48.5", "", "Age 46.5 47.5", False),
        ("Sex | Drug | 46.5", "", "Age 46.5 47.5", False),
    ],
)
def test_what_a_quotation_holds(quote: str, around: str, evidence: str, holds: bool) -> None:
    assert quotation_holds(quote, around, [evidence]) is holds


def test_a_rows_headings_count_as_its_own() -> None:
    age = CORPUS.statements[3]
    assert holds_evidence(age, ["Results | Control | 47.5"])
    assert not holds_evidence(age, ["Results | Control | 63%"])
    assert not holds_evidence(CORPUS.statements[0], ["Results | 73.2%"])


def test_a_box_must_be_whole_as_data_and_as_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    assert box_is_whole(answer(0), CORPUS)
    text = CORPUS.boxed_warnings[0].text
    for changes in (
        {"text": text[:-1]},
        {"text": text.replace("may", "can")},
        {"sha256": "0" * 64},
    ):
        assert not box_is_whole(spoilt(answer(0), **changes), CORPUS)
    without = answer(0)
    object.__setattr__(without, "boxed_warning", ())
    assert not box_is_whole(without, CORPUS)
    monkeypatch.setattr(Answer, "rendered", property(lambda self: "WARNING: HARM"))
    assert not box_is_whole(answer(0), CORPUS)


def test_a_corpus_without_boxes_needs_none() -> None:
    bare = corpus_of(document(sentences=["Nobody died."]))
    assert box_is_whole(answer(0, corpus=bare), bare)


def test_answers_of_the_assistant_can_be_scored(small: Assistant) -> None:
    question = "How many patients had recurrence with KARDENTO in the VELOCE trial?"
    given = small.ask(question)
    right = case(
        question=question,
        evidence=("recurrence was seen in 36/1,731 patients (2.1%)",),
        must=("2.1%",),
        document="kardento-faq",
    )
    assert score(right, given, small.corpus).failed == []
