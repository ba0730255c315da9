"""The standard response document: complete, signed, and marked where it is not in force."""

from __future__ import annotations

import re
import zlib
from datetime import date

import docx
import pytest
from sqlalchemy import text as sql

from exports.reading import FORMS, document, on_sqlite, read_file
from ino_assistant.exports import ExportError, standard_response
from ino_assistant.exports.files import Form
from ino_assistant.exports.paper import day_words
from ino_assistant.records import ForbiddenError, NotFoundError
from ino_assistant.records.audit import entries
from ino_assistant.records.database import WRITING
from ino_assistant.review.upkeep import keep_up
from ino_assistant.text import squeeze
from records.stores import SetClock
from review.office import (
    ADA,
    ANN,
    BEN,
    FAY,
    OTHER_ARM,
    QUESTION,
    SAM,
    SECRET,
    Office,
    changed_source,
    edit,
    said,
)

pytestmark = on_sqlite
MARKED = ("DRAFT", "EXPIRED", "WITHDRAWN", "REJECTED", "SUPERSEDED", "NOT FOR USE", "HOLD")


def has(text: str, *wanted: str) -> None:
    """That words stand in a text, wherever its lines break."""
    squeezed = squeeze(text)
    for words in wanted:
        assert squeeze(words) in squeezed, words


@pytest.mark.parametrize("form", FORMS)
def test_an_approved_answer_is_whole(office: Office, form: Form) -> None:
    review = office.approved_review()
    row = office.now(review)
    read = document(office, review, form)
    [warning] = office.corpus.boxed_warnings
    statement = said(office.corpus, "36/1,731")
    has(
        read.text,
        "Standard response document".upper(),
        QUESTION,
        f"{statement.display} [1]",
        warning.text,
        "The trial was open-label, and the assessment of bleeding was exploratory.",
        f"“{statement.quote}”",
        "[1] refers to 2.",
        "page not known",
        "Approved by medical information",
        "Ann Example (medical information)",
        "approval",
        "2 March 2026, 09:00:00 UTC",
        "holds: the record is as it was signed",
        "2 March 2027 (no longer valid on this day)",
        row.content_sha256,
        f"review {review}, version 3",
        office.corpus.version,
        warning.sha256,
        office.settings.safety_contact,
    )
    assert not [mark for mark in MARKED if mark in read.text]
    with office.store.reading() as session:
        signature = session.execute(sql("select hash, signed_sha256 from signature")).one()
    has(read.text, *signature)


def test_every_page_says_which_of_how_many(office: Office) -> None:
    review = office.approved_review()
    pages = document(office, review, "pdf").pages
    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
        has(page, f"Standard response document {review[:8]}, version 3", "2 March 2027")
    head, foot = document(office, review, "docx").furniture
    has(head, f"Standard response document {review[:8]}, version 3")
    has(foot, "Expires: 2 March 2027")


def draft(office: Office, clock: SetClock) -> str:
    return office.queued()


def claimed(office: Office, clock: SetClock) -> str:
    return office.claimed()


def rejected(office: Office, clock: SetClock) -> str:
    review = office.claimed()
    office.desk.reject(ANN, review, 2, SECRET, "off the point")
    return review


def withdrawn(office: Office, clock: SetClock) -> str:
    review = office.approved_review()
    office.desk.withdraw(BEN, review, 3, SECRET, "a new label")
    return review


def expired(office: Office, clock: SetClock) -> str:
    # Nobody has run upkeep since: the date alone ends it.
    review = office.approved_review(expires_on=date(2026, 3, 3))
    clock.forward(days=1)
    return review


def superseded(office: Office, clock: SetClock) -> str:
    first = office.approved_review()
    second = office.claimed()
    office.desk.approve(ANN, second, 2, SECRET, "better", supersedes=[first])
    return first


def invalidated(office: Office, clock: SetClock) -> str:
    review = office.approved_review()
    keep_up(office.store, changed_source(office.corpus, "kardento-faq"), office.settings)
    return review


