"""Upkeep: what has expired, or rests on what has changed, leaves service and is queued again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ino_assistant.corpus.model import Corpus
from ino_assistant.records.actors import SYSTEM
from ino_assistant.records.canonical import digest
from ino_assistant.records.content import Content
from ino_assistant.records.review_tables import ReviewVersion
from ino_assistant.records.store import RESTORED, Store, Work
from ino_assistant.records.tables import Audit
from ino_assistant.review.approved import approved_only, is_served_by
from ino_assistant.review.grouping import absorb
from ino_assistant.review.readings import Readings
from ino_assistant.review.states import Action
from ino_assistant.review.versions import due_after, latest, step
from ino_assistant.settings import Settings


@dataclass(frozen=True, slots=True)
class Upkept:
    """Ids of the reviews that were taken out of service."""

    expired: tuple[str, ...]
    invalidated: tuple[str, ...]


def keep_up(
    store: Store, corpus: Corpus, settings: Settings, readings: Readings | None = None
) -> Upkept:
    """Take out of service what may no longer be served, and queue it for review again.

    To be called at every start and, while serving, every few minutes: `approved_for` asks the
    same anew for every question, so nothing is served in between.

    Args:
        store: the records.
        corpus: what is answered from now.
        settings: when things are due.
        readings: of this corpus: what has passed the check before is not read again.

    Raises:
        RecordsError: the records can't be read or written.
    """
    now = store.latest_moment()
    known = readings or Readings(store)
    due: list[tuple[str, int, Action, str]] = []
    with store.reading() as session:
        known.load(session)
        restored = restored_at(session)
        columns = select(
            ReviewVersion.review_id,
            ReviewVersion.version,
            ReviewVersion.expires_on,
            ReviewVersion.audit_seq,
            ReviewVersion.content_sha256,
        )
        for row in session.execute(approved_only(columns)).all():
            passed = digest(["passes", row.content_sha256])
            why = _ended(row.expires_on, row.audit_seq, now, restored)
            if why is None and known.get(passed) is None:
                why = _why(session.get_one(ReviewVersion, (row.review_id, row.version)), corpus)
                if why is None:
                    known.put(passed, "yes")
            if why is not None:
                due.append((row.review_id, row.version, *why))
    known.save()
    expired: list[str] = []
    invalidated: list[str] = []
    for review_id, version, action, reason in due:
        with store.writing(SYSTEM) as work:
            before = latest(work.session, review_id)
            if before.version != version:
                work.audit("upkeep.passed_over", ("review", review_id), reason="it has changed")
                continue
            _out(work, before, action, reason, settings)
        (expired if action == "expire" else invalidated).append(review_id)
    return Upkept(tuple(expired), tuple(invalidated))


def _out(
    work: Work, before: ReviewVersion, action: Action, reason: str, settings: Settings
) -> None:
    flags = [*before.flags, *(f for f in absorb(work, before.review_id) if f not in before.flags)]
    step(
        work,
        before,
        action,
        reason=reason,
        flags=flags,
        priority="high",
        opened_at=work.now,
        due_at=due_after(work.now, "high", settings),
        assignee_id=None,
        assignee_name=None,
    )


def _ended(
    expires_on: date | None, audit_seq: int, now: datetime, restored: int
) -> tuple[Action, str] | None:
    """Why an approved answer stays no longer in service, whatever it says."""
    if expires_on is not None and expires_on <= now.date():
        return "expire", f"expired on {expires_on.isoformat()}"
    if audit_seq < restored:
        reason = "a backup was restored: what was decided since it was made is lost"
        return "invalidate", reason
    return None


def _why(row: ReviewVersion, corpus: Corpus) -> tuple[Action, str] | None:
    """What is to be done with an approved answer for what it rests on; None: nothing."""
    content = Content.from_dict(row.content)
    changed = content.changed_sources(corpus)
    if changed:
        return "invalidate", "; ".join(changed)
    if content.outcome in ("answered", "corrected") and not is_served_by(content, corpus):
        return "invalidate", "its words no longer pass the check against the source"
    return None


def restored_at(session: Session) -> int:
    """The entry of the last restore that lost something; 0 if there was none."""
    query = select(Audit.seq, Audit.old).where(Audit.action == RESTORED).order_by(Audit.seq.desc())
    for seq, old in session.execute(query):
        if old is not None and json.loads(old).get("lost"):
            return int(seq)
    return 0
