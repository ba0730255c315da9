"""What a turn makes sure of, and whether it is borne out."""

from __future__ import annotations

import pytest

from ino_assistant.answering.assistant import Assistant
from ino_assistant.answering.turns.confirming import borne_out, made_sure_of


@pytest.mark.parametrize(
    ("turn", "said"),
    [
        ("So it may be used in children, right?", "it may be used in children"),
        (
            "So, as you said, the drug prolonged survival. Can I write that?",
            "the drug prolonged survival",
        ),
        ("you said the effect was significant, didn't you?", "the effect was significant"),
        ("ok so it protects the heart as well.", "it protects the heart"),
        ("That means more patients stopped early, no?", "more patients stopped early"),
        ("So what is the dose?", ""),
        ("and how many of the patients was that?", ""),
        ("So 24 patients?", ""),
        ("The drug prolonged survival.", ""),
    ],
)
def test_what_is_made_sure_of(turn: str, said: str) -> None:
    assert made_sure_of(turn) == said


@pytest.mark.parametrize(
    ("question", "out"),
    [
        ("The diluted solution may be shaken in the vial, right?", False),
        ("Infusion reactions were mostly mild, right?", True),
        ("Infusion reactions were mostly mild?", None),
        ("ZELMORIX cures diabetes, right?", None),
    ],
)
def test_whether_it_is_borne_out(small: Assistant, question: str, out: bool | None) -> None:
    (part,) = small._finder.parts(question)
    ranked = [c.facts for c in part.decision.ranked]
    borne = borne_out(part.asked, ranked, small._known)
    assert (borne.out if borne else None) is out