def forged(office: Office, clock: SetClock) -> str:
    review = office.approved_review()
    with office.store.engine.connect() as plain:
        connection = plain.execution_options(**{WRITING: True})
        connection.execute(sql("DROP TRIGGER signature_no_update"))
        connection.execute(sql("UPDATE signature SET signer_name = 'Mallory'"))
        connection.commit()
    return review


def incomplete(office: Office, clock: SetClock) -> str:
    review = office.approved_review()
    anchor = office.store.anchor.path
    anchor.write_text(anchor.read_text().replace('"seq": ', '"seq": 9'))
    return review


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("make", "marking"),
    [
        (draft, "DRAFT – NOT APPROVED"),
        (claimed, "DRAFT – NOT APPROVED"),
        (rejected, "REJECTED – NOT FOR USE"),
        (withdrawn, "WITHDRAWN – NOT FOR USE"),
        (expired, "EXPIRED – NOT FOR USE"),
        (invalidated, "INVALIDATED – NOT FOR USE"),
        (superseded, "SUPERSEDED – NOT FOR USE"),
        (forged, "SIGNATURE DOES NOT HOLD – NOT FOR USE"),
        (incomplete, "RECORDS INCOMPLETE SINCE A RESTORE – NOT FOR USE"),
    ],
)
def test_what_is_not_in_force_says_so_on_every_page(
    office: Office, clock: SetClock, make: object, marking: str, form: Form
) -> None:
    review = make(office, clock)  # type: ignore[operator]  # one of the functions above
    made = standard_response(office.store, ANN, office.corpus, office.settings, review, form)
    assert made.name.endswith(f"-not-approved.{form}")
    read = read_file(made.data, form)
    assert read.furniture
    for page in read.furniture:
        assert marking in page
    if marking.startswith("DRAFT"):
        has(read.text, "Not approved: no signature covers this text.")
    if make is forged:
        has(read.text, "DOES NOT HOLD: the record is not as it was signed")


def test_a_withdrawal_is_signed_too(office: Office, clock: SetClock) -> None:
    read = document(office, withdrawn(office, clock), "docx")
    has(read.text, "Ben Example (medical information)", "withdrawal", "Ann Example")
    # Why it was withdrawn may be about people: it stays in the records.
    assert "a new label" not in read.text


def test_signatures_of_earlier_words_are_not_shown_for_these(office: Office) -> None:
    review = office.approved_review()
    office.desk.withdraw(ANN, review, 3, SECRET, "to be reworded")
    office.desk.reopen(ANN, review, 4, "again")
    office.desk.claim(ANN, review, 5)
    read = document(office, review, "docx")
    has(read.text, "Not approved: no signature covers this text.")
    assert "sha256 of what was signed" not in read.text
    office.desk.approve(ANN, review, 6, SECRET, "fine again")
    read = document(office, review, "docx")
    assert read.text.count("sha256 of what was signed") == 1
    has(read.text, "Version signed 7")


@pytest.mark.parametrize("form", FORMS)
def test_what_rests_on_a_changed_source_is_not_printed(office: Office, form: Form) -> None:
    review = office.approved_review()
    later = office.with_corpus(changed_source(office.corpus, "kardento-faq"))
    with pytest.raises(ExportError, match="source of kardento-faq has changed"):
        document(later, review, form)
    assert "export." not in _last_action(office)


def test_a_text_that_does_not_pass_the_check_is_not_printed(office: Office) -> None:
    review = office.claimed()
    kept = said(office.corpus, "36/1,731").display
    _, judgement = office.desk.edit(ANN, review, 2, edit(kept.replace("2.1%", "2.2%") + " [1]"))
    assert not judgement.passes
    with pytest.raises(ExportError, match="does not pass the check"):
        document(office, review, "pdf")


