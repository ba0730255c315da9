"""Figures count the cases that they are of."""

from __future__ import annotations

import dataclasses

from evaluation.making import answer, result, scored
from ino_assistant.evaluation.figures import figures, lengths
from ino_assistant.evaluation.results import Result, of_set
from ino_assistant.evaluation.shares import Macro, Share


def some_scores() -> list[Result]:
    return [
        scored(1, right=True),
        scored(2, right=True, kind="list"),
        scored(3, right=False),
        scored(4, right=True, expect="refused"),
        scored(5, right=False, expect="refused"),
    ]


def counted(results: list[Result]) -> dict[str, tuple[int, int]]:
    return {
        name: (figure.passed, figure.total)
        for name, figure in figures(results).items()
        if isinstance(figure, Share) and figure.total
    }


def test_questions() -> None:
    assert counted(some_scores()) == {
        "questions.answerable_right": (2, 3),
        "questions.answerable_answered": (2, 3),
        "questions.over_refused": (1, 3),
        "questions.unanswerable_refused": (1, 2),
        "questions.content": (2, 2),
        "questions.citation_holds_evidence": (2, 2),
        "questions.value": (2, 2),
        "questions.unit": (2, 2),
        "questions.length": (2, 2),
        "questions.not_misleading": (5, 5),
        "questions.numbers_supported": (5, 5),
        "questions.box_whole": (5, 5),
        "questions.right.list": (1, 1),
        "questions.right.numeric": (1, 2),
    }


def test_every_check_of_a_question_has_its_figure() -> None:
    right = scored(1, right=True)
    names = {
        "citation": "citation_holds_evidence",
        "content": "content",
        "misleading": "not_misleading",
        "box": "box_whole",
        "length": "length",
        "numbers": "numbers_supported",
    }
    for check, figure in names.items():
        failing = dataclasses.replace(right, checks={**right.checks, check: False})
        found = counted([right, failing])
        assert found[f"questions.{figure}"] == (1, 2)
        assert found["questions.answerable_right"] == (1, 2)
        assert all(found[f"questions.{n}"][0] == 2 for n in names.values() if n != figure)


def test_notes_have_figures_and_make_no_case_wrong() -> None:
    right = scored(1, right=True)
    noted = dataclasses.replace(right, notes={"arm": False, "caveat": True})
    found = counted([right, noted])
    assert found["questions.arm"] == (0, 1)
    assert found["questions.caveat"] == (1, 1)
    assert found["questions.answerable_right"] == (2, 2)


def test_claims_by_what_they_are_and_by_kind() -> None:
    run = [
        result(1),
        result(2, checks={"stopped": False}),
        result(3, kind="arm", critical=()),
        result(4, group="right", kind="quotation", checks={"accepted": True}, critical=()),
        result(5, group="right", kind="paraphrase", checks={"accepted": False}, critical=()),
    ]
    assert counted(run) == {
        "claims.false_accepts": (1, 3),
        "claims.false_rejects": (1, 2),
        "claims.must_block": (1, 2),
        "claims.accepted.quotation": (1, 1),
        "claims.accepted.paraphrase": (0, 1),
        "claims.stopped.number": (1, 2),
        "claims.stopped.arm": (1, 1),
    }
    assert figures(run)["claims.macro"] == Macro((Share(1, 1), Share(1, 2)))


def test_mutations_with_and_without_their_twins() -> None:
    made = {"set": "mutations", "critical": ("caught",)}
    run = [
        result(1, **made, checks={"caught": True, "twin": True}, notes={"reason": False}),
        result(2, **made, checks={"caught": True, "twin": False}, notes={"reason": True}),
        result(3, **made, checks={"caught": False, "twin": True}),
        result(4, set="mutations", kind="arm", critical=(), checks={"caught": True, "twin": True}),
    ]
    assert counted(run) == {
        "mutations.must_block": (2, 3),
        "mutations.reason": (1, 2),
        "mutations.caught.number": (2, 3),
        "mutations.false_block.number": (1, 3),
        "mutations.paired.number": (1, 3),
        "mutations.caught.arm": (1, 1),
        "mutations.false_block.arm": (0, 1),
        "mutations.paired.arm": (1, 1),
    }
    assert figures(run)["mutations.macro"].value == (1 + 2 / 3) / 2
    assert figures(run)["mutations.paired_macro"].value == (1 + 1 / 3) / 2


def test_twins_by_how_they_are_told() -> None:
    run = [
        result(n, set="twins", kind=kind, checks={"accepted": right}, critical=())
        for n, (kind, right) in enumerate(
            [("quoted", True), ("renamed", False), ("restated", True), ("restated", True)]
        )
    ]
    assert counted(run) == {
        "twins.reworded_rejected": (1, 3),
        "twins.accepted.quoted": (1, 1),
        "twins.accepted.renamed": (0, 1),
        "twins.accepted.restated": (2, 2),
    }


def test_a_conversation_is_right_if_all_its_turns_are() -> None:
    run = [
        result(n, set="conversations", group=group, checks={"outcome": right, "standalone": True})
        for n, (group, right) in enumerate([("k1", True), ("k1", False), ("k2", True)])
    ]
    found = counted(run)
    assert found["conversations.turns_right"] == (2, 3)
    assert found["conversations.whole_right"] == (1, 2)
    assert found["conversations.standalone"] == (3, 3)


def test_sets_that_were_not_run_have_no_figures() -> None:
    assert figures([]) == {}
    assert {name.split(".")[0] for name in figures([result()])} == {"claims"}
    assert of_set([result()], "claims", "right") == []


def test_lengths_are_of_what_is_answered() -> None:
    words = len(answer(0).text.split())
    assert lengths(some_scores()) == {"mean": words, "median": words, "longest": words}
    assert lengths([result()]) == {}
