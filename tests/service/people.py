"""The people of the tests, and an office for them."""

from __future__ import annotations

from typing import Any, get_args

from ino_assistant.answering.assistant import Assistant
from ino_assistant.records import Role, Store
from ino_assistant.review.editing import Edit
from ino_assistant.review.versions import latest
from ino_assistant.service import Given, Office
from ino_assistant.settings import Settings
from review.office import ADA, ANN, BEN, COMPARED, FAY, SAM, SECRET, SUE, trusts
from search.prepared import small_assistant

__all__ = ["ADA", "ANN", "BEN", "COMPARED", "FAY", "SAM", "SECRET", "SUE"]

RATE = "What was the rate of recurrence with KARDENTO?"
"""Answered from a trial."""
DOSE = "What is the dose of ZELMORIX?"
"""Answered from a label."""
UNKNOWN = "What is the half-life of KARDENTO?"
"""Not in the documents."""
REPORT = "My patient Jane Roe bled on KARDENTO yesterday. What is the dose of ZELMORIX?"
CHILDREN = "Can KARDENTO be given to children?"
"""Off label."""


def office_over(store: Store, assistant: Assistant | None = None, **settings: Any) -> Office:
    """An office in which everybody signs with the same secret, and nothing is sampled."""
    given = Settings(**{"sample_every": 0, **settings})
    return Office(given, assistant or small_assistant(), store, authenticate=trusts)


def state_of(office: Office, review: str | None) -> str:
    """Where a review stands."""
    assert review is not None
    with office.store.reading() as session:
        return latest(session, review).state


def approve(office: Office, given: Given, *, on_label: bool = False, **more: Any) -> str:
    """Approve what was given, by two people. Returns the review."""
    review = given.review_id or office.escalate(FAY, given.exchange_id)
    version = office.review(ANN, review)["version"]
    version = office.desk.claim(ANN, review, version)
    if on_label:
        change = Edit(label="on_label", audience=get_args(Role))
        version, _ = office.desk.edit(ANN, review, version, change, "from the label")
        more = {**COMPARED, **more}
    version = office.desk.assign(ANN, review, version, BEN)
    office.desk.approve(BEN, review, version, SECRET, "checked against the source", **more)
    return review
