"""Reference marks: superscript numbers that extraction glued to words and numbers.

`P=0.0104.5,6` is 0.0104 with references 5 and 6; `hemorrhage.5` is a word with one. A
stop between two digits with nothing else to tell (`Table 5.5`) is left alone: only a
reviewed annotation may take such a mark off. A short code that goes on behind its number
(`GII.4 was`, `BA.5,`) is a name, and stays one wherever it stands.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

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
# No sentence ends where a small letter or a comma follows: `GI.1 and GII.4, both`.
_CODE = re.compile(
    r"(?<![\w.])[A-Z][A-Z\d]{0,4}[a-z]?(?:\.\d{1,3})+(?=,\s|[;:]?\s+[a-z]+(?!\w)|-[a-z])"
)
_BRACKETED = re.compile(rf"\s?\[(?P<marks>{MARKS})\](?=[.,;:?!)\s]|$)")
# `0.8 [1-3]` may be an interval.
_FIGURE_BEFORE = re.compile(r"(?:[\d%]|\b(?:CI|IQR|range),?)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MarkForms:
    """What a document tells of its marks.

    Attributes:
        names: its codes that end in a stop and a number, see `code_names`.
        bracketed: its highest reference, if its marks stand in square brackets; else 0.
    """

    names: frozenset[str] = frozenset()
    bracketed: int = 0


PLAIN = MarkForms()
"""Of a text that stands for itself."""


def code_names(text: str) -> frozenset[str]:
    """Codes such as `GII.4`, told by a place where the sentence goes on behind them."""
    return frozenset(m.group() for m in _CODE.finditer(text) if _is_code(m, text))


def _is_code(match: re.Match[str], text: str) -> bool:
    """Behind a word that mostly stands for itself, a small letter may begin a sentence."""
    if not text[match.end()].isspace():
        return True
    word = re.escape(match.group().partition(".")[0])
    alone = len(re.findall(rf"(?<![\w.-]){word}(?![\w-]|\.\d)", text))
    return alone < len(re.findall(rf"(?<![\w.-]){word}\.\d", text))


def marks_after_stops(text: str, names: Collection[str] = ()) -> list[tuple[int, int]]:
    """Ranges of `text` that are reference marks directly after a sentence's stop.

    Args:
        text: with line ends inside sentences, or folded.
        names: codes of the document that hold no mark, besides those that `text` tells.
    """
    found = {m.span("marks") for form in (_AFTER_STOP, _AFTER_NAME) for m in form.finditer(text)}
    known = {*names, *code_names(text)}
    if known:
        codes = re.compile(
            rf"(?<![\w.])(?:{'|'.join(map(re.escape, sorted(known, key=len, reverse=True)))})"
            rf"(?:\.(?P<marks>{MARKS})(?=\s+[A-Z“\"(]|\s*$)|(?!\d))"
        )
        spans = [m.span() for m in codes.finditer(text)]
        found = {(a, b) for a, b in found if not any(s < a and b <= e for s, e in spans)}
        found |= {m.span("marks") for m in codes.finditer(text) if m["marks"]}
    return sorted(found)


def bracketed_marks(text: str, highest: int) -> list[tuple[int, int]]:
    """Ranges of `text` that are marks in square brackets, with the blank before them.

    Args:
        text: any.
        highest: the document's highest reference; 0 if it has no such marks.
    """
    return [
        m.span()
        for m in (_BRACKETED.finditer(text) if highest else ())
        if not (len(m["marks"]) > 2 and _FIGURE_BEFORE.search(text[: m.start()]))
        and all(0 < int(n) <= highest for n in re.findall(r"\d+", m["marks"]))
    ]


def marks_at_end(text: str) -> tuple[int, int] | None:
    """The range of reference marks glued to the last word of a caption or heading."""
    match = _GLUED_END.search(text)
    if match is None:
        return None
    return match.span("one") if match["one"] else match.span("many")


def expand_marks(marks: str) -> tuple[str, ...]:
    """`5,13-15` as ('5', '13', '14', '15'); a range that runs down is kept as printed."""
    found: list[str] = []
    for part in re.split(r"\s?,\s?", marks.strip(" \n[]")):
        ends = [int(end) for end in re.split(r"\s?[–-]\s?", part)]
        if len(ends) == 2 and ends[0] < ends[1]:
            found += [str(n) for n in range(ends[0], ends[1] + 1)]
        else:
            found.append(part)
    return tuple(found)
