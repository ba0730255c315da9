"""Tables as plain text lays them out: columns that stand apart by blanks, told as `|` rows.

    Reaction        A 10 mg     Placebo
                    (N=417)     (N=402)
    Nausea          21.7        6.2

Each row must have as many figures as the others; lines above it whose pieces stand over the
columns are their heads. What is laid out otherwise stays as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_PIECE = re.compile(r"\S+(?:[^\S\n]\S+)*")
_FIGURE = re.compile(r"[<>≥≤~+−-]?\s?\d|NR\b|NE\b|[–—-]$")
_MARK = re.compile(r"(?<=\w{3})\s[a-e*†‡]$")
_MOST_HEADS = 4
_CAPTION = re.compile(r"\s*Table\b")


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    start: int
    end: int

    @property
    def middle(self) -> float:
        return (self.start + self.end) / 2


def piped(text: str) -> str:
    """The text with its tables of blanks as rows of cells parted by `|`."""
    if "\n" not in text or "|" in text or not re.search(r"\S[^\S\n]{2,}\S", text):
        return text
    lines = text.split("\n")
    pieces = [_pieces(line) for line in lines]
    width = Counter(len(p) - 1 for p in pieces if _is_row(p)).most_common(1)
    if not width:
        return text
    rows = [n for n, p in enumerate(pieces) if _is_row(p) and len(p) - 1 == width[0][0]]
    heads = _heads(lines, pieces, rows[0])
    if not heads:
        return text
    columns = [
        sum(pieces[n][c].middle for n in rows) / len(rows) for c in range(1, width[0][0] + 1)
    ]
    header = _header([p for n in heads for p in pieces[n]], columns, pieces[rows[0]][1].start)
    told = {heads[0]: " | ".join(header), **dict.fromkeys(heads[1:])}
    for n in rows:
        label, *values = (p.text for p in pieces[n])
        told[n] = " | ".join((_MARK.sub("", label), *values))
    kept = [told.get(n, line) for n, line in enumerate(lines)]
    inside = range(heads[0], rows[-1])
    return "\n".join(
        line
        for n, line in enumerate(kept)
        if line is not None and (line.strip() or n not in inside)
    )


def _pieces(line: str) -> list[_Piece]:
    return [_Piece(m.group(), *m.span()) for m in _PIECE.finditer(line)]


def _is_row(pieces: Sequence[_Piece]) -> bool:
    """A label and two figures or more."""
    label = bool(pieces) and pieces[0].text[0].isalnum() and not _FIGURE.match(pieces[0].text)
    return label and len(pieces) > 2 and all(_FIGURE.match(p.text) for p in pieces[1:])


def _heads(lines: Sequence[str], pieces: Sequence[Sequence[_Piece]], first: int) -> list[int]:
    """The lines of heads above the first row, blank lines between them or not."""
    found: list[int] = []
    for n in range(first - 1, -1, -1):
        if not lines[n].strip():
            continue
        apart = len(pieces[n]) > 1 or pieces[n][0].start > 0
        if not apart or _CAPTION.match(lines[n]) or len(found) == _MOST_HEADS:
            break
        found.insert(0, n)
    return found


def _header(pieces: Sequence[_Piece], columns: Sequence[float], begins: int) -> list[str]:
    """The pieces over each column, the first for the labels."""
    header: list[list[str]] = [[] for _ in range(len(columns) + 1)]
    for piece in pieces:
        near = min(range(len(columns)), key=lambda c: abs(columns[c] - piece.middle))
        of_labels = piece.start == 0 and piece.end <= begins
        header[0 if of_labels else near + 1].append(piece.text)
    return [" ".join(parts) for parts in header]


__all__ = ["piped"]
