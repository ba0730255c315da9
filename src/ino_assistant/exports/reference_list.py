"""The list of references that a document prints: its entries, by number, as printed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from ino_assistant.text import fold

_HEADING: Final = re.compile(
    r"^[ \t]*(?:\d{1,2}\.?[ \t]+)?(?:REFERENCES?|BIBLIOGRAPHY|LITERATURE CITED)[ \t]*:?[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_ENTRY: Final = re.compile(r"^[ \t]*(?:\[(\d{1,3})\]|(\d{1,3})[.)]?)[ \t]+(?=\S)")
_LONGEST: Final = 12
"""Lines of one entry; what runs on longer is no entry any more."""


def reference_list(source: str) -> Mapping[str, str]:
    """Entries of a document's reference list by their number; empty where it prints none.

    Only a list under such a heading that counts up from 1 is one: a number that stands first on
    a line by chance begins no entry.

    Args:
        source: the document's text.
    """
    best: dict[str, str] = {}
    for heading in _HEADING.finditer(source):
        found = _entries(source[heading.end() :])
        if len(found) > len(best):
            best = found
    return best


def _entries(text: str) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    expected, blank = 1, False
    for line in text.split("\n"):
        if not line.strip():
            blank = True
            continue
        begins = _ENTRY.match(line)
        if begins is not None and int(begins[1] or begins[2]) == expected:
            found[str(expected)] = [line[begins.end() :]]
            expected += 1
        elif not found or blank or len(found[str(expected - 1)]) >= _LONGEST:
            # What stands behind an empty line and is no entry belongs to something else.
            break
        else:
            found[str(expected - 1)].append(line)
        blank = False
    return {number: fold(" ".join(lines)) for number, lines in found.items()}
