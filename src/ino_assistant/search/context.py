"""What a reader of the page knows before the sentence: headings, caption, case, subject."""

from __future__ import annotations

from collections.abc import Mapping

from ino_assistant.corpus.model import Corpus, Statement


class Contexts:
    """The context of every statement of a corpus; made once, read-only after."""

    def __init__(self, corpus: Corpus) -> None:
        self._cases = _case_names(corpus)

    def of(self, statement: Statement) -> str:
        """Case, headings, caption and subject of a statement, as one text."""
        parts = [
            self.case(statement),
            statement.context,
            *statement.section[-2:],
            statement.subject,
        ]
        return ". ".join(dict.fromkeys(part.strip(" .") for part in parts if part))

    def case(self, statement: Statement) -> str:
        """The patient case that a statement is about: its table's name and its heading."""
        if statement.authority not in ("case", "opinion"):
            return ""
        for depth in range(len(statement.section), 0, -1):
            name = self._cases.get((statement.document, statement.section[:depth]))
            if name:
                return f"{name}. {statement.section[depth - 1]}"
        return ""


def _case_names(corpus: Corpus) -> Mapping[tuple[str, tuple[str, ...]], str]:
    """Section of a patient case → the patient's name, as the case's table is captioned."""
    names: dict[tuple[str, tuple[str, ...]], str] = {}
    for statement in corpus.statements:
        if statement.row is not None and statement.authority == "case":
            name = statement.row.table.split(":", 1)[0]
            names[statement.document, statement.section[:-1]] = name
    return names
