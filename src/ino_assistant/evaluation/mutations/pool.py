"""What a corpus has to take wrong values from: wholes, figures, names of each role."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ino_assistant import data
from ino_assistant.evaluation.mutations.truth import NUMERAL, Truth
from ino_assistant.fidelity.quantity.model import Quantity
from ino_assistant.fidelity.terms.vocabulary import Vocabulary, contrasts


@dataclass(frozen=True)
class Pool:
    """Values and names, in the order of the document.

    Attributes:
        denominators: every whole that something is a fraction of.
        figures: kind and unit of a figure -> its writings.
        names: role -> concept -> how it is written.
        arms: arm -> its names.
        evidence: the texts that statements are judged against, for wrong citations.
    """

    denominators: tuple[int, ...]
    figures: Mapping[tuple[str, str], tuple[str, ...]]
    names: Mapping[str, Mapping[str, str]]
    arms: Mapping[str, tuple[str, ...]]
    evidence: tuple[str, ...]

    def figure_like(self, quantity: Quantity, avoid: frozenset[str]) -> str | None:
        """A figure of the same kind and unit, none of whose numerals is to be avoided."""
        found = self.figures.get((quantity.kind, quantity.unit), ())
        return next((text for text in found if not avoid & set(NUMERAL.findall(text))), None)

    def names_of(self, role: str) -> Mapping[str, str]:
        """Concepts of a role: those of the document, else those that trials have in common."""
        return self.names.get(role, {})


def pool_of(truths: Iterable[Truth], vocabulary: Vocabulary) -> Pool:
    """Gather what the true statements hold."""
    wholes: dict[int, None] = {}
    figures: dict[tuple[str, str], dict[str, None]] = {}
    names: dict[str, dict[str, str]] = {}
    evidence: dict[str, None] = {}
    for truth in truths:
        if truth.form != "quoted":
            continue
        evidence[truth.evidence] = None
        for quantity in truth.quantities:
            if quantity.kind == "fraction" and quantity.values[1] == int(quantity.values[1]):
                wholes[int(quantity.values[1])] = None
            if not quantity.comparator and not quantity.hedge:
                figures.setdefault((quantity.kind, quantity.unit), {})[quantity.text] = None
        for _, item in truth.mentions:
            names.setdefault(item.role, {}).setdefault(item.key, item.text)
    for role in ("endpoint", "reaction"):
        general = data.load("roles")[role]
        known = names.setdefault(role, {})
        if len(known) < _FEW:
            known.update({k: v[0] for k, v in general.items() if k not in known})
    for group in contrasts():
        for key in sorted(group):
            phrases = data.load("roles")["condition"].get(key)
            if phrases:
                names.setdefault("condition", {}).setdefault(key, phrases[0])
    return Pool(
        tuple(wholes),
        {kind: tuple(texts) for kind, texts in figures.items()},
        names,
        vocabulary.arms,
        tuple(evidence),
    )


_FEW = 4
"""Names of a role under which the general ones are taken as well."""
