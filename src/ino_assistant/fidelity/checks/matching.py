"""Which quantity of a printed claim is the one that a statement's figure may stand for."""

from __future__ import annotations

from ino_assistant.fidelity.binding.claims import Claim
from ino_assistant.fidelity.quantity.equality import EQUAL, Match, compare
from ino_assistant.fidelity.quantity.model import Quantity


def best_match(quantity: Quantity, printed: Claim) -> Match:
    """How a figure compares with the one of a claim that it fits best."""
    outcome = Match("differs", "number")
    for other in printed.quantities:
        match = compare(quantity, other)
        if match == EQUAL:
            return match
        if match.fits or (not outcome.fits and _closer(quantity, other)):
            outcome = match
    return outcome


def _closer(one: Quantity, two: Quantity) -> bool:
    return one.kind == two.kind
