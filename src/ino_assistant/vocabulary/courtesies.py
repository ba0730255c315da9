"""What stands around a question and asks nothing: greetings, who wants to know, thanks."""

from __future__ import annotations

import re
from functools import cache

from ino_assistant.data import load

_WHETHER = re.compile(r"\b(?:if|whether)\s+$", re.IGNORECASE)
_MOST = 6
"""How many are taken off one after the other: `Hi, quick question: can you tell me …`."""


def without(text: str) -> str:
    """A text without what asks nothing around it; where nothing is left, the text."""
    start, end, mark = _kept(text)
    return text if (start, end) == (0, len(text)) else f"{text[start:end].strip()}{mark}"


def blanked(text: str) -> str:
    """The same with blanks in its place, as long as the text: places in it stay where they are."""
    start, end, mark = _kept(text)
    return f"{' ' * start}{text[start:end]}{mark}".ljust(len(text))[: len(text)]


def _kept(text: str) -> tuple[int, int, str]:
    """Where what is asked begins and ends, and the mark of asking that it has to get."""
    front, behind = _patterns()
    start, end = 0, len(text)
    for _ in range(_MOST):
        match = front.match(text, start, end)
        if match is None:
            break
        start = match.end()
    for _ in range(_MOST):
        match = behind.search(text, start, end)
        if match is None:
            break
        end = match.start()
    asked = text[start:end].rstrip()
    if not re.search(r"\w", asked):
        return 0, len(text), ""
    # The mark behind the thanks is that of the question; `whether` asks without one.
    marked = "?" in text[end:] or _WHETHER.search(text[:start])
    return start, start + len(asked), "?" if marked and not asked.endswith("?") else ""


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    known = load("courtesies")
    front = "|".join(p.replace("{asker}", known["asker"]) for p in known["front"])
    behind = "|".join(known["behind"])
    return re.compile(front, re.IGNORECASE), re.compile(rf"(?:{behind})\??\s*\Z", re.IGNORECASE)


__all__ = ["blanked", "without"]
