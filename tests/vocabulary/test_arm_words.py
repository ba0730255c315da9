"""`control` and `comparator` name an arm only where they stand as one does."""

from __future__ import annotations

import pytest

from ino_assistant.vocabulary.arm_words import is_generic, names_arm


@pytest.mark.parametrize(
    ("text", "word", "names"),
    [
        ("12% with drug versus 8% with control", "control", True),
        ("12% in the control group", "control", True),
        ("8% of controls in each arm", "controls", False),
        ("8% in controls", "controls", True),
        ("superior to control", "control", True),
        ("patients treated with the comparator", "comparator", True),
        ("to control the pain", "control", False),
        ("without control of the error", "control", False),
        ("improve glycemic control in adults", "control", False),
        ("does not control blood glucose", "control", False),
        ("if more control is needed", "control", False),
        ("treated with a comparator", "comparator", False),
        ("adequately controlled disease", "controlled", True),
    ],
)
def test_by_what_stands_beside(text: str, word: str, names: bool) -> None:
    tokens = text.split()
    # Any other word is decided elsewhere.
    assert names_arm(tokens, tokens.index(word)) is names


def test_generic_names() -> None:
    assert is_generic("Control")
    assert not is_generic("placebo")
