"""Decisions on an answer: who signs proves anew who they are, and signs just what they saw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final, TypedDict, Unpack

from sqlalchemy.orm import Session

from ino_assistant.answering.understanding.question import Reader
from ino_assistant.corpus.model import Corpus
from ino_assistant.records.actors import Actor, Right
from ino_assistant.records.canonical import storable
from ino_assistant.records.content import Content
from ino_assistant.records.errors import ForbiddenError, RejectedError
from ino_assistant.records.label_check import LabelCheck
from ino_assistant.records.review_tables import ReviewVersion
from ino_assistant.records.store import Store, require
from ino_assistant.records.tables import Exchange
from ino_assistant.review.approved import ApprovedAnswers, Entry
from ino_assistant.review.editing import judge
from ino_assistant.review.expiry import expiry_of
from ino_assistant.review.frame import frame_of
from ino_assistant.review.replacing import Replacing
from ino_assistant.review.signing import Authenticate, prove
from ino_assistant.review.states import Action
from ino_assistant.review.two_persons import require_second
from ino_assistant.review.versions import expect, latest, step
from ino_assistant.settings import Settings

RECORD: Final = "review"
_LONGEST_REFERENCE: Final = 200


class Terms(TypedDict, total=False):
    """On what terms an answer is approved.

    Attributes:
        expires_on: the first day on which it is not served; the setting's months from now
            where none is given.
        supersedes: approved reviews of the same question that this one replaces.
        label_version: of the label in force, that the answer was compared with.
        label_checked_on: the day of the comparison.
    """

    expires_on: date | None
    supersedes: Sequence[str]
    label_version: str
    label_checked_on: date | None


class Decisions:
    """What is signed of a review. Every method says who acts, and asks whether they may.

    Args:
        store: the records.
        corpus: what is answered from now; edits and approvals are judged by it.
        reader: reads questions with its vocabulary.
        settings: due times, the two-person rules, how long an approval lasts.
        authenticate: whether a secret typed for a signature is the actor's.
        approved: looks approved answers up; None: one of its own.
    """

    def __init__(
        self,
        store: Store,
        corpus: Corpus,
        reader: Reader,
        settings: Settings,
        authenticate: Authenticate,
        approved: ApprovedAnswers | None = None,
    ) -> None:
        self.store, self.corpus, self._reader = store, corpus, reader
        self.settings, self.authenticate = settings, authenticate
        self._approved = approved or ApprovedAnswers(store, corpus, reader)
        self._replacing = Replacing(self._approved, reader)

    def approve(
        self,
        actor: Actor,
        review_id: str,
        expected: int,
        secret: str,
        reason: str,
        **terms: Unpack[Terms],
    ) -> int:
        """Sign an answer as approved, with changes or without; it is served from now on.

        Args:
            actor: who signs.
            review_id: the review.
            expected: the version that the actor saw, and signs.
            secret: typed anew.
            reason: why.
            terms: until when, in place of what, and compared with which label.

        Returns:
            The approved version.

        Raises:
            ConflictError: somebody changed the review first.
            ForbiddenError: a right, a rule, the secret or the verifier stands against it.
            RejectedError: of the comparison with the label one half is missing.
        """
        self._may(actor, "approve", review_id)
        prove(self.store, self.authenticate, actor, secret, review_id)
        with self.store.writing(actor) as work:
            before = latest(work.session, review_id)
            expect(before, expected)
            checked = LabelCheck.of(
                terms.get("label_version", ""), terms.get("label_checked_on"), work.now.date()
            )
            # What an earlier approval was compared with is no comparison of this one.
            content = replace(Content.from_dict(before.content), label_checked=checked)
            self._may_be_approved(work.session, actor, before, content)
            until = expiry_of(work.now, terms.get("expires_on"), self.settings.approval_months)
            replaced: Sequence[str] = ()
            if content.outcome in ("answered", "corrected"):
                named = terms.get("supersedes", ())
                replaced = self._replacing.replace(work, before, content, named)
            same = content.says_the_same(drafted_of(work.session, before))
            action: Action = "approve" if same else "approve_with_changes"
            row = step(
                work,
                before,
                action,
                reason=reason,
                content=content,
                approved_by=actor.name,
                effective_from=work.now,
                expires_on=until,
                supersedes=replaced[0] if replaced else before.supersedes,
            )
            return row.version

    def reject(self, actor: Actor, review_id: str, expected: int, secret: str, reason: str) -> int:
        """Sign that an answer is not to be given. Returns the new version.

        Raises:
            ForbiddenError: just these words are in force as another review, and would be given.
        """
        self._may(actor, "approve", review_id)
        prove(self.store, self.authenticate, actor, secret, review_id)
        with self.store.writing(actor) as work:
            before = latest(work.session, review_id)
            expect(before, expected)
            self._replacing.require_not_in_force(work, before)
            return step(work, before, "reject", reason=reason).version

    def withdraw(
        self, actor: Actor, review_id: str, expected: int, secret: str, reason: str
    ) -> int:
        """Sign that an approved answer is served no more. Returns the new version."""
        self._may(actor, "approve", review_id)
        prove(self.store, self.authenticate, actor, secret, review_id)
        return self._step(actor, review_id, expected, "withdraw", reason)

    def answer_outside(
        self,
        actor: Actor,
        review_id: str,
        expected: int,
        reference: str,
        on: date,
        reason: str = "",
    ) -> int:
        """Close a question as answered by other means: a letter, a call.

        It says nothing of the draft: who asks the same is answered as before, and their
        question waits anew.

        Args:
            actor: who has claimed it.
            review_id: the review.
            expected: the version that the actor saw.
            reference: of the letter, or of the case that it is filed in.
            on: the day on which it was sent.
            reason: what else is to be said.

        Returns:
            The new version.

        Raises:
            ConflictError: somebody changed the review first.
            ForbiddenError: the actor may not, or has not claimed it.
            RejectedError: there is no reference, or the day is still to come.
        """
        self._may(actor, "review", review_id)
        named = storable(" ".join(reference.split()))
        if not named or len(named) > _LONGEST_REFERENCE:
            raise RejectedError(
                f"say where the answer is filed, in at most {_LONGEST_REFERENCE} characters"
            )
        with self.store.writing(actor) as work:
            if on > work.now.date():
                raise RejectedError("nothing was answered on a day still to come")
            before = latest(work.session, review_id)
            expect(before, expected)
            told = reason.strip() or f"answered by other means: {named}, {on.isoformat()}"
            changes: dict[str, Any] = {"outside_reference": named, "outside_on": on}
            return step(work, before, "answer_outside", reason=told, **changes).version

    def in_force(self, session: Session, question: str, but: str = "") -> list[Entry]:
        """Approved answers to a question that are in date, other than one review's."""
        frame = frame_of(self._reader.read(question), self._reader)
        now = self.store.clock()
        return [
            entry
            for entry in self._approved.answering(session, (frame,))
            if entry.review_id != but and entry.is_in_date(now)
        ]

    # Beneath

    def _may(self, actor: Actor, right: Right, record: str) -> None:
        require(self.store, actor, right, (RECORD, record))

    def _step(
        self, actor: Actor, review_id: str, expected: int, action: Action, reason: str, **more: Any
    ) -> int:
        self._may(actor, "review", review_id)
        with self.store.writing(actor) as work:
            before = latest(work.session, review_id)
            expect(before, expected)
            return step(work, before, action, reason=reason, **more).version

    def _may_be_approved(
        self, session: Session, actor: Actor, before: ReviewVersion, content: Content
    ) -> None:
        if "sales" in content.audience and content.label != "on_label":
            raise ForbiddenError("sales may only be served what is labelled as on label")
        require_label(content, self.corpus)
        require_second(session, actor, before, self.settings)
        judgement = judge(content, self.corpus, drafted_of(session, before))
        if not judgement.passes:
            raise ForbiddenError(f"can't be approved: {'; '.join(judgement.reasons[:3])}")


def require_label(content: Content, corpus: Corpus) -> None:
    """Let an answer be approved only if what is said of the label was compared with it.

    Raises:
        ForbiddenError: nobody says with which label, or a later one is known of.
    """
    if content.label != "unassessed" and content.label_checked is None:
        raise ForbiddenError(
            "whether it keeps to the label was assessed: say with which version of the current "
            "label it was compared, and on which day"
        )
    late = content.label_outdated(corpus)
    if late:
        raise ForbiddenError(f"can't be approved: {late[:1].lower()}{late[1:]}")


def drafted_of(session: Session, row: ReviewVersion) -> Content:
    """The answer as it was drafted: what was shown, unless it was withheld from the asker."""
    return Content.from_dict(session.get_one(Exchange, row.exchange_id).draft)
