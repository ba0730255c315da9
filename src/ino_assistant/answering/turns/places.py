"""Where a cited row stands: the rows of its table, and those of its document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from ino_assistant.corpus.model import Corpus, Statement


class Places:
    """The rows of a corpus by their table; made once, read-only after."""

    def __init__(self, corpus: Corpus | None = None) -> None:
        self._of_table: dict[tuple[str, str], list[Statement]] = defaultdict(list)
        self._of_document: dict[str, list[Statement]] = defaultdict(list)
        for statement in corpus.statements if corpus is not None else ():
            if statement.row is not None and not statement.layout_lost:
                self._of_table[statement.document, statement.row.table].append(statement)
                self._of_document[statement.document].append(statement)

    def beside(self, statement: Statement) -> Sequence[Statement]:
        """The rows of a row's table in their order, itself among them; none of what is no row."""
        if statement.row is None:
            return ()
        return self._of_table.get((statement.document, statement.row.table), ())

    def rows(self, document: str) -> Sequence[Statement]:
        """All rows of a document."""
        return self._of_document.get(document, ())


NOWHERE = Places()
