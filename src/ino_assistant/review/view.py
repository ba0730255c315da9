"""One review with everything that a reviewer works with."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from ino_assistant.corpus.model import Corpus
from ino_assistant.records.actors import Actor
from ino_assistant.records.canonical import iso
from ino_assistant.records.content import Content, SourceChangedError
from ino_assistant.records.errors import NotFoundError
from ino_assistant.records.exchanges import feedback_on
from ino_assistant.records.review_tables import Comment, ReviewVersion, Signature
from ino_assistant.records.store import require
from ino_assistant.records.tables import Exchange
from ino_assistant.review.approved import variants_of
from ino_assistant.review.desk import ReviewDesk
from ino_assistant.review.difference import difference
from ino_assistant.review.editing import judge
from ino_assistant.review.grouping import SHOWN, exchanges_in
from ino_assistant.review.signing import holds, manifest
from ino_assistant.review.states import TRANSITIONS, Action, may_follow
from ino_assistant.review.versions import history

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
        asked = exchanges_in(session, review_id)
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
            "asked": {"times": len(asked), "exchanges": asked[:SHOWN]},
            "content": content.as_dict(),
            "content_sha256": now.content_sha256,
            "judgement": judge(content, desk.corpus, drafted).as_dict(),
            "citations": [
                _source(content, number, desk.corpus) for number in range(len(content.citations))
            ],
            "difference": difference(drafted, content).as_dict(),
            "variants": list(variants_of(session).get(review_id, ())),
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
                }
                for v in versions
            ],
        }


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
