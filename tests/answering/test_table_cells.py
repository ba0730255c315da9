"""Every cell of every table of the real document can be asked for by its row and column."""

from __future__ import annotations

from dataclasses import replace

import pytest

from answering.conftest import Readers
from ino_assistant.answering.assistant import Assistant
from ino_assistant.answering.saying.compose import asked_cells
from ino_assistant.corpus.model import Cell, Row
from ino_assistant.vocabulary.concepts import concepts_for
from search import prepared

# One case's white cell count and diagnosis are printed in its prose too, which answers.
MOST_MISSES = 2


def asked_for(row: Row, cell: Cell) -> str:
    """`Baseline characteristics: Age, Median (range), InO (n=164)?`, or `Howard: Age?`."""
    table = row.table.split(". ", 1)[-1] if cell.column else row.table.split(":")[0]
    parts = [part for part in (row.group, row.label, cell.column) if part]
    return f"{table}: {', '.join(parts)}?"


def test_every_cell_is_found_by_row_and_column(assistant: Assistant) -> None:
    missed, asked = [], 0
    for statement in assistant.corpus.statements:
        for cell in statement.row.cells if statement.row is not None else ():
            assert statement.row is not None
            asked += 1
            answer = assistant.ask(asked_for(statement.row, cell))
            cited = [c for c in answer.citations if c.statement == statement.id]
            if not any(cell.text in c.quote.split(" | ") for c in cited):
                missed.append(answer.question)
    assert asked == 92
    assert len(missed) <= MOST_MISSES, missed


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("What share had clear or almost clear skin?", (0, 1, 2)),
        ("What was the difference in the share with clear skin?", (2,)),
    ],
)
def test_a_share_is_not_what_lies_between_two(
    readers: Readers, question: str, shown: tuple[int, ...]
) -> None:
    corpus = prepared.small_corpus()
    rows = (s.row for s in corpus.statements if s.row is not None)
    row = next(r for r in rows if any("Difference" in c.column for c in r.cells))
    cells = (replace(c, column=c.column.replace("Difference", "Difference, %")) for c in row.cells)
    asked = asked_cells(
        readers.made_up.read(question),
        replace(row, cells=tuple(cells)),
        readers.made_up,
        concepts_for(corpus.documents),
    )
    assert asked == shown
