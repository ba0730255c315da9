"""The states of a review and the steps between them, as data: no other step exists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from ino_assistant.records.actors import Right

State = Literal[
    "to_review",
    "claimed",
    "escalated",
    "approved",
    "rejected",
    "withdrawn",
    "expired",
    "invalidated",
    "superseded",
    "duplicate",
    "answered_outside",
]
Action = Literal[
    "queue",
    "flag",
    "claim",
    "assign",
    "release",
    "prioritise",
    "edit",
    "escalate",
    "approve",
    "approve_with_changes",
    "reject",
    "withdraw",
    "reopen",
    "expire",
    "invalidate",
    "supersede",
    "revise",
    "join",
    "merge",
    "answer_outside",
    "reapprove",
]
Priority = Literal["urgent", "high", "normal", "low"]
PRIORITIES: Final[tuple[Priority, ...]] = ("urgent", "high", "normal", "low")

OPEN: Final[frozenset[State]] = frozenset({"to_review", "claimed", "escalated"})
"""Somebody is to look at it."""
AGAIN: Final[frozenset[State]] = frozenset({"expired", "invalidated"})
"""It was approved, is served no more, and waits to be looked at again."""


@dataclass(frozen=True, slots=True)
class Transition:
    """A step.

    Attributes:
        sources: states that it may be taken from.
        target: the state that it leads to; None leaves the state as it is.
        elsewhere: whether it makes no version of this review: it opens another one.
        right: what somebody needs to take it; None: the program takes it.
        reason: whether it has to say why.
        meaning: of the signature that it needs; empty: it needs none.
        own: whether only the one may take it who has claimed the review.
    """

    sources: frozenset[State]
    target: State | None
    right: Right | None = "review"
    reason: bool = False
    meaning: str = ""
    own: bool = False
    elsewhere: bool = False


def _from(*states: State) -> frozenset[State]:
    return frozenset(states)


TRANSITIONS: Final[Mapping[Action, Transition]] = {
    "queue": Transition(_from(), "to_review", None),
    "flag": Transition(OPEN, None, None, reason=True),
    "claim": Transition(_from("to_review", "escalated") | AGAIN, "claimed"),
    "assign": Transition(OPEN | AGAIN, "claimed"),
    "release": Transition(_from("claimed"), "to_review", own=True),
    "prioritise": Transition(OPEN | AGAIN, None, reason=True),
    "edit": Transition(_from("claimed"), None, own=True),
    "escalate": Transition(_from("to_review", "claimed"), "escalated", reason=True),
    "approve": Transition(_from("claimed"), "approved", "approve", True, "approval", own=True),
    "approve_with_changes": Transition(
        _from("claimed"), "approved", "approve", True, "approval", own=True
    ),
    "reject": Transition(_from("claimed"), "rejected", "approve", True, "review", own=True),
    "withdraw": Transition(_from("approved"), "withdrawn", "approve", True, "withdrawal"),
    "reopen": Transition(
        _from("rejected", "withdrawn", "superseded", "answered_outside"), "to_review", reason=True
    ),
    "expire": Transition(_from("approved"), "expired", None, reason=True),
    "invalidate": Transition(_from("approved"), "invalidated", None, reason=True),
    # What waits to be renewed is replaced as well by what is approved for the same question.
    "supersede": Transition(_from("approved") | AGAIN, "superseded", None, reason=True),
    # The approved one is served on, as it was signed, while a new review is made of it.
    "revise": Transition(_from("approved"), None, reason=True, elsewhere=True),
    "join": Transition(OPEN | AGAIN, "duplicate", reason=True),
    "merge": Transition(_from("to_review"), "duplicate", None, reason=True),
    # A letter was sent: it decides nothing of what is given to others.
    "answer_outside": Transition(_from("claimed"), "answered_outside", reason=True, own=True),
    # Every passage stands in the new source as it stood in the old one; see `renewing`.
    "reapprove": Transition(_from("invalidated"), "approved", "approve", True, "approval"),
}


def may_follow(state: State, action: Action) -> bool:
    """Whether a step may be taken from a state."""
    return state in TRANSITIONS[action].sources
