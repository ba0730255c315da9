"""Telephone numbers, by the numbering plans of the phonenumbers library."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ino_assistant.privacy.model import Detail

_ENOUGH = re.compile(r"(?:\d[\s().-]{0,2}){9,}")
_FIGURE = re.compile(r"\d\.\d")
_REGIONS = ("US", "GB")
"""Whose national numbers are known without a country code; with one every country's are."""


def telephones(text: str) -> Iterator[Detail]:
    """Telephone numbers that are valid somewhere."""
    if not _ENOUGH.search(text):
        return
    import phonenumbers

    for region in _REGIONS:
        for match in phonenumbers.PhoneNumberMatcher(text, region):
            if not _FIGURE.search(match.raw_string):
                yield Detail("telephone", (match.start, match.end))
