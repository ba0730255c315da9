"""What the forms of the screens ask for, done through the office; each says what it did."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from ino_assistant.checking.words import headline
from ino_assistant.corpus.model import Statement
from ino_assistant.records.actors import Actor, role_of
from ino_assistant.records.content import Cited, label_of
from ino_assistant.records.errors import (
    ConflictError,
    ForbiddenError,
    NotFoundError,
    RejectedError,
)
from ino_assistant.records.store import require
from ino_assistant.review.editing import Edit
from ino_assistant.review.view import difference_between
from ino_assistant.web.reviewing.asked import Asked, whole
from ino_assistant.web.reviewing.decision_view import found_items
from ino_assistant.web.reviewing.draft_view import marked
from ino_assistant.web.reviewing.drafts import checked
from ino_assistant.web.reviewing.evidence_view import changes
from ino_assistant.web.reviewing.judged_view import judged
from ino_assistant.web.reviewing.office import Caller, People, Reviews
from ino_assistant.web.reviewing.parts import address, empty
from ino_assistant.web.reviewing.trail_view import verified

_FOUND: Final = 8
_ENOUGH: Final = 2
"""Characters of a word from which it is searched for."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a step came to.

    Attributes:
        said: in words.
        live: HTML by the slot that it is put into, where the screen stays as it is.
        stays: whether the screen stays as it is, with all that was typed.
        to: the address of the screen that is shown next; empty: the same one.
    """

    said: str = ""
    live: Mapping[str, str] | None = None
    stays: bool = False
    to: str = ""


@dataclass(frozen=True, slots=True)
class At:
    """Where a step is taken."""

    office: Reviews
    people: People
    caller: Caller
    asked: Asked

    @property
    def actor(self) -> Actor:
        """Who takes it."""
        return self.caller.actor

    @property
    def secret(self) -> str:
        """What proves for a signature that it is they who take it."""
        return (
            self.caller.proof if self.caller.signs_with == "provider" else self.asked.one("secret")
        )

    @property
    def review(self) -> str:
        """The review that the form is about."""
        return self.asked.one("review")

    @property
    def version(self) -> int:
        """The version that the screen shows."""
        return self.asked.number("version")

    @property
    def reason(self) -> str:
        """Why, in the actor's words."""
        return self.asked.one("reason").strip()


def judge(at: At) -> Done:
    """The verifier's word on what is typed; nothing is kept."""
    content, judgement = at.office.desk.judge(at.actor, at.review, read_edit(at.asked))
    told = judgement.as_dict()
    word = (
        "Every passage holds."
        if judgement.passes
        else f"{len(judgement.reasons)} wrong: {judgement.reasons[0]}"
    )
    shown = judged(content.as_dict(), told, at.office.corpus)
    return Done(live={"judgement": shown, "live-word": word}, stays=True)


def find(at: At) -> Done:
    """Passages of the documents that hold every word that was typed."""
    words = [w for w in at.asked.one("find").casefold().split() if len(w) >= _ENOUGH]
    if not words:
        return Done(live={"found": ""}, stays=True)
    require(at.office.store, at.actor, "review", ("screen", "answer"))
    found: list[Statement] = []
    for statement in at.office.corpus.statements:
        told = f"{statement.display} {' '.join(statement.section)}".casefold()
        if not statement.parts and all(word in told for word in words):
            found.append(statement)
            if len(found) == _FOUND:
                break
    items = [{"statement": s.id, "words": s.display, "where": " › ".join(s.section)} for s in found]
    return Done(live={"found": found_items(items)}, stays=True)


def compare(at: At) -> Done:
    """Two versions of a review beside each other."""
    before, after = at.asked.number("before"), at.asked.number("after")
    found = difference_between(at.office.desk, at.actor, at.review, before, after)
    shown = changes(found) or empty("Nothing is different between them.")
    said = f"Version {before} and version {after}"
    return Done(said, live={"compared": shown}, stays=True)


def edit(at: At) -> Done:
    """Keep what was typed as the next version."""
    version, judgement = at.office.desk.edit(
        at.actor, at.review, at.version, read_edit(at.asked), at.reason
    )
    if judgement.passes:
        return Done(f"Kept as version {version}: every passage holds.")
    return Done(f"Kept as version {version}, a draft: {judgement.reasons[0]}")


