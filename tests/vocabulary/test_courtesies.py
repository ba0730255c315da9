"""What stands around a question and asks nothing."""

from __future__ import annotations

import pytest

from ino_assistant.vocabulary.courtesies import blanked, without


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("Hi, quick question: what is the dose?", "what is the dose?"),
        ("An HCP asked me: fever %", "fever %"),
        ("Dr. Lind asked whether patients can drive", "patients can drive?"),
        ("I have a question from a hematologist: hgb cutoff", "hgb cutoff"),
        ("pls need storage temp asap", "storage temp"),
        ("Can you tell me what the highest dose is? Thanks a lot!", "what the highest dose is?"),
        ("what is OS, thanks?", "what is OS?"),
        ("According to the document, who is Helen?", "who is Helen?"),
    ],
)
def test_only_what_is_asked_is_left(typed: str, asked: str) -> None:
    assert without(typed) == asked
    assert blanked(typed).strip() in (asked, asked.removesuffix("?"))


@pytest.mark.parametrize(
    "typed",
    [
        "Hello",
        "thanks",
        "Please",
        "",
        "Can you tell patients to take it with food?",
        "Can anyone take it with food?",
        "A pharmacist told me that a patient bled",
        "What is the question of the trial?",
        "Did the doctor ask for consent?",
    ],
)
def test_what_says_something_stays(typed: str) -> None:
    assert without(typed) == typed


@pytest.mark.parametrize("typed", ["Hi: my patient bled, thanks", "pls, X?", "  dose  ", "ok thx"])
def test_places_stay_where_they_are(typed: str) -> None:
    kept = blanked(typed)
    assert len(kept) == len(typed)
    assert all(new in (" ", old) for old, new in zip(typed, kept, strict=True))
