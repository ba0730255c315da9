"""What a user typed is text in every file: no field, formula, link, markup or control sign."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from exports.reading import FORMS, copy_of, on_sqlite, parts_of, read_file
from exports.test_response import has
from ino_assistant.exports import answer_copy, records_export
from ino_assistant.records.exchanges import Circumstances
from review.office import ANN, FAY, Office

pytestmark = on_sqlite

TYPED = (
    '=HYPERLINK("http://bad","x") {nb} { PAGE } <b>bold</b> **bold** [a](http://b) &amp; '
    "<w:fldSimple w:instr='DDEAUTO'/> \ue000\ue001 ≥2 × 10⁹/L – µ²"
)
CONTROL = "one\x00two\x1b[31m\u202egnp\u2066\ufeff\ufffe\u200bthree\tfour\r\nfive"


def asked(office: Office, question: str) -> str:
    refusal = office.refusal(question)
    return office.intake.record(refusal, FAY, Circumstances(channel="web")).exchange_id


@pytest.mark.parametrize("form", FORMS)
def test_markup_is_text(office: Office, form: str) -> None:
    exchange = asked(office, TYPED)
    made = answer_copy(office.store, FAY, office.corpus, office.settings, exchange, form)  # type: ignore[arg-type]  # of FORMS
    read = read_file(made.data, form)  # type: ignore[arg-type]  # of FORMS
    has(
        read.text,
        "{nb} { PAGE } <b>bold</b> **bold** [a](http://b) &amp;",
        "<w:fldSimple w:instr='DDEAUTO'/>",
        "≥2 × 10⁹/L – µ²",
        "\ufffd\ufffd",
    )
    if form == "pdf":
        assert f"Page 1 of {len(read.pages)}" in read.pages[0]
        for name in (b"/Annots", b"/URI", b"/JavaScript", b"/Launch", b"/AcroForm"):
            assert name not in made.data


def test_a_word_file_has_no_field_of_a_users_and_nothing_active(office: Office) -> None:
    made = answer_copy(
        office.store, FAY, office.corpus, office.settings, asked(office, TYPED), "docx"
    )
    parts = parts_of(made.data)
    everything = "".join(parts.values())
    assert everything.count("<w:fldSimple") == 2
    assert 'w:instr="PAGE"' in everything
    assert 'w:instr="NUMPAGES"' in everything
    for name in ("instrText", "<w:hyperlink", "vbaProject", "TargetMode", "w:altChunk", "w:object"):
        assert name not in everything
    assert not [name for name in parts if name.endswith((".bin", ".vbs", ".js"))]


@pytest.mark.parametrize("form", FORMS)
def test_control_and_direction_signs_are_taken_out(office: Office, form: str) -> None:
    exchange = asked(office, CONTROL)
    text = copy_of(office, exchange, form).text  # type: ignore[arg-type]  # of FORMS
    has(text, "three", "four", "five")
    assert not set(text) & set("\x00\x1b\u202e\u2066\ufeff\ufffe\u200b")


@pytest.mark.parametrize("form", FORMS)
def test_what_no_font_has_is_written_as_its_code(office: Office, form: str) -> None:
    exchange = asked(office, "rate 😀 with 药?")
    text = copy_of(office, exchange, form).text  # type: ignore[arg-type]  # of FORMS
    has(text, "[U+1F600] with [U+836F]?" if form == "pdf" else "😀 with 药?")


@pytest.mark.parametrize("form", FORMS)
def test_a_very_long_question_is_all_there(office: Office, form: str) -> None:
    question = " ".join(f"word{n}" for n in range(600)) + " " + "x" * 900 + "?"
    text = copy_of(office, asked(office, question), form).text  # type: ignore[arg-type]  # of FORMS
    has(text, "word0", "word599")
    # In PDF the run of letters goes over lines and pages.
    assert text.count("x") >= 900


@pytest.mark.parametrize("form", FORMS)
def test_an_endless_question_is_cut_and_says_so(office: Office, form: str) -> None:
    unusable = replace(
        office.refusal("why " * 50_000),
        corpus=office.corpus,
        relevant=None,
        reason="unusable",
        standalone_question="what " * 50_000,
    )
    exchange = office.intake.record(unusable, FAY, Circumstances()).exchange_id
    read = copy_of(office, exchange, form)  # type: ignore[arg-type]  # of FORMS
    has(read.text, "characters; the whole is in the records.")
    assert len(read.text) < 25_000


def test_a_formula_typed_by_a_user_is_none_in_the_records(office: Office) -> None:
    asked(office, '=cmd|" /C calc"!A0')
    asked(office, 'a, "quoted"\nnext; line')
    data = b"".join(records_export(office.store, ANN, "csv").chunks)
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert [r["request.question"] for r in rows] == [
        '\'=cmd|" /C calc"!A0',
        'a, "quoted"\nnext; line',
    ]
    for row in rows:
        for name, value in row.items():
            number = name in ("response.total_us", "response.margin_milli")
            assert number or not value.lstrip().startswith(("=", "+", "-", "@")), name
