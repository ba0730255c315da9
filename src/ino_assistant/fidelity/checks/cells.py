"""Whether a statement says of which row and column of a table its figure is.

A cell is of its row and of its column. Arms, endpoints and times are judged as those of prose are;
here it is the address itself: a figure of one group may not be told of all, nor that of one column
(`Starting dosage`) with the name of another (`Maximum dosage`) or with none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ino_assistant.fidelity.binding.claims import Claim
from ino_assistant.fidelity.binding.item import Item
from ino_assistant.fidelity.binding.mentions import key_of
from ino_assistant.fidelity.binding.reading import Reading
from ino_assistant.fidelity.checks.findings import Finding, contradicted, unbound
from ino_assistant.fidelity.terms.tables import BESIDE, TOLD

_ALL = re.compile(
    r"^(?:all|overall|total)$|^itt\b|\b(?:overall|total|entire|whole|itt) (?:population|cohort)"
    r"|\ball(?: randomi[sz]ed| treated)? (?:patients|participants|subjects|adults|children)"
)
_BAND = "bracketq"
_MOST = frozenset(("maximum", "maximal", "highest"))


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell by what its label and the head of its column say."""

    label: str
    row: frozenset[str]
    column: frozenset[str]
    arms: frozenset[str]
    group: bool
    """Its label names patients."""
    value: frozenset[str] = frozenset()


@lru_cache(maxsize=512)
def _cells(evidence: Reading) -> dict[int, _Cell]:
    found = {}
    for number, label in evidence.rows.items():
        sentence = evidence.sentences[number]
        beside, told = sentence.text.find(BESIDE), sentence.text.find(TOLD)
        end = beside if beside >= 0 else told
        ahead = [i for i in sentence.items if i.span[1] <= end]
        head = [i for i in sentence.items if end < i.span[0] and i.span[1] <= told]
        group = _BAND in label or any(i.role == "condition" for i in ahead)
        arms = frozenset(i.key for i in head if i.role == "arm")
        plain = [i for i in head if i.role != "arm" and not i.depth]
        value = _keys([i for i in sentence.items if i.span[0] >= told])
        found[number] = _Cell(label, _keys(ahead), _keys(plain), arms, group, value)
    return found


def _keys(items: Sequence[Item]) -> frozenset[str]:
    named = {i.key for i in items if i.kind in ("mention", "word")}
    return frozenset(named | {key_of(i.quantity) for i in items if i.quantity is not None})


def cell_findings(
    pairs: Sequence[tuple[Claim, Claim]], statement: Reading, evidence: Reading
) -> list[Finding]:
    """Figures that are told of another row or column than they stand in, or of none.

    Args:
        pairs: claims of one sentence of the statement, and where they were found.
        statement: what is checked.
        evidence: where they were found.
    """
    if not evidence.rows:
        return []
    cells = _cells(evidence)
    at = [(s, p) for s, p in pairs if p.sentence in cells and s.role == p.role == "main"]
    found = []
    for said, printed in at:
        several = len({cells[p.sentence].label for _, p in at}) > 1
        found += _row(_said(said, statement, several=several), said, cells, printed.sentence)
        several = len({cells[p.sentence].column for _, p in at}) > 1
        found += _column(_said(said, statement, several=several), said, cells, printed, evidence)
    return found


def names_row(said: Claim, statement: Reading, printed: Claim, evidence: Reading) -> bool:
    """Whether a statement names the row that a figure stands in, by a word that no other has."""
    cells = _cells(evidence) if evidence.rows else {}
    own = cells.get(printed.sentence)
    sentence = evidence.sentences[printed.sentence]
    told = sentence.text.find(TOLD)
    listed = [
        c for c in evidence.claims_in(printed.sentence)
        if c.role == "main" and sentence.items[c.unit.first].span[0] > told
    ]  # fmt: skip
    if own is None or len(listed) > 1:
        # Which of `11, 51` is that of which of `(dual, single)` is not told.
        return False
    others = frozenset().union(*(c.row for c in cells.values() if c.label != own.label))
    return bool((own.row - others) & _said(said, statement, several=False))


def row_findings(statement: Reading, number: int, evidence: Reading) -> list[Finding]:
    """A sentence without figures that names one row and says what stands in another.

    `It is not recommended in mild impairment` where that is the cell of severe impairment.

    Args:
        statement: what is checked.
        number: of the sentence in it.
        evidence: with rows.
    """
    cells = _cells(evidence) if evidence.rows else {}
    said = statement.keys[number]
    labels = {c.label: c.row for c in cells.values()}
    named = {
        label for label, keys in labels.items()
        if (keys - frozenset().union(*(k for n, k in labels.items() if n != label))) & said
    }  # fmt: skip
    if len(named) != 1:
        return []
    rest = said - labels[next(iter(named))]
    own = frozenset().union(*(c.value for c in cells.values() if c.label in named))
    if any((c.value - own) & rest for c in cells.values() if c.label not in named):
        text = statement.sentences[number].text.strip()[:80]
        return [contradicted("population", text, "the evidence says it in another row")]
    return []


def _said(said: Claim, statement: Reading, *, several: bool) -> frozenset[str]:
    """What a statement says of a figure; where it tells of several cells, what is told of this."""
    sentence = statement.sentences[said.sentence]
    figures = {key_of(i.quantity) for i in sentence.items if i.quantity is not None}
    keys = statement.keys[said.sentence] | figures
    if several:
        bound = frozenset().union(*said.bound.values())
        own = said.territory | bound | said.exclusive
        keys = own or keys
    before = [i.text.lower() for i in sentence.items[max(0, said.unit.first - 2) : said.unit.first]]
    if said.quantity.comparator == "<=" or before == ["up", "to"]:
        keys |= _MOST
    return keys


def _row(said: frozenset[str], claim: Claim, cells: dict[int, _Cell], at: int) -> list[Finding]:
    own = cells[at]
    others = {c.label: c.row for c in cells.values() if c.label != own.label}
    grouped = any(c.group for c in cells.values()) or any(map(_ALL.search, (own.label, *others)))
    # `Prior therapy` beside `No prior therapy` has no word of its own.
    named = own.row - frozenset().union(*others.values()) or own.row
    if not grouped or not named or named & said:
        return []
    text = claim.quantity.text.strip()
    if any((keys - own.row) & said for keys in others.values()):
        return [contradicted("population", text, f"the evidence gives it for {own.label}")]
    if _ALL.search(own.label):
        return []
    return [unbound("population", text, f"the evidence gives it for {own.label} only")]


def _column(
    said: frozenset[str], claim: Claim, cells: dict[int, _Cell], printed: Claim, evidence: Reading
) -> list[Finding]:
    own = cells[printed.sentence]
    others = {
        n: c for n, c in cells.items()
        if c.label == own.label and c.arms == own.arms and c.column != own.column
    }  # fmt: skip
    rest = frozenset().union(*(c.column for c in others.values()))
    if not others or not own.column or (own.column - rest) & said:
        # `Patients (n)` is a head that no word of a statement need name.
        return []
    text = claim.quantity.text.strip()
    if any((c.column - own.column) & said for c in others.values()):
        return [contradicted("endpoint", text, "the evidence has it in another column")]
    kind = (printed.quantity.kind, printed.quantity.unit)
    alike = any(
        (c.quantity.kind, c.quantity.unit) == kind for n in others for c in evidence.claims_in(n)
    )
    return [unbound("endpoint", text, "it is not said of which column")] if alike else []
