"""One answer under review, with everything that it is judged by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from ino_assistant.corpus.model import Corpus
from ino_assistant.records.actors import Actor
from ino_assistant.settings import Settings
from ino_assistant.web.markup import shortened, text
from ino_assistant.web.reviewing import decision_view, evidence_view, library_view
from ino_assistant.web.reviewing.frame_view import screen
from ino_assistant.web.reviewing.judged_view import judged
from ino_assistant.web.reviewing.office import Caller
from ino_assistant.web.reviewing.parts import (
    address,
    badge,
    day,
    due,
    empty,
    folded,
    link,
    listed,
    section,
)
from ino_assistant.web.reviewing.queue_view import flag_badges, state_badge
from ino_assistant.web.reviewing.words import LABELS, OUTCOMES, PRIORITIES, ROLES, STATES, named

_OPEN = ("to_review", "claimed", "escalated", "expired", "invalidated")


def answer_screen(
    review: Mapping[str, Any],
    corpus: Corpus,
    people: Sequence[Actor],
    caller: Caller,
    settings: Settings,
    now: datetime,
    *,
    back: str = "queue",
) -> str:
    """The screen of one review.

    Args:
        review: as of `Office.review`.
        corpus: what it cites.
        people: who may be given it.
        caller: who looks.
        settings: how long an approval lasts, the two-person rule.
        now: the server's time.
        back: the screen that it was reached from: `queue` or `library`.
    """
    content, asked, actor = review["content"], review["exchange"], caller.actor
    standing = judged(content, review["judgement"], corpus)
    edit = decision_view.editing(review, standing)
    hint = _hint(review)
    left = (
        section("decide", "Decide", _decide(review, caller, settings, hint))
        + section("words", "Edit" if edit else "The answer", edit or standing)
        + section(
            "comments",
            "Comments",
            evidence_view.comments(review["comments"]) + decision_view.commenting(review),
        )
    )
    cited = evidence_view.sources(review["citations"], corpus)
    right = (
        _in_force(review)
        + _approved(review, caller)
        + section("sources", "Sources", cited or empty("It cites nothing."))
        + folded("changed", "Changed since drafted", evidence_view.changes(review["difference"]))
        + folded("feedback", "Feedback", evidence_view.feedback(review["feedback"]), start=True)
        + folded("claims", "Claims as shown", evidence_view.claims(asked["claims"]))
        + folded("trail", "What the search saw", evidence_view.searched(asked["trail"], corpus))
        + folded(
            "signatures", "Signatures", evidence_view.signatures(review["signatures"]), start=True
        )
        + folded("history", "History", evidence_view.history(review))
        + folded("about", "Where it comes from", evidence_view.about(review))
    )
    body = (
        f"{_state(review, now)}{decision_view.work(review, people, actor)}"
        f'<div class="columns"><div>{left}</div><div>{right}</div></div>'
    )
    words = "Back to the library" if back == "library" else "Back to the queue"
    lead = f'<p class="back">{link(words, address(back), name="up")}</p>'
    return screen("answer-screen", shortened(content["question"], 400), body, lead=lead)


def _state(review: Mapping[str, Any], now: datetime) -> str:
    content = review["content"]
    waiting = review["state"] in _OPEN
    parts = [
        state_badge(review["state"]),
        badge(named(OUTCOMES, content["outcome"])),
        badge(f"Priority: {PRIORITIES[review['priority']].lower()}") if waiting else "",
        due(review["due_at"], now) if waiting else "",
        badge(named(LABELS, content["label"])),
        flag_badges(review["flags"]),
    ]
    times = review.get("asked", {}).get("times", 1)
    if times > 1:
        parts.append(badge(f"Asked {times} times"))
    whose = f"with {text(review['assignee'])}" if review["assignee"] else "with nobody"
    until = f", expires {day(review['expires_on'])}" if review["expires_on"] else ""
    to = ", ".join(named(ROLES, role) for role in content["audience"])
    audience = (
        f'<p class="soft">May be given to: {text(to)}.</p>' if review["state"] == "approved" else ""
    )
    return (
        f'<p class="badges">{" ".join(p for p in parts if p)} '
        f'<span class="soft">version {review["version"]}, {whose}{until}</span></p>{audience}'
        f"{_compared(review)}{_outside(review)}"
    )


def _compared(review: Mapping[str, Any]) -> str:
    """With which label an approved answer was compared, and whether a later one is known of."""
    checked = review["content"].get("label_checked")
    if checked is None:
        return ""
    late = review["label_outdated"]
    return (
        f'<p class="soft">Compared with the label {text(checked["version"])} on '
        f"{day(checked['on'])}.</p>" + (f'<p class="problems">{text(late)}</p>' if late else "")
    )


def _outside(review: Mapping[str, Any]) -> str:
    """Where and when a question was answered by other means."""
    given = review["outside"]
    if given is None:
        return ""
    return (
        f'<p class="soft">Answered by other means on {day(given["on"])}: '
        f"{text(given['reference'])}.</p>"
    )


def _approved(review: Mapping[str, Any], caller: Caller) -> str:
    """What only an answer has that is or was approved."""
    if not review["signatures"]:
        return ""
    may_change = review["state"] == "approved" and "withdraw" in review["may"]
    return section(
        "variants",
        "Also asked as",
        library_view.variants(review, caller, may_change=may_change)
        or empty("No other wording is attached."),
    ) + section("export", "Standard response", library_view.exports(review))


def _in_force(review: Mapping[str, Any]) -> str:
    """Other reviews of the same question that wait or are in force."""
    items = [
        f'<p class="said">{text(one["text"])}</p><p class="soft">Approved by '
        f"{text(one['approved_by'] or 'nobody known')}, expires {day(one['expires_on'])}; "
        f"{text(named(LABELS, one['label']).lower())}; for "
        f"{text(', '.join(named(ROLES, role) for role in one['audience']))}. "
        f"{link('Open it', address('answer', one['id']))}</p>"
        for one in review["in_force"]
    ]
    items += [
        f'<p class="said">{text(shortened(one["text"], 300))}</p>'
        f'<p class="soft">{text(named(STATES, one["state"]))}, with '
        f"{text(one['assignee'] or 'nobody')}. {link('Open it', address('answer', one['id']))}</p>"
        for one in review["same"]
        if one["id"] not in {held["id"] for held in review["in_force"]}
    ]
    return section("in-force", "The same question elsewhere", listed(items, name="comments-list"))


def _decide(review: Mapping[str, Any], caller: Caller, settings: Settings, hint: str) -> str:
    made = decision_view.deciding(review, caller, settings.approval_months, hint)
    if review["state"] not in _OPEN or "edit" in review["may"]:
        return made
    words = (
        f"{text(review['assignee'])} works on it: assign it to yourself to edit and decide."
        if review["state"] == "claimed" and review["assignee"]
        else "Claim it to edit and decide."
    )
    return f'<p class="soft">{words}</p>{made}'


def _hint(review: Mapping[str, Any]) -> str:
    """What would stand against an approval, as far as can be told beforehand."""
    if not review["judgement"]["passes"]:
        return "It can't be approved as it stands: see what is marked as wrong."
    if review["barred"]:
        return (
            f"You can't sign it ({review['barred']}), so somebody else has to approve it: put it "
            "back, or assign it."
        )
    return ""


__all__ = ["answer_screen"]
