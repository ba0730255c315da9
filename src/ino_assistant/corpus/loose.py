"""Runs of short lines that only a table leaves behind: its cells, without its rows.

Extraction often gives a table's columns one below the other. Which cells belong together
is then for a reviewer to say; until one does, the run is a block whose layout is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ino_assistant.corpus.source import Line

_MAX_WORDS = 7
_MAX_VALUE_WORDS = 4
_MAX_ROW_WORDS = 18
_MIN_VALUES = 4
_MIN_SHARE = 0.4
_ENDS_TEXT = re.compile(r"[.;?!](?:\d{1,3}(?:[,–-]\d{1,3})*)?$|[,:]$")
_OTHER = re.compile(
    r"^\s*(?:[•▪‣○●◦*†‡§¶]|[–-]\s|\(?\d{1,2}[.)]\s|(?:Table|Figure|Fig\.)\s+\d|\S+=\S|https?://|www\.)"
    r"|SAFETY INFORMATION$"
)

# A row whose columns are one blank apart: it ends with figures, as no sentence does.
_ROW = re.compile(r"\s(?:[<>≤≥]?\d[\d.,]*%?)(?:\s\([^()]*\d[^()]*\))?$")


def find_loose(chunks: Iterable[Sequence[Line]]) -> Iterator[list[Line]]:
    """The lines of every such run.

    Args:
        chunks: lines that stand together, in order; chunks that follow each other with
            nothing but blank lines between them may belong to one run.
    """
    run: list[Sequence[Line]] = []
    for chunk in chunks:
        follows = not run or chunk[0].number - run[-1][-1].number <= 2
        if not follows or not _is_cells(chunk):
            yield from _table(run)
            run = []
        if _is_cells(chunk):
            run.append(chunk)
    yield from _table(run)


def _table(run: list[Sequence[Line]]) -> Iterator[list[Line]]:
    # A lone line of words in front of the first figures may be the heading above.
    while run and len(run[0]) == 1 and not (_is_value(run[0][0]) or _heads_rows(run)):
        run = run[1:]
    lines = [line for chunk in run for line in chunk]
    values = sum(2 if _is_row(line) else _is_value(line) for line in lines)
    if values >= _MIN_VALUES and values >= _MIN_SHARE * len(lines):
        yield lines


def _heads_rows(run: Sequence[Sequence[Line]]) -> bool:
    """Whether the run's first line stands directly above rows, as column headings do."""
    return len(run) > 1 and _is_row(run[1][0])


def _is_cells(chunk: Sequence[Line]) -> bool:
    return all(
        (len(line.content.split()) <= _MAX_WORDS or _is_row(line) or len(chunk) == 1)
        and len(line.content.split()) <= _MAX_ROW_WORDS
        and not _ENDS_TEXT.search(line.content)
        and not _OTHER.search(line.text)
        for line in chunk
    )


def _is_row(line: Line) -> bool:
    return _ROW.search(line.content) is not None and len(line.content.split()) > 2


def _is_value(line: Line) -> bool:
    words = line.content.split()
    return len(words) <= _MAX_VALUE_WORDS and any(c.isdigit() for c in line.content)
