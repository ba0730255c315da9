"""Every copy says with which label an answer was compared, and that it was revised since."""

from __future__ import annotations

from datetime import date

import pytest

from exports.reading import FORMS, copy_of, document, on_sqlite
from ino_assistant.exports.cases import cases
from ino_assistant.exports.files import Form
from ino_assistant.exports.tabular import as_csv
from review.office import ANN, FAY, OTHER_ARM, QUESTION, Office
from review.test_label_check import for_sales, with_label_of

pytestmark = on_sqlite
COMPARED = "Revised 2/2026, on 2 March 2026"


@pytest.mark.parametrize("form", FORMS)
def test_a_response_says_which_label_was_compared(office: Office, form: Form) -> None:
    review = for_sales(office)
    read = " ".join(document(office, review, form).text.split())
    assert COMPARED in read
    assert "older than the label" not in read
    later = office.with_corpus(with_label_of(office.corpus, "2026-05"))
    revised = " ".join(document(later, review, form).text.split())
    assert "is older than the label in force of KARDENTO (revised 2026-05)" in revised
    unassessed = office.approved_review(OTHER_ARM)
    assert "not recorded" in document(office, unassessed, form).text


def test_a_copy_says_so_as_well(office: Office) -> None:
    for_sales(office)
    found = office.approved.approved_for(office.read(QUESTION), "field_medical")
    assert found is not None
    answer = found.answer(office.corpus, QUESTION)
    office.intake.record(answer, FAY)
    assert COMPARED in copy_of(office, answer.id).text
    later = office.with_corpus(with_label_of(office.corpus, "2026-05"))
    assert "is older than the label in force" in copy_of(later, answer.id).text


def test_the_records_have_label_and_letter(office: Office) -> None:
    for_sales(office)
    letter = office.claimed(OTHER_ARM)
    office.desk.answer_outside(ANN, letter, 2, "MI-17", date(2026, 3, 1))
    one, two = (line["review"] for line in cases(office.store))
    assert (one["label_version"], one["label_checked_on"]) == ("Revised 2/2026", "2026-03-02")
    assert (one["outside_reference"], one["outside_on"]) == (None, None)
    assert (two["state"], two["outside_reference"]) == ("answered_outside", "MI-17")
    table = b"".join(as_csv(cases(office.store))).decode()
    assert "Revised 2/2026,2026-03-02" in table
    assert "MI-17,2026-03-01" in table
