"""Reference marks: superscript numbers that extraction glued to words and numbers.

`P=0.0104.5,6` is 0.0104 with references 5 and 6; `hemorrhage.5` is a word with one. A
stop between two digits with nothing else to tell (`Table 5.5`) is left alone: only a
reviewed annotation may take such a mark off.
"""

from __future__ import annotations

import re

MARKS = r"\d{1,3}(?:\s?[,–-]\s?\d{1,3})*"
# A stop after a letter, bracket, percent sign or a number that already has a decimal.
_AFTER_STOP = re.compile(
    rf"(?P<stop>(?:[^\W\d_]|[)\]%”\"’*]|\d\.\d+)[.?!])(?P<marks>{MARKS})(?=\s|$)"
)
# Behind a name that ends in a digit: `CYP3A4.2,4`. No decimal begins with letters.
_AFTER_NAME = re.compile(rf"\b[A-Z]{{2,}}\w*\d\.(?P<marks>{MARKS})(?=\s+[A-Z“\"(]|\s*$)")
# At the end of a caption or heading, without a stop: several marks after any letter, a
# single one only after a small letter or a bracket (`CD22` and `ALL89` are names).
_GLUED_END = re.compile(
    r"(?:(?<=[a-z)])(?P<one>\d{1,2})|(?<=[^\W\d_])(?P<many>\d{1,2}(?:[,–-]\d{1,2})+))\s*$"
)


def marks_after_stops(text: str) -> list[tuple[int, int]]:
    """Ranges of `text` that are reference marks directly after a sentence's stop."""
    found = {m.span("marks") for form in (_AFTER_STOP, _AFTER_NAME) for m in form.finditer(text)}
    return sorted(found)


def marks_at_end(text: str) -> tuple[int, int] | None:
    """The range of reference marks glued to the last word of a caption or heading."""
    match = _GLUED_END.search(text)
    if match is None:
        return None
    return match.span("one") if match["one"] else match.span("many")


def expand_marks(marks: str) -> tuple[str, ...]:
    """`5,13-15` as ('5', '13', '14', '15'); a range that runs down is kept as printed."""
    found: list[str] = []
    for part in re.split(r"\s?,\s?", marks.strip()):
        ends = [int(end) for end in re.split(r"\s?[–-]\s?", part)]
        if len(ends) == 2 and ends[0] < ends[1]:
            found += [str(n) for n in range(ends[0], ends[1] + 1)]
        else:
            found.append(part)
    return tuple(found)
