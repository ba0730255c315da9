"""Who acts: people with a role, what each role may do, and the program itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

Role = Literal["field_medical", "sales", "medical_information", "safety", "administrator"]
Right = Literal[
    "ask",
    "see_own",
    "see_records",
    "review",
    "approve",
    "see_safety",
    "see_audit",
    "export",
    "manage",
]

STRICTEST: Final[Role] = "sales"
"""What somebody is where no role is given: who may see least."""

RIGHTS: Final[Mapping[Role, frozenset[Right]]] = {
    "sales": frozenset({"ask", "see_own"}),
    "field_medical": frozenset({"ask", "see_own"}),
    "medical_information": frozenset(
        {"ask", "see_own", "see_records", "review", "approve", "export"}
    ),
    "safety": frozenset({"ask", "see_own", "see_safety", "export"}),
    # Who looks after people and settings approves no answers and reads no reports.
    "administrator": frozenset({"ask", "see_own", "see_audit", "manage", "export"}),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts.

    Attributes:
        id: unique and never given to another.
        name: as printed beside a signature.
        role: decides what is shown of off-label content.
        more: further roles, which give further rights and change nothing of what `role` decides.
        only: the rights that a program's key is confined to; None: all that the roles give.
    """

    id: str
    name: str
    role: Role = STRICTEST
    more: frozenset[Role] = frozenset()
    only: frozenset[Right] | None = None

    def may(self, right: Right) -> bool:
        """Whether one of the roles gives a right, and nothing confines it."""
        if self.only is not None and right not in self.only:
            return False
        return any(right in RIGHTS[role] for role in (self.role, *self.more))


def role_of(text: str | None) -> Role:
    """The role that a text names; the strictest where it names none."""
    return next((role for role in get_args(Role) if role == text), STRICTEST)


SYSTEM: Final = Actor("system", "Ino Assistant (the program)", "administrator")
"""The program itself: what expires, is invalidated or sampled is so by it."""

LOCAL: Final = Actor("local", "Local user", "medical_information", frozenset(get_args(Role)))
"""The one user of a machine without accounts, who sees every screen."""
