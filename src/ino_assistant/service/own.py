"""What somebody has asked: their conversations and answers, as recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from ino_assistant.records.actors import STRICTEST, Actor
from ino_assistant.records.canonical import iso
from ino_assistant.records.errors import NotFoundError, RejectedError
from ino_assistant.records.exchanges import NOT_ASKED, feedback_on
from ino_assistant.records.store import Store, require
from ino_assistant.records.tables import Exchange, HiddenConversation
from ino_assistant.review.grouping import review_of
from ino_assistant.review.versions import outside_of

MOST: Final = 200
"""Conversations of a page."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A conversation in a list, with the questions that it is found by."""

    id: str
    title: str
    turns: int
    began_at: datetime
    last_at: datetime
    questions: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "id": self.id,
            "title": self.title,
            "turns": self.turns,
            "began_at": iso(self.began_at),
            "last_at": iso(self.last_at),
            "questions": list(self.questions),
        }


def conversations(
    store: Store, actor: Actor, *, page: int = 1, size: int = 50, everyone: bool = False
) -> list[Listed]:
    """The actor's conversations, the latest first; those of all to who may see records.

    Raises:
        ForbiddenError: the actor may not see them.
        RejectedError: there is no such page.
    """
    require(store, actor, "see_records" if everyone else "see_own", ("conversations", ""))
    if page < 1 or not 1 <= size <= MOST:
        raise RejectedError(f"a page has a number from 1 and holds 1 to {MOST} conversations")
    which: list[ColumnElement[bool]] = [Exchange.conversation_id != ""]
    if not everyone:
        which += [Exchange.actor_id == actor.id, ~_is_hidden(Exchange.conversation_id)]
        if actor.role == STRICTEST:
            which.append(Exchange.role == STRICTEST)
    last, began = func.max(Exchange.at), func.min(Exchange.at)
    query = select(Exchange.conversation_id, began, last, func.count()).where(*which)
    query = query.group_by(Exchange.conversation_id).order_by(last.desc())
    with store.reading() as session:
        rows = session.execute(query.offset((page - 1) * size).limit(size)).all()
        asked = _questions(session, [row[0] for row in rows], which)
        return [Listed(id_, asked[id_][0], n, b, e, tuple(asked[id_])) for id_, b, e, n in rows]


def conversation(store: Store, actor: Actor, conversation_id: str) -> list[dict[str, Any]]:
    """The turns of one of the actor's conversations that they may see, the first one first.

    Raises:
        NotFoundError: there is none, or it is another's and the actor may not see records.
    """
    require(store, actor, "see_own", ("conversation", conversation_id))
    with store.reading() as session:
        turns = [t for t in _turns(session, conversation_id) if _may_see(session, actor, t)]
        if not turns:
            raise NotFoundError(f"no conversation {conversation_id!r}")
        return [_as_dict(session, turn) for turn in turns]


def exchange(store: Store, actor: Actor, exchange_id: str) -> dict[str, Any]:
    """One of the actor's questions with its answer as it was shown.

    Raises:
        NotFoundError: there is none, or it is another's and the actor may not see records.
    """
    require(store, actor, "see_own", ("exchange", exchange_id))
    with store.reading() as session:
        found = session.get(Exchange, exchange_id)
        if found is None or not _may_see(session, actor, found):
            raise NotFoundError(f"no answer {exchange_id!r}")
        return _as_dict(session, found)


def earlier_questions(store: Store, actor: Actor, conversation_id: str) -> list[str]:
    """The questions of a conversation of the actor's own, the oldest first, to go on with.

    Raises:
        NotFoundError: the actor has no such conversation.
    """
    query = select(Exchange.actor_id, Exchange.question, Exchange.reason)
    query = query.where(Exchange.conversation_id == conversation_id).order_by(Exchange.audit_seq)
    with store.reading() as session:
        turns = session.execute(query).all()
        if not turns or turns[0].actor_id != actor.id or _hidden(session, conversation_id):
            raise NotFoundError(f"no conversation {conversation_id!r}")
        return [turn.question for turn in turns if turn.reason not in NOT_ASKED]


def put_away(store: Store, actor: Actor, conversation_id: str, reason: str = "") -> None:
    """Take a conversation out of its owner's list; its records are kept.

    Raises:
        NotFoundError: the actor has no such conversation.
    """
    require(store, actor, "see_own", ("conversation", conversation_id))
    with store.writing(actor) as work:
        turns = _turns(work.session, conversation_id)
        hidden = _hidden(work.session, conversation_id)
        if not turns or turns[0].actor_id != actor.id or hidden:
            raise NotFoundError(f"no conversation {conversation_id!r}")
        row = HiddenConversation(conversation_id=conversation_id, at=work.now, actor_id=actor.id)
        record = ("conversation", conversation_id)
        work.audit("conversation.put_away", record, reason=reason, rows=[row])


def _turns(session: Session, conversation_id: str) -> Sequence[Exchange]:
    query = select(Exchange).where(Exchange.conversation_id == conversation_id)
    return session.scalars(query.order_by(Exchange.audit_seq)).all()


def _questions(
    session: Session, ids: Sequence[str], which: Sequence[ColumnElement[bool]]
) -> dict[str, list[str]]:
    """What was asked in each of some conversations, the first first."""
    query = select(Exchange.conversation_id, Exchange.question)
    query = query.where(Exchange.conversation_id.in_(ids), *which).order_by(Exchange.audit_seq)
    found: dict[str, list[str]] = {}
    for id_, question in session.execute(query):
        found.setdefault(id_, []).append(question)
    return found


def _may_see(session: Session, actor: Actor, turn: Exchange) -> bool:
    if actor.may("see_records"):
        return True
    # What was given in a role that may see more is not there for who has come to see less.
    if actor.role == STRICTEST and turn.role != STRICTEST:
        return False
    return turn.actor_id == actor.id and not _hidden(session, turn.conversation_id)


def _hidden(session: Session, conversation_id: str) -> bool:
    return session.get(HiddenConversation, conversation_id) is not None


def _is_hidden(conversation: Any) -> ColumnElement[bool]:
    query = select(HiddenConversation.conversation_id)
    return query.where(HiddenConversation.conversation_id == conversation).exists()


def _as_dict(session: Session, row: Exchange) -> dict[str, Any]:
    review = review_of(session, row.id)
    return {
        "id": row.id,
        "at": iso(row.at),
        "conversation_id": row.conversation_id,
        "channel": row.channel,
        "role": row.role,
        "question": row.question,
        "answer": row.answer,
        "segments": _segments(row),
        "feedback": [
            {"thumb": f.thumb, "reasons": f.reasons, "words": f.words, "at": iso(f.at)}
            for f in feedback_on(session, row.id)
        ],
        "review": None
        if review is None
        else {"id": review.review_id, "state": review.state, "outside": outside_of(review)},
    }


def _segments(row: Exchange) -> list[Any]:
    """The pieces of the text as shown, each with the marker of what it cites; none if not kept.

    Where an answer was withheld its draft says something else, and nothing of it is given.
    """
    pieces = row.draft.get("segments") or []
    shown = "".join(str(text) for text, _ in pieces) == row.answer["text"]
    return list(pieces) if shown else []
