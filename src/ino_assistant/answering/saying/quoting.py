"""Whether cited words are a quotation that keeps its meaning: whole sentences, whole cells."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from ino_assistant.answering.saying.citing import Citation
from ino_assistant.corpus.model import Corpus, Row, Statement
from ino_assistant.corpus.sentences import split_sentences


def is_quotation(
    pieces: Sequence[str],
    citation: Citation,
    statement: Statement,
    row: Row | None,
    corpus: Corpus,
) -> bool:
    """Whether pieces of a text are quoted whole from what they cite.

    A part of a sentence is none: cut out, a number may lose its arm, and a verb its `not`.

    Args:
        pieces: cited words, in order.
        citation: what they cite.
        statement: that it is of.
        row: of a table row, the labels and the cells cited.
        corpus: for the items of a list.
    """
    if row is None:
        items = tuple(corpus.by_id[part].display for part in statement.parts)
        wholes = _wholes(statement.display, statement.quote, items, statement.section)
        return all(piece in wholes for piece in pieces)
    if len(pieces) == 1 and pieces[0] in (citation.quote, citation.display):
        return True
    return _told(pieces, row, statement)


@lru_cache(maxsize=1024)
def _wholes(
    display: str, quote: str, items: tuple[str, ...], section: tuple[str, ...]
) -> frozenset[str]:
    """Everything of a statement that stands for itself."""
    found = {display, quote, *items}
    for text in (display, quote):
        found |= {text[s.start : s.end].strip() for s in split_sentences(text)}
    for heading in section:
        found |= {heading, heading.rstrip(": ")}
    if items:
        found.add(display.partition(items[0])[0].strip(" •"))
    return frozenset(found)


def _told(pieces: Sequence[str], row: Row, statement: Statement) -> bool:
    """Whether each cell stands behind the labels of its row and the heading of its column."""
    headings = {row.table, *statement.section}
    seen: set[str] = set()
    column: str | None = None
    for piece in pieces:
        ready = row.label in (*seen, "") and (row.group or "") in (*seen, "")
        under = "" if column is None else column
        cells = {cell.display or cell.text for cell in row.cells if cell.column == under}
        if ready and piece in cells:
            column = None
        elif piece in (row.label, row.group) and column is None:
            seen.add(piece)
        elif any(piece == cell.column for cell in row.cells) and column is None:
            column = piece
        elif piece not in headings:
            return False
    return column is None
