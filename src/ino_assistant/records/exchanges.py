"""Recording what was asked and answered, and what the user thought of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from ino_assistant.answering.saying.answer import Answer
from ino_assistant.answering.saying.citing import Segment
from ino_assistant.answering.saying.passages import passages_of
from ino_assistant.answering.saying.render import escape
from ino_assistant.corpus.model import Corpus
from ino_assistant.privacy import redact
from ino_assistant.records.actors import Actor
from ino_assistant.records.canonical import storable
from ino_assistant.records.code_version import code_version
from ino_assistant.records.content import Content
from ino_assistant.records.tables import Exchange, Feedback
from ino_assistant.text import fold, sha256_text

Flag = Literal[
    "refused",
    "corrected",
    "routed",
    "withheld",
    "low_margin",
    "numbers_replaced",
    "thumbs_down",
    "escalated_by_user",
    "sampled",
]
"""Why an answer is to be reviewed."""

MOST_CHARACTERS = 100_000
"""What is kept of a question that is longer; the words of a report are always kept whole."""

NOT_ASKED = frozenset({"unusable", "nothing", "unclear", "decided_against"})
"""Refusals that nobody needs to look at: it was no question, or it was looked at already."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known of an answer besides the answer itself.

    Attributes:
        conversation: id of the conversation that it is a turn of.
        channel: where it was asked: `web`, `cli`, `api`.
        model: name and fingerprint of the embedding model.
        margin: by how much the best statement beat the next; None where nothing was ranked.
        replaced: whether the gate took other words than those first drafted.
        trail: what search saw: JSON, the best first.
        drafted: what a reviewer is to look at, where it was withheld from the asker.
        decided: the review in which somebody has decided on just this answer, if any.
        flags: why it is to be reviewed; `Intake` says so.
    """

    conversation: str = ""
    channel: str = ""
    model: str = ""
    margin: float | None = None
    replaced: bool = False
    trail: Sequence[Mapping[str, Any]] = field(default=())
    drafted: Answer | None = None
    decided: str = ""
    flags: tuple[Flag, ...] = ()


def flags_of(
    answer: Answer, about: Circumstances, *, low_margin: float, sample_every: int
) -> tuple[Flag, ...]:
    """Why an answer is to be reviewed; empty if it need not be."""
    if answer.reason in NOT_ASKED or about.decided:
        return ()
    found: list[Flag] = []
    if about.drafted is not None:
        # Not for its reader's role: there is something to approve.
        found.append("withheld")
    elif answer.outcome == "refused":
        found.append("refused")
    if answer.outcome == "corrected":
        found.append("corrected")
    if answer.outcome == "routed" and answer.route == "medical_information":
        found.append("routed")
    if about.replaced or answer.reason == "gate":
        found.append("numbers_replaced")
    answered = answer.outcome in ("answered", "corrected") and answer.validated is None
    if answered and about.margin is not None and about.margin < low_margin:
        found.append("low_margin")
    # By its id, so that anybody can tell why an answer was or was not in the sample.
    if answered and sample_every and int(sha256_text(answer.id)[:8], 16) % sample_every == 0:
        found.append("sampled")
    return tuple(found)


def exchange_of(
    answer: Answer,
    corpus: Corpus,
    actor: Actor,
    at: datetime,
    about: Circumstances,
    known: frozenset[str],
) -> Exchange:
    """The record of an answer as shown, identifying details taken out of what was asked.

    Args:
        answer: as shown.
        corpus: what it was answered from.
        actor: who asked.
        at: when.
        about: what else is known.
        known: words that are no names of persons here (`privacy.known_words`).
    """
    shown, found = _redacted(answer, known)
    content = Content.of(about.drafted or answer, corpus, shown["standalone_question"])
    draft = content.as_dict()
    if about.drafted is None and answer.outcome in ("refused", "routed"):
        # Its words may be the asker's own; they are not the source's.
        pieces = [[_own_words(s, known), s.citation] for s in answer.segments]
        draft |= {"segments": pieces, "text": shown["text"]}
    return Exchange(
        id=answer.id,
        at=at,
        actor_id=actor.id,
        actor_name=actor.name,
        role=actor.role,
        conversation_id=about.conversation,
        channel=about.channel,
        question=shown["question"],
        standalone=shown["standalone_question"],
        outcome=answer.outcome,
        route=answer.route,
        reason=answer.reason,
        answerer=answer.answerer,
        text=shown["text"],
        text_sha256=sha256_text(shown["text"]),
        answer=shown,
        draft=draft,
        claims=claims_of(answer),
        trail=[dict(step) for step in about.trail],
        warnings=[{"product": w.product, "sha256": w.sha256} for w in answer.boxed_warning],
        sources=draft["sources"],
        corpus_version=answer.corpus_version,
        index_version=answer.index_version,
        model=about.model,
        code_version=code_version(),
        total_us=round(answer.timings_ms.get("total", 0.0) * 1e3),
        margin_milli=None if about.margin is None else round(about.margin * 1e3),
        validated_id=_validated_id(answer),
        redacted=found,
        flags=list(about.flags),
    )


def claims_of(answer: Answer) -> list[dict[str, Any]]:
    """What the text says, passage by passage, with what it rests on and the gate's verdict.

    A refusal claims nothing.
    """
    numbers = answer.numbers
    claimed = answer.outcome in ("answered", "corrected")
    found = []
    for passage in passages_of(answer.segments):
        if not passage.says_something or not (claimed or passage.markers):
            continue
        own = [n for n in numbers if n["citation"] in passage.markers[:1]]
        found.append(
            {
                "text": storable(passage.own_text.strip()),
                "citations": list(passage.markers),
                # Nothing else leaves: the gate lets pass what is quoted or supported.
                "verdict": "supported" if passage.markers else "uncited",
                "numbers": own,
            }
        )
    return found


def _validated_id(answer: Answer) -> str | None:
    if answer.validated is None:
        return None
    return f"{answer.validated['id']}/{answer.validated['version']}"


def _redacted(answer: Answer, known: frozenset[str]) -> tuple[dict[str, Any], list[str]]:
    """The answer's JSON with details taken out of the asker's words, and what kinds they were."""
    shown = answer.as_dict()
    if shown["report"] is not None:
        # The words of a report are sealed apart: here is only what is named in them.
        shown["report"] = {k: v for k, v in shown["report"].items() if k != "reported"}
    kinds: dict[str, None] = {}
    rendered = str(shown["rendered"])
    for name in ("question", "standalone_question"):
        before = _kept(str(shown[name]))
        redacted = redact(before, known)
        kinds.update(dict.fromkeys(detail.kind for detail in redacted.found))
        shown[name] = storable(redacted.text)
        for written in (before, fold(before)):
            if redacted.found and written:
                rendered = rendered.replace(escape(written), escape(redacted.text))
    if answer.outcome in ("refused", "routed"):
        for segment in answer.segments:
            rendered = rendered.replace(escape(segment.text), escape(_own_words(segment, known)))
        shown["text"] = storable("".join(_own_words(s, known) for s in answer.segments))
    shown["rendered"] = storable(rendered)
    return shown, list(kinds)


def _kept(question: str) -> str:
    """A question as it is kept: of one far too long to be worked on the beginning and the hash."""
    if len(question) <= MOST_CHARACTERS:
        return question
    whole = sha256_text(storable(question))
    return f"{question[:MOST_CHARACTERS]}… [{len(question)} characters in all, sha256 {whole}]"


def _own_words(segment: Segment, known: frozenset[str]) -> str:
    """A piece of a text; where it is no source's, without identifying details."""
    return segment.text if segment.citation is not None else redact(segment.text, known).text


