"""How a draft's characters are written: raised figures, and the reference marks among them."""

from __future__ import annotations

import re

_RAISED = str.maketrans("0123456789+-−–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻")
_MARKS = re.compile(r"[⁰¹²³⁴-⁹][⁰¹²³⁴-⁹⁻,–-]*(?<![,–-])|\[\d{1,3}(?:\s?[,–-]\s?\d{1,3})*\]")
_EXPONENT = re.compile(r"(?:10|\b[cmdk]?m|[⁻]|\d\s?[×x]\s?10)$")


def raised(text: str) -> str:
    """Text that a draft sets as superscript, in characters that say so."""
    return text.translate(_RAISED)


def without_marks(text: str) -> str:
    """The text with reference marks (`¹`, `²,³`, `[4]`) as blanks; its length is the same.

    An exponent is none: `10⁹`, `mg/m²`.
    """

    def blank(match: re.Match[str]) -> str:
        before = text[: match.start()]
        if match.group()[0] == "[":
            # `3 [1-6]` is a median with its range.
            kept = before.rstrip()[-1:].isdigit() or before.rstrip()[-1:] in ("%", "")
        else:
            kept = _EXPONENT.search(before[-8:]) is not None
        return match.group() if kept else " " * len(match.group())

    return _MARKS.sub(blank, text)
