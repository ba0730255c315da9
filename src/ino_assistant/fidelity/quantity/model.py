"""Quantities, claims and verdicts: frozen data that every step of the check agrees on."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from ino_assistant.text import Span

Kind = Literal[
    "percent",
    "count",
    "fraction",
    "number",
    "measure",
    "duration",
    "interval",
    "ci_level",
    "p_value",
    "ratio",
    "multiple",
    "label",
    "ordinal",
    "vague",
    "date",
    "spread",
    "name",
    "mark",
]
"""What a run of digits or number words is. `name` (CD22, Table 3) and `mark` (reference and
citation marks) are no quantities: they are listed so that every digit is accounted for."""

VerdictName = Literal["supported", "derived", "contradicted", "not_in_evidence", "cannot_bind"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity of a text.

    Attributes:
        span: half-open offsets into the text that was read.
        values: numerator and denominator, the ends of an interval, the members of a label
            (days, cycles, grades), or the one value.
        unit: canonical unit, noun counted, or what a label numbers (`day`, `grade`).
        comparator: `>=`, `>`, `<`, `<=` or empty.
        hedge: `~` about, `-` nearly, `+` just over, `!` exactly, or empty.
        level: of a confidence interval, in percent.
        symbol: class of a vague amount; the name as written of what is no quantity.
        rate: what a dose is given per (`cycle`, `day`), or empty.
    """

    kind: Kind
    span: Span
    text: str
    values: tuple[Decimal, ...] = ()
    unit: str = ""
    comparator: str = ""
    hedge: str = ""
    level: Decimal | None = None
    symbol: str = ""
    rate: str = ""

    @property
    def is_quantity(self) -> bool:
        """Whether it says how much, rather than being part of a name or a mark."""
        return self.kind not in ("name", "mark")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a statement: its kind, its words, what the evidence has."""

    kind: str
    text: str
    detail: str

    def as_dict(self) -> dict[str, str]:
        """As the contract of `verify --batch` prints it."""
        return {"kind": self.kind, "text": self.text, "detail": self.detail}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the evidence says what a statement says, and if not, why."""

    verdict: VerdictName
    problems: tuple[Problem, ...] = ()

    @property
    def supported(self) -> bool:
        """Whether the evidence says so, as printed."""
        return self.verdict == "supported"
