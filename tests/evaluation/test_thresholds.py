"""Thresholds: what may not fall below, and what may not rise above."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.making import ROOT
from ino_assistant.errors import AssistantError
from ino_assistant.evaluation.shares import Figure, Macro, Share
from ino_assistant.evaluation.thresholds import Thresholds, read_thresholds

FOUND: dict[str, Figure] = {
    "claims.false_accepts": Share(2, 100),
    "claims.macro": Macro((Share(1, 2), Share(1, 1))),
    "claims.stopped.number": Share(9, 10),
}


def written(folder: Path, text: str) -> Path:
    path = folder / "thresholds.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_thresholds_are_read_by_set_and_by_kind(tmp_path: Path) -> None:
    text = (
        "[at_least.claims]\nmacro = 0.7\nstopped.number = 1\n[at_most.claims]\nfalse_accepts = 0\n"
    )
    found = read_thresholds(written(tmp_path, text))
    assert found.at_least == {"claims.macro": 0.7, "claims.stopped.number": 1.0}
    assert found.at_most == {"claims.false_accepts": 0.0}
    assert found.missed(FOUND) == ["claims.stopped.number", "claims.false_accepts"]
    assert found.told("claims.macro") == "≥ 0.7"
    assert found.told("claims.false_accepts") == "≤ 0"
    assert found.told("claims.verdict") == ""


@pytest.mark.parametrize(
    ("least", "most", "missed"),
    [
        ({"claims.macro": 0.75}, {"claims.false_accepts": 0.02}, []),
        ({"claims.macro": 0.76}, {}, ["claims.macro"]),
        ({}, {"claims.false_accepts": 0.019}, ["claims.false_accepts"]),
        ({"questions.content": 1.0}, {"questions.over_refused": 0.0}, []),
    ],
)
def test_a_threshold_is_missed_on_its_own_side(
    least: dict[str, float], most: dict[str, float], missed: list[str]
) -> None:
    assert Thresholds(least, most).missed(FOUND) == missed


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no thresholds"),
        ("[at_least", "no thresholds"),
        ("[thresholds]\nx = 1", "no thresholds"),
        ("at_least = 1", "no thresholds"),
        ("[at_least.claims]\nmacro = 'all'", "no thresholds"),
        ("[at_least.claims]\nmacro = [1]", "no thresholds"),
        ("[at_least.claims]\nmacro = 1.1", "a share from 0 to 1"),
        ("[at_most.claims]\nmacro = -0.1", "a share from 0 to 1"),
        ("[at_most.claims]\nmacro = nan", "a share from 0 to 1"),
        ("[at_least.claim]\nmacro = 1", "no figure 'claim.macro'"),
    ],
)
def test_thresholds_that_can_not_be_used_are_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(AssistantError, match=said) as raised:
        read_thresholds(written(tmp_path, text))
    assert "thresholds.toml" in str(raised.value)


def test_missing_thresholds_are_named(tmp_path: Path) -> None:
    with pytest.raises(AssistantError, match="no thresholds"):
        read_thresholds(tmp_path / "thresholds.toml")


def test_a_threshold_that_can_not_be_missed_is_an_error() -> None:
    Thresholds({"claims.macro": 1.0, "questions.content": 1.0}, {}).check_names(FOUND, Path("t"))
    with pytest.raises(AssistantError, match=r"t: there is no figure 'claims\.makro'"):
        Thresholds({"claims.makro": 1.0}, {}).check_names(FOUND, Path("t"))


def test_the_projects_thresholds_are_those_of_figures_that_matter() -> None:
    found = read_thresholds(ROOT / "eval" / "thresholds.toml")
    always = ("questions.box_whole", "questions.numbers_supported", "conversations.box_whole",
              "conversations.numbers_supported", "mutations.must_block",
              "twins.accepted.quoted")  # fmt: skip
    assert all(found.at_least[name] == 1.0 for name in always)
    assert {"questions.answerable_right", "claims.macro", "mutations.macro"} <= set(found.at_least)
    assert {"claims.false_accepts", "claims.false_rejects"} <= set(found.at_most)
