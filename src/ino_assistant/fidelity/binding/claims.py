"""Claims: every quantity of a text bound to what it is about, by the syntax of its sentence.

Mentions of one dimension (arm, thing measured, group of patients, time) are laid against
the frames of figures of their clause: as many names as figures are zipped in order, one
name holds for all, and what can't be told stays unbound - empty, never a wildcard.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ino_assistant.fidelity.binding.binder import Binder
from ino_assistant.fidelity.binding.clauses import clauses_of
from ino_assistant.fidelity.binding.item import Item
from ino_assistant.fidelity.binding.items import Sentence
from ino_assistant.fidelity.binding.kinds import VERSUS
from ino_assistant.fidelity.binding.mentions import DIMENSIONS, Mention
from ino_assistant.fidelity.binding.territory import territories
from ino_assistant.fidelity.binding.units import Unit, units_of
from ino_assistant.fidelity.quantity.model import Quantity
from ino_assistant.fidelity.terms.vocabulary import words


@dataclass(frozen=True, slots=True)
class Claim:
    """One unit with the names it is bound to.

    Attributes:
        bound: dimension -> concepts that belong to the unit.
        loose: dimension -> concepts of the sentence that may belong to it as well.
        sentence: index of the sentence, `clause` of the clause in it.
    """

    unit: Unit
    quantities: tuple[Quantity, ...]
    role: str
    bound: Mapping[str, frozenset[str]]
    loose: Mapping[str, frozenset[str]]
    sentence: int
    clause: tuple[int, int]
    frame: int = 0
    group: int = 0
    exclusive: frozenset[str] = field(default_factory=frozenset)
    """Words and names that stand right at this unit and at no other of the clause."""
    territory: frozenset[str] = field(default_factory=frozenset)
    """Words, names and thresholds that are told of this unit."""

    @property
    def quantity(self) -> Quantity:
        """The figure itself, without what stands beside it."""
        return self.quantities[0]


def _of_each(sentence: Sentence) -> bool:
    """Whether a sentence without arms gives figures of each: `48 % and 2 %, respectively`."""
    lower = {i.text.lower() for i in sentence.items}
    results = [
        i.quantity for i in sentence.items
        if i.quantity is not None and i.quantity.kind in ("percent", "fraction", "number", "count",
                                                          "measure", "spread", "interval")
    ]  # fmt: skip
    several = len(results) > 1 or "respectively" in lower
    return (
        several
        and not any(i.role == "arm" for i in sentence.items)
        and bool(lower & (VERSUS | {"respectively", "and", "both"}))
    )


def claims_of(
    sentences: Sequence[Sentence], arms: Sequence[str], *, rows: Container[int] = ()
) -> tuple[Claim, ...]:
    """Every unit of the sentences with what it is bound to.

    Args:
        sentences: as read.
        arms: the arms that the text speaks of, for telling `the other one`.
        rows: the sentences that are cells of a table, which take nothing from one another.
    """
    result: list[Claim] = []
    group = 0
    last_arms: list[Mention] = []
    columns: tuple[Item, ...] = ()
    for number, sentence in enumerate(sentences):
        first = len(result)
        # `48 % and 2 %, respectively` takes the arms of the sentence before.
        inherited: dict[str, list[Mention]] = {}
        if last_arms and number not in rows and _of_each(sentence):
            inherited["arm"] = [Mention(m.key, -1, -1) for m in last_arms]
        for start, end in clauses_of(sentence):
            units = units_of(sentence.items, start, end)
            if not units:
                continue
            binder = Binder(sentence.items, (start, end), units, arms, inherited)
            own_arms = binder.mentions["arm"]
            last_arms = own_arms if len({m.key for m in own_arms}) > 1 else last_arms
            bound = binder.bind()
            around = territories(sentence.items, (start, end), units)
            for index, unit in enumerate(units):
                group += 1
                result.append(
                    Claim(
                        unit,
                        tuple(q for i in unit.members if (q := sentence.items[i].quantity)),
                        unit.role,
                        {d: bound[d][index] for d in DIMENSIONS},
                        {d: binder.loose(d) for d in DIMENSIONS},
                        number,
                        (start, end),
                        binder.frame_number(index),
                        group,
                        bound["exclusive"][index],
                        around[index],
                    )
                )
            named = {d: m for d, m in binder.mentions.items() if m}
            if "arm" in named:
                # `A induced more (78 % vs 28 % with B), with 46 % in Cycle 1`: that is of A.
                plain = [m for m in named["arm"] if m.at < 0 or not sentence.items[m.at].depth]
                named["arm"] = plain or named["arm"]
            inherited = {**inherited, **named}
        columns = _columns(sentence) or (() if _verbal(sentence) else columns)
        result[first:] = _in_columns(result[first:], columns)
    return tuple(result)


def _verbal(sentence: Sentence) -> bool:
    return any(i.text.lower() in words("lists", "main_verbs") for i in sentence.items)


def _columns(sentence: Sentence) -> tuple[Item, ...]:
    """The heads of columns of a table that lost its lines: `United States Rest of world`."""
    items = sentence.items
    if _verbal(sentence) or any(i.quantity is not None for i in items):
        return ()
    for role in ("arm", "condition"):
        named = tuple(i for i in items if i.role == role)
        if len({i.key for i in named}) == len(named) > 1 and len(items) <= 2 * len(named) + 1:
            return named
    return ()


def _in_columns(claims: Sequence[Claim], columns: Sequence[Item]) -> list[Claim]:
    """The figures of a row, each of the column that it stands in."""
    mains = [c for c in claims if c.role == "main" and not c.unit.contrast]
    if not columns or len(mains) != len(columns):
        return list(claims)
    dimension = "arm" if columns[0].role == "arm" else "cond"
    if dimension == "arm" and any(c.bound["arm"] for c in mains):
        return list(claims)
    told = {id(c): column.key for c, column in zip(mains, columns, strict=True)}
    return [
        replace(c, bound={**c.bound, dimension: c.bound[dimension] | {told[id(c)]}})
        if id(c) in told
        else c
        for c in claims
    ]
