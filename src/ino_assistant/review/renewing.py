"""After a source has changed: answers whose passages all stand in it as before, approved together.

Each of them gets a version and a signature of its own, over its own content; what has changed
in any way is looked at by itself, on the screen of its review.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ino_assistant.answering.saying.citing import Citation
from ino_assistant.corpus.model import Corpus
from ino_assistant.records.actors import Actor
from ino_assistant.records.content import Cited, Content, Passage, SourceChangedError
from ino_assistant.records.errors import ForbiddenError, NotFoundError, RejectedError
from ino_assistant.records.review_tables import ReviewVersion
from ino_assistant.records.store import require
from ino_assistant.review.decisions import Decisions, drafted_of, require_label
from ino_assistant.review.editing import judge, with_what_goes_along
from ino_assistant.review.queues import is_latest
from ino_assistant.review.signing import prove, signed_sha256
from ino_assistant.review.two_persons import require_second
from ino_assistant.review.upkeep import restored_at
from ino_assistant.review.versions import expect, history, latest, step

MOST = 200
"""Answers that are approved again by one signature."""


@dataclass(frozen=True, slots=True)
class Renewal:
    """An answer whose source has changed, and whether that changed anything for it.

    Attributes:
        changed: what stands against approving it with others; empty: nothing.
        barred: why who looks may not sign it, though others may; empty: they may.
    """

    review_id: str
    version: int
    question: str
    text: str
    passages: int
    approved_by: str
    expires_on: date | None
    changed: str
    barred: str = ""

    def as_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "id": self.review_id,
            "version": self.version,
            "question": self.question,
            "text": self.text,
            "passages": self.passages,
            "approved_by": self.approved_by,
            "expires_on": None if self.expires_on is None else self.expires_on.isoformat(),
            "changed": self.changed,
            "barred": self.barred,
        }


class Renewing:
    """Lists and approves what a changed source has left as it was.

    Args:
        desk: of the same records and corpus.
    """

    def __init__(self, desk: Decisions) -> None:
        self._desk = desk

    def waiting(self, actor: Actor) -> list[Renewal]:
        """Every answer that was invalidated, those that nothing has changed for first.

        Raises:
            ForbiddenError: the actor may not review.
        """
        require(self._desk.store, actor, "review", ("review", "renewals"))
        query = select(ReviewVersion).where(ReviewVersion.state == "invalidated", is_latest())
        today = self._desk.store.latest_moment().date()
        with self._desk.store.reading() as session:
            rows = session.scalars(query.order_by(ReviewVersion.due_at, ReviewVersion.review_id))
            found = [self._renewal(session, row, today, actor) for row in rows]
        return sorted(found, key=lambda one: (bool(one.changed), bool(one.barred)))

    def reapprove(
        self, actor: Actor, chosen: Sequence[tuple[str, int]], secret: str, reason: str
    ) -> tuple[int, ...]:
        """Sign that answers may be given again, all of them or none.

        Until when each of them is given does not change.

        Args:
            actor: who signs.
            chosen: reviews, with the versions that the actor saw.
            secret: typed anew, once for all.
            reason: why.

        Returns:
            The approved version of each.

        Raises:
            ConflictError: somebody changed one of them first.
            ForbiddenError: a right, a rule or the secret stands against it, or one has changed.
            RejectedError: none or too many are chosen, or one of them twice.
        """
        desk = self._desk
        require(desk.store, actor, "approve", ("review", "renewals"))
        ids = [review_id for review_id, _ in chosen]
        if not 1 <= len(ids) <= MOST or len(set(ids)) != len(ids):
            raise RejectedError(f"choose 1 to {MOST} answers, each once")
        prove(desk.store, desk.authenticate, actor, secret, "renewals")
        signed: list[list[Any]] = []
        with desk.store.writing(actor) as work:
            for review_id, expected in chosen:
                before = latest(work.session, review_id)
                expect(before, expected)
                content = self._unchanged(work.session, before, work.now.date())
                require_second(work.session, actor, before, desk.settings)
                row = step(
                    work,
                    before,
                    "reapprove",
                    reason=reason,
                    content=content,
                    approved_by=actor.name,
                    effective_from=work.now,
                )
                signed.append([review_id, row.version, signed_sha256(row)])
            work.audit(
                "review.reapproved_together", ("review", "renewals"), new=signed, reason=reason
            )
        return tuple(version for _, version, _ in signed)

    def _renewal(self, session: Session, row: ReviewVersion, today: date, actor: Actor) -> Renewal:
        content, changed, barred = Content.from_dict(row.content), "", ""
        try:
            self._unchanged(session, row, today)
        except ForbiddenError as error:
            changed = str(error)
        try:
            require_second(session, actor, row, self._desk.settings)
        except ForbiddenError as error:
            barred = str(error)
        return Renewal(
            row.review_id,
            row.version,
            row.question,
            content.text,
            len(content.cited),
            row.approved_by or "",
            row.expires_on,
            changed,
            barred,
        )

    def _unchanged(self, session: Session, row: ReviewVersion, today: date) -> Content:
        """The content over the sources as they are now.

        Raises:
            ForbiddenError: something of it has changed, or it has to be looked at by itself.
        """
        desk = self._desk
        if row.state != "invalidated":
            raise ForbiddenError(f"review {row.review_id} is {row.state.replace('_', ' ')}")
        if row.expires_on is None or row.expires_on <= today:
            raise ForbiddenError("it has expired meanwhile")
        approved = next((v for v in history(session, row.review_id) if v.state == "approved"), None)
        if approved is None or approved.audit_seq < restored_at(session):
            raise ForbiddenError("a backup was restored since: decide on it by itself")
        try:
            content = over(Content.from_dict(row.content), desk.corpus)
        except SourceChangedError as error:
            raise ForbiddenError(str(error)) from error
        require_label(content, desk.corpus)
        judgement = judge(content, desk.corpus, drafted_of(session, row))
        if not judgement.passes:
            raise ForbiddenError(judgement.reasons[0])
        taken = desk.in_force(session, content.question, row.review_id)
        if taken:
            raise ForbiddenError(f"its question is answered by review {taken[0].review_id} now")
        return content


def over(content: Content, corpus: Corpus) -> Content:
    """A content over changed sources, if all that it rests on stands in them as it stood.

    Args:
        content: as it was signed.
        corpus: as it is now.

    Raises:
        SourceChangedError: something does not; says what.
    """
    if content.outcome not in ("answered", "corrected"):
        raise SourceChangedError("it is no answer")
    if not content.passages or len(content.passages) != len(content.cited):
        raise SourceChangedError("its passages were not kept word for word when it was approved")
    boxes = {w.product: w.sha256 for w in corpus.boxed_warnings}
    concerned = {p: boxes[p] for p in boxes if p in content.products} or boxes
    if dict(content.warnings or {}) != concerned:
        raise SourceChangedError("a boxed warning has changed")
    there = [
        _found(cited, passage, content, corpus)
        for cited, passage in zip(content.cited, content.passages, strict=True)
    ]
    count = len(content.citations)
    caveats = tuple(
        replace(caveat, cited=cited)
        for caveat, cited in zip(content.caveats, there[count:], strict=True)
    )
    made = replace(content, citations=tuple(there[:count]), caveats=caveats)
    along = with_what_goes_along(made, corpus)
    if (along.caveats, along.products, along.notices) != (
        made.caveats,
        made.products,
        made.notices,
    ):
        raise SourceChangedError("other caveats or notices go with it now")
    return made.pinned(corpus)


def _found(cited: Cited, passage: Passage, content: Content, corpus: Corpus) -> Cited:
    """What holds a passage in the corpus as it is now: it may have moved.

    Raises:
        SourceChangedError: nothing does.
    """
    documents = content.sources or {}
    others = (s.id for s in corpus.statements if s.document in documents)
    for name in (cited.statement, *others):
        statement = corpus.by_id.get(name)
        if statement is None or (cited.cells is not None and statement.row is None):
            continue
        # Words that can't be its are told without reading what stands around them.
        if statement.row is None and statement.quote != passage.quote:
            continue
        try:
            citation: Citation = Cited(name, cited.cells).of(corpus, 1)
        except (SourceChangedError, NotFoundError):
            continue
        if citation.quote == passage.quote and Passage.of(citation, corpus) == passage:
            return Cited(name, cited.cells)
    raise SourceChangedError(f"no longer in the source as it stood: “{passage.quote[:120]}”")


__all__ = ["MOST", "Renewal", "Renewing", "over"]
