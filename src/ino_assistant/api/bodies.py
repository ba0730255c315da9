"""What is sent to the interface, and the main thing that comes back."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field

from ino_assistant.answering.saying.answer import Outcome
from ino_assistant.records.actors import Right, Role
from ino_assistant.records.content import Label
from ino_assistant.review.renewing import MOST as MOST_RENEWED
from ino_assistant.review.states import Priority
from ino_assistant.service import REPORT_KINDS

Id = Annotated[str, Path(pattern=r"^[A-Za-z0-9_:-]{1,64}$")]
Said = Annotated[str, Field(min_length=1, max_length=2000, pattern=r"\S")]
Perhaps = Annotated[str, Field(max_length=2000)]
Secret = Annotated[
    str,
    Field(
        max_length=256,
        description="one's password; empty after `/sign-in/prove`, whose cookie has the proof",
    ),
]
Version = Annotated[int, Field(ge=1, le=2**53, description="the version that was seen")]


class Body(BaseModel):
    """What is sent: nothing that is not known is taken."""

    model_config = ConfigDict(extra="forbid")


class Question(Body):
    """A question, and the earlier ones of its conversation where the caller keeps them."""

    question: str = Field(max_length=200_000)
    turns: list[Annotated[str, Field(max_length=200_000)]] | None = Field(
        default=None, max_length=200
    )
    conversation: str | None = Field(
        default=None, max_length=64, description="one's own, to go on with; none: a new one"
    )


class Report(Body):
    """A report for the safety desk or for product quality."""

    words: Annotated[str, Field(min_length=1, max_length=200_000, pattern=r"\S")]
    kind: str = Field(
        default="adverse_event", max_length=64, json_schema_extra={"enum": list(REPORT_KINDS)}
    )
    conversation: str | None = Field(default=None, max_length=64)
    contact: Perhaps = Field(default="", description="how the reporter can be reached")


class Thumb(Body):
    """What somebody thought of an answer."""

    thumb: Literal["up", "down"]
    reasons: list[Annotated[str, Field(max_length=200)]] = Field(default=[], max_length=20)
    words: Perhaps = ""


class Words(Body):
    """Some words, or none."""

    words: Perhaps = ""


class Reason(Body):
    """Why."""

    reason: Said


class Text(Body):
    """Some text."""

    text: Annotated[str, Field(min_length=1, max_length=20_000, pattern=r"\S")]


class Step(Body):
    """A step of a review that needs no reason."""

    version: Version
    reason: Perhaps = ""


class ReasonedStep(Body):
    """A step of a review that needs one."""

    version: Version
    reason: Said


class Assignment(Step):
    """To whom a review is given."""

    to: str = Field(max_length=64, description="id of somebody who may review")


class Prioritising(ReasonedStep):
    """How urgent a review is."""

    priority: Priority


class Joining(ReasonedStep):
    """Which review a question is the same as that of."""

    into: str = Field(max_length=64, description="id of a review that waits or is in force")


class CitedPlace(Body):
    """What a mark points to: a statement, or some cells of a table row."""

    statement: str = Field(max_length=200)
    cells: list[Annotated[int, Field(ge=0, le=1000)]] | None = Field(default=None, max_length=100)


class Change(Body):
    """What a reviewer changes of an answer; what is missing stays as it is."""

    text: str | None = Field(
        default=None, max_length=20_000, description="a mark ` [1]` behind what rests on a source"
    )
    citations: list[CitedPlace] | None = Field(default=None, max_length=50)
    question: str | None = Field(default=None, max_length=4000)
    outcome: Outcome | None = None
    label: Label | None = None
    audience: list[Role] | None = Field(default=None, max_length=10)
    topic: str | None = Field(default=None, max_length=200)


class Editing(Step):
    """A change to be kept."""

    change: Change


class Signing(ReasonedStep):
    """A signature: who signs proves anew who they are."""

    secret: Secret = ""


class Variant(Body):
    """Another way of asking, signed: it changes what is served."""

    text: Annotated[str, Field(min_length=1, max_length=4000, pattern=r"\S")]
    reason: Said
    secret: Secret = ""


class Outside(Step):
    """Where and when a question was answered by other means."""

    reference: Annotated[str, Field(min_length=1, max_length=200, pattern=r"\S")]
    on: date = Field(description="the day on which the answer was sent")


class Approval(Signing):
    """A signature that puts an answer into service."""

    expires_on: date | None = None
    label_version: str = Field(
        default="",
        max_length=200,
        description="version of the current label that the answer was compared with",
    )
    label_checked_on: date | None = Field(default=None, description="the day of that comparison")
    supersedes: list[Annotated[str, Field(max_length=64)]] = Field(default=[], max_length=20)


class Picked(Body):
    """A review as it was seen."""

    id: str = Field(max_length=64)
    version: Version


class Renewals(Body):
    """One signature under several answers whose source has changed and says the same."""

    reviews: list[Picked] = Field(min_length=1, max_length=MOST_RENEWED)
    reason: Said
    secret: Secret = ""


class SafetyStep(Body):
    """A step in the handling of a report."""

    action: Literal["claimed", "assigned", "handed_over", "closed", "reopened"]
    version: Version
    reference: Annotated[str, Field(max_length=200)] = ""
    note: Perhaps = ""
    to: str = Field(default="", max_length=64, description="to whom it is given: `assigned`")


class SignIn(Body):
    """What is typed to sign in."""

    login: str = Field(max_length=200)
    password: str = Field(max_length=256)


class NewPassword(Body):
    """One's password, and the one that replaces it."""

    old: str = Field(max_length=256)
    new: str = Field(max_length=256)


class NewUser(Body):
    """An account to be made."""

    login: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._@+-]{1,99}$")
    name: str = Field(max_length=200)
    roles: list[Role] = Field(default=[], max_length=10)
    reason: Perhaps = ""


class UserChange(Body):
    """What changes of an account; what is missing stays as it is."""

    version: Version
    name: str | None = Field(default=None, max_length=200)
    roles: list[Role] | None = Field(default=None, max_length=10)
    active: bool | None = None
    reason: Said


class NewKey(Body):
    """A key to be made."""

    name: str = Field(max_length=200)
    role: Role
    scopes: list[Right] = Field(min_length=1, max_length=10)
    days: int = Field(default=90, ge=1, le=730)


class AnswerOut(BaseModel):
    """An answer, as `ask --json` prints it, with what became of it."""

    model_config = ConfigDict(extra="allow")

    id: str
    question: str
    standalone_question: str
    outcome: Outcome
    route: str | None
    text: str
    citations: list[dict[str, Any]]
    numbers: list[dict[str, Any]]
    caveats: list[dict[str, Any]]
    related: list[dict[str, Any]]
    boxed_warning: list[dict[str, Any]]
    validated: dict[str, Any] | None
    answerer: str
    corpus_version: str
    index_version: str
    timings_ms: dict[str, float]
    rendered: str
    conversation_id: str
    review_id: str | None
    report_id: str | None
