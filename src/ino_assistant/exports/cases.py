"""The records in the shape of a medical information case system: case, request, response."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, defer

from ino_assistant.records.canonical import iso
from ino_assistant.records.content import Content
from ino_assistant.records.review_tables import Asked, ReviewVersion, Signature
from ino_assistant.records.store import Store
from ino_assistant.records.tables import Exchange, Feedback
from ino_assistant.review.queues import is_latest
from ino_assistant.review.signing import holds, manifest

SCHEMA: Final = "ino-assistant.case/1"
_BATCH: Final = 400
"""Below the number of values that every SQLite takes in one statement."""
_REPORTS: Final = frozenset({"adverse_event", "pregnancy_exposure", "product_complaint"})


@dataclass(slots=True)
class _Case:
    """A conversation so far: when its first question came, and how many."""

    opened_at: datetime
    requests: int = 0


@dataclass(frozen=True, slots=True)
class Days:
    """From which day to which, both with it, in UTC; None: from the beginning, to the end."""

    since: date | None = None
    until: date | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """Of a question: that it was asked on one of these days."""
        found: list[ColumnElement[bool]] = []
        if self.since is not None:
            found.append(Exchange.at >= _begin(self.since))
        # There is no day after the last one.
        if self.until is not None and self.until < date.max:
            found.append(Exchange.at < _begin(self.until + timedelta(days=1)))
        return found


ALWAYS: Final = Days()


def cases(store: Store, days: Days = ALWAYS) -> Iterator[dict[str, Any]]:
    """Every question with its answer and review, the oldest first, in one state of the records.

    Names, free words of staff and the words of safety reports are not in it.

    Raises:
        RecordsError: the records can't be read.
    """
    with store.reading() as session:
        known: dict[str, _Case] = {}
        for batch in _batches(session, days):
            beside = _Beside.of(session, batch)
            for row in batch:
                # A question outside of a conversation is a case of its own.
                case_id = row.conversation_id or row.id
                if case_id not in known:
                    known[case_id] = _begun(session, row, days)
                case = known[case_id]
                case.requests += 1
                yield _line(row, case_id, case, beside)


def _begin(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)


def _begun(session: Session, row: Exchange, days: Days) -> _Case:
    """The case of a question as it stood before: it may have begun before the first day."""
    if days.since is None or not row.conversation_id:
        return _Case(row.at)
    query = select(func.min(Exchange.at), func.count())
    query = query.where(Exchange.conversation_id == row.conversation_id)
    began, number = session.execute(query.where(Exchange.at < _begin(days.since))).one()
    return _Case(began if number else row.at, number)


def _batches(session: Session, days: Days) -> Iterator[Sequence[Exchange]]:
    # What the search saw is long, and no part of a case.
    query = select(Exchange).options(defer(Exchange.trail), defer(Exchange.claims))
    query = query.where(*days.conditions())
    query = query.order_by(Exchange.at, Exchange.id).limit(_BATCH)
    last: Exchange | None = None
    while True:
        page = query
        if last is not None:
            later = and_(Exchange.at == last.at, Exchange.id > last.id)
            page = query.where(or_(Exchange.at > last.at, later))
        found = list(session.scalars(page))
        if found:
            yield found
        if len(found) < _BATCH:
            return
        last = found[-1]
        session.expunge_all()


@dataclass(frozen=True, slots=True)
class _Beside:
    """What belongs to the questions of a batch, by their ids."""

    reviews: dict[str, ReviewVersion]
    signatures: dict[str, list[tuple[Signature, ReviewVersion]]]
    feedback: dict[str, list[Feedback]]

    @classmethod
    def of(cls, session: Session, batch: Sequence[Exchange]) -> _Beside:
        ids = [row.id for row in batch]
        there = select(Asked.exchange_id, ReviewVersion).join(
            ReviewVersion, Asked.review_id == ReviewVersion.review_id
        )
        there = there.where(Asked.exchange_id.in_(ids), is_latest())
        # Of several reviews of one answer the one that was opened last.
        found = session.execute(there.order_by(ReviewVersion.opened_at)).all()
        reviews = dict(found)
        signatures: dict[str, list[tuple[Signature, ReviewVersion]]] = {}
        signed = select(Signature, ReviewVersion).join(
            ReviewVersion,
            and_(
                Signature.review_id == ReviewVersion.review_id,
                Signature.version == ReviewVersion.version,
            ),
        )
        chosen = {r.review_id for r in reviews.values()}
        query = signed.where(Signature.review_id.in_(chosen)).order_by(Signature.audit_seq)
        for signature, version in session.execute(query).all():
            signatures.setdefault(signature.review_id, []).append((signature, version))
        feedback: dict[str, list[Feedback]] = {}
        thumbs = select(Feedback).where(Feedback.exchange_id.in_(ids)).order_by(Feedback.audit_seq)
        for row in session.scalars(thumbs):
            feedback.setdefault(row.exchange_id, []).append(row)
        return cls(reviews, signatures, feedback)


def _line(row: Exchange, case_id: str, case: _Case, beside: _Beside) -> dict[str, Any]:
    review = beside.reviews.get(row.id)
    shown = row.answer
    return {
        "schema": SCHEMA,
        "case": {
            "id": case_id,
            "opened_at": iso(case.opened_at),
            "channel": row.channel,
            "contact_id": row.actor_id,
            "contact_role": row.role,
            "products": row.draft["products"],
        },
        "request": {
            "id": row.id,
            "number": case.requests,
            "received_at": iso(row.at),
            "question": row.question,
            "standalone_question": row.standalone,
            "details_removed": row.redacted,
            "outcome": row.outcome,
            "route": row.route,
            "refused_because": row.reason,
            "safety_report": row.route in _REPORTS,
            "flags": row.flags,
            "feedback": [
                {"at": iso(f.at), "thumb": f.thumb, "reasons": f.reasons, "words": f.words}
                for f in beside.feedback.get(row.id, ())
            ],
        },
        "response": {
            "id": f"{row.id}-1",
            "given_at": iso(row.at),
            "text": row.text,
            "text_sha256": row.text_sha256,
            "answerer": row.answerer,
            "validated": row.validated_id,
            "citations": [_citation(c) for c in shown["citations"]],
            "caveats": [c["text"] for c in shown["caveats"]],
            "numbers": shown["numbers"],
            "boxed_warnings": [
                {name: w[name] for name in ("product", "sha256", "source", "text")}
                for w in shown["boxed_warning"]
            ],
            "sources": row.sources,
            "corpus_version": row.corpus_version,
            "index_version": row.index_version,
            "model": row.model,
            "code_version": row.code_version,
            "total_us": row.total_us,
            "margin_milli": row.margin_milli,
        },
        "review": None if review is None else _review(review, beside),
    }


def _citation(shown: dict[str, Any]) -> dict[str, Any]:
    names = (
        "marker",
        "document",
        "document_title",
        "section",
        "page",
        "page_confirmed",
        "kind",
        "authority",
        "quote",
        "references",
    )
    return {name: shown[name] for name in names}


def _review(row: ReviewVersion, beside: _Beside) -> dict[str, Any]:
    content = Content.from_dict(row.content)
    signatures = beside.signatures.get(row.review_id, ())
    return {
        "id": row.review_id,
        "version": row.version,
        "state": row.state,
        "decision": row.action,
        "decided_at": iso(row.at),
        "decided_by": row.actor_id,
        "opened_at": iso(row.opened_at),
        "due_at": iso(row.due_at),
        "priority": row.priority,
        "assignee": row.assignee_id,
        "flags": row.flags,
        "labelling": content.label,
        "audience": list(content.audience),
        "topic": content.topic,
        "question": content.question,
        "text": content.text,
        "content_sha256": row.content_sha256,
        "approved": row.state == "approved",
        "approved_by": row.approved_by,
        "effective_from": None if row.effective_from is None else iso(row.effective_from),
        "expires_on": _day(row.expires_on),
        "supersedes": row.supersedes,
        "label_version": row.label_version,
        "label_checked_on": _day(row.label_checked_on),
        "outside_reference": row.outside_reference,
        "outside_on": _day(row.outside_on),
        "signatures": [
            {**manifest(signature), "holds": holds(signature, version)}
            for signature, version in signatures
        ],
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
