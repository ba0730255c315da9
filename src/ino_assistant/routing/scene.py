"""A message as read: its parts, the persons in them, and what is known of the treatment."""

from __future__ import annotations

from dataclasses import dataclass

from ino_assistant.routing.parts import Part
from ino_assistant.routing.people import People


@dataclass(frozen=True, slots=True)
class Scene:
    """A message as read, with who is in it and what is known of the treatment.

    Attributes:
        message: the message.
        parts: its parts, each with its people.
        exposed: whether treatment is said to have been given.
        unexposed: whether it is only thought of.
        product: whether a medicine is named.
        earlier_event: whether the turn before spoke of an event.
    """

    message: str
    parts: tuple[tuple[Part, People], ...]
    exposed: bool
    unexposed: bool
    product: bool
    earlier_event: bool = False

    @property
    def before_treatment(self) -> bool:
        """Whether conditions named are those of somebody not yet treated."""
        return self.unexposed and not self.exposed
