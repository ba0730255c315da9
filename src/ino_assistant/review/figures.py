"""What the dashboard counts: questions, refusals, decisions and how long they took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ino_assistant.records.actors import Actor
from ino_assistant.records.review_tables import ReviewVersion
from ino_assistant.records.store import Store, require
from ino_assistant.records.tables import Exchange
from ino_assistant.review.queues import is_latest

DECISIONS: Final = ("approve", "approve_with_changes", "reject")
NO_TOPIC: Final = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts over a span of days.

    Attributes:
        outcomes: questions by outcome; `validated` are those that got an approved answer.
        refusals: questions not answered, by what was missing.
        topics: reviews by topic, each with how many of each outcome; `NO_TOPIC`: none given.
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


def figures(store: Store, actor: Actor, days: int = 90) -> Figures:
    """The figures of the last days.

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
            topics=_topics(session, since),
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


def _topics(session: Session, since: datetime) -> dict[str, Counter[str]]:
    query = select(ReviewVersion.content, ReviewVersion.outcome).where(
        is_latest(), ReviewVersion.opened_at >= since
    )
    found: dict[str, Counter[str]] = {}
    for content, outcome in session.execute(query.execution_options(yield_per=500)):
        topic = str(content.get("topic") or NO_TOPIC)
        found.setdefault(topic, Counter())[str(outcome)] += 1
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
