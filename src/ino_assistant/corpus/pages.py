"""A document read as if its pages did not end: what goes on over a page end is put together.

Running feet and heads, and the blank lines around them, part the rows of a table and the lines
of a paragraph. Where what stands above them clearly goes on below, the reader does not see them.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ino_assistant.corpus.forms import BULLET, CAPTION, NOTE, heading_like
from ino_assistant.corpus.source import Line, SourceText

_COLUMNS = re.compile(r"\S {2,}\S|^ {6,}\S")
_ENDED = re.compile(r"[.?!:;][\"”’)\]\d,]*$")
_LONG = 50
"""Characters from which a line is one of a paragraph, and no heading's."""
_NEAR = 8
"""Lines above a page end that show whether blank lines part the rows of a table."""


@dataclass(frozen=True)
class Pages(SourceText):
    """A source without some of its lines, the others numbered from 1; offsets stay the same.

    Attributes:
        whole: the source with all its lines.
        left_out: numbers of its lines that are not there.
    """

    whole: SourceText
    left_out: frozenset[int]

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines that are left, in order."""
        if not self.left_out:
            return self.whole.lines
        kept = (n for n in self.whole.lines if n.number not in self.left_out)
        return tuple(replace(line, number=number) for number, line in enumerate(kept, start=1))

    def printed(self, lines: Iterable[Line]) -> tuple[Line, ...]:
        """Lines, or parts of lines, as the source numbers them."""
        return tuple(replace(n, number=self.whole.line_of(n.start)) for n in lines)

    def numbers(self, taken: Container[int]) -> frozenset[int]:
        """The numbers here of lines that have these numbers in the source."""
        return frozenset(
            here.number for here in self.lines if self.whole.line_of(here.start) in taken
        )


def read_over(source: SourceText, furniture: Container[int]) -> Pages:
    """The source without the page ends that what is said goes on over.

    Args:
        source: the document's text.
        furniture: numbers of the lines of running heads and feet.
    """
    left_out: set[int] = set()
    for above, between, below in _page_ends(source.lines, furniture):
        if not _goes_on(above, below):
            continue
        out = [n.number for n in between]
        apart = _parted(source.lines[: above.number], below)
        left_out.update(out[1:] if apart and between[0].blank else out)
    return Pages(source.text, source, frozenset(left_out))


def _page_ends(
    lines: Sequence[Line], furniture: Container[int]
) -> Iterator[tuple[Line, list[Line], Line]]:
    """The line above each page end, what makes the page end, and the line below."""
    above: Line | None = None
    between: list[Line] = []
    for line in lines:
        if line.blank or line.number in furniture:
            between.append(line)
            continue
        if above is not None and any(n.number in furniture for n in between):
            yield above, between, line
        above, between = line, []


def _goes_on(above: Line, below: Line) -> bool:
    """Whether the line below a page end goes on with what stands above it."""
    text = below.content
    if below.breaks or CAPTION.match(text) or NOTE.match(text) or BULLET.match(below.text):
        return False
    if _COLUMNS.search(above.text) and _COLUMNS.search(below.text):
        return True
    if _ENDED.search(above.content) or _COLUMNS.search(below.text):
        return False
    if len(above.content) < _LONG:
        return False
    # No heading is followed by a small letter.
    return text[0].islower() or not (heading_like(above.content) or heading_like(text))


def _parted(lines: Sequence[Line], below: Line) -> bool:
    """Whether blank lines part the rows of the table above."""
    if not _COLUMNS.search(below.text):
        return False
    near = lines[-_NEAR:]
    return any(
        line.blank and _COLUMNS.search(a.text) and _COLUMNS.search(b.text)
        for a, line, b in zip(near, near[1:], near[2:], strict=False)
    )


__all__ = ["Pages", "read_over"]
