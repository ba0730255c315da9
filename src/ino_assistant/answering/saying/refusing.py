"""The words of a refusal: what is missing, and who can help."""

from __future__ import annotations

from ino_assistant.answering.choosing.deciding import Decision
from ino_assistant.fidelity import read_quantities
from ino_assistant.settings import Settings

_WHY = {
    "layout": "The documents have a table on this, but its cells have lost their rows in the "
    "text, so no value of it can be given.",
    "shape": "The documents do not say this: nothing that fits holds the kind of figure or "
    "fact that was asked for.",
    "gate": "The documents have something on this, but it could not be worded safely.",
}
_ELSE = "The documents do not say this: no statement covers what was asked."
OPEN_PART = "A part of the question is not answered by the documents"


def contact_in_text(settings: Settings) -> tuple[str, tuple[str, ...]]:
    """Medical information as named in a text, and what has to stand beside it.

    A telephone number is no figure of the documents: no text of an answer may hold it.
    """
    contact = settings.medical_information_contact
    if any(c.isdigit() for c in contact):
        return "medical information", (f"Medical information: {contact}",)
    return contact, ()


def refusal_text(decision: Decision, contact: str) -> str:
    """What is missing, in the asker's words, and the way to medical information.

    Args:
        decision: why nothing answers.
        contact: who can help.
    """
    if decision.reason == "nothing":
        return (
            "I answer questions about the documents of this assistant, with quotations. "
            f"What would you like to know? For anything else please ask {contact}."
        )
    why = _WHY.get(decision.reason or "", _ELSE)
    named = named_things(decision)
    if decision.reason == "thing" and named:
        why = f"The documents do not answer this: no statement that fits speaks of {named}."
    return f"{why} Please ask {contact}."


def open_part_text(decision: Decision) -> str:
    """Of several things asked, that one is not there, by what it lacks."""
    named = named_things(decision)
    return f"{OPEN_PART}: no statement that fits speaks of {named}." if named else f"{OPEN_PART}."


def named_things(decision: Decision) -> str:
    """What no statement speaks of, quoted; figures have no place in a refusal."""
    named = [t for t in decision.things if not read_quantities(t)]
    return " or ".join(f"“{name}”" for name in named)
