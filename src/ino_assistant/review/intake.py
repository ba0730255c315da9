"""Intake: what is asked and answered goes into the records, and what needs it into a queue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ino_assistant.answering.saying.answer import Answer
from ino_assistant.answering.understanding.question import Reader
from ino_assistant.corpus.model import Corpus
from ino_assistant.privacy import known_words
from ino_assistant.records.actors import Actor
from ino_assistant.records.errors import NotFoundError, RejectedError
from ino_assistant.records.exchanges import (
    Circumstances,
    Flag,
    exchange_of,
    feedback_of,
    flags_of,
)
from ino_assistant.records.safety import Reported, file_report
from ino_assistant.records.store import Store, Work, require
from ino_assistant.records.tables import Exchange
from ino_assistant.review.grouping import add_to_review, flag_review, put_in_queue, review_of
from ino_assistant.review.states import OPEN
from ino_assistant.settings import Settings

THUMBS = ("up", "down")


@dataclass(frozen=True, slots=True)
class Recorded:
    """Ids of what was recorded with an answer."""

    exchange_id: str
    review_id: str | None
    report_id: str | None


class Intake:
    """Records answers and feedback; every method needs the right to ask.

    Args:
        store: the records.
        corpus: what is answered from.
        reader: reads questions with its vocabulary.
        settings: what is sampled, when things are due.
    """

    def __init__(self, store: Store, corpus: Corpus, reader: Reader, settings: Settings) -> None:
        self._store, self._corpus = store, corpus
        self._reader, self._settings = reader, settings
        self._known = known_words(corpus)

    def record(
        self,
        answer: Answer,
        actor: Actor,
        about: Circumstances | None = None,
        *,
        report: Reported | None = None,
        conversation: Sequence[str] = (),
        contact: str = "",
    ) -> Recorded:
        """Record an answer before it is shown, in one transaction with all that follows from it.

        Args:
            answer: as it will be shown.
            actor: who asked.
            about: what else is known of it.
            report: a message that is a safety report (`routing.is_report`): sealed apart.
            conversation: earlier messages, letter for letter; sealed with a report only.
            contact: how the reporter can be reached.

        Raises:
            RecordsError: nothing was recorded; an answer that can't be recorded is not shown.
        """
        require(self._store, actor, "ask", ("exchange", answer.id))
        about = about or Circumstances()
        flags = flags_of(
            answer,
            about,
            low_margin=self._settings.low_margin,
            sample_every=self._settings.sample_every,
        )
        about = replace(about, flags=flags)
        review_id = report_id = None
        with self._store.writing(actor) as work:
            row = exchange_of(answer, self._corpus, actor, work.now, about, self._known)
            told = {
                "outcome": row.outcome,
                "route": row.route,
                "text_sha256": row.text_sha256,
                "flags": row.flags,
                "validated": row.validated_id,
            }
            work.audit("exchange.recorded", ("exchange", row.id), new=told, rows=[row])
            if about.decided:
                add_to_review(work, about.decided, row, self._reader)
            if flags:
                review_id = put_in_queue(work, row, flags, self._settings, self._reader)
            if report is not None:
                report_id = file_report(
                    work,
                    report,
                    due_hours=self._settings.due_hours_safety,
                    exchange_id=row.id,
                    conversation=conversation,
                    contact=contact,
                )
        return Recorded(answer.id, review_id, report_id)

    def feedback(
        self,
        actor: Actor,
        exchange_id: str,
        thumb: Literal["up", "down"],
        reasons: Sequence[str] = (),
        words: str = "",
    ) -> str | None:
        """Record a thumb; one that points down queues the answer for review.

        Returns:
            The review that the answer is in now, if any.

        Raises:
            ForbiddenError: the actor may not ask.
            NotFoundError: the actor has no such answer.
            RejectedError: there is no such thumb.
        """
        if thumb not in THUMBS:
            raise RejectedError(f"no such feedback: {thumb!r}; up or down")
        require(self._store, actor, "ask", ("exchange", exchange_id))
        with self._store.writing(actor) as work:
            exchange = self._own(work, exchange_id)
            row = feedback_of(exchange_id, actor, work.now, thumb, reasons, words, self._known)
            told = {"thumb": thumb, "reasons": list(reasons)}
            work.audit("exchange.feedback", ("exchange", exchange_id), new=told, rows=[row])
            if thumb == "up":
                return None
            return self._flagged(work, exchange, "thumbs_down", ", ".join(reasons))

    def escalate(self, actor: Actor, exchange_id: str, words: str = "") -> str:
        """The user asks medical information to look at an answer. Returns the review's id.

        Raises:
            ForbiddenError: the actor may not ask.
            NotFoundError: the actor has no such answer.
        """
        require(self._store, actor, "ask", ("exchange", exchange_id))
        with self._store.writing(actor) as work:
            exchange = self._own(work, exchange_id)
            note = feedback_of(
                exchange_id, actor, work.now, "down", ["escalated"], words, self._known
            )
            work.audit("exchange.escalated", ("exchange", exchange_id), rows=[note])
            return self._flagged(work, exchange, "escalated_by_user", note.words)

    def _own(self, work: Work, exchange_id: str) -> Exchange:
        exchange = work.session.get(Exchange, exchange_id)
        if exchange is None or not (
            exchange.actor_id == work.actor.id or work.actor.may("see_records")
        ):
            raise NotFoundError(f"no answer {exchange_id!r}")
        return exchange

    def _flagged(self, work: Work, exchange: Exchange, flag: Flag, reason: str) -> str:
        """Add a reason to the open review of an answer, or open one."""
        before = review_of(work.session, exchange.id)
        said = reason or flag.replace("_", " ")
        if before is not None and before.state in OPEN:
            flag_review(work, before, [flag], self._settings, said)
            return before.review_id
        flags = [*(before.flags if before is not None else exchange.flags), flag]
        kept = list(dict.fromkeys(flags))
        return put_in_queue(work, exchange, kept, self._settings, self._reader, reason=said)
