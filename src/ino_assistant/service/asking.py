"""Asking: approved answers first, what a role may not have withheld, recorded before shown."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from ino_assistant.answering.considered import Considered
from ino_assistant.answering.saying.answer import Answer
from ino_assistant.answering.understanding.question import Question
from ino_assistant.records.actors import Actor
from ino_assistant.records.errors import ForbiddenError, RecordsError
from ino_assistant.records.exchanges import NOT_ASKED, Circumstances
from ino_assistant.records.store import require
from ino_assistant.review.approved import Entry
from ino_assistant.routing import Contacts, Routing
from ino_assistant.service.errors import UnrecordedError
from ino_assistant.service.label import (
    DECIDED_AGAINST,
    NOT_FOR_ROLE,
    NOT_ON_LABEL,
    beside_approved,
    for_role,
    withheld,
)
from ino_assistant.service.room import Room

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Turn:
    """Something said to the assistant.

    Attributes:
        words: as typed.
        earlier: the questions of the turns before as typed, the oldest first.
        conversation: id of the conversation that it is a turn of.
        channel: where it was said: `web`, `cli`, `api`.
        contact: how a reporter can be reached.
    """

    words: str
    earlier: Sequence[str] = ()
    conversation: str = ""
    channel: str = "api"
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that was recorded, and what became of it.

    Attributes:
        answer: as it may be shown.
        conversation_id: for the next turn.
        review_id: the review that it waits in, if any.
        report_id: the report that was made of it, if any.
        fault: what broke inside of the assistant; empty if nothing did.
    """

    answer: Answer
    conversation_id: str
    review_id: str | None = None
    report_id: str | None = None
    fault: str = ""

    @property
    def exchange_id(self) -> str:
        """Of the record of this question and answer."""
        return self.answer.id

    def as_dict(self) -> dict[str, Any]:
        """The answer as the contract has it, with what became of it."""
        return {
            **self.answer.as_dict(),
            "conversation_id": self.conversation_id,
            "review_id": self.review_id,
            "report_id": self.report_id,
        }


def ask(room: Room, actor: Actor, turn: Turn) -> Given:
    """Answer a turn, and record the answer before anybody sees it.

    Raises:
        ForbiddenError: the actor may not ask.
        UnrecordedError: the answer could not be recorded; it is not given.
    """
    require(room.store, actor, "ask")
    started = time.perf_counter()
    kept: list[Entry] = []
    considered, fault = _considered(room, actor, turn, kept)
    given = _recorded(room, actor, turn, considered, fault, kept[0] if kept else None)
    _measured(room, turn, given, started)
    return given


def report(room: Room, actor: Actor, turn: Turn, kind: Any) -> Given:
    """Take a turn as a report, whatever its words look like.

    Raises:
        ForbiddenError, UnrecordedError: as above.
    """
    require(room.store, actor, "ask")
    started = time.perf_counter()
    considered = room.assistant.report(turn.words, kind, room.store.clock())
    given = _recorded(room, actor, turn, considered, "", None)
    _measured(room, turn, given, started)
    return given


def _considered(room: Room, actor: Actor, turn: Turn, kept: list[Entry]) -> tuple[Considered, str]:
    """What the assistant makes of a turn, and what broke in it.

    An answer that is in force and not for the actor's role is added to `kept`.
    """

    def approved(asked: Question, typed: str, more: Mapping[str, Any]) -> Answer | None:
        found = room.approved.approved_for(asked, actor.role)
        if found is not None:
            return found.answer(room.corpus, typed, **more)
        entry = room.approved.kept_from(asked, actor.role)
        if entry is not None:
            kept.append(entry)
        return None

    try:
        considered = room.assistant.consider(
            turn.words, turn.earlier, approved=approved, received_at=room.store.clock()
        )
    except RecordsError as error:
        # There may be an approved answer: another one is no substitute for it.
        room.measures.unrecorded.inc()
        raise UnrecordedError(_line(error, None, room)) from error
    except Exception as error:
        # Whatever it is: what was asked is recorded, and its boxed warning is shown.
        _log.exception("a question broke the assistant")
        room.measures.faults.inc()
        return Considered(room.assistant.failed(turn.words)), f"{type(error).__name__}: {error}"
    return considered, ""


def _recorded(
    room: Room,
    actor: Actor,
    turn: Turn,
    considered: Considered,
    fault: str,
    kept: Entry | None,
) -> Given:
    conversation = turn.conversation or uuid4().hex
    routing = considered.routing
    try:
        shown, decided = _shown(room, actor, considered.answer, kept)
        withheld_one = shown.reason in (NOT_ON_LABEL, NOT_FOR_ROLE) and not decided
        about = Circumstances(
            conversation=conversation,
            channel=turn.channel,
            model=room.model,
            margin=considered.margin,
            replaced=considered.replaced,
            trail=considered.trail,
            drafted=considered.answer if withheld_one else None,
            decided=decided,
        )
        is_report = routing is not None and routing.is_report
        recorded = room.intake.record(
            shown,
            actor,
            about,
            report=routing if is_report else None,
            conversation=turn.earlier,
            contact=turn.contact,
        )
    except ForbiddenError:
        raise
    except RecordsError as error:
        room.measures.unrecorded.inc()
        raise UnrecordedError(_line(error, routing, room)) from error
    return Given(shown, conversation, recorded.review_id, recorded.report_id, fault)


def _shown(room: Room, actor: Actor, answer: Answer, kept: Entry | None) -> tuple[Answer, str]:
    """The answer as it may be given, and the review in which it was decided on, if any."""
    if answer.validated is not None or answer.reason in NOT_ASKED:
        return answer, ""
    drafted = answer.outcome in ("answered", "corrected")
    question = answer.standalone_question
    decided = room.decided.review_of(question, answer.text, against=drafted)
    if drafted and decided is not None:
        return withheld(answer, DECIDED_AGAINST, room.corpus, room.settings), decided
    shown = for_role(answer, actor.role, room.corpus, room.settings)
    if kept is None or not drafted:
        return shown, decided or ""
    content = kept.content
    shown = beside_approved(answer, shown, content, actor.role, room.corpus, room.settings)
    # Where nobody has said whether it is on label, somebody is asked to.
    open_still = actor.role == "sales" and content.label == "unassessed"
    return shown, "" if open_still and shown is not answer else kept.review_id


def _line(error: RecordsError, routing: Routing | None, room: Room) -> str:
    """What is said in the place of an answer that could not be recorded."""
    if routing is None or not routing.is_report:
        return f"not answered, as it could not be recorded: {error}"
    contacts = Contacts.of(room.settings)
    complaint = routing.route == "product_complaint"
    contact = contacts.product_quality if complaint else contacts.safety
    return (
        f"this report was NOT recorded and nobody has received it: pass it on yourself, now, to "
        f"{contact} ({error})"
    )


def _measured(room: Room, turn: Turn, given: Given, started: float) -> None:
    validated = str(given.answer.validated is not None).lower()
    room.measures.questions.labels(given.answer.outcome, turn.channel, validated).inc()
    room.measures.seconds.observe(time.perf_counter() - started)
