"""Amounts of a statement that the evidence has in words and not as a figure."""

from __future__ import annotations

from decimal import Decimal

from ino_assistant.fidelity.binding.claims import Claim
from ino_assistant.fidelity.binding.reading import Reading
from ino_assistant.fidelity.binding.wordings import lines_at, lines_of
from ino_assistant.fidelity.quantity.model import Quantity
from ino_assistant.fidelity.terms.patterns import lookup
from ino_assistant.fidelity.terms.vocabulary import stem


def said_in_words(said: Claim, statement: Reading, evidence: Reading) -> bool:
    """Whether an amount that is printed nowhere is part of a word that is."""
    return (
        _both_groups(said.quantity, evidence)
        or _named_single(said.quantity, evidence)
        or _worded(said, statement, evidence)
    )


def _both_groups(quantity: Quantity, evidence: Reading) -> bool:
    """`in the two groups` of evidence that compares two arms."""
    arms = {i.key for s in evidence.sentences for i in s.items if i.role == "arm"}
    plain = not (quantity.comparator or quantity.hedge)
    return (
        quantity.unit == "group" and quantity.values == (Decimal(2),) and plain and len(arms) == 2
    )


_MANY = {Decimal(1): ("single",), Decimal(2): ("dual", "double")}


def _named_single(quantity: Quantity, evidence: Reading) -> bool:
    """`at one center` where `single-center` is printed."""
    named = _MANY.get(quantity.values[0]) if quantity.values else None
    if quantity.kind != "count" or named is None or quantity.comparator:
        return False
    nouns = {stem(w) for w, name in lookup("count_nouns").items() if name == quantity.unit}
    return any(
        one.text.lower() in named and any(i.key in nouns for i in s.items[n + 1 : n + 3])
        for s in evidence.sentences
        for n, one in enumerate(s.items)
    ) or any(
        i.text.lower() in {f"{many}{joint}{w}" for w in nouns for many in named for joint in "- "}
        for s in evidence.sentences
        for i in s.items
    )


def _worded(said: Claim, statement: Reading, evidence: Reading) -> bool:
    """`at several centers` where `multicenter` is printed: an amount that is part of a wording."""
    if said.quantity.symbol not in ("several", "few"):
        return False
    sentence = statement.sentences[said.sentence]
    item = sentence.items[said.unit.first]
    return bool(lines_at(sentence, item.span) & lines_of(evidence.sentences))


__all__ = ["said_in_words"]
