"""Queues and reviews: every step that the desk of medical information takes."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from pydantic import Field
from starlette.responses import Response

from ino_assistant.api.answering import Json, problems
from ino_assistant.api.bodies import (
    Approval,
    Assignment,
    Body,
    Change,
    Editing,
    Id,
    Joining,
    Outside,
    Prioritising,
    ReasonedStep,
    Renewals,
    Signing,
    Step,
    Text,
    Variant,
)
from ino_assistant.api.state import Here, Parts, Who
from ino_assistant.records.actors import LOCAL
from ino_assistant.records.canonical import storable
from ino_assistant.records.content import Cited
from ino_assistant.records.errors import NotFoundError
from ino_assistant.records.exchanges import Flag
from ino_assistant.records.store import require
from ino_assistant.review.editing import Edit
from ino_assistant.review.queues import MOST, PAGE, Queue, Sort, Wanted
from ino_assistant.review.states import Priority, State
from ino_assistant.review.view import content_at, difference_between


class Looked(Body):
    """Which reviews are looked for."""

    queue: Queue = "to_review"
    state: State | None = None
    flag: Flag | None = None
    priority: Priority | None = None
    assignee: str | None = Field(
        default=None, max_length=64, description="whose they are; empty: nobody's"
    )
    text: str = Field(default="", max_length=200)
    overdue: bool = False
    product: str | None = Field(default=None, max_length=200, description="that it concerns")
    topic: str = Field(default="", max_length=200, description="a part of it")
    approved_by: str | None = Field(default=None, max_length=200, description="name of who did")
    expires_until: date | None = None
    sort: Sort = "due"
    descending: bool = False
    page: int = Field(default=1, ge=1, le=1_000_000)
    size: int = Field(default=PAGE, ge=1, le=MOST)


Number = Annotated[int, Path(ge=1, le=2**53)]
Which = Annotated[int, Query(ge=1, le=2**53, description="number of a version")]
router = APIRouter(
    prefix="/reviews", tags=["reviews"], responses=problems(401, 403, 404, 409, 422, 429, 503)
)


@router.get("")
def page(here: Here, who: Who, looked: Annotated[Looked, Query()]) -> dict[str, Any]:
    """A page of a queue, filtered, searched and sorted."""
    given: dict[str, Any] = looked.model_dump()
    for name in ("text", "assignee", "product", "topic", "approved_by"):
        given[name] = None if given[name] is None else storable(given[name])
    found = here.office.desk.page(who, Wanted(**given))
    items = [item.as_dict() for item in found.items]
    return {"reviews": items, "total": found.total, "page": found.page, "size": found.size}


@router.get("/counts")
def counts(here: Here, who: Who) -> dict[str, int]:
    """How many reviews each queue has."""
    return dict[str, int](here.office.desk.counts(who).items())


@router.get("/reviewers")
def reviewers(here: Here, who: Who) -> dict[str, Any]:
    """Whom a review can be given to."""
    require(here.office.store, who, "review", ("review", "reviewers"))
    there = [LOCAL] if here.people is None else here.people.reviewers()
    return {"reviewers": [{"id": actor.id, "name": actor.name} for actor in there]}


@router.get("/renewals")
def renewals(here: Here, who: Who) -> dict[str, Any]:
    """Invalidated answers, and for each whether all of its passages stand in the new source."""
    return {"renewals": [one.as_dict() for one in here.office.renewals.waiting(who)]}


@router.post("/renewals")
def renew(request: Request, here: Here, who: Who, sent: Renewals) -> Response:
    """Sign that several of them may be given again, all or none; each has its own version."""
    chosen = [(storable(one.id), one.version) for one in sent.reviews]
    secret = _secret(request, here, sent)
    versions = here.office.renewals.reapprove(who, chosen, secret, sent.reason)
    made = zip((review_id for review_id, _ in chosen), versions, strict=True)
    answer = Json({"reviews": [{"id": name, "version": version} for name, version in made]})
    here.doors.signed(request, answer)
    return answer


@router.get("/{review_id}")
def review(here: Here, who: Who, review_id: Id) -> dict[str, Any]:
    """A review with everything that a reviewer works with."""
    return here.office.review(who, review_id)


@router.get("/{review_id}/versions/{version}")
def at_version(here: Here, who: Who, review_id: Id, version: Number) -> dict[str, Any]:
    """What a review said at one of its versions."""
    return content_at(here.office.desk, who, review_id, version)


@router.get("/{review_id}/difference")
def between(here: Here, who: Who, review_id: Id, before: Which, after: Which) -> dict[str, Any]:
    """What is different between two versions of a review."""
    return difference_between(here.office.desk, who, review_id, before, after)


@router.post("/{review_id}/claim")
def claim(here: Here, who: Who, review_id: Id, step: Step) -> dict[str, int]:
    """Take a review on."""
    return _now(here.office.desk.claim(who, review_id, step.version, step.reason))


@router.post("/{review_id}/assign")
def assign(here: Here, who: Who, review_id: Id, step: Assignment) -> dict[str, int]:
    """Give a review to somebody who may review."""
    require(here.office.store, who, "review", ("review", review_id))
    if here.people is None:
        to = LOCAL if step.to == LOCAL.id else None
    else:
        to = here.people.actor(storable(step.to))
    if to is None:
        raise NotFoundError("nobody here has this id; GET /reviews/reviewers tells who there is")
    return _now(here.office.desk.assign(who, review_id, step.version, to, step.reason))


@router.post("/{review_id}/release")
def release(here: Here, who: Who, review_id: Id, step: Step) -> dict[str, int]:
    """Put a review back."""
    return _now(here.office.desk.release(who, review_id, step.version, step.reason))


@router.post("/{review_id}/prioritise")
def prioritise(here: Here, who: Who, review_id: Id, step: Prioritising) -> dict[str, int]:
    """Change how urgent a review is."""
    desk = here.office.desk
    return _now(desk.prioritise(who, review_id, step.version, step.priority, step.reason))


@router.post("/{review_id}/escalate")
def escalate(here: Here, who: Who, review_id: Id, step: ReasonedStep) -> dict[str, int]:
    """Hand a review on as beyond one's remit."""
    return _now(here.office.desk.escalate(who, review_id, step.version, step.reason))


