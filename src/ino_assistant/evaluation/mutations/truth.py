"""A true statement with its evidence, read so that operators can change one thing in it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from ino_assistant.corpus.model import Authority
from ino_assistant.fidelity.binding.claims import Claim
from ino_assistant.fidelity.binding.item import Item
from ino_assistant.fidelity.binding.reading import Reading, read, read_evidence
from ino_assistant.fidelity.quantity.model import Quantity
from ino_assistant.fidelity.quantity.quantities import read_quantities
from ino_assistant.fidelity.terms.vocabulary import Vocabulary
from ino_assistant.text import Span

Form = Literal["quoted", "written_out", "renamed", "restated"]
NUMERAL = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, eq=False)
class Truth:
    """One true statement.

    Attributes:
        form: as printed; the same with signs written out; with arms by another name; or one
            claim told in a sentence of its own.
        source: id of the statement of the corpus that it is from.
        vocabulary: the words of its document.
    """

    form: Form
    statement: str
    evidence: str
    source: str
    authority: Authority
    vocabulary: Vocabulary

    @cached_property
    def id(self) -> str:
        """Made of its form and texts: it stays while they do."""
        return digest(self.form, self.statement, self.evidence)

    @cached_property
    def printed(self) -> Reading:
        """The evidence as read."""
        return read_evidence(self.evidence, self.vocabulary)[0]

    @cached_property
    def reading(self) -> Reading:
        """The statement as read, with the names that its evidence introduces."""
        return read(self.statement, read_evidence(self.evidence, self.vocabulary)[1])

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """Its quantities, spans into the statement; names and reference marks are none."""
        return tuple(q for q in read_quantities(self.statement) if q.is_quantity)

    @cached_property
    def mentions(self) -> tuple[tuple[Span, Item], ...]:
        """Names of a role, with their span in the statement."""
        return tuple(
            ((offset + item.span[0], offset + item.span[1]), item)
            for sentence in self.reading.sentences
            for offset in (sentence.span[0],)
            for item in sentence.items
            if item.kind == "mention"
        )

    @cached_property
    def numerals(self) -> frozenset[str]:
        """Every numeral of evidence and statement: none of them is put in as a wrong one."""
        return frozenset(NUMERAL.findall(self.evidence) + NUMERAL.findall(self.statement))

    @cached_property
    def keys(self) -> frozenset[str]:
        """Every concept and stem that the evidence speaks of."""
        return frozenset().union(*self.printed.keys, *self.printed.inner)

    @property
    def claims(self) -> Sequence[Claim]:
        """The statement's own figures, as bound."""
        return self.reading.claims

    def span_of(self, claim: Claim) -> Span:
        """Where a claim's head stands in the statement."""
        offset = self.reading.sentences[claim.sentence].span[0]
        start, end = claim.quantity.span
        return offset + start, offset + end

    def replaced(self, span: Span, text: str) -> str:
        """The statement with something else in one place."""
        return self.statement[: span[0]] + text + self.statement[span[1] :]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A statement that its evidence does not support, and what was done to it.

    Attributes:
        evidence: another than that of the truth; empty for the same.
    """

    statement: str
    done: str
    evidence: str = ""


def digest(*texts: str) -> str:
    """Ten characters that tell texts apart."""
    return hashlib.sha256("\x00".join(texts).encode()).hexdigest()[:10]


def numerals_in(text: str, span: Span) -> list[Span]:
    """Where the numerals of a piece of text stand."""
    return [m.span() for m in NUMERAL.finditer(text, *span)]


def replaced_all(text: str, changes: Sequence[tuple[Span, str]]) -> str:
    """A text with several places changed; spans do not overlap."""
    for (start, end), new in sorted(changes, reverse=True):
        text = text[:start] + new + text[end:]
    return text
