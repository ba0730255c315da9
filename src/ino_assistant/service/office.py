"""The office: all that people and programs may do here, below any screen or interface."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, Unpack

from ino_assistant.answering.assistant import Assistant
from ino_assistant.answering.saying.answer import Answer
from ino_assistant.corpus.model import Corpus
from ino_assistant.errors import AssistantError
from ino_assistant.exports import (
    Days,
    File,
    Stream,
    answer_copy,
    records_export,
    safety_form,
    standard_response,
)
from ino_assistant.records.actors import Actor
from ino_assistant.records.errors import RejectedError
from ino_assistant.records.safety import SafetyDesk
from ino_assistant.records.store import Store, require
from ino_assistant.records.verify import Report, verify_trail
from ino_assistant.review.desk import ReviewDesk
from ino_assistant.review.renewing import Renewing
from ino_assistant.review.signing import Authenticate
from ino_assistant.review.to_eval import Exported, evaluation_cases, export_cases
from ino_assistant.review.upkeep import keep_up
from ino_assistant.review.variants import Variants
from ino_assistant.review.view import view
from ino_assistant.routing.model import ROUTES
from ino_assistant.search.store import being_built, current_build
from ino_assistant.service import asking, own, suggesting, watching
from ino_assistant.service.asking import Given, Turn
from ino_assistant.service.conversations import exported
from ino_assistant.service.measures import Measures
from ino_assistant.service.own import Listed
from ino_assistant.service.room import Reopen, Room, furnished
from ino_assistant.service.trail import Sought, audit_entries
from ino_assistant.settings import Settings

REPORT_KINDS: Final = tuple(
    kind for kind, route in ROUTES.items() if route != "medical_information"
)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kept:
    """What upkeep did: ids of reviews taken out of service, and whether a new index is in use."""

    expired: tuple[str, ...]
    invalidated: tuple[str, ...]
    reloaded: bool


class Office:
    """All use cases. Every method says who acts, and asks whether they may.

    Safe to share between threads. After a rebuild of the corpus everything that sees it is made
    anew: take `desk`, `variants` and the like from here each time, and keep none of them.

    Args:
        settings: contacts, due times, roles.
        assistant: answers questions over the corpus.
        store: the records, open.
        authenticate: whether a secret typed for a signature is the actor's; None: nobody signs.
        reopen: opens the assistant anew; None: it is never reloaded.
    """

    def __init__(
        self,
        settings: Settings,
        assistant: Assistant,
        store: Store,
        *,
        authenticate: Authenticate | None = None,
        reopen: Reopen | None = None,
    ) -> None:
        self.settings, self.store = settings, store
        self.authenticate = authenticate or _nobody
        self.safety = SafetyDesk(store)
        self._reopen = reopen
        self._measures = Measures()
        self._reloading = threading.Lock()
        self._build = current_build(settings.index_dir)
        self._room = self._furnished(assistant)

    # What it works over

    @property
    def assistant(self) -> Assistant:
        """Answers without records: for what records nothing, such as checks of drafts."""
        return self._room.assistant

    @property
    def corpus(self) -> Corpus:
        """What is answered from now."""
        return self._room.corpus

    @property
    def index_version(self) -> str:
        """The index that is searched now."""
        return self._room.assistant.index_version

    @property
    def renewing(self) -> bool:
        """Whether the index is being built anew, or one is there that is not in use yet."""
        fresh = self._reopen is not None and current_build(self.settings.index_dir) != self._build
        return fresh or being_built(self.settings.index_dir)

    @property
    def desk(self) -> ReviewDesk:
        """Queues and reviews."""
        return self._room.desk

    @property
    def variants(self) -> Variants:
        """Other ways of asking approved questions."""
        return self._room.variants

    @property
    def renewals(self) -> Renewing:
        """Answers whose source has changed and says the same: approved again together."""
        return self._room.renewing

    # Asking

    def ask(
        self,
        actor: Actor,
        question: str,
        *,
        conversation: str | None = None,
        earlier: Sequence[str] | None = None,
        channel: str = "api",
    ) -> Given:
        """Answer a question; the answer is recorded before it is returned.

        Args:
            actor: who asks.
            question: as typed.
            conversation: one of the actor's own; None begins a new one.
            earlier: the questions of the turns before as typed, where the caller keeps them;
                None: those that the records have of the conversation.
            channel: where it is asked: `web`, `cli`, `api`.

        Raises:
            ForbiddenError: the actor may not ask.
            NotFoundError: the actor has no such conversation.
            UnrecordedError: it could not be recorded; there is no answer.
        """
        turn = self._turn(actor, question, conversation, earlier, channel)
        return asking.ask(self._room, actor, turn)

    def suggestions(
        self, actor: Actor, answer: Answer | None = None, asked: Sequence[str] = ()
    ) -> tuple[str, ...]:
        """See `suggesting.suggested`."""
        return suggesting.suggested(self._room, actor, answer, asked)

    def prepare(self, seconds: float) -> None:
        """Make what is suggested, for so long at most; runs once through all of answering."""
        self._room.suggestions.wait(seconds)

    def report_adverse_event(
        self,
        actor: Actor,
        words: str,
        *,
        kind: str = "adverse_event",
        conversation: str | None = None,
        contact: str = "",
        channel: str = "api",
    ) -> Given:
        """Take a message as a report because its sender says so.

        Args:
            actor: who reports.
            words: letter for letter.
            kind: one of `REPORT_KINDS`.
            conversation: one of the actor's own; it goes with the report.
            contact: how the reporter can be reached.
            channel: see `ask`.

        Raises:
            ForbiddenError, NotFoundError, UnrecordedError: see `ask`.
            RejectedError: nothing is said, or there is no such kind.
        """
        if not words.strip():
            raise RejectedError("an empty report: say what happened")
        if kind not in REPORT_KINDS:
            raise RejectedError(f"no such kind of report: {kind!r}; {', '.join(REPORT_KINDS)}")
        turn = self._turn(actor, words, conversation, None, channel, contact)
        return asking.report(self._room, actor, turn, kind)

    def feedback(
        self,
        actor: Actor,
        exchange_id: str,
        thumb: Literal["up", "down"],
        reasons: Sequence[str] = (),
        words: str = "",
    ) -> str | None:
        """What a user thought of their answer. Returns the review that it is in, if any.

        Raises:
            NotFoundError: the actor has no such answer.
            RejectedError: there is no such thumb.
        """
        return self._room.intake.feedback(actor, exchange_id, thumb, reasons, words)

    def escalate(self, actor: Actor, exchange_id: str, words: str = "") -> str:
        """Send an answer to medical information. Returns the review's id.

        Raises:
            NotFoundError: the actor has no such answer.
        """
        return self._room.intake.escalate(actor, exchange_id, words)

    # What one has asked

    def conversations(
        self, actor: Actor, *, page: int = 1, size: int = 50, everyone: bool = False
    ) -> list[Listed]:
        """See `own.conversations`."""
        return own.conversations(self.store, actor, page=page, size=size, everyone=everyone)

    def conversation(self, actor: Actor, conversation_id: str) -> list[dict[str, Any]]:
        """See `own.conversation`."""
        return own.conversation(self.store, actor, conversation_id)

    def exchange(self, actor: Actor, exchange_id: str) -> dict[str, Any]:
        """See `own.exchange`."""
        return own.exchange(self.store, actor, exchange_id)

    def delete_conversation(self, actor: Actor, conversation_id: str, reason: str = "") -> None:
        """Take a conversation out of its owner's list: records are never deleted.

        Raises:
            NotFoundError: the actor has no such conversation.
        """
        own.put_away(self.store, actor, conversation_id, reason)

    def export_conversation(
        self, actor: Actor, conversation_id: str, form: Literal["json", "markdown"]
    ) -> File:
        """See `conversations.exported`."""
        return exported(self.store, actor, conversation_id, form)

    # Medical information

    def review(self, actor: Actor, review_id: str) -> dict[str, Any]:
        """A review with everything that a reviewer works with; see `review.view`."""
        return view(self.desk, actor, review_id)

    def export_eval(self, actor: Actor, file: Path) -> Exported:
        """Add what was approved to a file of evaluation cases; see `review.to_eval`."""
        room = self._room
        return export_cases(self.store, actor, room.corpus, room.reader, file)

    def evaluation_cases(self, actor: Actor) -> bytes:
        """What was approved as evaluation cases, one a line; see `review.to_eval`."""
        room = self._room
        return evaluation_cases(self.store, actor, room.corpus, room.reader)

    # Exports

    def export_response(self, actor: Actor, review_id: str, form: Literal["docx", "pdf"]) -> File:
        """A standard response document; see `exports.standard_response`."""
        return standard_response(self.store, actor, self.corpus, self.settings, review_id, form)

    def export_answer(self, actor: Actor, exchange_id: str, form: Literal["docx", "pdf"]) -> File:
        """A copy of an answer as it was shown; see `exports.answer_copy`."""
        return answer_copy(self.store, actor, self.corpus, self.settings, exchange_id, form)

    def export_records(
        self, actor: Actor, form: Literal["csv", "jsonl"], days: Days | None = None
    ) -> Stream:
        """Cases, requests and responses of some days; see `exports.records_export`."""
        return records_export(self.store, actor, form, days or Days())

    def export_safety(self, actor: Actor, report_id: str, form: Literal["docx", "json"]) -> File:
        """A safety report as a form; see `exports.safety_form`."""
        return safety_form(self.store, actor, report_id, form)

    # The trail

    def audit_entries(self, actor: Actor, **sought: Unpack[Sought]) -> list[dict[str, Any]]:
        """See `trail.audit_entries`."""
        return audit_entries(self.store, actor, sought)

    def verify_audit(self, actor: Actor) -> Report:
        """Check the whole trail.

        Raises:
            ForbiddenError: the actor may not see the trail.
        """
        require(self.store, actor, "see_audit", ("audit", ""))
        return verify_trail(self.store)

    # The service itself

    def health(self) -> dict[str, Any]:
        """See `watching.health`."""
        return watching.health(self._room)

    def readiness(self) -> dict[str, Any]:
        """See `watching.readiness`."""
        return watching.readiness(self._room)

    def metrics(self) -> str:
        """See `watching.metrics`."""
        return watching.metrics(self._room)

    def upkeep(self) -> Kept:
        """Take a new index into use, and out of service what may no longer be served.

        To be called at the start and every few minutes.

        Raises:
            RecordsError: the records can't be read or written.
        """
        reloaded = False
        if self._reopen is not None and current_build(self.settings.index_dir) != self._build:
            try:
                self.reload()
                reloaded = True
            except AssistantError as error:
                _log.warning("the new index can't be used, the old one stays: %s", error)
        room = self._room
        done = keep_up(self.store, room.corpus, self.settings, room.readings)
        room.prepare()
        return Kept(done.expired, done.invalidated, reloaded)

    def reload(self) -> None:
        """Take the corpus as it is now into use; what is being asked finishes on the old one.

        Raises:
            AssistantError: corpus or index can't be used: the old ones go on.
        """
        if self._reopen is None:
            raise AssistantError("this assistant was not opened from settings: it can't reload")
        with self._reloading:
            build = current_build(self.settings.index_dir)
            room = self._furnished(self._reopen())
            room.prepare()
            self._room = room
            self._build = build

    def close(self) -> None:
        """Let go of the database."""
        self.store.close()

    def _furnished(self, assistant: Assistant) -> Room:
        # Asked for anew each time: whoever signs people in may come after the office.
        def authenticate(actor: Actor, secret: str) -> bool:
            return self.authenticate(actor, secret)

        return furnished(self.settings, self.store, assistant, authenticate, self._measures)

    def _turn(
        self,
        actor: Actor,
        words: str,
        conversation: str | None,
        earlier: Sequence[str] | None,
        channel: str,
        contact: str = "",
    ) -> Turn:
        before: Sequence[str] = () if earlier is None else earlier
        if conversation is not None:
            kept = own.earlier_questions(self.store, actor, conversation)
            before = kept if earlier is None else earlier
        return Turn(words, tuple(before), conversation or "", channel, contact)


def _nobody(actor: Actor, secret: str) -> bool:
    """Nobody signs where nobody can prove who they are."""
    return False


__all__ = ["REPORT_KINDS", "Kept", "Office"]
