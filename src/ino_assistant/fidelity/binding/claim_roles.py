"""What a claim is of: from its sentence, and from what the sentence stands under."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ino_assistant.corpus.model import Row, Statement
from ino_assistant.fidelity.binding.claim_table import Place, Unbound
from ino_assistant.fidelity.binding.claims import Claim
from ino_assistant.fidelity.binding.item import Item
from ino_assistant.fidelity.binding.items import read_sentences
from ino_assistant.fidelity.binding.mentions import OTHER, WHAT, key_of
from ino_assistant.fidelity.quantity.model import Quantity
from ino_assistant.fidelity.terms.arm_names import arm_called
from ino_assistant.fidelity.terms.vocabulary import Vocabulary

_DIMENSIONS = {
    "arm": "arm", "endpoint": "what", "population": "cond", "time": "time", "statistic": "stat",
}  # fmt: skip
_ROLES: dict[str, tuple[str, ...]] = {
    "arm": ("arm",), "endpoint": WHAT, "population": ("condition",), "time": ("anchor",),
    "statistic": ("statistic",),
}  # fmt: skip
_DOSE = re.compile(r"(?:mg|mcg|µg|ug)(?:/(?:m2|kg))?(?:/day)?$")
_HOLDS = re.compile(r"(?:(?:,\s*)?\b(?:n|No\.)\s*\(\s*%\s*\)|,\s*%)\s*$", re.IGNORECASE)
_TREATMENT = ("cycle", "dose", "tablet", "capsule", "vial", "infusion", "injection")
"""What is counted of a treatment, and is no result, whatever the sentence names besides."""
_OF_ARMS = ("trial", "label")
"""Authorities whose results are of an arm: what is told besides may be of none."""
_TOTAL = re.compile(r"\b(?:total|overall|all|both|combined)\b", re.IGNORECASE)
_MANY = 2
"""Endpoints that one figure may be of: an event and what it is an instance of."""
_OF_SIZE = ("arm", "population")
_LOST = "the source has lost the rows of this table"


@dataclass
class Roles:
    """What was found, role by role, and where."""

    found: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    open: list[Unbound] = field(default_factory=list)

    def bind(self, role: str, concepts: Sequence[str], source: str) -> None:
        """Fill a role, and say from where."""
        self.found[role] = tuple(concepts)
        self.sources[role] = source

    @property
    def arms(self) -> tuple[str, ...]:
        """Arms that the figure is of."""
        return self.found.get("arm", ())

    @property
    def endpoints(self) -> tuple[str, ...]:
        """What was measured or happened."""
        return self.found.get("endpoint", ())

    @property
    def populations(self) -> tuple[str, ...]:
        """Groups of patients that it holds for."""
        return self.found.get("population", ())

    @property
    def times(self) -> tuple[str, ...]:
        """When it was measured."""
        return self.found.get("time", ())

    @property
    def statistics(self) -> tuple[str, ...]:
        """Median, odds ratio and the like."""
        return self.found.get("statistic", ())

    @property
    def unbound(self) -> tuple[Unbound, ...]:
        """What was left open."""
        return tuple(self.open)


class RoleFinder:
    """Finds the roles of the claims of one statement.

    Args:
        statement: what the claims are read from.
        vocabulary: of its document, with what the statement itself introduces.
    """

    def __init__(self, statement: Statement, vocabulary: Vocabulary) -> None:
        self._statement, self._vocabulary = statement, vocabulary
        # Headings and labels are asked for by every claim of the statement.
        self._read: dict[str, list[Item]] = {}

    def find(self, claim: Claim, place: Place, heading: str = "") -> Roles:
        """What a claim is of.

        Args:
            claim: as bound in its sentence.
            place: where in the statement its figure stands.
            heading: the label or heading that it stands in, or that of its column.
        """
        roles = Roles()
        if self._statement.layout_lost:
            roles.open = [Unbound(r, _LOST) for r in ("arm", "endpoint", "population", "time")]
            return roles
        if place in ("row", "column"):
            self._of_heading(roles, claim, heading)
            return roles
        if claim.role not in ("main", "size", "boundary"):
            # A time, a threshold or a label is said of other figures, and of nothing itself.
            return roles
        own = {key_of(q) for q in claim.quantities}
        for role, dimension in _DIMENSIONS.items():
            bound = sorted(k for k in claim.bound[dimension] if k not in own)
            named = [k for k in bound if not k.startswith(OTHER)]
            if role == "arm":
                named = [arm_called(k, self._vocabulary.arms) for k in named]
            if claim.role == "size" and (role not in _OF_SIZE or len(named) > 1):
                # How many were looked at is no result, and of no part of those looked at.
                continue
            if named and len(named) == len(bound):
                roles.bind(role, named, self._source(role, named, place))
        if len(roles.endpoints) > _MANY:
            # `Given her age (40), low ECOG score (1) ...`: a list is no single thing.
            names = ", ".join(roles.found.pop("endpoint"))
            roles.open.append(Unbound("endpoint", f"several are named: {names}"))
        measured = _of_treatment(claim.quantity) or _of_pressure(claim.quantity)
        if measured:
            roles.bind("endpoint", (measured,), "unit")
        if self._statement.row is not None:
            self._of_level(roles, self._statement.row)
            self._of_caption(roles, self._statement.row)
        if claim.role == "main":
            self._complete(roles, claim, heading)
        roles.open = [u for u in roles.open if u.role not in roles.found]
        return roles

    def _of_heading(self, roles: Roles, claim: Claim, heading: str) -> None:
        """A figure of a label or heading is of what that one names, and of no row besides."""
        own = {key_of(q) for q in claim.quantities}
        for role in _DIMENSIONS:
            named = [c for c in self._concepts(heading, role) if c not in own]
            if named:
                roles.bind(role, named, "heading")

    def _source(self, role: str, named: Sequence[str], place: Place) -> str:
        """Of a cell: whether its row's label, the head of its column or itself names it."""
        row = self._statement.row
        if row is None or place != "cell":
            return "sentence"
        labels = self._concepts(f"{row.group or ''} {row.label}", role)
        if set(named) & set(labels):
            return "row"
        heads = {c for cell in row.cells for c in self._concepts(cell.column, role)}
        return "column" if set(named) & heads else "row"

    def _complete(self, roles: Roles, claim: Claim, heading: str) -> None:
        """Take what a result lacks from what it stands under, or say that it is open."""
        for role in ("arm", "endpoint", "population", "time"):
            if role in roles.found or any(u.role == role for u in roles.open):
                continue
            dimension = _DIMENSIONS[role]
            if any(k.startswith(OTHER) for k in claim.bound[dimension]):
                others = " and ".join(k.removeprefix(OTHER) for k in claim.bound[dimension])
                roles.open.append(Unbound(role, f"of an arm other than {others}, not named here"))
            elif role in ("arm", "endpoint") and len(claim.loose[dimension]) > 1:
                names = ", ".join(sorted(claim.loose[dimension]))
                roles.open.append(Unbound(role, f"several are named: {names}"))
            elif role == "endpoint" and self._statement.row is not None:
                self._from_label(roles, self._statement.row)
            elif not (
                (role == "arm" and self._all_arms(roles, claim, heading))
                or self._from_around(role, roles)
            ):
                self._leave_open(role, roles, claim)

    def _from_label(self, roles: Roles, row: Row) -> None:
        """A row is of what its label says, known to the vocabulary or not, under its caption."""
        over = self._concepts(row.table, "endpoint")
        label = plain_label(row.group or row.label)
        named = [*(over if len(over) == 1 else ()), *([label] if label else ())]
        if named:
            roles.bind("endpoint", named, "row" if label else "heading")
        else:
            roles.open.append(Unbound("endpoint", "neither its row nor its table names one"))

    def _of_caption(self, roles: Roles, row: Row) -> None:
        """`Risk factors of VOD` over `Last bilirubin`: what the whole table is about."""
        over = self._concepts(row.table, "endpoint")
        if roles.endpoints and len(over) == 1 and over[0] not in roles.endpoints:
            roles.bind("endpoint", (over[0], *roles.endpoints), roles.sources["endpoint"])

    def _of_level(self, roles: Roles, row: Row) -> None:
        """Under a group's heading a row's label says which of its patients: `<50%`, `0`, `Yes`."""
        told = roles.sources.get("population") == "row"
        if row.group and row.label and not told and not self._concepts(row.label, "statistic"):
            roles.bind("population", (plain_label(row.label),), "row")

    def _all_arms(self, roles: Roles, claim: Claim, heading: str) -> bool:
        """A column such as `Total` or `Difference` beside those of the arms is of all of them."""
        row = self._statement.row
        if row is None:
            return False
        arms = [arm for cell in row.cells for arm in self._concepts(cell.column, "arm")]
        if len(set(arms)) < 2 or not (claim.unit.contrast or _TOTAL.search(heading)):
            return False
        roles.bind("arm", tuple(dict.fromkeys(arms)), "column")
        return True

    def _from_around(self, role: str, roles: Roles) -> bool:
        """Bind a role by the nearest place around the statement that names just one."""
        for source, text in self._around():
            named = self._concepts(text, role)
            if len(named) == 1:
                roles.bind(role, named, source)
                return True
            if named and role in ("arm", "endpoint"):
                names = ", ".join(named)
                roles.open.append(Unbound(role, f"its {source} names several: {names}"))
                return True
        return False

    def _around(self) -> Iterator[tuple[str, str]]:
        """What a statement stands under and can be of nothing else, the nearest first."""
        statement = self._statement
        if statement.row is not None:
            yield "heading", statement.row.table
        elif statement.kind in ("list", "figure") or statement.note:
            yield from (("heading", text) for text in reversed(statement.section[-2:]))
        if statement.subject:
            yield "subject", statement.subject

    def _leave_open(self, role: str, roles: Roles, claim: Claim) -> None:
        """Say what is not named; groups of patients and times need not be."""
        quantity = claim.quantity
        if role == "arm" and self._statement.authority in _OF_ARMS:
            roles.open.append(Unbound(role, self._no_arm()))
        if role != "endpoint":
            return
        if quantity.kind == "count" and quantity.unit:
            roles.bind(role, (f"number of {quantity.unit}",), "unit")
        else:
            roles.open.append(Unbound(role, "nothing known that is measured is named"))

    def _no_arm(self) -> str:
        headings = [c for text in self._statement.section for c in self._concepts(text, "arm")]
        named = ", ".join(dict.fromkeys(headings))
        return "no arm is named" + (f" in the sentence; its section names {named}" if named else "")

    def _concepts(self, text: str, role: str) -> list[str]:
        """Concepts of a role that a text names, in order, each once."""
        if text not in self._read:
            read = read_sentences(text, self._vocabulary)
            self._read[text] = [item for sentence in read for item in sentence.items]
        named = _named(self._read[text], role)
        if role == "arm":
            named = (arm_called(key, self._vocabulary.arms) for key in named)
        return list(dict.fromkeys(named))


