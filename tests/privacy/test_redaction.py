"""Redaction: what goes, what stays, and that doing it again changes nothing."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ino_assistant.data import load
from ino_assistant.privacy import Detail, redact

KNOWN = frozenset({"besponsa", "ino", "oluwole", "helen", "hodgkin", "philadelphia", "vod"})
PLACEHOLDERS: dict[str, str] = load("privacy")["placeholders"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Mrs Smith had VOD", "Mrs [name] had VOD"),
        ("mrs smith had VOD", "mrs [name] had VOD"),
        ("Dr Oluwole uses InO", "Dr Oluwole uses InO"),
        ("Dr Okafor uses InO", "Dr [name] uses InO"),
        ("what about Helen?", "what about Helen?"),
        ("my patient Helen Miller died", "my patient [name] died"),
        ("patient J.K., 45", "patient [name], 45"),
        ("John Smith's fever", "[name]'s fever"),
        ("DOB 03/04/1961", "DOB [date of birth]"),
        ("approved on August 17, 2017", "approved on August 17, 2017"),
        ("MRN: 0012345", "MRN: [record number]"),
        ("call +1 212 736 5000", "call [telephone]"),
        ("or 020 7946 0018 please", "or [telephone] please"),
        ("a.b@c.org wrote", "[e-mail] wrote"),
        ("at 12 Oak Street", "at [address]"),
        ("a 54-year-old", "a 54-year-old"),
        ("a 91-year-old", "a [age over 89]"),
        ("at St. Mary's Hospital", "at [facility]"),
        ("Philadelphia positive Hodgkin", "Philadelphia positive Hodgkin"),
        ("1.8 mg/m2 in 164 patients, 95% CI 0.91-29.06", None),
        ("Study 1010 and case 2", None),
        ("May patients get more? Will it work?", None),
        ("", None),
    ],
)
def test_examples(text: str, wanted: str | None) -> None:
    redacted = redact(text, KNOWN)
    assert redacted.text == (text if wanted is None else wanted)


def test_places_are_those_of_the_text_given() -> None:
    text = "Mr Jones, DOB 1/2/1950, mail j@x.org"
    found = redact(text, KNOWN).found
    assert found == (
        Detail("name", (3, 8)),
        Detail("date of birth", (14, 22)),
        Detail("e-mail", (29, 36)),
    )


PIECES = re.findall(
    r"\S+",
    "my patient John Smith Mrs O'Brien DOB 03/04/1961 MRN 12345 call 212-736-5000 @ , . 12 Oak"
    " Street Dr Oluwole J.K. a@b.co 91 year old Besponsa VOD born in 1950 [name] ( ) 's",
)


@settings(deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=6)), max_size=14))
def test_again_changes_nothing(pieces: list[str]) -> None:
    text = " ".join(pieces)
    once = redact(text, KNOWN)
    again = redact(once.text, KNOWN)
    assert again.text == once.text
    assert again.found == ()
    at, rebuilt = 0, ""
    for detail in once.found:
        begin, end = detail.span
        assert at <= begin < end <= len(text)
        rebuilt += text[at:begin] + PLACEHOLDERS[detail.kind]
        at = end
    assert rebuilt + text[at:] == once.text
