"""A draft as read: its blocks of text in order, and what of it could not be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ino_assistant.errors import AssistantError

BlockKind = Literal["heading", "paragraph", "item", "label", "cell"]
Format = Literal["txt", "md", "docx"]


class DraftError(AssistantError):
    """A file that can't be read as a draft; one line that says why and what to do."""


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text of a draft.

    Attributes:
        text: white space folded.
        place: where it stands, in words: `line 12`, `table 1, row 2, column 3`.
        label: of a cell of a table, the label of its row.
        column: of a cell of a table, the heading of its column.
    """

    kind: BlockKind
    text: str
    place: str
    label: str = ""
    column: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as read.

    Attributes:
        name: of its file, without folders.
        sha256: of its bytes.
        not_read: what the file holds besides the blocks, in words; nothing is lost silently.
    """

    name: str
    format: Format
    sha256: str
    blocks: tuple[Block, ...]
    not_read: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All of its text, a block a line."""
        return "\n".join(block.text for block in self.blocks)


def counted(notes: Sequence[str]) -> tuple[str, ...]:
    """Equal notes once each, with how often: `picture (3)`."""
    counts: dict[str, int] = {}
    for note in notes:
        counts[note] = counts.get(note, 0) + 1
    return tuple(f"{note} ({n})" if n > 1 else note for note, n in counts.items())
