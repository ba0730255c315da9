"""Where the characters of a display text stand in a document's source.

A display differs from the source by listed repairs: white space folded, reference marks
taken out, broken words joined, superscripts restored. The two are laid side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from ino_assistant.fidelity.terms.normal import lowered_exponent, normal
from ino_assistant.text import Span


class Places:
    """A text laid over spans of a source.

    Args:
        text: a statement's display, or a cell's.
        source: the document's text.
        spans: where the text comes from.
    """

    def __init__(self, text: str, source: str, spans: Sequence[Span]) -> None:
        offsets = [i for start, end in spans for i in range(start, end)]
        raw = _plain("".join(source[i] for i in offsets))
        self._of: list[int | None] = [None] * len(text)
        matcher = SequenceMatcher(None, raw, _plain(text), autojunk=False)
        for at, to, size in matcher.get_matching_blocks():
            self._of[to : to + size] = offsets[at : at + size]
        self._text, self._source = text, source

    def span(self, start: int, end: int) -> Span | None:
        """Where `text[start:end]` stands in the source; None if it does not stand there so."""
        if end > len(self._text):
            # What was read is longer than what is printed: `n/N` was written out in it.
            return None
        while start < end and self._text[start].isspace():
            start += 1
        while end > start and self._text[end - 1].isspace():
            end -= 1
        if start >= end:
            return None
        first, last = self._of[start], self._of[end - 1]
        if first is None or last is None or last < first:
            return None
        printed = _plain(self._source[first : last + 1]).replace(" ", "")
        wanted = _plain(self._text[start:end]).replace(" ", "")
        return (first, last + 1) if printed == wanted else None


def _plain(text: str) -> str:
    """One writing for what repairs may change without changing the length."""
    return lowered_exponent(normal(text))
