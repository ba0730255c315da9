"""From the groups that a provider names to roles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, get_args

from ino_assistant.errors import AssistantError
from ino_assistant.records.actors import STRICTEST, Role

_ORDER: Final[tuple[Role, ...]] = (
    STRICTEST,
    "medical_information",
    "field_medical",
    "safety",
    "administrator",
)
"""Which of several roles decides what is shown: the strictest, where it is among them."""


def read_roles(text: str) -> dict[str, Role]:
    """The setting: `GROUP=ROLE`, separated by semicolons.

    A group may hold any sign but a semicolon; the last equals sign parts it from the role.

    Raises:
        AssistantError: something else.
    """
    found: dict[str, Role] = {}
    for part in filter(None, (part.strip() for part in text.split(";"))):
        group, _, role = part.rpartition("=")
        name = next((known for known in get_args(Role) if known == role.strip()), None)
        if not group.strip() or name is None:
            raise AssistantError(
                f"INO_ASSISTANT_OIDC_ROLES: {part!r} is not GROUP=ROLE with one of the roles "
                f"{', '.join(get_args(Role))}"
            )
        if found.setdefault(group.strip(), name) != name:
            raise AssistantError(f"INO_ASSISTANT_OIDC_ROLES: {group.strip()!r} has two roles")
    return found


def roles_of(claim: Any, roles: Mapping[str, Role]) -> tuple[Role, frozenset[Role]]:
    """The role of somebody in these groups, and their further roles.

    Args:
        claim: the value of the claim: a group, several, or nothing.
        roles: of groups.
    """
    groups = [claim] if isinstance(claim, str) else claim if isinstance(claim, list) else []
    return ordered(roles[g] for g in groups if isinstance(g, str) and g in roles)


def ordered(roles: Iterable[Role]) -> tuple[Role, frozenset[Role]]:
    """Of several roles the one that decides what is shown, and the others."""
    given = set(roles)
    first = next((role for role in _ORDER if role in given), STRICTEST)
    return first, frozenset(given - {first})
