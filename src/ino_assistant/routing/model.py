"""A routing: where a message goes, why, and what was said letter for letter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Literal

from ino_assistant.text import Span

Route = Literal["medical_information", "adverse_event", "pregnancy_exposure", "product_complaint"]
Report = Literal[
    "adverse_event",
    "lack_of_effect",
    "medication_error",
    "overdose",
    "occupational_exposure",
    "pregnancy",
    "breast_feeding",
    "product_complaint",
]
Request = Literal["individual_advice", "dose_calculation", "ranking", "off_label", "promotional"]
Kind = Report | Request

ROUTES: Mapping[Kind, Route] = MappingProxyType(
    {
        "adverse_event": "adverse_event",
        "lack_of_effect": "adverse_event",
        "medication_error": "adverse_event",
        "overdose": "adverse_event",
        "occupational_exposure": "adverse_event",
        "pregnancy": "pregnancy_exposure",
        "breast_feeding": "pregnancy_exposure",
        "product_complaint": "product_complaint",
        "individual_advice": "medical_information",
        "dose_calculation": "medical_information",
        "ranking": "medical_information",
        "off_label": "medical_information",
        "promotional": "medical_information",
    }
)


@dataclass(frozen=True, slots=True)
class Reason:
    """Words that decided, and what they were taken for.

    Attributes:
        what: the part that they play (`person`, `event`, `drug`, …).
        text: the words as typed.
        span: where they stand in the message, half open.
    """

    what: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Criteria:
    """Which of the four things that a safety report needs are named. No judgement of any.

    Attributes:
        patient: a person that could be told from others.
        reporter: somebody who says so; the sender, unless only what others said is passed on.
        product: a product of the corpus, or another medicine.
        event: what happened.
    """

    patient: bool
    reporter: bool
    product: bool
    event: bool


@dataclass(frozen=True, slots=True)
class Routing:
    """A message that belongs to people.

    Attributes:
        kind: what it was taken for.
        reasons: the words that decided.
        reported: the message, letter for letter.
        received_at: when it was received, by the caller's clock, with its time zone.
        criteria: what a safety form would find named.
        question: what is asked in it besides, or None.
    """

    kind: Kind
    reasons: tuple[Reason, ...]
    reported: str
    received_at: datetime
    criteria: Criteria
    question: str | None = None

    def __post_init__(self) -> None:
        if self.received_at.tzinfo is None:
            raise ValueError("the time of receipt needs its time zone")

    @property
    def route(self) -> Route:
        """Which of the organisation's desks it goes to."""
        return ROUTES[self.kind]

    @property
    def is_report(self) -> bool:
        """Whether it is a report, not a request that is declined."""
        return self.route != "medical_information"
