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
_RANGE = re.compile(
    r"[<>≥≤]\s?\d|\d[\d.,]*\s(?:to|or)\s|\d[\d.,]*\s?[–-]\s?\d|[Bb]elow\s\d"
    r"|\d[\d.,]*\s(?:years|months|weeks|days|kg)\b"
)
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
    header = _header([pieces[n] for n in heads], columns, pieces[rows[0]][1].start)
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
    """A label and two figures or more; a range of values may be the label, where it is first."""
    first = pieces[0] if pieces else None
    named = first is not None and first.text[0].isalnum() and not _FIGURE.match(first.text)
    label = named or (first is not None and first.start == 0 and bool(_RANGE.match(first.text)))
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


def _header(lines: Sequence[Sequence[_Piece]], columns: Sequence[float], begins: int) -> list[str]:
    """The pieces over each column, the first for the labels; a piece over several is of each."""
    header: list[list[str]] = [[] for _ in range(len(columns) + 1)]
    for line in lines:
        whole = any(len(o) == len(columns) + 1 and o[0].start == 0 for o in lines if o is not line)
        # Another line has the head of the labels: this one has lost its indentation.
        lost = line[0].start == 0 and whole and len(columns) % len(line) == 0
        own = [p for p in line if lost or p.start > 0 or p.end > begins]
        header[0] += [p.text for p in line if p not in own]
        if own and (lost or len(own) == len(columns) or _spans(own, columns)):
            each = len(columns) // len(own)
            over = [(c, own[c // each]) for c in range(len(columns))]
        else:
            over = [(_nearest(columns, p), p) for p in own]
        for column, piece in over:
            header[column + 1].append(piece.text)
    return [" ".join(parts) for parts in header]


def _nearest(columns: Sequence[float], piece: _Piece) -> int:
    return min(range(len(columns)), key=lambda c: abs(columns[c] - piece.middle))


def _spans(own: Sequence[_Piece], columns: Sequence[float]) -> bool:
    """Whether each piece of a line is over as many columns: two arms over four."""
    if len(own) < 2 or len(columns) % len(own) or len(columns) == len(own):
        return False
    each = len(columns) // len(own)
    return all(
        columns[n * each] - _ASIDE <= piece.middle <= columns[n * each + each - 1] + _ASIDE
        for n, piece in enumerate(own)
    )


_ASIDE = 3
"""How far beside the columns that it is over the middle of a head may stand, in characters."""


__all__ = ["piped"]
