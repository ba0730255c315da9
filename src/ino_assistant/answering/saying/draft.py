"""Drafts: what an Answer is made from, and what of a draft goes to people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from ino_assistant.answering.saying.answer import CaveatNote, Outcome, Route
from ino_assistant.answering.saying.citing import Citation, Segment
from ino_assistant.answering.saying.compose import Composed
from ino_assistant.answering.understanding.question import Question
from ino_assistant.routing import Routing


@dataclass(frozen=True, slots=True)
class Draft:
    """What an Answer is made from, before its warnings and notices are added to it.

    Attributes:
        meant: medicines, of which it asks back which is meant.
    """

    outcome: Outcome
    segments: tuple[Segment, ...]
    alone: str = ""
    asked: Question | None = None
    citations: tuple[Citation, ...] = ()
    caveats: tuple[CaveatNote, ...] = ()
    related: tuple[Citation, ...] = ()
    reason: str | None = None
    problem: str | None = None
    routing: Routing | None = None
    notices: tuple[str, ...] = ()
    answerer: str = "extractive"
    replaced: int = 0
    meant: tuple[str, ...] = ()


def route_of(draft: Draft) -> Route | None:
    """To whom it goes: a report to its desk, what is not answered to medical information."""
    if draft.routing is not None:
        return draft.routing.route
    asks_back = draft.reason == "unclear"
    unanswered = draft.outcome == "refused" and draft.problem is None and not asks_back
    return "medical_information" if unanswered else None


def report_of(routing: Routing | None) -> Mapping[str, Any] | None:
    """Of a report what the safety desk is given: the words untouched, and when they came."""
    if routing is None or not routing.is_report:
        return None
    return {
        "kind": routing.kind,
        "reported": routing.reported,
        "received_at": routing.received_at.isoformat(timespec="seconds"),
        "criteria": asdict(routing.criteria),
    }


def drafted(outcome: Outcome, composed: Composed, alone: str, asked: Question) -> Draft:
    """What a composer worded; it keeps its name only where a sentence of its own is left."""
    kept = sum(segment in composed.segments for segment in composed.own)
    return Draft(
        outcome,
        composed.segments,
        alone,
        asked,
        citations=composed.citations,
        caveats=composed.caveats,
        answerer=composed.answerer if kept else "extractive",
        replaced=composed.replaced + len(composed.own) - kept,
    )
