"""Who works at this terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ino_assistant.records.actors import Actor
    from ino_assistant.settings import Settings


def operator() -> Actor:
    """Who looks after the records here: who may read the database's file may do all this."""
    from ino_assistant.records.actors import Actor

    name = _name()
    return Actor(f"terminal:{name}", f"{name} (at the terminal)", "administrator")


def asker(settings: Settings) -> Actor:
    """Who asks at this terminal, in the role of the settings.

    Where none is set it is that of a machine without accounts, who sees everything; where
    people sign in it is the strictest.
    """
    from ino_assistant.records.actors import LOCAL, STRICTEST, Actor

    name = _name()
    role = settings.role or (STRICTEST if settings.signs_in else LOCAL.role)
    return Actor(f"terminal:{name}", f"{name} (at the terminal)", role)


def _name() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"
