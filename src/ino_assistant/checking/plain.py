"""Plain text as blocks: paragraphs, list items, short lines that stand by themselves, tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ino_assistant.checking.draft import Block, BlockKind
from ino_assistant.checking.tables import table_blocks
from ino_assistant.text import fold

Line = tuple[int, str]
"""Number of a line, from 1, and its text."""

_BULLET = re.compile(r"\s*(?:[•●▪■◦‣*○–—-]|\(?\d{1,2}[.)]|\(?[a-z]\))\s+(?=\S)")
_ENDS = re.compile(r"[.:;?!][\"”’)\]]*\s*$")
_NARROW = 45
"""Lines of a paragraph in which none is longer are no wrapped prose."""
_CELLS = re.compile(r"\t+| {3,}|\s*\|\s*")
_RULE = re.compile(r"[\s|:=_*+-]{3,}$")
_MARKED_HEADING = re.compile(r"#{1,6}\s+")


def read_plain(text: str) -> list[Block]:
    """The blocks of a plain text."""
    blocks: list[Block] = []
    tables = 0
    for chunk in _chunks(text):
        rows = _rows(chunk)
        if rows:
            tables += 1
            blocks += table_blocks(rows, f"table {tables} (line {chunk[0][0]})")
        else:
            blocks += pieces(chunk)
    return _rejoined(blocks)


def pieces(lines: Sequence[Line]) -> list[Block]:
    """A run of lines without a blank one as blocks: wrapped lines joined, others apart."""
    width = max(len(text.rstrip()) for _, text in lines)
    found: list[list[Line]] = []
    for line in lines:
        if not line[1].strip():
            continue
        if found and not _begins(found[-1][-1][1], line[1], width):
            found[-1].append(line)
        else:
            found.append([line])
    return [_block(piece) for piece in found]


def _begins(before: str, text: str, width: int) -> bool:
    """Whether a line begins something of its own behind the line before."""
    if _BULLET.match(text):
        return True
    first = text.split(maxsplit=1)[0]
    if first[0].islower():
        return False
    if width < _NARROW:
        return True
    # The next word had room on the line before: whoever broke it there meant to.
    return len(before.rstrip()) + 1 + len(first) <= width - 12


def _block(piece: Sequence[Line]) -> Block:
    number, text = piece[0][0], fold(" ".join(text for _, text in piece))
    bullet = _BULLET.match(text)
    kind: BlockKind = "paragraph"
    if bullet:
        kind, text = "item", text[bullet.end() :]
    heading = _MARKED_HEADING.match(text)
    if heading:
        kind, text = "heading", text[heading.end() :]
    elif len(piece) == 1 and kind == "paragraph" and is_title(text):
        kind = "heading"
    return Block(kind, text, f"line {number}")


def is_title(text: str) -> bool:
    """Whether a line by itself looks like a heading: short, and ends without a stop."""
    return len(text) < 80 and not _ENDS.search(text) and text[:1].isalnum() and "," not in text


def _rejoined(blocks: Sequence[Block]) -> list[Block]:
    """Sentences that a blank line cut in two, as text taken from a PDF has them, made whole."""
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        prose = ("paragraph", "item", "heading")
        if (
            last is not None
            and last.kind in prose
            and block.kind in prose[::2]
            and block.text[:1].islower()
            and not _ENDS.search(last.text)
        ):
            kind: BlockKind = "item" if last.kind == "item" else "paragraph"
            joined[-1] = Block(kind, f"{last.text} {block.text}", last.place)
        else:
            joined.append(block)
    return joined


def _chunks(text: str) -> Iterator[list[Line]]:
    """Runs of lines with no blank line between them."""
    chunk: list[Line] = []
    for number, line in enumerate(text.replace("\f", "\n\n").split("\n"), 1):
        if line.strip() and not _RULE.match(line):
            chunk.append((number, line.rstrip("\r")))
        elif chunk and not line.strip():
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _rows(chunk: Sequence[Line]) -> list[list[str]]:
    """The cells of a run of lines that is a table; empty if it is none."""
    if len(chunk) < 2 or any(_BULLET.match(text) for _, text in chunk):
        return []
    rows = [_CELLS.split(text.strip().strip("|").strip()) for _, text in chunk]
    several = [row for row in rows if len(row) > 1]
    figures = [c for row in several for c in row[1:] if re.match(r"[<>≥≤~±]?\s?\d", c)]
    enough = len(several) >= max(2, 0.6 * len(rows))
    return rows if enough and len(figures) >= len(several) / 2 else []
