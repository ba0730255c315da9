"""Doses left out: what to do about one is asked of the label, by nobody in particular."""

from __future__ import annotations

from collections.abc import Sequence

from ino_assistant.routing.parts import Part
from ino_assistant.routing.people import People
from ino_assistant.routing.tags import members

_OMITTED = members("omitted")
_ADMINISTERED = members("administered")
_LATE = frozenset(("late", "overdue"))
_OF_SOMEBODY = (
    *("kin", "own_patient", "first_person", "we", "staff", "baby", "told_by", "lab", "event"),
    *("lack_of_effect", "overdose", "pregnancy", "breast_feeding", "changed", "body_change"),
)


def left_out(parts: Sequence[tuple[Part, People]]) -> bool:
    """Whether it asks what is to be done about a dose left out, by nobody who is further told of.

    `pt missed a tablet, what now` asks for the label's procedure; who left out which dose of his
    own, and what became of it, is a report.
    """
    told = [part for part, _ in parts]
    errors = [(p, h) for p in told for h in p.of("error")]
    if any(not any(t.any(_OMITTED) for t in p.tokens[h.start : h.end]) for p, h in errors):
        return False
    if not any(t.any(_OMITTED) for p in told for t in p.tokens):
        return False
    if any(t.any(_ADMINISTERED) for p in told for t in p.tokens) and any(
        t.any(_LATE) for p in told for t in p.tokens
    ):
        # Given late: the error has been made.
        return False
    if not any(p.question or p.has("what_to_do") for p in told):
        return False
    return not any(part.has(*_OF_SOMEBODY) or _further_told(part, people) for part, people in parts)


def _further_told(part: Part, people: People) -> bool:
    """Whether a person is more than `a patient`, or `he` who was one."""
    plain = {h.start for h in part.of("pronoun", "person")}
    return any(h.start not in plain or h.end - h.start > 1 for h in people.own)
