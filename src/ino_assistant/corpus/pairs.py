"""Runs of lines that each are a label and its value: the findings of a patient, a fact box.

`Temperature 38.9 °C` above `CrCl 138 mL/min` is no heading, and no prose: each line is a row
of a table without headings. A line that ends otherwise makes the whole run something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ino_assistant.corpus.grids import Grid
from ino_assistant.corpus.model import Cell, Row
from ino_assistant.corpus.source import Line, SourceText, trimmed
from ino_assistant.text import fold

_UNIT = r"(?:%|°\s?[CF]|[A-Za-zµμ]{1,6}(?:/[A-Za-zµμ\d.²³^]+)+|[A-Za-zµμ]{1,5})"
_VALUE = re.compile(
    r"(?<=[^\W\d_)])[ \t]*[:=]?[ \t]+(?P<value>[<>≤≥~±–-]?\s?\d[\d.,]*(?:[–-]\d[\d.,]*)?"
    rf"(?:\s?[x×]\s?10\s?\^?\d{{1,2}}(?:/[A-Za-zµμ\d]+)?)?(?:\s?{_UNIT}){{0,2}}(?:\s\([^()]*\))?)$"
)
_MAX_LABEL_WORDS = 6
_MIN_LINES = 3


def find_pairs(source: SourceText, chunks: Iterable[Sequence[Line]]) -> Iterator[Grid]:
    """Every such run.

    Args:
        source: the document's text.
        chunks: lines that stand together, in order.
    """
    for chunk in chunks:
        rows = [_row(source, line) for line in chunk]
        if len(rows) >= _MIN_LINES and all(row is not None for row in rows):
            yield Grid(tuple(chunk), tuple(row for row in rows if row is not None))


def _row(source: SourceText, line: Line) -> Row | None:
    text = line.text.rstrip()
    match = _VALUE.search(text)
    if match is None:
        return None
    label = trimmed(source.text, (line.start, line.start + match.start()))
    name = fold(source.text[slice(*label)])
    if not name[:1].isupper() or len(name.split()) > _MAX_LABEL_WORDS or name.endswith("."):
        return None
    value = trimmed(source.text, (line.start + match.start("value"), line.start + match.end()))
    cell = Cell("", (), fold(source.text[slice(*value)]), value)
    return Row(
        table="", group=None, group_spans=(), label=name, label_spans=(label,), cells=(cell,)
    )
