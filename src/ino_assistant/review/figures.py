"""What the dashboard counts: questions, refusals, decisions and how long they took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ino_assistant.records.actors import Actor
from ino_assistant.records.review_tables import Asked, ReviewVersion
from ino_assistant.records.store import Store, require
from ino_assistant.records.tables import Exchange
from ino_assistant.review.queues import is_latest

DECISIONS: Final = ("approve", "approve_with_changes", "reject")
NO_TOPIC: Final = ""
Heading = Callable[[str], str]
"""Statement id -> the heading that it stands under."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts over a span of days.

    Attributes:
        outcomes: questions by outcome; `validated` are those that got an approved answer.
        refusals: questions not answered, by what was missing.
        topics: questions by topic, each with how many of each outcome. A topic is what a
            reviewer has named, else the heading of what fits the question best; `NO_TOPIC`:
            nothing does.
        decisions: month as `2026-03` -> decision -> how many.
        hours: how long each decision took from when the review was opened, in hours.
        late: reviews that wait and are late now.
    """

    days: int
    questions: int
    outcomes: Mapping[str, int]
    refusals: Mapping[str, int]
    topics: Mapping[str, Mapping[str, int]]
    decisions: Mapping[str, Mapping[str, int]]
    hours: Sequence[float]
    waiting: int
    late: int

    @property
    def median_hours(self) -> float | None:
        """Half of the decisions took no longer; None if there was none."""
        return median(self.hours) if self.hours else None


def figures(store: Store, actor: Actor, heading: Heading, days: int = 90) -> Figures:
    """The figures of the last days.

    Args:
        store: the records.
        actor: who asks.
        heading: of a statement, by its id; empty where there is none such now.
        days: how many, until now.

    Raises:
        ForbiddenError: the actor may not review.
    """
    require(store, actor, "review", ("figures", str(days)))
    now = store.clock()
    since = now - timedelta(days=days)
    with store.reading() as session:
        outcomes = _outcomes(session, since)
        decisions, hours = _decisions(session, since)
        waiting, late = _waiting(session, now)
        return Figures(
            days=days,
            questions=sum(outcomes.values()),
            outcomes=outcomes,
            refusals=_refusals(session, since),
            topics=_topics(session, since, heading),
            decisions=decisions,
            hours=hours,
            waiting=waiting,
            late=late,
        )


def _outcomes(session: Session, since: datetime) -> Counter[str]:
    validated = Exchange.validated_id.is_not(None)
    query = select(Exchange.outcome, validated, func.count()).where(Exchange.at >= since)
    found: Counter[str] = Counter()
    for outcome, approved, number in session.execute(
        query.group_by(Exchange.outcome, validated)
    ).all():
        found["validated" if approved else str(outcome)] += int(number)
    return found


def _refusals(session: Session, since: datetime) -> Counter[str]:
    query = (
        select(Exchange.reason, func.count())
        .where(Exchange.at >= since, Exchange.outcome == "refused")
        .group_by(Exchange.reason)
    )
    return Counter({str(reason or "other"): int(n) for reason, n in session.execute(query).all()})


def _topics(session: Session, since: datetime, heading: Heading) -> dict[str, Counter[str]]:
    named = _named(session, since)
    query = select(Exchange.id, Exchange.outcome, Exchange.validated_id, Exchange.trail)
    found: dict[str, Counter[str]] = {}
    for exchange_id, outcome, validated_id, trail in session.execute(
        query.where(Exchange.at >= since).execution_options(yield_per=500)
    ):
        by_review = named.get(str(validated_id or "").rpartition("/")[0])
        seen = str(trail[0].get("statement", "")) if trail else ""
        topic = named.get(exchange_id) or by_review or heading(seen) or NO_TOPIC
        found.setdefault(topic, Counter())["validated" if validated_id else str(outcome)] += 1
    return found


def _named(session: Session, since: datetime) -> dict[str, str]:
    """Topics that reviewers have named, by the ids of reviews and of the answers they are about."""
    asked = select(Asked.review_id).join(Exchange, Exchange.id == Asked.exchange_id)
    recent = ReviewVersion.review_id.in_(asked.where(Exchange.at >= since))
    query = select(ReviewVersion.review_id, ReviewVersion.content).where(
        is_latest(), recent | (ReviewVersion.state == "approved")
    )
    topics = {
        str(review_id): str(content["topic"])
        for review_id, content in session.execute(query.execution_options(yield_per=500))
        if content.get("topic")
    }
    about = select(Asked.review_id, Asked.exchange_id).where(Asked.at >= since)
    found = dict(topics)
    for review_id, exchange_id in session.execute(about).all():
        if review_id in topics:
            found[str(exchange_id)] = topics[review_id]
    return found


def _decisions(
    session: Session, since: datetime
) -> tuple[dict[str, Counter[str]], tuple[float, ...]]:
    query = select(ReviewVersion.action, ReviewVersion.at, ReviewVersion.opened_at).where(
        ReviewVersion.action.in_(DECISIONS), ReviewVersion.at >= since
    )
    months: dict[str, Counter[str]] = {}
    hours = []
    for action, at, opened_at in session.execute(query.order_by(ReviewVersion.at)).all():
        months.setdefault(f"{at:%Y-%m}", Counter())[str(action)] += 1
        hours.append((at - opened_at) / timedelta(hours=1))
    return months, tuple(hours)


def _waiting(session: Session, now: datetime) -> tuple[int, int]:
    waits = (is_latest(), ReviewVersion.state.in_(("to_review", "claimed", "escalated")))
    every = select(func.count()).select_from(ReviewVersion).where(*waits)
    late = every.where(ReviewVersion.due_at < now)
    return session.scalar(every) or 0, session.scalar(late) or 0
