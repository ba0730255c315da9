"""What an audit of a document finds: one frozen record a finding, ready for JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from ino_assistant.corpus.model import Document, Statement
from ino_assistant.text import Span


@dataclass(frozen=True, slots=True)
class Unexplained:
    """Text that no statement, table or declared exclusion accounts for."""

    line: int
    text: str

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A printed figure that does not follow from the figures it is printed with."""

    line: int
    text: str
    printed: str
    computed: str
    rule: str
    """Which sum was done, in words."""

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """The same thing printed at several places in several ways."""

    what: str
    lines: tuple[int, ...]
    values: tuple[str, ...]

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        return {"what": self.what, "lines": list(self.lines), "values": list(self.values)}


@dataclass(frozen=True, slots=True)
class Note:
    """Something to know that is no fault: an inferred annotation, or what is lost."""

    what: str
    line: int

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        return asdict(self)


def own_statements(document: Document) -> Iterator[Statement]:
    """The statements that stand for their text: no lists as a whole, no definitions."""
    return (s for s in document.statements if not s.parts and s.context != "Abbreviation")


def printings(statement: Statement) -> tuple[tuple[Span, ...], ...]:
    """The spans of every printing of a statement, the first one first."""
    return (statement.spans, *statement.places)