@router.post("/{review_id}/reopen")
def reopen(here: Here, who: Who, review_id: Id, step: ReasonedStep) -> dict[str, int]:
    """Put a review that was rejected or withdrawn back into the queue."""
    return _now(here.office.desk.reopen(who, review_id, step.version, step.reason))


@router.post("/{review_id}/revise")
def revise(here: Here, who: Who, review_id: Id, step: ReasonedStep) -> dict[str, str]:
    """Open a review that is to take the place of an approved answer, which is served until then."""
    return {"review_id": here.office.desk.revise(who, review_id, step.version, step.reason)}


@router.post("/{review_id}/join")
def join(here: Here, who: Who, review_id: Id, step: Joining) -> dict[str, int]:
    """Close a review as the same question as another one; it decides nothing."""
    desk = here.office.desk
    return _now(desk.join(who, review_id, step.version, storable(step.into), step.reason))


@router.post("/{review_id}/comments")
def comment(here: Here, who: Who, review_id: Id, sent: Text) -> dict[str, str]:
    """Note something on a review."""
    return {"comment_id": here.office.desk.comment(who, review_id, sent.text)}


@router.post("/{review_id}/judge")
def judge(here: Here, who: Who, review_id: Id, change: Change) -> dict[str, Any]:
    """What a change would make of an answer, and the verifier's word on it; nothing is kept."""
    content, judgement = here.office.desk.judge(who, review_id, _edit(change))
    return {"content": content.as_dict(), "judgement": judgement.as_dict()}


@router.post("/{review_id}/edit")
def edit(here: Here, who: Who, review_id: Id, step: Editing) -> dict[str, Any]:
    """Keep a change as the next version; what the verifier refuses can't be approved."""
    desk = here.office.desk
    version, judgement = desk.edit(who, review_id, step.version, _edit(step.change), step.reason)
    return {"version": version, "judgement": judgement.as_dict()}


@router.post("/{review_id}/approve")
def approve(request: Request, here: Here, who: Who, review_id: Id, step: Approval) -> Response:
    """Sign an answer as approved; it is served from now on."""
    version = here.office.desk.approve(
        who,
        review_id,
        step.version,
        _secret(request, here, step),
        step.reason,
        expires_on=step.expires_on,
        supersedes=step.supersedes,
        label_version=storable(step.label_version),
        label_checked_on=step.label_checked_on,
    )
    return _signed(request, here, version)


@router.post("/{review_id}/reject")
def reject(request: Request, here: Here, who: Who, review_id: Id, step: Signing) -> Response:
    """Sign that an answer is not to be given."""
    secret = _secret(request, here, step)
    desk = here.office.desk
    version = desk.reject(who, review_id, step.version, secret, step.reason)
    return _signed(request, here, version)


@router.post("/{review_id}/withdraw")
def withdraw(request: Request, here: Here, who: Who, review_id: Id, step: Signing) -> Response:
    """Sign that an approved answer is served no more."""
    secret = _secret(request, here, step)
    desk = here.office.desk
    version = desk.withdraw(who, review_id, step.version, secret, step.reason)
    return _signed(request, here, version)


@router.post("/{review_id}/answered-outside")
def answered_outside(here: Here, who: Who, review_id: Id, step: Outside) -> dict[str, int]:
    """Close a question as answered by other means, such as a letter; it decides nothing else."""
    desk = here.office.desk
    reference = storable(step.reference)
    return _now(desk.answer_outside(who, review_id, step.version, reference, step.on, step.reason))


@router.post("/{review_id}/variants", status_code=204)
def attach(request: Request, here: Here, who: Who, review_id: Id, sent: Variant) -> Response:
    """Sign that an approved question may be asked in other words."""
    secret = _secret(request, here, sent)
    here.office.variants.attach(who, review_id, sent.text, secret, sent.reason)
    return _signed_only(request, here)


@router.post("/{review_id}/variants/detach", status_code=204)
def detach(request: Request, here: Here, who: Who, review_id: Id, sent: Variant) -> Response:
    """Sign that another way of asking does not get the approved answer any more."""
    secret = _secret(request, here, sent)
    here.office.variants.detach(who, review_id, sent.text, secret, sent.reason)
    return _signed_only(request, here)


def _now(version: int) -> dict[str, int]:
    return {"version": version}


def _secret(request: Request, here: Parts, step: Signing | Variant | Renewals) -> str:
    return step.secret or here.doors.proof(request)


def _signed(request: Request, here: Parts, version: int) -> Response:
    answer = Json(_now(version))
    here.doors.signed(request, answer)
    return answer


def _signed_only(request: Request, here: Parts) -> Response:
    answer = Response(status_code=204)
    here.doors.signed(request, answer)
    return answer


def _edit(change: Change) -> Edit:
    cited = change.citations
    return Edit(
        text=None if change.text is None else storable(change.text),
        citations=None
        if cited is None
        else tuple(
            Cited(storable(c.statement), None if c.cells is None else tuple(c.cells)) for c in cited
        ),
        question=None if change.question is None else storable(change.question),
        outcome=change.outcome,
        label=change.label,
        audience=None if change.audience is None else tuple(change.audience),
        topic=None if change.topic is None else storable(change.topic),
    )
