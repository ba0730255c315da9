"""Every figure of the corpus bound to what it is of, once, at ingest.

The same grammar and binder read each sentence and each told cell that the verifier reads
them with later. What a sentence leaves open is taken from what it stands under only where
that can mean nothing else: the labels, caption and heading of a row, list or figure, and
the sentence that it points back to. All else stays open and says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ino_assistant.corpus.model import Cell, Corpus, Document, Row, Statement
from ino_assistant.fidelity.binding.claim_roles import RoleFinder
from ino_assistant.fidelity.binding.claim_table import ClaimTable, Part, Place, TableClaim
from ino_assistant.fidelity.binding.claims import Claim
from ino_assistant.fidelity.binding.evidence import vocabulary_of
from ino_assistant.fidelity.binding.reading import read_evidence, sense_of
from ino_assistant.fidelity.quantity.model import Quantity
from ino_assistant.fidelity.quantity.places import Places
from ino_assistant.fidelity.terms.tables import cell_sentence, row_text
from ino_assistant.fidelity.terms.vocabulary import Vocabulary
from ino_assistant.text import Span

BINDING_VERSION = "4"
"""Raised when binding changes what is made of a statement, so that an index is rebuilt."""


def claims_of_corpus(corpus: Corpus) -> ClaimTable:
    """Every figure of every statement, in reading order, each once."""
    return ClaimTable(
        tuple(
            claim
            for document in corpus.documents
            for claim in claims_of_document(document, vocabulary_of(corpus, document.id)).claims
        )
    )


def claims_of_document(document: Document, vocabulary: Vocabulary) -> ClaimTable:
    """Every figure of every statement of a document, each once.

    Args:
        document: as read.
        vocabulary: its words, see `evidence.vocabulary_of`.
    """
    claims: list[TableClaim] = []
    seen: set[Span] = set()
    for statement in _in_order(document):
        made = list(StatementClaims(statement, document, vocabulary).made())
        # A list as a whole repeats its items, a row the headings of its columns.
        fresh = [c for c in made if c.span is None or not _within(c.span, seen)]
        seen |= {c.span for c in fresh if c.span is not None}
        seen |= {p.span for c in fresh for p in c.parts if p.span is not None}
        if statement.parts:
            fresh = [c for c in fresh if c.span is not None]
        claims += fresh
    order = {statement.id: number for number, statement in enumerate(document.statements)}
    return ClaimTable(tuple(sorted(claims, key=lambda claim: order[claim.statement])))


def _in_order(document: Document) -> list[Statement]:
    """Items before the lists that repeat them, sentences before the definitions in them."""
    return sorted(
        document.statements, key=lambda s: bool(s.parts) + 2 * (s.context == "Abbreviation")
    )


def _within(span: Span, seen: set[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in seen)


@dataclass(frozen=True, slots=True)
class _Told:
    """One cell of a row as the sentence that it is told as, and where that begins."""

    start: int
    prefix: int
    end: int
    index: int
    cell: Cell


class StatementClaims:
    """The claims of one statement."""

    def __init__(self, statement: Statement, document: Document, vocabulary: Vocabulary) -> None:
        self._statement, self._source = statement, document.source
        self._row = statement.row
        text = row_text(self._row) if self._row is not None else statement.display
        self._reading, own = read_evidence(text, vocabulary)
        self._told = list(_told(self._row)) if self._row is not None else []
        self._roles = RoleFinder(statement, own)
        self._places: dict[str, Places] = {}
        if self._row is None:
            self._places["text"] = Places(statement.display, document.source, statement.spans)

    def made(self) -> Iterator[TableClaim]:
        """Each claim of the statement; in a row those of labels and headings once."""
        once: set[tuple[Place, str]] = set()
        number = 0
        for claim in self._reading.claims:
            spots = [self._where(claim, quantity) for quantity in claim.quantities]
            heads = [n for n, spot in enumerate(spots) if spot.place != spots[0].place]
            if spots[0].place in ("row", "column"):
                heads = list(range(len(spots)))
            # Each figure of a label or heading is for itself, whatever it stands beside.
            for head in dict.fromkeys((0, *heads)):
                spot = spots[head]
                if spot.place in ("row", "column"):
                    if (spot.place, spot.text) in once:
                        continue
                    once.add((spot.place, spot.text))
                number += 1
                parts = (
                    [n for n in range(len(spots)) if n not in (head, *heads)] if not head else []
                )
                yield self._claim(claim, number, spots, head, parts)

    def _claim(
        self,
        claim: Claim,
        number: int,
        spots: Sequence[_Spot],
        head: int,
        beside: Sequence[int],
    ) -> TableClaim:
        statement, quantity, spot = self._statement, claim.quantities[head], spots[head]
        sentence = self._reading.sentences[claim.sentence]
        sense = sense_of(sentence, *claim.clause)
        together = [quantity, *(claim.quantities[n] for n in beside)]
        roles = self._roles.find(claim, spot.place, spot.heading)
        return TableClaim(
            id=f"{statement.id}#{number}",
            document=statement.document,
            statement=statement.id,
            place=spot.place,
            # Cells are told with a thin space, which is for the binder's eyes.
            sentence=sentence.text.replace("\u2009", " "),
            at=quantity.span,
            span=spot.span,
            text=spot.text,
            row=self._row_label() if spot.place == "cell" else "",
            column=self._column(claim) if spot.place == "cell" else "",
            kind=quantity.kind,
            values=_values(quantity),
            unit=quantity.unit,
            comparator=quantity.comparator,
            hedge=quantity.hedge,
            symbol=quantity.symbol,
            rate=quantity.rate,
            role=_role(claim, spot.place),
            contrast=claim.unit.contrast,
            parts=tuple(_part(claim.quantities[n], spots[n]) for n in beside),
            denominator=_denominator(together) or self._column_size(claim, spot.place),
            interval=_interval(together),
            level=_level(together),
            p_value=next((q.text.strip() for q in together if q.kind == "p_value"), None),
            arms=roles.arms,
            endpoints=roles.endpoints,
            populations=roles.populations,
            times=roles.times,
            statistics=roles.statistics,
            negated=sense.negated,
            significance=sense.significance,
            modality=sense.modality,
            directions=tuple(dict.fromkeys(name for name, _ in sense.directions)),
            authority=statement.authority,
            caveats=statement.caveats,
            page=statement.page,
            section=statement.section,
            sources=roles.sources,
            unbound=roles.unbound,
            quotable_only=statement.layout_lost,
        )

    def _where(self, claim: Claim, quantity: Quantity) -> _Spot:
        """In which part of the statement a figure stands, and where in the source."""
        sentence = self._reading.sentences[claim.sentence]
        start, end = (sentence.span[0] + at for at in quantity.span)
        text = self._reading.text[start:end]
        if self._row is None:
            return _Spot("text", self._places["text"].span(start, end), text.strip())
        told = next(t for t in self._told if t.start <= start < t.end)
        cell, text = told.cell, text.strip()
        if start >= told.prefix:
            printed = cell.display or cell.text
            value = self._reading.text[told.prefix : told.end].removesuffix(".")
            found = _found(printed, value, start - told.prefix, text)
            if found is None:
                return _Spot("cell", None, text, cell.column)
            places = self._laid(f"cell {told.index}", printed, cell.spans)
            return _Spot("cell", places.span(*found), printed[slice(*found)], cell.column)
        for place, heading, spans in self._headings(cell):
            at = heading.find(text)
            if at >= 0:
                places = self._laid(f"{place} {heading}", heading, spans)
                return _Spot(place, places.span(at, at + len(text)), text, heading)
        return _Spot("row", None, text, self._row.label)

    def _row_label(self) -> str:
        row = self._row
        return ", ".join(p for p in (row.group, row.label) if p) if row is not None else ""

    def _column(self, claim: Claim) -> str:
        start = self._reading.sentences[claim.sentence].span[0]
        return next((t.cell.column for t in self._told if t.start <= start < t.end), "")

    def _headings(self, cell: Cell) -> Iterator[tuple[Place, str, Sequence[Span]]]:
        row = self._row
        if row is not None:
            yield "row", row.label, row.label_spans
            if row.group:
                yield "row", row.group, row.group_spans
            yield "column", cell.column, cell.column_spans

    def _laid(self, key: str, text: str, spans: Sequence[Span]) -> Places:
        if key not in self._places:
            self._places[key] = Places(text, self._source, spans)
        return self._places[key]

    def _column_size(self, claim: Claim, place: Place) -> str | None:
        """The `n=` of a cell's column, where the percentage printed in the cell is of it."""
        share = next((q for q in claim.quantities if q.kind == "percent"), None)
        count = next((q for q in claim.quantities if q.kind in ("number", "count")), None)
        if place != "cell" or share is None or count is None:
            return None
        for size in self._reading.claims_in(claim.sentence):
            for quantity in size.quantities:
                if quantity.kind == "count" and quantity.symbol == "n" and quantity.values[0]:
                    computed = count.values[0] / quantity.values[0] * 100
                    if abs(computed - share.values[0]) <= 1:
                        return _decimal(quantity.values[0])
        return None


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a figure stands: part of the statement, source, as printed, in which heading."""

    place: Place
    span: Span | None
    text: str
    heading: str = ""


def _part(quantity: Quantity, spot: _Spot) -> Part:
    return Part(
        text=spot.text,
        kind=quantity.kind,
        values=_values(quantity),
        unit=quantity.unit,
        comparator=quantity.comparator,
        level=_decimal(quantity.level),
        at=quantity.span,
        span=spot.span,
    )


def _told(row: Row) -> Iterator[_Told]:
    """The cells of a row as `row_text` tells them, one behind the other."""
    label = f"{row.group}, {row.label}" if row.group else row.label
    start = 0
    for index, cell in enumerate(row.cells):
        if not cell.text.strip():
            continue
        whole = len(cell_sentence(label, cell.column, cell.display or cell.text, row.table))
        prefix = len(cell_sentence(label, cell.column, "")) - 1
        yield _Told(start, start + prefix, start + whole, index, cell)
        start += whole + 1


def _found(printed: str, told: str, at: int, text: str) -> Span | None:
    """Where a figure of a told cell stands in the cell as printed: the same one of its like."""
    core = text.strip().rstrip("%").removesuffix(" years").strip("() ")
    if "CI," in core:
        core = core.partition("CI,")[2].strip()
    before = told[: max(0, at)].count(core)
    # An interval is told with a hyphen, whatever stands between its ends.
    for printed_so in (
        core,
        core.replace("-", ", "),
        core.replace("-", "–"),
        core.replace("-", " to "),
    ):
        start = -1
        for _ in range(before + 1):
            start = printed.find(printed_so, start + 1)
            if start < 0:
                break
        if start >= 0:
            return start, start + len(printed_so)
    return None


def _role(claim: Claim, place: Place) -> str:
    """A figure of a label or heading is no result."""
    return "label" if claim.role == "main" and place in ("row", "column") else claim.role


def _values(quantity: Quantity) -> tuple[str, ...]:
    return tuple(f"{v:f}" for v in quantity.values)


def _decimal(value: object) -> str | None:
    return f"{value:f}" if value is not None else None


def _denominator(quantities: Sequence[Quantity]) -> str | None:
    fraction = next((q for q in quantities if q.kind == "fraction" and len(q.values) == 2), None)
    return f"{fraction.values[1]:f}" if fraction is not None else None


def _interval(quantities: Sequence[Quantity]) -> tuple[str, str] | None:
    found = next((q for q in quantities if q.kind in ("interval", "spread")), None)
    if found is None or len(found.values) != 2:
        return None
    return f"{found.values[0]:f}", f"{found.values[1]:f}"


def _level(quantities: Sequence[Quantity]) -> str | None:
    return next((_decimal(q.level) for q in quantities if q.level is not None), None)
