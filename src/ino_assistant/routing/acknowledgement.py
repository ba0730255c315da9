"""What a user is told whose message goes to people. The wording is data, contacts are settings."""

from __future__ import annotations

from dataclasses import dataclass

from ino_assistant.data import load
from ino_assistant.routing.model import Routing
from ino_assistant.settings import Settings


@dataclass(frozen=True, slots=True)
class Contacts:
    """Whom an organisation's users turn to."""

    medical_information: str
    safety: str
    product_quality: str

    @classmethod
    def of(cls, settings: Settings) -> Contacts:
        """The contacts of the settings."""
        return cls(
            settings.medical_information_contact,
            settings.safety_contact,
            settings.product_quality_contact,
        )


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """What is said, without a digit; contacts that have some (a telephone) stand in `notices`."""

    text: str
    notices: tuple[str, ...]


def acknowledgement(routing: Routing, contacts: Contacts) -> Acknowledgement:
    """The acknowledgement of a report, or the refusal of a request, with whom to turn to."""
    named = {
        "safety": ("drug safety", contacts.safety),
        "quality": ("product quality", contacts.product_quality),
        "medical": ("medical information", contacts.medical_information),
    }
    text: str = load("routing")["acknowledgement"][routing.kind]
    notices = []
    for key, (desk, contact) in named.items():
        place = "{" + key + "}"
        if place not in text:
            continue
        if any(c.isdigit() for c in contact):
            notices.append(f"{desk.capitalize()}: {contact}")
            contact = desk  # noqa: PLW2901 - a number is no figure of the documents
        text = text.replace(place, contact)
    return Acknowledgement(text, tuple(notices))