def claim(at: At) -> Done:
    """Take a review on."""
    at.office.desk.claim(at.actor, at.review, at.version)
    return Done("Claimed: it is yours now.")


def release(at: At) -> Done:
    """Put a review back."""
    at.office.desk.release(at.actor, at.review, at.version, at.reason)
    return Done("Put back into the queue.")


def assign(at: At) -> Done:
    """Give a review to somebody."""
    to = _chosen(at)
    at.office.desk.assign(at.actor, at.review, at.version, to, at.reason)
    return Done(f"Assigned to {to.name}.")


def assign_all(at: At) -> Done:
    """Give every selected review to somebody, as far as it goes."""
    to, done, left = _chosen(at), 0, []
    if not at.asked.all("review"):
        raise RejectedError("nothing is selected: tick reviews first")
    for picked in at.asked.all("review"):
        review, _, version = picked.partition(":")
        try:
            at.office.desk.assign(at.actor, review, whole(version, "version"), to, at.reason)
        except (ConflictError, ForbiddenError, NotFoundError, RejectedError) as error:
            left.append(str(error))
        else:
            done += 1
    words = f"{done} assigned to {to.name}."
    return Done(words if not left else f"{words} {len(left)} not: {left[0]}")


def prioritise(at: At) -> Done:
    """Change how urgent a review is."""
    wanted = cast("Any", at.asked.one("priority"))
    at.office.desk.prioritise(at.actor, at.review, at.version, wanted, at.reason)
    return Done("Priority changed; so is the time when it is due.")


def escalate(at: At) -> Done:
    """Hand a review on."""
    at.office.desk.escalate(at.actor, at.review, at.version, at.reason)
    return Done("Escalated.")


def comment(at: At) -> Done:
    """Note something."""
    at.office.desk.comment(at.actor, at.review, at.asked.one("text"))
    return Done("Comment kept.")


def approve(at: At) -> Done:
    """Sign an answer as approved."""
    supersedes = tuple(filter(None, (s.strip() for s in at.asked.all("supersedes"))))
    version = at.office.desk.approve(
        at.actor,
        at.review,
        at.version,
        at.secret,
        at.reason,
        expires_on=at.asked.day("expires_on"),
        supersedes=supersedes,
        label_version=at.asked.one("label_version"),
        label_checked_on=at.asked.day("label_checked_on"),
    )
    return Done(f"Approved and signed as version {version}. It is served first from now on.")


def reject(at: At) -> Done:
    """Sign that an answer is not to be given."""
    at.office.desk.reject(at.actor, at.review, at.version, at.secret, at.reason)
    return Done("Rejected and signed.")


def withdraw(at: At) -> Done:
    """Sign that an answer is given no more."""
    at.office.desk.withdraw(at.actor, at.review, at.version, at.secret, at.reason)
    return Done("Withdrawn and signed. It is served no more.")


def answer_outside(at: At) -> Done:
    """Close a question as answered by other means."""
    on = at.asked.day("on")
    if on is None:
        raise RejectedError("say on which day it was answered")
    reference = at.asked.one("reference")
    at.office.desk.answer_outside(at.actor, at.review, at.version, reference, on, at.reason)
    return Done("Closed as answered by other means.")


def reopen(at: At) -> Done:
    """Put a closed review back into the queue."""
    at.office.desk.reopen(at.actor, at.review, at.version, at.reason)
    return Done("Reopened: it waits in the queue.")


def revise(at: At) -> Done:
    """Open a review that is to take the place of an approved answer."""
    new = at.office.desk.revise(at.actor, at.review, at.version, at.reason)
    return Done(
        "A new review is open; the approved answer is given until then.", to=address("answer", new)
    )


def join(at: At) -> Done:
    """Close a review as the same question as another one."""
    into = at.asked.one("into")
    at.office.desk.join(at.actor, at.review, at.version, into, at.reason)
    return Done("Joined: what was asked is counted with the other one.")


