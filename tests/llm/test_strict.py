"""What a wording must keep, beyond being true."""

from __future__ import annotations

import pytest

from ino_assistant.llm.strict import changes_sense, is_foul

VOD = "Monitor for VOD after HSCT; it may be severe, and may not be reversible."


@pytest.mark.parametrize(
    ("sentence", "evidence", "changed"),
    [
        (VOD, VOD, False),
        ("VOD after HSCT may be severe, and may not be reversible.", VOD, False),
        ("VOD after HSCT is severe, and may not be reversible.", VOD, True),
        ("VOD may be severe, and may not be reversible.", VOD, True),
        ("VOD after HSCT may be severe, and may be reversible.", VOD, True),
        ("VOD after HSCT may be, and may not be reversible.", VOD, True),
        ("VOD after HSCT must be severe, and may not be reversible, may be.", VOD, True),
        ("Yes, it was.", "It was.", True),
        ("No: it was.", "It was.", True),
        ("No patient was ill.", "No patient was ill.", False),
        ("It didn't work.", "It did not work.", False),
        ("It was tried.", "It was tried. It may be tried again.", False),
        ("Factors were age and sex.", "Factors were age, sex, and prior HSCT.", True),
        ("Factors were age, sex and platelets.", "Factors were age, sex, and platelets.", False),
        ("It lasted at least 12 versus 12 months.", "It lasted ≥12 versus <12 months.", True),
        ("It lasted at least 12 versus less than 12 months.", "It lasted ≥12 versus <12 months.",
         False),
        ("All patients take 60 mg.", "For patients over 90 kg, take 60 mg.", True),
        ("The dose is 60 mg.", "For patients over 90 kg, the dose is 60 mg.", True),
        ("60 mg is for patients over 90 kg.", "For patients over 90 kg, the dose is 60 mg.",
         False),
        ("It was seen in every case.", "It was seen.", True),
        ("It was.", "", False),
    ],
)  # fmt: skip
def test_changes_sense(sentence: str, evidence: str, changed: bool) -> None:
    assert changes_sense(sentence, evidence) is changed


@pytest.mark.parametrize(
    ("text", "given", "foul"),
    [
        ("It was <4 cycles.", "It was <4 cycles.", False),
        ("It was <b>4</b> cycles.", "It was <4 cycles.", True),
        ("It was less than 4.", "It was <4 cycles.", False),
        ("See http://example.org.", "", True),
        ("See http://example.org.", "See http://example.org.", False),
        ("Write to a@b.", "", True),
        ("It was\u202e 4.", "", True),
        ("**It** was.", "", True),
    ],
)
def test_is_foul(text: str, given: str, foul: bool) -> None:
    assert is_foul(text, given) is foul
