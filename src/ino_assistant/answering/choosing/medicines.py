"""Of several medicines, those that a question may be about that names none."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ino_assistant.answering.choosing.deciding import Decision
from ino_assistant.answering.choosing.ranking import Candidate

_NEAR = 3.0
"""Gap to the best score within which what another medicine's document says fits as well."""
_LESS = 0.5
"""Share of what the best covers of the question that the other has to cover."""


def fitting_as_well(
    decision: Decision, decide: Callable[[Sequence[Candidate]], Decision]
) -> tuple[str, ...]:
    """Medicines whose documents answer a question about as well as the best one does.

    What is right for one medicine can harm with another: which is meant is asked, not guessed.

    Args:
        decision: on a question that names no medicine, nor follows one that did.
        decide: what of some candidates would answer it, if there were no others.

    Returns:
        Names, the likeliest first; empty where one medicine alone can be meant.
    """
    if not decision.chosen:
        return ()
    best = next(c for c in decision.ranked if c.facts is decision.chosen[0])
    mine = best.facts.statement.products
    if not mine or not any(
        c.score > best.score - _NEAR and set(c.facts.statement.products).isdisjoint(mine)
        for c in decision.ranked
        if c.facts.statement.products
    ):
        return ()
    meant, near = [mine[0]], False
    for candidate in decision.ranked:
        products = candidate.facts.statement.products
        if not products or set(products) & {*mine, *meant}:
            continue
        if candidate.features["covered"] < _LESS * best.features["covered"]:
            continue
        own = decide([c for c in decision.ranked if set(c.facts.statement.products) & {*products}])
        if own.chosen:
            meant.append(products[0])
            near = near or candidate.score > best.score - _NEAR
    return tuple(meant) if near else ()
