"""What the reviewing screens need of an office, and of the people in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, Unpack

from ino_assistant.corpus.model import Corpus
from ino_assistant.records.actors import LOCAL, Actor
from ino_assistant.records.safety import SafetyDesk
from ino_assistant.records.store import Store
from ino_assistant.records.verify import Report
from ino_assistant.review.desk import ReviewDesk
from ino_assistant.review.renewing import Renewing
from ino_assistant.review.variants import Variants
from ino_assistant.service.trail import Sought
from ino_assistant.settings import Settings


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls, and how they prove themselves again for a signature.

    Attributes:
        signs_with: a password typed again; the provider of single sign-on, asked anew; the
            printed name, where nobody signs in.
        proof: what the provider's last visit left for one signature; empty for none.
    """

    actor: Actor
    signs_with: Literal["password", "provider", "name"] = "password"
    proof: str = ""


def caller_of(actor: Actor, *, by_provider: bool = False, proof: str = "") -> Caller:
    """A caller who signs as an actor does.

    Args:
        actor: who calls.
        by_provider: whether they signed in at the provider of single sign-on.
        proof: what the provider's last visit left for one signature.
    """
    if actor.id == LOCAL.id:
        return Caller(actor, "name")
    return Caller(actor, "provider" if by_provider else "password", proof)


class File(Protocol):
    """A file to be handed out."""

    @property
    def name(self) -> str:
        """What it is called when it is kept."""

    @property
    def media_type(self) -> str:
        """What it is."""

    @property
    def data(self) -> bytes:
        """What it holds."""


class Stream(Protocol):
    """A file that is made while it is read: in one thread, once, to its end."""

    @property
    def name(self) -> str:
        """What it is called when it is kept."""

    @property
    def media_type(self) -> str:
        """What it is."""

    @property
    def chunks(self) -> Iterator[bytes]:
        """Its parts."""


class Reviews(Protocol):
    """The use cases of an office that the screens call: `service.Office`."""

    @property
    def settings(self) -> Settings:
        """What the operator has set."""

    @property
    def store(self) -> Store:
        """The records."""

    @property
    def corpus(self) -> Corpus:
        """What is answered from now."""

    @property
    def assistant(self) -> Any:
        """The assistant; its `searcher` is what drafts are checked with."""

    @property
    def desk(self) -> ReviewDesk:
        """Every step of a review."""

    @property
    def variants(self) -> Variants:
        """Other ways of asking an approved question."""

    @property
    def safety(self) -> SafetyDesk:
        """The queue of safety reports."""

    def review(self, actor: Actor, review_id: str) -> Mapping[str, Any]:
        """One review with everything that a reviewer works with."""

    @property
    def renewals(self) -> Renewing:
        """Answers whose source has changed and says the same."""

    def audit_entries(self, actor: Actor, **sought: Unpack[Sought]) -> Sequence[Mapping[str, Any]]:
        """Entries of the trail."""

    def evaluation_cases(self, actor: Actor) -> bytes:
        """What was approved as evaluation cases, one a line."""

    def export_response(self, actor: Actor, review_id: str, form: Any) -> File:
        """A standard response document."""

    def export_safety(self, actor: Actor, report_id: str, form: Any) -> File:
        """A safety report as a form."""

    def export_records(self, actor: Actor, form: Any) -> Stream:
        """All questions and answers."""

    def verify_audit(self, actor: Actor) -> Report:
        """Whether the trail is whole."""


class People(Protocol):
    """Who there is to give work to."""

    def reviewers(self) -> Sequence[Actor]:
        """Everybody who may review."""

    def safety_staff(self) -> Sequence[Actor]:
        """Everybody who may see safety reports."""


class OnlyLocal:
    """The people of a machine without accounts: its one user."""

    def reviewers(self) -> Sequence[Actor]:
        """The local user."""
        return (LOCAL,)

    def safety_staff(self) -> Sequence[Actor]:
        """The local user."""
        return (LOCAL,)


__all__ = ["Caller", "File", "OnlyLocal", "People", "Reviews", "Stream", "caller_of"]
