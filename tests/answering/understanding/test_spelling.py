"""Words as typed, and as they were meant."""

from __future__ import annotations

import pytest

from ino_assistant.answering.understanding.spelling import Speller

PRINTED = {"patient", "weight", "placebo", "infusion", "infection", "velonib", "monitor"}


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller(PRINTED | {"patent", "rate"}, PRINTED)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("wieght", "weight"),
        ("pateint", "patient"),  # and not `patent`, which is as near: no document prints it
        ("velonb", "velonib"),
        ("higehst", "highest"),  # of English, though no document has it
        ("moniotred", "monitored"),
        ("plcbo", "placebo"),
        ("velo", "velonib"),
        ("mnay", "many"),
        ("raet", "rate"),
        ("weks", "weeks"),
    ],
)
def test_what_was_meant(speller: Speller, typed: str, meant: str) -> None:
    assert speller.corrected(f"the {typed} there") == (f"the {meant} there", [(typed, meant)])


@pytest.mark.parametrize(
    "typed",
    ["Opdivo", "kymriah", "patient", "highest", "inf", "CRi", "Higehst", "Mnay", "nccn", "gvhd"],
)
def test_what_is_left_alone(speller: Speller, typed: str) -> None:
    assert speller.corrected(typed) == (typed, [])


def test_several_words_that_it_may_be_leave_it(speller: Speller) -> None:
    assert speller.corrected("infx") == ("infx", [])
