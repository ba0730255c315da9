"""Whether a statement or a quotation holds the evidence that a golden case names."""

from __future__ import annotations

from collections.abc import Sequence

from ino_assistant.corpus.model import Statement
from ino_assistant.text import CELL_JOINER, squeeze

_MIN_PART = 40
"""Characters from which a statement counts that is only a part of the evidence."""


def holds_evidence(statement: Statement, evidence: Sequence[str]) -> bool:
    """Whether the statement, with its headings where it is a row, holds one of `evidence`."""
    row = statement.row
    around = [*statement.section] if row or statement.kind in ("list", "figure") else []
    if row is not None:
        around += [row.group or "", *(cell.column for cell in row.cells)]
    return quotation_holds(statement.quote, " ".join(around), evidence)


def quotation_holds(quote: str, around: str, evidence: Sequence[str]) -> bool:
    """Whether a quotation holds one of `evidence`; parts joined by ` | ` may stand apart."""
    text = squeeze(quote).replace("•", "")
    hay = text + squeeze(around)
    for wanted in evidence:
        parts = [squeeze(part).replace("•", "") for part in wanted.split(CELL_JOINER)]
        if all(part in hay for part in parts):
            return True
        if len(text) > _MIN_PART and len(parts) == 1 and text in parts[0]:
            return True
        # A row of which only the cells asked for are cited: its label and its last cell.
        cells = [squeeze(cell) for cell in quote.split(CELL_JOINER)]
        if len(cells) > 1 and len(parts) == 1:
            figures = [cell for cell in cells if cell in parts[0]]
            if cells[-1] in figures and any(c in parts[0] and c != cells[-1] for c in cells):
                return True
    return False