def renew_all(at: At) -> Done:
    """Sign that every ticked answer may be given again over its new source."""
    chosen = []
    for picked in at.asked.all("review"):
        review, _, version = picked.partition(":")
        chosen.append((review, whole(version, "version")))
    if not chosen:
        raise RejectedError("nothing is ticked")
    at.office.renewals.reapprove(at.actor, chosen, at.secret, at.reason)
    words = "1 answer is" if len(chosen) == 1 else f"{len(chosen)} answers are"
    return Done(f"Signed: {words} given again.")


def attach(at: At) -> Done:
    """Attach another way of asking."""
    text = at.asked.one("text").strip()
    at.office.variants.attach(at.actor, at.review, text, at.secret, at.reason)
    return Done("Attached: this wording gets the approved answer too.")


def detach(at: At) -> Done:
    """Take another way of asking off."""
    text = at.asked.one("text")
    at.office.variants.detach(at.actor, at.review, text, at.secret, at.reason)
    return Done("Taken off: this wording gets the approved answer no more.")


def safety_step(at: At) -> Done:
    """Take a report on, hand it over, close or reopen it."""
    step = at.asked.one("step")
    at.office.safety.step(
        at.actor,
        at.asked.one("report"),
        step,
        at.version,
        reference=at.asked.one("reference").strip(),
        note=at.asked.one("note").strip(),
        to=_among(at, at.people.safety_staff()) if step == "assigned" else None,
    )
    words = {
        "claimed": "Taken on.",
        "assigned": "Given to them.",
        "handed_over": "Handed over.",
        "closed": "Closed.",
        "reopened": "Reopened.",
    }
    return Done(words.get(step, "Done."))


def verify(at: At) -> Done:
    """Check the whole trail."""
    report = at.office.verify_audit(at.actor)
    said = "The trail is whole." if report.whole else "The trail is not whole."
    return Done(said, live={"verified": verified(report)}, stays=True)


def check(at: At) -> Done:
    """Check a draft."""
    report = checked(at.office, at.actor, at.asked)
    return Done(f"Checked: {headline(report)}", live={"report": marked(report)}, stays=True)


STEPS: Final[Mapping[str, Callable[[At], Done]]] = {
    step.__name__: step
    for step in (
        answer_outside,
        approve,
        assign,
        assign_all,
        attach,
        check,
        claim,
        comment,
        compare,
        detach,
        edit,
        escalate,
        find,
        join,
        judge,
        prioritise,
        reject,
        release,
        renew_all,
        reopen,
        revise,
        safety_step,
        verify,
        withdraw,
    )
}


def read_edit(asked: Asked) -> Edit:
    """An edit form as an edit; a field that is not there leaves its thing as it is.

    Raises:
        RejectedError: something in it is none of what can be chosen.
    """
    fields = asked.fields
    try:
        return Edit(
            text=asked.one("text") if "text" in fields else None,
            citations=tuple(_cited(c) for c in asked.all("cite")) if "text" in fields else None,
            question=asked.one("question") if "question" in fields else None,
            outcome=cast("Any", _outcome(asked.one("outcome"))) if "outcome" in fields else None,
            label=label_of(asked.one("label")) if "label" in fields else None,
            audience=tuple(role_of(r) for r in asked.all("audience")) if "text" in fields else None,
            topic=asked.one("topic").strip() if "topic" in fields else None,
        )
    except (ValueError, TypeError, RecursionError) as error:
        raise RejectedError(f"that can't be read: {error}") from None


def _outcome(written: str) -> str:
    known = ("answered", "corrected", "refused", "routed")
    if written not in known:
        raise ValueError(f"no outcome: {written[:20]!r}")
    return written


def _cited(written: str) -> Cited:
    kept = json.loads(written)
    if not isinstance(kept, list) or len(kept) != 2:
        raise ValueError("a citation is a statement and its cells")
    return Cited.from_list(kept)


def _chosen(at: At) -> Actor:
    return _among(at, at.people.reviewers())


def _among(at: At, people: Sequence[Actor]) -> Actor:
    wanted = at.asked.one("to")
    if wanted == at.actor.id:
        return at.actor
    found = next((p for p in people if p.id == wanted), None)
    if found is None:
        raise RejectedError("nobody is chosen who may do this")
    return found


__all__ = ["STEPS", "At", "Done", "read_edit"]
