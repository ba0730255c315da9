"""The claim table: every figure of the corpus with what it is of, made once at ingest.

One claim is a figure with what stands beside it - `48.2% (n=79/164)`, an estimate with its
interval - and the arm, endpoint, population and time that it is bound to. What can't be
bound says so in words; it is never filled with a guess.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any, Literal

from ino_assistant.corpus.model import Authority
from ino_assistant.text import Span

Place = Literal["text", "cell", "row", "column"]
"""Where in its statement a figure stands: a sentence; or a row's cell, label or heading."""


@dataclass(frozen=True, slots=True)
class Unbound:
    """A role that a figure could not be bound to, and why, in words."""

    role: str
    why: str


@dataclass(frozen=True, slots=True)
class Part:
    """A figure that stands beside the head of a claim: its fraction, interval or P value.

    Attributes:
        at: offsets in the claim's sentence; `span` in the document's source, if known.
        values: decimals as strings.
        level: of a confidence interval, in percent.
    """

    text: str
    kind: str
    values: tuple[str, ...]
    unit: str
    comparator: str
    level: str | None
    at: Span
    span: Span | None


@dataclass(frozen=True, slots=True)
class TableClaim:
    """One figure of a statement, what stands beside it, and what it is of.

    Attributes:
        id: the statement's id and a number in it.
        sentence: what it was read from: a sentence as displayed, or a cell told as one.
        at: offsets of the figure in `sentence`; `span` in the document's source file.
        text: the figure as printed.
        row, column: of a cell, the label and heading that it stands under, as printed.
        kind, values, unit, comparator, hedge, symbol, rate: see `model.Quantity`.
        role: `main` is a result; `cond` a threshold that says who; `time` says when; `size`
            how many were looked at; `boundary` a level of significance; `label` a name.
        contrast: whether it compares two arms, and so belongs to neither.
        denominator: of a share, printed beside it or at the head of its column.
        arms, endpoints, populations, times, statistics: concepts; empty for none named.
        negated, significance, modality, directions: what is said around it.
        caveats: ids of the statements that qualify it.
        sources: role -> where it was bound from: `sentence`, `row`, `column`, `heading`,
            `subject` (the sentence before) or `unit`.
        unbound: roles that could not be bound.
        quotable_only: its table has lost its rows: to be quoted, never evidence for more.
    """

    id: str
    document: str
    statement: str
    place: Place
    sentence: str
    at: Span
    span: Span | None
    text: str
    row: str
    column: str
    kind: str
    values: tuple[str, ...]
    unit: str
    comparator: str
    hedge: str
    symbol: str
    rate: str
    role: str
    contrast: bool
    parts: tuple[Part, ...]
    denominator: str | None
    interval: tuple[str, str] | None
    level: str | None
    p_value: str | None
    arms: tuple[str, ...]
    endpoints: tuple[str, ...]
    populations: tuple[str, ...]
    times: tuple[str, ...]
    statistics: tuple[str, ...]
    negated: bool
    significance: str
    modality: str
    directions: tuple[str, ...]
    authority: Authority
    caveats: tuple[str, ...]
    page: int | None
    section: tuple[str, ...]
    sources: Mapping[str, str] = field(default_factory=dict)
    unbound: tuple[Unbound, ...] = ()
    quotable_only: bool = False

    @property
    def is_bound(self) -> bool:
        """Whether nothing of what it is of was left open."""
        return not self.unbound

    def as_dict(self) -> dict[str, Any]:
        """As a line of `claims.jsonl`."""
        return asdict(self)

    @classmethod
    def from_dict(cls, value: Mapping[str, Any]) -> TableClaim:
        """A claim from a line of `claims.jsonl`.

        Raises:
            KeyError, TypeError: a field is missing, unknown or of another type.
        """
        given = dict(value)
        for name in _TUPLES:
            given[name] = tuple(given[name])
        for name in ("span", "interval"):
            given[name] = _pair(given[name])
        given["parts"] = tuple(_part(part) for part in given["parts"])
        given["unbound"] = tuple(Unbound(**u) for u in given["unbound"])
        return cls(**given)


_TUPLES = (
    "at", "values", "arms", "endpoints", "populations", "times", "statistics", "directions",
    "caveats", "section",
)  # fmt: skip


def _part(value: Mapping[str, Any]) -> Part:
    pairs = {name: _pair(value[name]) for name in ("at", "span")}
    return Part(**{**value, **pairs, "values": tuple(value["values"])})


def _pair(value: Sequence[Any] | None) -> Any:
    return tuple(value) if value is not None else None


@dataclass(frozen=True)
class ClaimTable:
    """Every claim of a corpus, in reading order."""

    claims: tuple[TableClaim, ...]

    @cached_property
    def _by_statement(self) -> Mapping[str, tuple[TableClaim, ...]]:
        found: dict[str, list[TableClaim]] = {}
        for claim in self.claims:
            found.setdefault(claim.statement, []).append(claim)
        return {statement: tuple(claims) for statement, claims in found.items()}

    def of(self, statement: str) -> tuple[TableClaim, ...]:
        """The claims of one statement, by its id."""
        return self._by_statement.get(statement, ())

    @property
    def bound(self) -> tuple[TableClaim, ...]:
        """Claims of which nothing was left open."""
        return tuple(c for c in self.claims if c.is_bound)

    @property
    def unbound(self) -> tuple[TableClaim, ...]:
        """Claims that could not be bound whole; each says what and why."""
        return tuple(c for c in self.claims if not c.is_bound)
