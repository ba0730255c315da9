"""The desk of medical information: every step of a review, below any screen."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import uuid4

from sqlalchemy.orm import Session

from ino_assistant.answering.question import Reader
from ino_assistant.corpus.model import Corpus
from ino_assistant.records.actors import Actor, Right
from ino_assistant.records.canonical import storable
from ino_assistant.records.content import Content
from ino_assistant.records.errors import ForbiddenError, NotFoundError, RejectedError
from ino_assistant.records.review_tables import Comment, ReviewVersion
from ino_assistant.records.store import Store, Work, require
from ino_assistant.records.tables import Exchange
from ino_assistant.review.approved import ApprovedAnswers, Entry, variants_of
from ino_assistant.review.editing import Edit, Judgement, edited, judge
from ino_assistant.review.frame import frame_of
from ino_assistant.review.grouping import put_in_queue
from ino_assistant.review.queues import Page, Queue, Wanted, counts, page_of
from ino_assistant.review.signing import Authenticate, prove
from ino_assistant.review.states import PRIORITIES, Action, Priority
from ino_assistant.review.versions import due_after, expect, latest, step
from ino_assistant.settings import Settings

_RECORD: Final = "review"


class ReviewDesk:
    """Queues and reviews. Every method says who acts, and asks whether they may.

    A method that changes a review takes `expected`, the version that the actor saw: if
    somebody was faster, a ConflictError says who, and nothing is done.

    Args:
        store: the records.
        corpus: what is answered from now; edits and approvals are judged by it.
        reader: reads questions with its vocabulary.
        settings: due times, the two-person rule, how long an approval lasts.
        authenticate: whether a secret typed for a signature is the actor's.
    """

    def __init__(
        self,
        store: Store,
        corpus: Corpus,
        reader: Reader,
        settings: Settings,
        authenticate: Authenticate,
    ) -> None:
        self.store, self.corpus, self._reader = store, corpus, reader
        self._settings, self._authenticate = settings, authenticate
        self._approved = ApprovedAnswers(store, corpus, reader)

    # Queues

    def page(self, actor: Actor, wanted: Wanted) -> Page:
        """A page of a queue.

        Raises:
            ForbiddenError: the actor may not review.
        """
        self._may(actor, "review", f"queue {wanted.queue}")
        with self.store.reading() as session:
            return page_of(session, wanted, self.store.clock(), self._settings.expiring_days)

    def counts(self, actor: Actor) -> dict[Queue, int]:
        """How many reviews each queue has.

        Raises:
            ForbiddenError: the actor may not review.
        """
        self._may(actor, "review", "queues")
        with self.store.reading() as session:
            return counts(session, self.store.clock(), self._settings.expiring_days)

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
                work, exchange, exchange.flags, self._settings, self._reader, reason=reason
            )
            return latest(work.session, review_id)

    def in_force(self, session: Session, question: str, but: str = "") -> list[Entry]:
        """Approved answers to a question that are in date, other than one review's."""
        frame = frame_of(self._reader.read(question), self._reader)
        now = self.store.clock()
        return [
            entry
            for entry in self._approved.entries(session)
            if frame in entry.frames and entry.review_id != but and entry.is_in_date(now)
        ]

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
            due = due_after(before.opened_at, priority, self._settings)
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
            work.audit(
                "review.commented", (_RECORD, review_id), new={"comment": row.id}, rows=[row]
            )
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
            drafted = _drafted(session, row)
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
            return row.version, judge(content, self.corpus, _drafted(work.session, row))

    # Decisions

    def approve(
        self,
        actor: Actor,
        review_id: str,
        expected: int,
        secret: str,
        reason: str,
        *,
        expires_on: date | None = None,
        supersedes: Sequence[str] = (),
    ) -> int:
        """Sign an answer as approved, with changes or without; it is served from now on.

        Args:
            actor: who signs.
            review_id: the review.
            expected: the version that the actor saw, and signs.
            secret: typed anew.
            reason: why.
            expires_on: the first day on which it is not served; the setting's months from
                now where none is given.
            supersedes: approved reviews of the same question that this one replaces.

        Returns:
            The approved version.

        Raises:
            ConflictError: somebody changed the review first.
            ForbiddenError: a right, a rule, the secret or the verifier stands against it.
        """
        self._may(actor, "approve", review_id)
        prove(self.store, self._authenticate, actor, secret, review_id)
        with self.store.writing(actor) as work:
            before = latest(work.session, review_id)
            expect(before, expected)
            content = Content.from_dict(before.content)
            drafted = _drafted(work.session, before)
            self._may_be_approved(actor, before, content, drafted)
            until = self._expiry(work.now, expires_on)
            if content.outcome in ("answered", "corrected"):
                self._supersede(work, before, content, supersedes)
            same = content.says_the_same(drafted)
            action: Action = "approve" if same else "approve_with_changes"
            row = step(
                work,
                before,
                action,
                reason=reason,
                approved_by=actor.name,
                effective_from=work.now,
                expires_on=until,
                supersedes=supersedes[0] if supersedes else before.supersedes,
            )
            return row.version

    def reject(self, actor: Actor, review_id: str, expected: int, secret: str, reason: str) -> int:
        """Sign that an answer is not to be given. Returns the new version."""
        self._may(actor, "approve", review_id)
        prove(self.store, self._authenticate, actor, secret, review_id)
        return self._step(actor, review_id, expected, "reject", reason)

    def withdraw(
        self, actor: Actor, review_id: str, expected: int, secret: str, reason: str
    ) -> int:
        """Sign that an approved answer is served no more. Returns the new version."""
        self._may(actor, "approve", review_id)
        prove(self.store, self._authenticate, actor, secret, review_id)
        return self._step(actor, review_id, expected, "withdraw", reason)

    def reopen(self, actor: Actor, review_id: str, expected: int, reason: str) -> int:
        """Put a rejected or withdrawn review back into the queue. Returns the new version."""
        now = self.store.clock()
        fresh = {"opened_at": now, "due_at": due_after(now, "normal", self._settings)}
        return self._step(actor, review_id, expected, "reopen", reason, **_NOBODY, **fresh)

    # Beneath

    def _may(self, actor: Actor, right: Right, record: str) -> None:
        require(self.store, actor, right, (_RECORD, record))

    def _step(
        self, actor: Actor, review_id: str, expected: int, action: Action, reason: str, **more: Any
    ) -> int:
        self._may(actor, "review", review_id)
        with self.store.writing(actor) as work:
            before = latest(work.session, review_id)
            expect(before, expected)
            return step(work, before, action, reason=reason, **more).version

    def _may_be_approved(
        self, actor: Actor, before: ReviewVersion, content: Content, drafted: Content
    ) -> None:
        if self._settings.two_person_rule and actor.id in before.authors:
            raise ForbiddenError("two persons: nobody approves a text that they have edited")
        if "sales" in content.audience and content.label != "on_label":
            raise ForbiddenError("sales may only be served what is labelled as on label")
        judgement = judge(content, self.corpus, drafted)
        if not judgement.passes:
            raise ForbiddenError(f"can't be approved: {'; '.join(judgement.reasons[:3])}")

    def _expiry(self, now: datetime, asked: date | None) -> date:
        until = asked or months_after(now.date(), self._settings.approval_months)
        if until <= now.date():
            raise ForbiddenError("an approval must expire on a later day")
        return until

    def _supersede(
        self, work: Work, before: ReviewVersion, content: Content, supersedes: Sequence[str]
    ) -> None:
        """Replace approved answers to the same question; there are never two in force."""
        frame = frame_of(self._reader.read(content.question), self._reader)
        variants = variants_of(work.session).get(before.review_id, ())
        frames = {frame, *(frame_of(self._reader.read(t), self._reader) for t in variants)}
        twins = [
            e
            for e in self._approved.entries(work.session)
            if e.frames & frames and e.review_id != before.review_id and e.is_in_date(work.now)
        ]
        left = [e for e in twins if e.review_id not in supersedes]
        if left:
            raise ForbiddenError(taken(left[0]))
        for review_id in supersedes:
            old = latest(work.session, review_id)
            step(work, old, "supersede", reason=f"replaced by {before.review_id}")


def taken(entry: Entry) -> str:
    """That a question has an approved answer already, and what to do."""
    return (
        f"another approved answer is in force for this question ({entry.review_id}, approved by "
        f"{entry.approved_by}): name it as superseded, or withdraw it"
    )


def _drafted(session: Any, row: ReviewVersion) -> Content:
    """The answer as it was drafted: what was shown, unless it was withheld from the asker."""
    return Content.from_dict(session.get_one(Exchange, row.exchange_id).draft)


def months_after(day: date, months: int) -> date:
    """The same day some months later, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


_NOBODY: Final = {"assignee_id": None, "assignee_name": None}
