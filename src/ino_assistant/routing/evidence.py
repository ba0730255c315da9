"""How much of a statement that names nobody speaks of one occasion, not of a subject."""

from __future__ import annotations

import re

from ino_assistant.routing.parts import Part
from ino_assistant.routing.people import of_a_body
from ino_assistant.routing.tags import Hit, members

ENOUGH = 2
_MANY = 3
_OCCASION = re.compile(
    r"\b(?:dose|cycle|infusion|injection|day|week|c|d)\s?[-+]?\s?\d+\b"
    r"|\b(?:first|second|third|fourth|1st|2nd|3rd|4th|last|previous)"
    r" (?:dose|cycle|infusion|injection|shot)\b"
    r"|\b\d+ (?:minutes?|hours?|days?|weeks?|months?) (?:after|post|later|into)\b"
    r"|\bat \d+ ?(?:weeks|wks|hours|hrs|h|days)\b"
    r"|\bin (?:the|her) (?:first|second|third) trimester\b",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"\bago\b|\bnow\b|\bsince\b|\bstill\b"
    r"|\b(?:left|right) (?:arm|hand|leg|foot|eye|ear|side|breast)\b",
    re.I,
)
_VALUE = re.compile(
    r"\bgrade\s?[1-5]\b(?!\s?[/-])|\b\d+(?:[.,]\d+)?\s?(?:mg/dl|g/dl|ms|msec|x\s?uln)\b", re.I
)
_SHOWN = re.compile(
    r"\bon (?:the |an? )?(?:ct|mri|ecg|ekg|x-?rays?|echo|biopsy|ultrasound|endoscopy|scans?)\b",
    re.I,
)
"""A finding, which somebody was looked at for."""
_DESPITE = re.compile(
    r"\b(?:despite|in spite of|although|though)(?: \w+)?"
    r" (?:adheren\w+|complian\w+|taking|tak(?:es|en)|treatment|therapy|prophylaxis|use)\b",
    re.I,
)
_SUSPECTED = re.compile(r"\b(?:suspected|confirmed|proven|new[- ]onset)\b", re.I)
FINITE = members("finite")


def evidence(
    part: Part, message: str, hits: list[Hit], labs: list[Hit], *, exposed: bool | None
) -> int:
    """How many signs there are that a part tells of one occasion, 0 to 10.

    Args:
        part: the part.
        message: the message that it is a part of.
        hits: events in it.
        labs: values in it.
        exposed: whether treatment is said to have been given; None if that tells nothing.
    """
    text = message[part.span[0] : part.span[1]]
    verbs = [h for h in part.of("happened", "given") if not part.word(h.start) & FINITE]
    treated = exposed is not None and (exposed or part.has("exposed"))
    signs = (
        _OCCASION.search(text) is not None or treated,
        part.has("recent") or _NOW.search(text) is not None,
        any(h.tag == "value" for h in labs) or _VALUE.search(text) is not None,
        bool(verbs) or part.has("told_by"),
        _apart([*hits, *labs]) >= _MANY,
        part.has("body_change") and part.has("body"),
        _SHOWN.search(text) is not None,
        _SUSPECTED.search(text) is not None,
        _DESPITE.search(text) is not None,
        message[part.span[1] : part.span[1] + 1] == "!",
    )
    return sum(signs)


def tells_of_occasion(text: str) -> bool:
    """Whether a text names an occasion, its time, or a value: `day 4`, `2 weeks ago`, `grade 3`."""
    return any(sign.search(text) for sign in (_OCCASION, _NOW, _VALUE))


def about_many(part: Part) -> bool:
    """Whether a part speaks of rates, trials or patients at large."""
    plural = any(
        t.any({"patients", "pts", "women", "men", "adults", "vs", "versus", "v", "both", "each"})
        for t in part.tokens
    )
    many = [h for h in part.of("population") if not of_a_body(part, h)]
    return bool(many) or plural


def _apart(hits: list[Hit]) -> int:
    """How many hits stand apart from each other."""
    count, reached = 0, 0
    for hit in sorted(hits, key=lambda h: (h.start, -h.end)):
        if hit.start >= reached:
            count, reached = count + 1, hit.end
    return count
