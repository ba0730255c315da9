"""Whether a mutant is none: it says what the truth says, or the evidence says it too."""

from __future__ import annotations

import re
from functools import lru_cache

from ino_assistant.evaluation.mutations.truth import NUMERAL, Mutant, Truth
from ino_assistant.fidelity.binding.item import Item
from ino_assistant.fidelity.binding.reading import Reading, read, read_evidence
from ino_assistant.fidelity.terms.normal import normal
from ino_assistant.text import fold


def is_equivalent(truth: Truth, mutant: Mutant) -> bool:
    """Whether a mutant is no error, by proof: on the page, or in meaning piece by piece."""
    if mutant.evidence:
        return plain(mutant.statement) in plain(mutant.evidence)
    said, printed = plain(mutant.statement), plain(truth.evidence)
    if said == plain(truth.statement):
        return True
    # The pattern is made only for the few that could match: each would be compiled anew.
    if said in printed and re.search(rf"(?<![\w.]){re.escape(said)}(?!\w)", printed):
        return True
    if sorted(NUMERAL.findall(said)) != sorted(NUMERAL.findall(plain(truth.statement))):
        # Numerals that differ mean another amount; operators choose them to stand nowhere.
        return False
    own = read_evidence(truth.evidence, truth.vocabulary)[1]
    return _meaning(read(mutant.statement, own)) == _meaning(truth.reading)


@lru_cache(maxsize=1024)
def plain(text: str) -> str:
    """One writing for dashes, quotes, spaces and capitals; the last stop does not count."""
    return fold(normal(text)).casefold().rstrip(".").strip()


def _meaning(reading: Reading) -> list[tuple[object, ...]]:
    items = [item for sentence in reading.sentences for item in sentence.items]
    return [_piece(item) for item in items if item.key != "."]


def _piece(item: Item) -> tuple[object, ...]:
    """What an item means, however it is written."""
    quantity = item.quantity
    if quantity is None:
        return item.kind == "mention", item.key, item.negated
    return (
        quantity.kind, quantity.values, quantity.unit, quantity.comparator, quantity.hedge,
        quantity.level, quantity.symbol, quantity.rate,
    )  # fmt: skip