def test_who_may_not_export_does_not(office: Office) -> None:
    review = office.approved_review()
    for actor in (FAY, SAM):
        with pytest.raises(ForbiddenError):
            document(office, review, "docx", actor)
        assert _last_action(office) == "access.refused"
    document(office, review, "docx", ADA)
    draft = office.queued("Is it given with food?")
    document(office, draft, "docx", ANN)
    with pytest.raises(ForbiddenError):
        document(office, draft, "docx", ADA)
    with pytest.raises(NotFoundError, match="no review 'none'"):
        document(office, "none", "docx")
    with pytest.raises(ExportError, match="no such form"):
        document(office, review, "xlsx")  # type: ignore[arg-type]


@pytest.mark.parametrize("form", FORMS)
def test_an_export_stands_in_the_trail_with_its_hash(office: Office, form: Form) -> None:
    from hashlib import sha256

    review = office.approved_review()
    made = standard_response(office.store, ANN, office.corpus, office.settings, review, form)
    with office.store.reading() as session:
        entry = entries(session)[-1]
    assert entry.action == "export.standard_response"
    assert (entry.record_kind, entry.record_id, entry.actor_id) == ("review", review, ANN.id)
    assert entry.new == {
        "version": 3,
        "form": form,
        "marking": "",
        "sha256": sha256(made.data).hexdigest(),
    }
    assert made.name == f"standard-response-{review[:8]}-v3.{form}"


def test_a_refusal_is_a_document_too(office: Office) -> None:
    review = office.claimed(answer=office.refusal("Is KARDENTO new?"), question="x")
    office.desk.approve(ANN, review, 2, SECRET, "not in the document")
    read = document(office, review, "docx")
    has(read.text, "The documents do not say this.", office.corpus.boxed_warnings[0].text)
    assert "Sources" not in read.text
    has(read.text, "print no indication")


def test_the_points_that_bear_on_the_question_are_told_in_words(office: Office) -> None:
    answer = office.answer(OTHER_ARM, relevant={"KARDENTO": (1,)})
    review = office.queued(answer=answer)
    for form in FORMS:
        has(document(office, review, form).text, "bearing on the question: point 2 of 2.")


def test_a_paper_is_dated_by_the_trail_where_the_clock_stepped_back(
    office: Office, clock: SetClock
) -> None:
    review = office.approved_review(expires_on=date(2026, 3, 4))
    clock.forward(days=3)
    office.queued("later?")
    clock.forward(days=-3)
    assert "EXPIRED" in document(office, review, "docx").furniture[0]


def test_properties_name_the_document(office: Office) -> None:
    import io

    review = office.approved_review()
    made = standard_response(office.store, ANN, office.corpus, office.settings, review, "docx")
    properties = docx.Document(io.BytesIO(made.data)).core_properties
    assert (properties.title, properties.author) == (QUESTION, "Ino Assistant")
    assert day_words(properties.created.date()) == "2 March 2026"
    made = standard_response(office.store, ANN, office.corpus, office.settings, review, "pdf")
    assert b"pdfaid" in made.data
    assert read_file(made.data, "pdf").text


def test_a_pdf_is_what_it_says_it_is_as_far_as_can_be_told_here(office: Office) -> None:
    review = office.approved_review()
    made = standard_response(office.store, ANN, office.corpus, office.settings, review, "pdf")
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", made.data, re.DOTALL)
    plain = [zlib.decompress(s) if s[:1] == b"\x78" else s for s in streams]
    maps = [s.decode() for s in plain if b"begincmap" in s]
    codes = [re.findall(r"^<\w{4}> <(\w+)>$", m, re.MULTILINE) for m in maps]
    assert len(codes) >= 2
    # Every sign is told of as a character, and none as one that PDF/A forbids.
    assert not {"0000", "FEFF", "FFFE"} & {code for found in codes for code in found}
    assert made.data.count(b"/FontFile2") == made.data.count(b"/Subtype /CIDFontType2") >= 2
    for needed in (b"pdfaid:part>2<", b"pdfaid:conformance>U<", b"/OutputIntents", b"/ID"):
        assert any(needed in part for part in (made.data, *plain)), needed
    for forbidden in (b"/Encrypt", b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/LZWDecode"):
        assert forbidden not in made.data


def _last_action(office: Office) -> str:
    with office.store.reading() as session:
        return entries(session)[-1].action
