"""One question, one answer in force: what an approval replaces, and what it takes over from it."""

from __future__ import annotations

from collections.abc import Sequence

from ino_assistant.answering.understanding.question import Reader
from ino_assistant.records.content import Content
from ino_assistant.records.errors import ForbiddenError
from ino_assistant.records.review_tables import ReviewVersion
from ino_assistant.records.store import Work
from ino_assistant.review.approved import ApprovedAnswers, Entry
from ino_assistant.review.frame import Frame, frame_of
from ino_assistant.review.grouping import absorb, frames_in, waiting
from ino_assistant.review.states import AGAIN
from ino_assistant.review.versions import latest, step
from ino_assistant.review.wordings import add_variant, variants_of


def taken(entry: Entry) -> str:
    """That a question has an approved answer already, and what to do."""
    return (
        f"another approved answer is in force for this question ({entry.review_id}, approved by "
        f"{entry.approved_by}): name it as superseded, or withdraw it"
    )


class Replacing:
    """Replaces answers by the one that is approved in their place.

    Args:
        approved: the answers in force.
        reader: reads questions with the vocabulary of the corpus.
    """

    def __init__(self, approved: ApprovedAnswers, reader: Reader) -> None:
        self._approved, self._reader = approved, reader

    def same(self, work: Work, before: ReviewVersion, content: Content) -> list[Entry]:
        """Answers in force to a question of a review, in its words or in those attached to it."""
        texts = (content.question, *variants_of(work.session).get(before.review_id, ()))
        frames = {self._frame(text) for text in texts}
        return [
            e
            for e in self._approved.answering(work.session, frames)
            if e.review_id != before.review_id and e.is_in_date(work.now)
        ]

    def replace(
        self, work: Work, before: ReviewVersion, content: Content, named: Sequence[str]
    ) -> tuple[str, ...]:
        """Replace all other answers to a question; there are never two in force.

        What is in force has to be named, or be what this one was made to replace; what waits
        to be renewed, or was never begun, goes without.

        Args:
            work: the transaction of the approval.
            before: what is approved.
            content: its content.
            named: ids of the reviews that whoever signs wants replaced.

        Returns:
            Ids of the reviews that were replaced.

        Raises:
            ForbiddenError: another answer is in force and was not named.
        """
        wanted = dict.fromkeys(named)
        if before.supersedes is not None:
            wanted |= dict.fromkeys(self._still(work, before.supersedes))
        left = [e for e in self.same(work, before, content) if e.review_id not in wanted]
        if left:
            raise ForbiddenError(taken(left[0]))
        frames = frames_in(work.session, before.review_id)
        for old in waiting(work.session, frames, before.review_id):
            if old.state in AGAIN:
                wanted[old.review_id] = None
        for review_id in wanted:
            old = latest(work.session, review_id)
            self._take_over(work, before.review_id, content, review_id)
            step(work, old, "supersede", reason=f"replaced by {before.review_id}")
        absorb(work, before.review_id)
        return tuple(wanted)

    def require_not_in_force(self, work: Work, before: ReviewVersion) -> None:
        """Let a review be rejected only if just its words are not given all the same.

        Raises:
            ForbiddenError: they are in force as another review.
        """
        content = Content.from_dict(before.content)
        for entry in self.same(work, before, content):
            if entry.content.text == content.text:
                raise ForbiddenError(
                    f"these words are in force as review {entry.review_id}: withdraw that one, "
                    "or join this one to it"
                )

    def _still(self, work: Work, review_id: str) -> list[str]:
        """What a revision was made to replace, if it is still there to be replaced."""
        row = latest(work.session, review_id)
        return [review_id] if row.state == "approved" or row.state in AGAIN else []

    def _take_over(self, work: Work, review_id: str, content: Content, old: str) -> None:
        """Keep the other ways of asking that a person attached to an answer to this question."""
        attached = variants_of(work.session)
        own = self._frame(content.question)
        there = set(attached.get(review_id, ()))
        for text in attached.get(old, ()):
            if text in there or own.hard_differences(self._frame(text)):
                continue
            # Under the signature of the approval that this is part of.
            add_variant(work, review_id, text, f"taken over from {old}", attached=True)

    def _frame(self, text: str) -> Frame:
        return frame_of(self._reader.read(text), self._reader)
