"""Two persons: what one has written, labelled or opened to more people, another one approves."""

from __future__ import annotations

import pytest

from ino_assistant.records import ForbiddenError
from review.office import ANN, BEN, COMPARED, SECRET, Office, edit

OPEN = ("sales", "field_medical", "medical_information")


def approve(office: Office, review: str, by: object = ANN) -> int:
    version = office.now(review).version
    return office.desk.approve(by, review, version, SECRET, "fine", **COMPARED)  # type: ignore[arg-type]


def change(office: Office, review: str, by: object = ANN, **what: object) -> None:
    version = office.now(review).version
    office.desk.edit(by, review, version, edit(**what), "looked at the label")  # type: ignore[arg-type]


def hand_over(office: Office, review: str, to: object) -> None:
    version = office.now(review).version
    office.desk.assign(ANN, review, version, to)  # type: ignore[arg-type]


@pytest.mark.both_databases
def test_who_opens_an_answer_to_sales_does_not_approve_it(office: Office) -> None:
    review = office.claimed()
    change(office, review, label="on_label", audience=OPEN)
    with pytest.raises(ForbiddenError, match="labelled as on label"):
        approve(office, review)
    hand_over(office, review, BEN)
    approve(office, review, BEN)
    assert office.served(role="sales") == review


def test_a_label_alone_takes_two(office: Office) -> None:
    review = office.claimed()
    change(office, review, label="on_label")
    with pytest.raises(ForbiddenError, match="two persons"):
        approve(office, review)


def test_to_open_it_to_a_further_role_takes_two(office: Office) -> None:
    review = office.claimed()
    change(office, review, audience=("medical_information",))
    change(office, review, audience=("medical_information", "field_medical"))
    with pytest.raises(ForbiddenError, match="opened to a further role"):
        approve(office, review)


@pytest.mark.parametrize(
    "what",
    [{"label": "off_label"}, {"label": "mixed"}, {"topic": "T1"}, {"audience": ("safety",)}],
)
def test_what_lets_nobody_see_more_takes_one(office: Office, what: dict[str, object]) -> None:
    review = office.claimed()
    change(office, review, **what)
    approve(office, review)
    assert office.now(review).state == "approved"


def test_it_counts_who_made_it_what_it_is_now(office: Office) -> None:
    review = office.claimed()
    change(office, review, label="on_label")
    hand_over(office, review, BEN)
    change(office, review, BEN, label="off_label")
    change(office, review, BEN, label="on_label")
    with pytest.raises(ForbiddenError, match="two persons"):
        approve(office, review, BEN)
    hand_over(office, review, ANN)
    approve(office, review)


def test_what_one_took_back_is_not_held_against_them(office: Office) -> None:
    review = office.claimed()
    change(office, review, label="on_label", audience=OPEN)
    change(office, review, label="unassessed", audience=OPEN[1:])
    approve(office, review)


def test_each_of_the_two_rules_is_a_setting(office: Office) -> None:
    lenient = office.with_settings(two_person_label=False)
    review = lenient.claimed()
    change(lenient, review, label="on_label", audience=OPEN)
    approve(lenient, review)
    strict = office.with_settings(two_person_rule=False)
    other = strict.claimed("Is KARDENTO new?")
    text = strict.now(other).content["text"]
    change(strict, other, text=f"{text}\n\nPlease see the document.", label="on_label")
    with pytest.raises(ForbiddenError, match="labelled"):
        approve(strict, other)


def test_a_revision_forgets_nobody(office: Office) -> None:
    review = office.claimed()
    text = office.now(review).content["text"]
    change(office, review, text=f"{text}\n\nPlease see the document.", label="on_label")
    hand_over(office, review, BEN)
    approve(office, review, BEN)
    for rule in ("two_person_rule", "two_person_label"):
        one = office.with_settings(**{rule: False})
        again = one.desk.revise(BEN, review, one.now(review).version, "a year is over")
        one.desk.claim(ANN, again, 1)
        with pytest.raises(ForbiddenError, match="two persons"):
            approve(one, again)
        hand_over(one, again, BEN)
        approve(one, again, BEN)
        review = again
