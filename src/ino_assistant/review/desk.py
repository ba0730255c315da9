"""The desk of medical information: every step of a review, below any screen."""

from __future__ import annotations

from typing import Any, Final
from uuid import uuid4

from sqlalchemy.orm import Session

from ino_assistant.records.actors import Actor
from ino_assistant.records.canonical import storable
from ino_assistant.records.content import Content
from ino_assistant.records.errors import ForbiddenError, NotFoundError, RejectedError
from ino_assistant.records.review_tables import Comment, ReviewVersion
from ino_assistant.records.tables import Exchange
from ino_assistant.review.decisions import RECORD, Decisions, drafted_of
from ino_assistant.review.editing import Edit, Judgement, edited, judge
from ino_assistant.review.grouping import (
    absorb,
    frames_of,
    join,
    put_in_queue,
    revision,
    waiting,
)
from ino_assistant.review.queues import Page, Queue, Wanted, counts, page_of
from ino_assistant.review.states import PRIORITIES, Priority
from ino_assistant.review.versions import check, due_after, expect, latest, step


class ReviewDesk(Decisions):
    """Queues and reviews. Every method says who acts, and asks whether they may.

    A method that changes a review takes `expected`, the version that the actor saw: if
    somebody was faster, a ConflictError says who, and nothing is done.
    """

    # Queues

    def page(self, actor: Actor, wanted: Wanted) -> Page:
        """A page of a queue.

        Raises:
            ForbiddenError: the actor may not review.
        """
        self._may(actor, "review", f"queue {wanted.queue}")
        with self.store.reading() as session:
            return page_of(session, wanted, self.store.clock(), self.settings.expiring_days)

    def counts(self, actor: Actor) -> dict[Queue, int]:
        """How many reviews each queue has.

        Raises:
            ForbiddenError: the actor may not review.
        """
        self._may(actor, "review", "queues")
        with self.store.reading() as session:
            return counts(session, self.store.clock(), self.settings.expiring_days)

    def queue(self, actor: Actor, exchange_id: str, reason: str) -> ReviewVersion:
        """Put an answer that was not flagged into the queue.

        Raises:
            ForbiddenError: the actor may not review, or gives no reason.
            NotFoundError: there is no such answer.
        """
        self._may(actor, "review", exchange_id)
        if not reason.strip():
            raise ForbiddenError("queueing needs a reason")
        with self.store.writing(actor) as work:
            exchange = work.session.get(Exchange, exchange_id)
            if exchange is None:
                raise NotFoundError(f"no answer {exchange_id!r}")
            review_id = put_in_queue(
                work, exchange, exchange.flags, self.settings, self._reader, reason=reason
            )
            return latest(work.session, review_id)

    # Who works on it

    def claim(self, actor: Actor, review_id: str, expected: int, reason: str = "") -> int:
        """Take a review on. Returns the new version."""
        who = {"assignee_id": actor.id, "assignee_name": actor.name}
        return self._step(actor, review_id, expected, "claim", reason, **who)

    def assign(
        self, actor: Actor, review_id: str, expected: int, to: Actor, reason: str = ""
    ) -> int:
        """Give a review to somebody who may review. Returns the new version."""
        if not to.may("review"):
            raise ForbiddenError(f"{to.name} may not review")
        who = {"assignee_id": to.id, "assignee_name": to.name}
        return self._step(actor, review_id, expected, "assign", reason, **who)

    def release(self, actor: Actor, review_id: str, expected: int, reason: str = "") -> int:
        """Put a review back. Returns the new version."""
        return self._step(actor, review_id, expected, "release", reason, **_NOBODY)

    def prioritise(
        self, actor: Actor, review_id: str, expected: int, priority: Priority, reason: str
    ) -> int:
        """Change how urgent a review is, and so when it is due. Returns the new version."""
        if priority not in PRIORITIES:
            raise RejectedError(f"no such priority: {priority!r}; one of {', '.join(PRIORITIES)}")
        self._may(actor, "review", review_id)
        with self.store.writing(actor) as work:
            before = latest(work.session, review_id)
            expect(before, expected)
            due = due_after(before.opened_at, priority, self.settings)
            row = step(work, before, "prioritise", reason=reason, priority=priority, due_at=due)
            return row.version

    def escalate(self, actor: Actor, review_id: str, expected: int, reason: str) -> int:
        """Hand a review on as beyond one's own remit. Returns the new version."""
        return self._step(actor, review_id, expected, "escalate", reason, **_NOBODY)

    def comment(self, actor: Actor, review_id: str, text: str) -> str:
        """Note something on a review; this is no version of it. Returns the comment's id."""
        self._may(actor, "review", review_id)
        if not text.strip():
            raise ForbiddenError("an empty comment")
        with self.store.writing(actor) as work:
            latest(work.session, review_id)
            row = Comment(
                id=uuid4().hex,
                review_id=review_id,
                at=work.now,
                actor_id=actor.id,
                actor_name=actor.name,
                text=storable(text),
            )
            work.audit("review.commented", (RECORD, review_id), new={"comment": row.id}, rows=[row])
            return row.id

    # The words

    def judge(self, actor: Actor, review_id: str, edit: Edit) -> tuple[Content, Judgement]:
        """What a change would make of an answer, and the verifier's word on it; nothing is kept.

        Raises:
            SourceChangedError: the corpus has not what is cited.
        """
        self._may(actor, "review", review_id)
        with self.store.reading() as session:
            row = latest(session, review_id)
            drafted = drafted_of(session, row)
            content = Content.from_dict(row.content)
        content = edited(content, edit, self.corpus)
        return content, judge(content, self.corpus, drafted)

    def edit(
        self, actor: Actor, review_id: str, expected: int, edit: Edit, reason: str = ""
    ) -> tuple[int, Judgement]:
        """Keep a change as the next version. What the verifier refuses is kept, not approved.

        Returns:
            The new version and the verifier's word on it.

        Raises:
            SourceChangedError: the corpus has not what is cited.
        """
        self._may(actor, "review", review_id)
        with self.store.writing(actor) as work:
            before = latest(work.session, review_id)
            expect(before, expected)
            was = Content.from_dict(before.content)
            content = edited(was, edit, self.corpus)
            authors = list(before.authors)
            if not content.says_the_same(was) and actor.id not in authors:
                authors.append(actor.id)
            row = step(work, before, "edit", reason=reason, content=content, authors=authors)
            return row.version, judge(content, self.corpus, drafted_of(work.session, row))

    # Again, or elsewhere

    def reopen(self, actor: Actor, review_id: str, expected: int, reason: str) -> int:
        """Put a rejected or withdrawn review back into the queue. Returns the new version."""
        self._may(actor, "review", review_id)
        with self.store.writing(actor) as work:
            before = latest(work.session, review_id)
            expect(before, expected)
            check(work, before, "reopen", reason)
            flags = list(dict.fromkeys((*before.flags, *absorb(work, review_id))))
            due = due_after(work.now, "normal", self.settings)
            fresh: dict[str, Any] = {
                "opened_at": work.now,
                "due_at": due,
                "flags": flags,
                **_NOBODY,
                **_NOWHERE,
            }
            return step(work, before, "reopen", reason=reason, **fresh).version

    def revise(self, actor: Actor, review_id: str, expected: int, reason: str) -> str:
        """Open a review that is to take the place of an approved answer: to renew or change it.

        The approved one is served until the new one is approved, which replaces it.

        Returns:
            The id of the new review.

        Raises:
            ConflictError: somebody changed the review first.
            ForbiddenError: it is not approved, or the question waits already.
        """
        self._may(actor, "review", review_id)
        with self.store.writing(actor) as work:
            before = latest(work.session, review_id)
            expect(before, expected)
            return revision(work, before, reason, self.settings, self._reader).review_id

    def join(self, actor: Actor, review_id: str, expected: int, into: str, reason: str) -> int:
        """Close a review as the same question as another one; it decides nothing.

        Args:
            actor: who says so.
            review_id: the review that is closed.
            expected: its version that the actor saw.
            into: the review, waiting or approved, that takes over what was asked.
            reason: why.

        Returns:
            The new version.

        Raises:
            ForbiddenError: the other one is about another question, or closed itself.
        """
        self._may(actor, "review", review_id)
        with self.store.writing(actor) as work:
            before = latest(work.session, review_id)
            expect(before, expected)
            if not reason.strip():
                raise ForbiddenError("join needs a reason")
            if into not in {row.review_id for row in self.same(work.session, before)}:
                raise ForbiddenError(f"review {into} is not about the same question, or is closed")
            return join(work, before, into, reason).version

    def same(
        self, session: Session, row: ReviewVersion, most: int | None = None
    ) -> list[ReviewVersion]:
        """Other reviews of the question of a review that wait or are in force."""
        frames = frames_of(session, row, self._reader)
        entries = self.in_force(session, row.question, row.review_id)
        return [
            *waiting(session, frames, row.review_id, most),
            *(latest(session, entry.review_id) for entry in entries),
        ]


_NOBODY: Final = {"assignee_id": None, "assignee_name": None}
_NOWHERE: Final = {"outside_reference": None, "outside_on": None}
