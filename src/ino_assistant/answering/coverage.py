"""Is everything that was asked for there? If not, what is missing, and so a refusal.

No threshold on similarity can tell (measured: refusing 95 % of unanswerable questions by
score costs most of the good answers). What tells is that the thing asked about, an
endpoint, a statistic, a population, a product, a figure, is not in the one statement
that answers nor in its headings. Several things of one kind, named beside each other
(`hemoglobin and hematocrit`), may stand in several statements.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ino_assistant.answering.facts import Facts
from ino_assistant.answering.question import Question, Reader
from ino_assistant.answering.slots import hard_slots, units, weight_of

_JOINS = frozenset({"and", "or", "vs", "versus", "plus", "compared", "respectively", "both"})


@dataclass(frozen=True, slots=True)
class Missing:
    """What the statements chosen do not cover.

    Attributes:
        things: what was asked for and is not there, in the asker's words.
        share: share of the question, by rarity, that none of them covers.
    """

    things: tuple[str, ...]
    share: float


def missing(
    question: Question,
    chosen: Sequence[Facts],
    reader: Reader,
    rarity: Mapping[str, float],
) -> Missing:
    """What of a question the first statement, with those beside it, does not cover.

    Args:
        question: as understood.
        chosen: statements to show, the best first; at least one.
        reader: knows the vocabulary of the corpus.
        rarity: of terms and concepts.
    """
    first = chosen[0].all_terms
    together = first.union(*(facts.all_terms for facts in chosen))
    hard = hard_slots(question, reader)
    # Two things of one kind may be answered by a statement each; of different kinds
    # (an endpoint and a population) they must meet in one.
    things = dict.fromkeys(
        words
        for unit, words in hard.items()
        if unit not in first
        and not (unit in together and _beside(unit, question, hard, first))
        and not (unit in question.loose and _alternative(words, question))
    )
    weights = {unit: weight_of(unit, question, rarity) for unit in units(question)}
    total = sum(weights.values())
    open_weight = sum(weight for unit, weight in weights.items() if unit not in together)
    return Missing(tuple(things), open_weight / total if total else 0.0)


def _beside(unit: str, question: Question, hard: Mapping[str, str], first: frozenset[str]) -> bool:
    """Whether the unit is named beside another of its kind that the first statement has."""
    own = next((m for m in question.mentions if m.concept.key == unit), None)
    if own is None:
        return False
    for other in question.mentions:
        same_kind = other.concept.kind == own.concept.kind and other.concept.key != unit
        if same_kind and other.concept.key in hard and other.concept.key in first:
            between = question.words[min(own.end, other.end) : max(own.start, other.start)]
            if any(word.lower() in _JOINS for word in between):
                return True
    return False


def _alternative(words: str, question: Question) -> bool:
    """Whether it is one of two that the asker chooses between: `rechallenge or stop`."""
    lower = [w.lower() for w in question.words]
    named = words.lower().split()
    for at in range(len(lower) - len(named) + 1):
        if lower[at : at + len(named)] == named:
            return "or" in (*lower[at + len(named) : at + len(named) + 1], *lower[at - 1 : at])
    return False
