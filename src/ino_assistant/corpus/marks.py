"""Reference marks that only the document as a whole tells from a number.

`ALPHA-1.4` is a trial and a mark where the document names the trial elsewhere, `Week 40.4` a
week and a mark where it names the week; `ALPHA1` at the end of a caption likewise. Marks
are looked for only in a document that prints them so, and up to its highest reference. What the
document does not decide stays as printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from ino_assistant.corpus.furniture import highest_reference
from ino_assistant.corpus.references import (
    MARKS,
    MarkForms,
    bracketed_marks,
    code_names,
    expand_marks,
    marks_after_stops,
    marks_at_end,
)
from ino_assistant.corpus.source import SourceText
from ino_assistant.text import Span

_NUMBERED = (
    r"(?:[Ww]eeks?|[Dd]ays?|[Mm]onths?|[Cc]ycles?|[Vv]isits?|[Yy]ears?|[Pp]hase|[Gg]rade"
    r"|Table|Figure)\s\d{1,3}"
)
_NAME = r"[A-Z][A-Za-z]+(?:-[A-Z]+)*-\d{1,2}"
_BEHIND = re.compile(
    rf"(?<![\w-])(?P<name>{_NAME}|{_NUMBERED})\.(?P<marks>{MARKS})(?=\s+[A-Z“\"(]|\s*(?:\n\s*\n|$))"
)
_UNSTOPPED = re.compile(r"(?<![\d.,(<>=-])(?P<number>\d{1,3}\.(?P<marks>[1-9]\d?))$")
_LAST_WORD = re.compile(r"(?<!\S)[A-Z][\w-]*\d$")
_USED = 3
"""Marks of a document that no name is needed for, from which on more are looked for."""


class DocumentMarks:
    """The reference marks of one document.

    Args:
        source: its text.
    """

    def __init__(self, source: SourceText) -> None:
        self._source, self._text = source, source.text

    @cached_property
    def forms(self) -> MarkForms:
        """What the document tells of its marks."""
        listed = highest_reference(self._source)
        bracketed = len(bracketed_marks(self._text, listed)) >= _USED
        return MarkForms(code_names(self._text), listed if bracketed else 0)

    @cached_property
    def _highest(self) -> int:
        """The highest reference that the document has; 0 if its marks are not glued."""
        certain = [
            self._text[slice(*span)] for span in marks_after_stops(self._text, self.forms.names)
        ]
        if len(certain) < _USED:
            return 0
        listed = highest_reference(self._source)
        return listed or max(_numbers(marks)[-1] for marks in certain)

    def _fits(self, marks: str) -> bool:
        found = _numbers(marks)
        return found[0] > 0 and found[-1] <= self._highest

    def _stands_elsewhere(self, name: str, *, inside: bool = False) -> bool:
        """Whether a name stands in the document with nothing glued to it.

        Args:
            name: as it would read without marks.
            inside: only where a line goes on behind it, as it does behind no caption.
        """
        loose = r"\s+".join(map(re.escape, name.split()))
        end = r"(?![ \t]*(?:\n|$))" if inside else ""
        return re.search(rf"(?<![\w-]){loose}(?!\w|-\w|\.\d){end}", self._text) is not None

    def offsets(self) -> Iterator[int]:
        """Where in the source such marks begin behind a stop."""
        for match in _BEHIND.finditer(self._text) if self._highest else ():
            if self._fits(match["marks"]) and self._stands_elsewhere(match["name"]):
                yield match.start("marks")

    def undecided(self, sentence: str) -> str | None:
        """The number at the end of a sentence without a stop that may hold a mark: `of 40.4`."""
        match = _UNSTOPPED.search(sentence) if self._highest else None
        return match["number"] if match and self._fits(match["marks"]) else None

    def at_end(self, caption: str) -> Span | None:
        """The range of the marks at the end of a caption or heading."""
        plain = marks_at_end(caption)
        if plain is not None:
            return plain
        bracketed = bracketed_marks(caption, self.forms.bracketed)
        if bracketed and bracketed[-1][1] == len(caption):
            return bracketed[-1]
        word = _LAST_WORD.search(caption)
        if word is None or not self._highest:
            return None
        if self._stands_elsewhere(word.group(), inside=True):
            return None
        for length in (1, 2):
            name, marks = word.group()[:-length], word.group()[-length:]
            if marks.isdigit() and self._fits(marks) and self._stands_elsewhere(name):
                return len(caption) - length, len(caption)
        return None


def _numbers(marks: str) -> list[int]:
    return sorted(int(n) for part in expand_marks(marks) for n in re.findall(r"\d+", part))
