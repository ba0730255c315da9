"""Words of a question that ask for nothing by themselves: units, parts of names, `how often`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ino_assistant.answering.understanding.ranges import codes_in

_FIGURE = re.compile(r"^[≥≤<>]?\d")


def beside_the_question(text: str, tokens: Sequence[str]) -> set[int]:
    """Positions of tokens that are no thing asked for, of a question and its tokens."""
    return _how_often(text, tokens) | _of_units(tokens) | _dotted(text, tokens)


def _dotted(text: str, tokens: Sequence[str]) -> set[int]:
    """Positions of the parts of a name such as `GII.4`, which say nothing alone."""
    codes = [c.split(".") for c in codes_in(text) if "." in c]
    lower = [t.lower() for t in tokens]
    return {at + i for at in range(len(lower) - 1) if lower[at : at + 2] in codes for i in (0, 1)}


def _of_units(tokens: Sequence[str]) -> set[int]:
    """Positions of a unit behind its figure, `45 mL/min`: no minute and no minimum is asked for."""
    found: set[int] = set()
    for at, token in enumerate(tokens):
        if _FIGURE.match(token):
            end = at + 1
            while end < len(tokens) and tokens[end].lower() in _UNITS:
                end += 1
            found |= set(range(at + 1, end)) if end > at + 2 else set()
    return found


_UNITS = frozenset(
    {"ml", "min", "dl", "l", "mg", "g", "mcg", "ng", "pg", "mmol", "meq", "iu", "m2"}
)


def _how_often(text: str, tokens: Sequence[str]) -> set[int]:
    """Positions of a `how often` that asks for a share, `how often did fever occur`: no schedule.

    Fever is not given by a schedule.
    """
    if not _HOW_OFTEN.search(text) or _GIVEN.search(text):
        return set()
    lower = [t.lower() for t in tokens]
    return {
        at + i
        for at in range(len(lower) - 1)
        if lower[at] == "how" and lower[at + 1] in ("often", "frequently")
        for i in (0, 1)
    }


_HOW_OFTEN = re.compile(
    r"\bhow (?:often|frequently) (?:is|was|are|were|did|does|do|has|have) .{1,80}?"
    r"\b(?:occur\w*|happen\w*|seen|observed|reported|develop\w*|experienced?|recorded|confirmed)\b",
    re.IGNORECASE,
)
_GIVEN = re.compile(
    r"\b(?:given|give|administer\w*|monitor\w*|check\w*|measur\w*|test\w*|dosed|inject\w*|tak\w+|"
    r"infus\w*|repeat\w*)\b",
    re.IGNORECASE,
)
