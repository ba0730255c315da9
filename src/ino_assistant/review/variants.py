"""Other ways of asking an approved question, attached by a person who says they are the same."""

from __future__ import annotations

from uuid import uuid4

from ino_assistant.answering.question import Reader
from ino_assistant.corpus.model import Corpus
from ino_assistant.records.actors import Actor
from ino_assistant.records.canonical import storable
from ino_assistant.records.errors import ForbiddenError, NotFoundError
from ino_assistant.records.review_tables import Variant
from ino_assistant.records.store import Store, Work, require
from ino_assistant.review.approved import ApprovedAnswers, variants_of
from ino_assistant.review.frame import Frame, frame_of
from ino_assistant.review.replacing import taken
from ino_assistant.review.versions import latest

_RECORD = "review"


class Variants:
    """Attaches questions to approved answers, and takes them off again.

    Args:
        store: the records.
        corpus: what is answered from.
        reader: reads questions with its vocabulary.
    """

    def __init__(self, store: Store, corpus: Corpus, reader: Reader) -> None:
        self._store, self._reader = store, reader
        self._approved = ApprovedAnswers(store, corpus, reader)

    def attach(self, actor: Actor, review_id: str, text: str, reason: str) -> None:
        """Attach another way of asking an approved question.

        Raises:
            ForbiddenError: it asks for another arm, endpoint, group, figure or product, or is
                answered by another approved answer.
        """
        require(self._store, actor, "approve", (_RECORD, review_id))
        if not reason.strip() or not text.strip():
            raise ForbiddenError("attaching needs a question and a reason")
        with self._store.writing(actor) as work:
            row = latest(work.session, review_id)
            if row.state != "approved":
                raise ForbiddenError("variants are attached to approved answers")
            frame = frame_of(self._reader.read(text), self._reader)
            own = frame_of(self._reader.read(row.question), self._reader)
            differences = own.hard_differences(frame)
            if differences:
                raise ForbiddenError(f"not the same question: {'; '.join(differences)}")
            self._no_other(work, frame, review_id)
            self._variant(work, review_id, text, reason, attached=True)

    def detach(self, actor: Actor, review_id: str, text: str, reason: str) -> None:
        """Take another way of asking off again.

        Raises:
            NotFoundError: it is not attached.
        """
        require(self._store, actor, "approve", (_RECORD, review_id))
        if not reason.strip():
            raise ForbiddenError("detaching needs a reason")
        with self._store.writing(actor) as work:
            latest(work.session, review_id)
            if storable(text) not in variants_of(work.session).get(review_id, ()):
                raise NotFoundError(f"not attached: {text!r}")
            self._variant(work, review_id, text, reason, attached=False)

    def _variant(
        self, work: Work, review_id: str, text: str, reason: str, *, attached: bool
    ) -> None:
        row = Variant(
            id=uuid4().hex,
            review_id=review_id,
            attached=attached,
            text=storable(text),
            at=work.now,
            actor_id=work.actor.id,
            actor_name=work.actor.name,
            reason=reason,
        )
        action = "review.variant_attached" if attached else "review.variant_detached"
        told = {"text": row.text}
        work.audit(action, (_RECORD, review_id), new=told, reason=reason, rows=[row])

    def _no_other(self, work: Work, frame: Frame, review_id: str) -> None:
        for entry in self._approved.entries(work.session):
            if frame in entry.frames and entry.review_id != review_id:
                raise ForbiddenError(taken(entry))
