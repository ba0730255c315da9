"""One review with everything that a reviewer works with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from ino_assistant.corpus.model import Corpus
from ino_assistant.records.actors import Actor
from ino_assistant.records.canonical import iso
from ino_assistant.records.content import Content, SourceChangedError
from ino_assistant.records.errors import ForbiddenError, NotFoundError
from ino_assistant.records.exchanges import feedback_on
from ino_assistant.records.review_tables import Asked, Comment, ReviewVersion, Signature
from ino_assistant.records.store import require
from ino_assistant.records.tables import Exchange
from ino_assistant.review.desk import ReviewDesk
from ino_assistant.review.difference import difference
from ino_assistant.review.editing import judge
from ino_assistant.review.grouping import SHOWN, exchanges_in
from ino_assistant.review.queues import Item
from ino_assistant.review.signing import holds, manifest
from ino_assistant.review.states import TRANSITIONS, Action, may_follow
from ino_assistant.review.two_persons import require_second
from ino_assistant.review.versions import history, outside_of
from ino_assistant.review.wordings import wordings_of

_AROUND: Final = 600
"""Characters of the source shown before and after what is cited."""


def view(desk: ReviewDesk, actor: Actor, review_id: str) -> dict[str, Any]:
    """A review as JSON: question, answer, claims with their sources, and how it got here.

    Raises:
        ForbiddenError: the actor may not review.
        NotFoundError: there is no such review.
    """
    require(desk.store, actor, "review", ("review", review_id))
    with desk.store.reading() as session:
        versions = history(session, review_id)
        if not versions:
            raise NotFoundError(f"no review {review_id!r}")
        now = versions[0]
        exchange = session.get_one(Exchange, now.exchange_id)
        asked, wordings = exchanges_in(session, review_id), wordings_of(session, review_id)
        drafted, content = Content.from_dict(exchange.draft), Content.from_dict(now.content)
        return {
            "id": review_id,
            "version": now.version,
            "state": now.state,
            "priority": now.priority,
            "flags": now.flags,
            "due_at": iso(now.due_at),
            "assignee": now.assignee_name,
            "may": sorted(_may(actor, now)),
            "barred": _barred(session, desk, actor, now),
            "exchange": _exchange(exchange),
            "feedback": [
                {"thumb": f.thumb, "reasons": f.reasons, "words": f.words, "at": iso(f.at)}
                for answer_id in asked
                for f in feedback_on(session, answer_id)
            ],
            "in_force": [
                {
                    "id": entry.review_id,
                    "approved_by": entry.approved_by,
                    "expires_on": entry.expires_on.isoformat(),
                    "text": entry.content.text,
                    "audience": list(entry.content.audience),
                    "label": entry.content.label,
                }
                for entry in desk.in_force(session, content.question, review_id)
            ],
            "same": [
                {
                    "id": other.review_id,
                    "state": other.state,
                    "assignee": other.assignee_name,
                    "text": other.content["text"],
                }
                for other in desk.same(session, now, SHOWN)
            ],
            "asked": {
                "times": len(asked),
                "exchanges": asked[:SHOWN],
                "roles": _roles(session, review_id),
            },
            "content": content.as_dict(),
            "label_outdated": content.label_outdated(desk.corpus),
            "labels_revised": {
                p.name: p.label_revised
                for p in desk.corpus.products
                if p.label_revised and (p.name in content.products or not content.products)
            },
            "outside": outside_of(now),
            "content_sha256": now.content_sha256,
            "judgement": judge(content, desk.corpus, drafted).as_dict(),
            "citations": [
                _source(content, number, desk.corpus) for number in range(len(content.citations))
            ],
            "difference": difference(drafted, content).as_dict(),
            "variants": [w.text for w in wordings if w.signed],
            "wordings": [w.as_dict() for w in wordings],
            "comments": _comments(session, review_id),
            "signatures": signatures_of(session, review_id),
            "expires_on": None if now.expires_on is None else now.expires_on.isoformat(),
            "supersedes": now.supersedes,
            "history": [
                {
                    "version": v.version,
                    "action": v.action,
                    "state": v.state,
                    "at": iso(v.at),
                    "by": v.actor_name,
                    "reason": v.reason,
                    "content_sha256": v.content_sha256,
                    "text": v.content["text"],
                }
                for v in versions
            ],
        }


def _roles(session: Session, review_id: str) -> list[str]:
    """In which roles the question of a review was asked."""
    query = select(Exchange.role).join(Asked, Asked.exchange_id == Exchange.id)
    return sorted(session.scalars(query.where(Asked.review_id == review_id).distinct()))


def content_at(desk: ReviewDesk, actor: Actor, review_id: str, version: int) -> dict[str, Any]:
    """What a review said at one of its versions, as JSON.

    Raises:
        ForbiddenError: the actor may not review.
        NotFoundError: there is no such review or version.
    """
    require(desk.store, actor, "review", ("review", review_id))
    with desk.store.reading() as session:
        row = _at(session, review_id, version)
        return {
            "version": row.version,
            "at": iso(row.at),
            "by": row.actor_name,
            "action": row.action,
            "state": row.state,
            "reason": row.reason,
            "content": row.content,
            "content_sha256": row.content_sha256,
        }


def difference_between(
    desk: ReviewDesk, actor: Actor, review_id: str, before: int, after: int
) -> dict[str, Any]:
    """What is different between two versions of a review, as JSON.

    Raises:
        ForbiddenError: the actor may not review.
        NotFoundError: there is no such review or version.
    """
    require(desk.store, actor, "review", ("review", review_id))
    with desk.store.reading() as session:
        one, other = _at(session, review_id, before), _at(session, review_id, after)
        found = difference(Content.from_dict(one.content), Content.from_dict(other.content))
    return {"before": before, "after": after, **found.as_dict()}


def labels_outdated(session: Session, corpus: Corpus, items: Sequence[Item]) -> dict[str, str]:
    """Of answers that were compared with a label those that a later label is known of, with words.

    Args:
        session: to read with.
        corpus: whose manifests say when labels were revised.
        items: of a page.
    """
    if not any(product.label_revised for product in corpus.products):
        return {}
    found = {}
    for item in items:
        if item.label_version is not None:
            row = session.get_one(ReviewVersion, (item.review_id, item.version))
            late = Content.from_dict(row.content).label_outdated(corpus)
            if late:
                found[item.review_id] = late
    return found


def _at(session: Session, review_id: str, version: int) -> ReviewVersion:
    row = session.get(ReviewVersion, (review_id, version))
    if row is None:
        raise NotFoundError(f"no version {version} of review {review_id!r}")
    return row


def signatures_of(session: Session, review_id: str) -> list[dict[str, Any]]:
    """The signatures of a review for every copy of it, and whether each holds."""
    query = select(Signature, ReviewVersion).join(
        ReviewVersion,
        (Signature.review_id == ReviewVersion.review_id)
        & (Signature.version == ReviewVersion.version),
    )
    query = query.where(Signature.review_id == review_id).order_by(Signature.version)
    return [
        {**manifest(signature), "holds": holds(signature, version)}
        for signature, version in session.execute(query).all()
    ]


def _may(actor: Actor, row: ReviewVersion) -> set[Action]:
    """The steps that this actor may take now; a rule may still stand against one."""
    return {
        action
        for action, transition in TRANSITIONS.items()
        if transition.right is not None
        and actor.may(transition.right)
        and may_follow(row.state, action)  # type: ignore[arg-type]  # states are text there
        and (not transition.own or row.assignee_id == actor.id)
    }


def _barred(session: Session, desk: ReviewDesk, actor: Actor, row: ReviewVersion) -> str:
    """Why this actor may not approve it, though another one may; empty: they may."""
    try:
        require_second(session, actor, row, desk.settings)
    except ForbiddenError as error:
        return str(error)
    return ""


def _exchange(row: Exchange) -> dict[str, Any]:
    return {
        "id": row.id,
        "at": iso(row.at),
        "role": row.role,
        "channel": row.channel,
        "question": row.question,
        "standalone_question": row.standalone,
        "outcome": row.outcome,
        "route": row.route,
        "answer": row.answer,
        "claims": row.claims,
        "trail": row.trail,
        "margin_milli": row.margin_milli,
        "corpus_version": row.corpus_version,
        "index_version": row.index_version,
        "model": row.model,
        "code_version": row.code_version,
        "redacted": row.redacted,
    }


def _source(content: Content, number: int, corpus: Corpus) -> dict[str, Any]:
    """A citation with the text that stands around it in its source."""
    cited = content.citations[number]
    try:
        citation = cited.of(corpus, number + 1)
    except SourceChangedError as error:
        return {"marker": number + 1, "statement": cited.statement, "problem": str(error)}
    source = corpus.document(citation.document).source
    start = min(span[0] for span in citation.spans)
    end = max(span[1] for span in citation.spans)
    return {
        **citation.as_dict(),
        "cells": None if cited.cells is None else list(cited.cells),
        "before": source[max(0, start - _AROUND) : start],
        "cited": source[start:end],
        "after": source[end : end + _AROUND],
    }


def _comments(session: Session, review_id: str) -> list[dict[str, Any]]:
    query = select(Comment).where(Comment.review_id == review_id).order_by(Comment.audit_seq)
    return [{"at": iso(c.at), "by": c.actor_name, "text": c.text} for c in session.scalars(query)]
