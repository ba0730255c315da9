"""With which label an answer was compared: signed with it, shown with it, told when outdated."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ino_assistant.corpus.model import Corpus
from ino_assistant.records import ForbiddenError, RejectedError
from ino_assistant.records.label_check import LabelCheck
from ino_assistant.review.view import view
from review.office import ANN, BEN, COMPARED, QUESTION, SECRET, Office, edit

EVERYBODY = ("sales", "field_medical", "medical_information")


def with_label_of(corpus: Corpus, revised: str) -> Corpus:
    """The corpus, its manifests telling when the label of each product was last revised."""
    documents = tuple(
        replace(d, products=tuple(replace(p, label_revised=revised) for p in d.products))
        for d in corpus.documents
    )
    return replace(corpus, documents=documents)


def for_sales(office: Office) -> str:
    """A review of an answer on label, open to sales, signed by the other one."""
    review = office.claimed()
    version, _ = office.desk.edit(ANN, review, 2, edit(label="on_label", audience=EVERYBODY))
    version = office.desk.assign(ANN, review, version, BEN)
    office.desk.approve(BEN, review, version, SECRET, "stands in the label", **COMPARED)
    return review


@pytest.mark.both_databases
def test_the_label_that_was_compared_is_part_of_what_is_signed(office: Office) -> None:
    from records.test_trail import tamper

    review = for_sales(office)
    row = office.now(review)
    assert (row.label_version, row.label_checked_on) == ("Revised 2/2026", date(2026, 3, 2))
    assert row.content["label_checked"] == {"version": "Revised 2/2026", "on": "2026-03-02"}
    shown = view(office.desk, ANN, review)
    assert shown["signatures"][0]["holds"]
    found = office.approved.approved_for(office.read(QUESTION), "sales")
    assert found is not None
    told = found.answer(office.corpus, QUESTION)
    assert told.validated is not None
    assert told.validated["label_checked"] == row.content["label_checked"]
    assert "compared with the label Revised 2/2026 on 2026-03-02" in told.as_dict()["rendered"]
    tamper(office.store, "UPDATE review_version SET content = replace(content, '2/2026', '9/2026')")
    assert not view(office.desk, ANN, review)["signatures"][0]["holds"]
    assert Office(office.store).served() is None


def test_what_is_said_of_the_label_needs_a_comparison_with_it(office: Office) -> None:
    review = office.claimed()
    version, _ = office.desk.edit(ANN, review, 2, edit(label="off_label"))
    with pytest.raises(ForbiddenError, match="which version of the current"):
        office.desk.approve(ANN, review, version, SECRET, "fine")
    for half in ({"label_version": "2/2026"}, {"label_checked_on": date(2026, 3, 1)}):
        with pytest.raises(RejectedError, match="and a day"):
            office.desk.approve(ANN, review, version, SECRET, "fine", **half)
    with pytest.raises(RejectedError, match="still to come"):
        office.desk.approve(
            ANN,
            review,
            version,
            SECRET,
            "fine",
            label_version="2/2026",
            label_checked_on=date(2026, 3, 3),
        )
    office.desk.approve(ANN, review, version, SECRET, "fine", **COMPARED)
    # Of a renewal it is asked for again; an edit takes it away.
    again = office.desk.revise(ANN, review, version + 1, "about to expire")
    assert "label_checked" not in office.now(again).content


def test_a_label_that_was_revised_since_is_told_and_closes_the_answer_to_sales(
    office: Office,
) -> None:
    review = for_sales(office)
    assert office.served(role="sales") == review
    later = office.with_corpus(with_label_of(office.corpus, "2026-05"))
    assert later.served(role="sales") is None
    found = later.approved.approved_for(later.read(QUESTION), "field_medical")
    assert found is not None
    notices = found.answer(later.corpus, QUESTION).notices
    assert "is older than the label in force of KARDENTO (revised 2026-05)" in notices[-1]
    assert "older than the label in force" in view(later.desk, ANN, review)["label_outdated"]
    other = later.claimed("What was the rate of recurrence with warfarin?")
    with pytest.raises(ForbiddenError, match="older than the label"):
        later.desk.approve(ANN, other, 2, SECRET, "fine", **COMPARED)


@pytest.mark.parametrize(
    ("version", "revised", "older"),
    [
        ("3/2024", "2024-03", False),
        ("3/2024", "2024-03-15", False),
        ("Revised March 2024", "2024-04", True),
        ("2017-08-17", "2024-03", True),
        ("Rev. 12/2023, in force since Jan 5, 2024", "2024-01", False),
        ("version 7", "2026-03-02", False),
        ("version 7", "2026-03-03", True),
        ("version 7", "2026-04", True),
    ],
)
def test_an_older_label_is_told_by_its_date_or_by_the_day_of_the_comparison(
    version: str, revised: str, older: bool
) -> None:
    assert LabelCheck(version, date(2026, 3, 2)).is_before(revised) is older