def plain_label(label: str) -> str:
    """A label without what its cells hold: `Salvage status` of `Salvage status, n (%)`."""
    return _HOLDS.sub("", label).strip(" ,")


def _of_treatment(quantity: Quantity) -> str:
    """What a dose, or a count of cycles, is; empty for any other figure."""
    if quantity.kind == "measure" and _DOSE.match(quantity.unit):
        return "dose"
    counted = quantity.kind == "count" and quantity.unit in _TREATMENT
    return f"number of {quantity.unit}" if counted else ""


def _of_pressure(quantity: Quantity) -> str:
    """What `118/72 mmHg` is, whatever its sentence names besides; empty for any other figure."""
    paired = quantity.kind == "ratio" and quantity.unit == "mmHg"
    return "blood pressure" if paired else ""


def _named(items: Sequence[Item], role: str) -> Iterator[str]:
    for item in items:
        if item.role in _ROLES[role]:
            yield item.key
        elif role == "time" and _is_time(item):
            yield key_of(item.quantity)


def _is_time(item: Item) -> bool:
    """`Week 16`, `Days 1, 8, and 15`."""
    return (
        item.quantity is not None and item.quantity.kind == "label" and item.quantity.unit in _TIMES
    )


_TIMES = ("day", "week", "month", "year", "cycle", "visit")
