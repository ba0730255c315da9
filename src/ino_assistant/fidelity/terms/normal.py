"""One writing for characters that print alike; every offset stays what it was."""

from __future__ import annotations

import re

_SAME = {
    # Spaces of all widths, line ends and invisible marks.
    **dict.fromkeys("\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f", " "),
    **dict.fromkeys("\u3000\u2028\u2029\u200b\u200c\u200d\u2060\ufeff\t\n\r\f\v\x85", " "),
    # Dashes and minus signs; the soft hyphen is one that a line break left behind.
    **dict.fromkeys("‐‑‒–—―−﹘﹣－\u00ad", "-"),
    **dict.fromkeys("’‘ʼ´`′", "'"),
    **dict.fromkeys("“”„″", '"'),
    **dict.fromkeys("⩾≧", "≥"),
    **dict.fromkeys("⩽≦", "≤"),
    **dict.fromkeys("∼〜～˜", "~"),
    "≈": "~",
    "×": "×",
    "✕": "×",
    "⨯": "×",
    "∙": ".",
    "·": ".",
    "％": "%",
    "﹪": "%",
    "μ": "µ",
    "＝": "=",
    "＜": "<",
    "＞": ">",
    "（": "(",
    "）": ")",
    "［": "[",
    "］": "]",
    "，": ",",
    "．": ".",
    "：": ":",
    "；": ";",
    "／": "/",
}
_TABLE = str.maketrans({**_SAME, **{chr(0xFF10 + n): str(n) for n in range(10)}})
_EXPONENTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


def normal(text: str) -> str:
    """`text` with one writing for each dash, space, quote and sign; the length is the same."""
    return text.translate(_TABLE)


_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_LINE_END = re.compile(r"[^\S\n]+(?=\n)\n|\n[^\S\n]+(?=[^\s•*–—-])")
_RAISED = re.compile(r"<sup>\s*(-?\d{1,2})\s*</sup>", re.IGNORECASE)
_TIMES = re.compile(r"(?<=\d)\s?[·∙⋅•]\s?(?=10\s?(?:\^|\*\*|[⁰¹²³⁴⁵⁶⁷⁸⁹]))")


_LIGATURES = str.maketrans(
    {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}
)


def cleaned(text: str) -> str:
    """`text` without characters that do not print, its ligatures and powers of ten written out."""
    text = _LINE_END.sub("\n", _UNSEEN.sub("", text)).translate(_LIGATURES)
    return _TIMES.sub("×", _RAISED.sub(r"^\1", text))


def lowered_exponent(text: str) -> str:
    """Superscript digits as plain ones: `⁹` is `9`."""
    return text.translate(_EXPONENTS)
