"""What a sentence says one figure is of another: `6.5 months longer`, `twice as often`.

An amount is looked at with what stands around it; a table of forms says which words make a relation
of it. A relation has the sentence told of its first side, with a gap for that side's own figure, so
that what a reader works out can be held against the evidence as plain figures are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ino_assistant.fidelity.checks.changing import differing, moved_by, multiplied
from ino_assistant.fidelity.checks.comparing import graded, graded_before, multiple
from ino_assistant.fidelity.checks.relation import Amount, Relation, amounts_in, capital


def relations_in(sentence: str) -> Iterator[Relation]:
    """Every reading of a sentence as a relation of two figures, the likeliest first.

    Args:
        sentence: one, in the writing that `terms.normal` gives.
    """
    sentence = _AGAINST.sub(lambda m: f"{capital(m['rest'])} compared with {m['other']}.", sentence)
    for amount in amounts_in(sentence):
        for form in _FORMS:
            yield from form(sentence, amount)


_AGAINST = re.compile(
    r"^(?:compared\s(?:with|to)|relative\sto|versus|against)\s(?P<other>[^,;]+),\s(?P<rest>.+?)\.?\s*$",
    re.IGNORECASE,
)
"""`Compared with B, A halved X`: the other side, told first."""


_FORMS: tuple[Callable[[str, Amount], Iterator[Relation]], ...] = (
    graded,
    graded_before,
    multiple,
    moved_by,
    multiplied,
    differing,
)
"""How English tells a relation; each gives what an amount comes to in its form."""


__all__ = ["relations_in"]
