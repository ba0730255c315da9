"""Copies of an answer: whole, for the one who asked, and only while it would be given so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from exports.reading import FORMS, copy_of, on_sqlite, read_file
from exports.test_response import has
from ino_assistant.answering.saying.answer import Answer
from ino_assistant.answering.saying.citing import Citation, Segment
from ino_assistant.exports import ExportError, answer_copy
from ino_assistant.exports.files import Form
from ino_assistant.records import Actor, NotFoundError
from ino_assistant.records.audit import entries
from ino_assistant.records.exchanges import Circumstances
from records.stores import SetClock
from review.office import (
    ADA,
    ANN,
    BEN,
    FAY,
    QUESTION,
    SAM,
    SECRET,
    SUE,
    Office,
    changed_source,
    said,
)
from search.prepared import real_corpus

pytestmark = on_sqlite


def recorded(
    office: Office, answer: Answer, actor: Actor = FAY, about: Circumstances | None = None
) -> str:
    return office.intake.record(answer, actor, about or Circumstances(channel="web")).exchange_id


def served(office: Office) -> str:
    """An approved answer that was served to somebody in the field."""
    office.approved_review()
    found = office.approved.approved_for(office.read(QUESTION), "field_medical")
    assert found is not None
    return recorded(office, found.answer(office.corpus, QUESTION))


@pytest.mark.parametrize("form", FORMS)
def test_a_copy_has_citations_caveats_and_the_boxed_warning(office: Office, form: Form) -> None:
    answer = office.answer(relevant={"KARDENTO": (0,)})
    exchange = recorded(office, answer)
    read = copy_of(office, exchange, form)
    has(
        read.text,
        QUESTION,
        answer.text,
        office.corpus.boxed_warnings[0].text,
        "The trial was open-label",
        f"“{said(office.corpus, '36/1,731').quote}”",
        "[1] refers to 2.",
        "Checked against the source, not yet validated by medical information",
        "bearing on the question: point 1 of 2.",
        f"answer {exchange}",
        "by Fay Example",
    )
    for page in read.furniture:
        assert "Checked against the source, not yet validated" in page


@pytest.mark.parametrize("form", FORMS)
def test_a_served_answer_says_until_when_and_by_whom(office: Office, form: Form) -> None:
    read = copy_of(office, served(office), form)
    has(
        read.text,
        "Validated by medical information until 1 March 2027; approved by Ann Example",
        # Name, time and meaning of a signature are part of every copy.
        "Ann Example, 2 March 2026, 09:00:00 UTC; meaning: approval; review",
    )


@pytest.mark.parametrize("ended", ["withdrawn", "expired", "replaced"])
def test_an_approval_that_has_ended_is_not_copied(
    office: Office, clock: SetClock, ended: str
) -> None:
    exchange = served(office)
    review = str(office.served())
    if ended == "withdrawn":
        office.desk.withdraw(BEN, review, 3, SECRET, "wrong")
    elif ended == "expired":
        clock.forward(days=365)
    else:
        second = office.claimed()
        office.desk.approve(ANN, second, 2, SECRET, "better", supersedes=[review])
    with pytest.raises(ExportError, match="ask the question again"):
        copy_of(office, exchange)


def test_what_was_rejected_since_is_not_copied(office: Office) -> None:
    answer = office.answer()
    review = office.claimed(answer=answer)
    copy_of(office, answer.id)
    office.desk.reject(ANN, review, 2, SECRET, "off the point")
    with pytest.raises(ExportError, match="not to be given"):
        copy_of(office, answer.id)


def test_an_answer_from_other_documents_is_not_copied(office: Office) -> None:
    exchange = recorded(office, office.answer())
    later = office.with_corpus(changed_source(office.corpus, "kardento-faq"))
    with pytest.raises(ExportError, match="documents have changed"):
        copy_of(later, exchange)
    refused = recorded(office, office.refusal())
    has(copy_of(later, refused).text, "The documents do not say this.")


def test_near_passages_are_no_answer(office: Office) -> None:
    near = Citation.of(office.corpus, said(office.corpus, "15 mg"), 1)
    refusal = replace(office.refusal(), corpus=office.corpus, relevant=None, related=(near,))
    exchange = recorded(office, refusal)
    read = copy_of(office, exchange)
    has(read.text, "Not in the documents", "Near passages: not an answer", f"“{near.quote}”")
    statements = tuple(s for s in office.corpus.statements if s.id != near.statement)
    documents = tuple(
        replace(d, statements=tuple(s for s in d.statements if s in statements))
        for d in office.corpus.documents
    )
    with pytest.raises(ExportError, match="documents have changed"):
        copy_of(office.with_corpus(replace(office.corpus, documents=documents)), exchange)


def test_cells_of_a_table_come_near_as_well(office: Office) -> None:
    corpus = real_corpus()
    real = Office(office.store, corpus)
    row = next(s for s in corpus.statements if s.row is not None and len(s.row.cells) > 1)
    near = (Citation.of(corpus, row, 1, (1,)), Citation.of(corpus, row, 2))
    refusal = Answer(
        corpus=corpus,
        question="Is it there?",
        outcome="refused",
        segments=(Segment("The documents do not say this."),),
        related=near,
    )
    exchange = real.intake.record(refusal, FAY, Circumstances()).exchange_id
    read = copy_of(real, exchange)
    has(read.text, f"“{near[0].quote}”", f"“{near[1].quote}”")


@pytest.mark.parametrize(
    ("route", "words"),
    [
        ("adverse_event", "Sent to safety: a report of an adverse event"),
        ("pregnancy_exposure", "Sent to safety: a report of an exposure in pregnancy"),
        ("product_complaint", "Sent to safety: a complaint about a product"),
        ("medical_information", "Handed on: a question for medical information"),
    ],
)
def test_what_belongs_to_people_says_so(office: Office, route: str, words: str) -> None:
    answer = replace(
        office.refusal(),
        corpus=office.corpus,
        relevant=None,
        outcome="routed",
        route=route,  # type: ignore[arg-type]  # one of the routes
        reason=None,
    )
    has(copy_of(office, recorded(office, answer)).text, words)


def test_nobody_copies_anothers_answer(office: Office) -> None:
    exchange = recorded(office, office.answer())
    for other in (SAM, SUE, Actor("u9", "Flo Example", "field_medical")):
        with pytest.raises(NotFoundError) as told:
            copy_of(office, exchange, actor=other)
        with office.store.reading() as session:
            assert entries(session)[-1].action == "access.refused"
        with pytest.raises(NotFoundError) as unknown:
            copy_of(office, "f" * 32, actor=other)
        assert str(told.value).replace(exchange, "") == str(unknown.value).replace("f" * 32, "")
    with pytest.raises(NotFoundError):
        copy_of(office, exchange, actor=ADA)
    assert copy_of(office, exchange, actor=ANN).text


def test_sales_copies_nothing_that_was_given_in_another_role(office: Office) -> None:
    exchange = recorded(office, office.answer())
    moved = replace(FAY, role="sales")
    with pytest.raises(ExportError, match="in another role"):
        copy_of(office, exchange, actor=moved)


def test_what_was_withheld_is_not_in_the_copy(office: Office) -> None:
    drafted = office.answer()
    shown = replace(office.refusal(), corpus=office.corpus, relevant=None, reason="not_on_label")
    exchange = recorded(office, shown, SAM, Circumstances(drafted=drafted))
    for form in FORMS:
        read = copy_of(office, exchange, form, SAM)
        has(read.text, "The documents do not say this.", office.corpus.boxed_warnings[0].text)
        assert "36/1,731" not in read.text


def test_a_record_that_says_something_else_is_not_copied(office: Office) -> None:
    from ino_assistant.exports.copies import _answer_of
    from ino_assistant.records.tables import Exchange

    exchange = recorded(office, office.answer())
    with office.store.reading() as session:
        row = session.get_one(Exchange, exchange)
        assert _answer_of(row, office.corpus).text == row.text
        row.text, row.text_sha256 = "It was 99%.", "0" * 64
        with pytest.raises(ExportError, match="documents have changed"):
            _answer_of(row, office.corpus)


def test_a_copy_stands_in_the_trail(office: Office) -> None:
    exchange = recorded(office, office.answer())
    made = answer_copy(office.store, FAY, office.corpus, office.settings, exchange, "pdf")
    assert (made.name, made.media_type) == (f"answer-{exchange[:8]}.pdf", "application/pdf")
    assert read_file(made.data, "pdf").pages
    with office.store.reading() as session:
        entry = entries(session)[-1]
    assert (entry.action, entry.record_id) == ("export.answer_copy", exchange)
    assert (entry.actor_id, entry.new["form"], len(entry.new["sha256"])) == ("u3", "pdf", 64)


def test_a_question_written_out_is_told(office: Office) -> None:
    answer = replace(
        office.answer("and with KARDENTO?"),
        corpus=office.corpus,
        relevant=None,
        standalone_question=QUESTION,
    )
    has(copy_of(office, recorded(office, answer)).text, f"Understood as {QUESTION}")
