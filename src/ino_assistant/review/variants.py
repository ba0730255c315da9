"""Other ways of asking an approved question, attached by a person who signs that they are the same.

What is attached gets the approved answer, so that attaching and taking off are signed like an
approval is.
"""

from __future__ import annotations

from ino_assistant.answering.understanding.question import Reader
from ino_assistant.corpus.model import Corpus
from ino_assistant.records.actors import Actor
from ino_assistant.records.canonical import storable
from ino_assistant.records.errors import ForbiddenError, NotFoundError
from ino_assistant.records.store import Store, Work, require
from ino_assistant.review.approved import ApprovedAnswers
from ino_assistant.review.frame import Frame, frame_of
from ino_assistant.review.replacing import taken
from ino_assistant.review.signing import Authenticate, prove
from ino_assistant.review.versions import latest
from ino_assistant.review.wordings import add_variant, wordings_of

_RECORD = "review"


class Variants:
    """Attaches questions to approved answers, and takes them off again.

    Args:
        store: the records.
        corpus: what is answered from.
        reader: reads questions with its vocabulary.
        authenticate: whether a secret typed for a signature is the actor's.
        approved: looks approved answers up; None: one of its own.
    """

    def __init__(
        self,
        store: Store,
        corpus: Corpus,
        reader: Reader,
        authenticate: Authenticate,
        approved: ApprovedAnswers | None = None,
    ) -> None:
        self._store, self._reader, self._authenticate = store, reader, authenticate
        self._approved = approved or ApprovedAnswers(store, corpus, reader)

    def attach(self, actor: Actor, review_id: str, text: str, secret: str, reason: str) -> None:
        """Sign that an approved question may be asked in other words.

        Args:
            actor: who signs.
            review_id: the review of the approved answer.
            text: the other words.
            secret: typed anew.
            reason: why.

        Raises:
            ForbiddenError: it asks for another arm, endpoint, group, figure or product, is
                answered by another approved answer, or the secret is not the actor's.
        """
        require(self._store, actor, "approve", (_RECORD, review_id))
        if not reason.strip() or not text.strip():
            raise ForbiddenError("attaching needs a question and a reason")
        prove(self._store, self._authenticate, actor, secret, review_id)
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
            add_variant(work, review_id, text, reason.strip(), attached=True)

    def detach(self, actor: Actor, review_id: str, text: str, secret: str, reason: str) -> None:
        """Sign that another way of asking does not get the approved answer any more.

        Raises:
            ForbiddenError: no reason is given, or the secret is not the actor's.
            NotFoundError: it is not attached.
        """
        require(self._store, actor, "approve", (_RECORD, review_id))
        if not reason.strip():
            raise ForbiddenError("detaching needs a reason")
        prove(self._store, self._authenticate, actor, secret, review_id)
        with self._store.writing(actor) as work:
            latest(work.session, review_id)
            there = {one.text for one in wordings_of(work.session, review_id)}
            if storable(text) not in there:
                raise NotFoundError(f"not attached: {text!r}")
            add_variant(work, review_id, text, reason.strip(), attached=False)

    def _no_other(self, work: Work, frame: Frame, review_id: str) -> None:
        for entry in self._approved.answering(work.session, (frame,)):
            if entry.review_id != review_id:
                raise ForbiddenError(taken(entry))