def feedback_of(
    exchange_id: str,
    actor: Actor,
    at: datetime,
    thumb: Literal["up", "down"],
    reasons: Sequence[str],
    words: str,
    known: frozenset[str],
) -> Feedback:
    """The record of a user's feedback, identifying details taken out of their words."""
    return Feedback(
        id=uuid4().hex,
        exchange_id=exchange_id,
        at=at,
        actor_id=actor.id,
        actor_name=actor.name,
        role=actor.role,
        thumb=thumb,
        reasons=list(reasons),
        words=storable(redact(words, known).text),
    )


def exchange(session: Session, exchange_id: str) -> Exchange | None:
    """One exchange by its id."""
    return session.get(Exchange, exchange_id)


def feedback_on(session: Session, exchange_id: str) -> list[Feedback]:
    """What users thought of an answer, the oldest first."""
    query = select(Feedback).where(Feedback.exchange_id == exchange_id)
    return list(session.scalars(query.order_by(Feedback.audit_seq)))


def exchanges_of(
    session: Session, *, actor: str | None = None, before: datetime | None = None, limit: int = 50
) -> list[Exchange]:
    """Exchanges, the latest first; of one user, and those before a moment, where given."""
    query = select(Exchange).order_by(Exchange.at.desc(), Exchange.id).limit(limit)
    if actor is not None:
        query = query.where(Exchange.actor_id == actor)
    if before is not None:
        query = query.where(Exchange.at < before)
    return list(session.scalars(query))
