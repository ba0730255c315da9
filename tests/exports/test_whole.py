"""A boxed warning that is not whole stops every export: at each place where it could be cut."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pypdfium2
import pytest

from exports.reading import FORMS, copy_of, document, on_sqlite, parts_of, read_file
from ino_assistant.exports import (
    WarningNotWholeError,
    copies,
    parts,
    pdf_file,
    response,
    standard_response,
    word_file,
)
from ino_assistant.exports.files import Form, written
from ino_assistant.exports.paper import Box, Paper
from ino_assistant.exports.whole import check_answer, check_boxes, check_written
from ino_assistant.records.audit import entries
from ino_assistant.text import sha256_text
from records.stores import SetClock
from review.office import ANN, FAY, Office

pytestmark = on_sqlite


def box_of(office: Office, **changes: Any) -> Box:
    [warning] = office.corpus.boxed_warnings
    given = Box(warning.product, "somewhere", warning.heading, warning.bullets, (), warning.sha256)
    return replace(given, **changes)


def paper_with(*boxes: Box) -> Paper:
    return Paper("Kind", "Title", "", "running", (), SetClock()(), boxes)


def test_a_whole_warning_passes(office: Office) -> None:
    check_answer(office.answer(), office.corpus)
    check_answer(office.refusal(), office.corpus)
    check_boxes([box_of(office)], office.corpus, {"KARDENTO"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("text", "WARNING: BLEEDING RISK"),
        ("text", ""),
        ("sha256", "0" * 64),
        ("product", "ZELMORIX"),
    ],
)
def test_an_answer_with_another_warning_does_not(office: Office, name: str, value: str) -> None:
    answer = office.answer()
    object.__setattr__(answer.boxed_warning[0], name, value)
    with pytest.raises(WarningNotWholeError, match="would not be whole"):
        check_answer(answer, office.corpus)


def test_an_answer_whose_warning_is_forged_with_its_hash_does_not(office: Office) -> None:
    answer = office.answer()
    [shown] = answer.boxed_warning
    object.__setattr__(shown, "text", "WARNING: none")
    object.__setattr__(shown, "sha256", sha256_text("WARNING: none"))
    with pytest.raises(WarningNotWholeError):
        check_answer(answer, office.corpus)


def test_an_answer_without_its_warning_does_not(office: Office) -> None:
    answer = office.answer()
    object.__setattr__(answer, "boxed_warning", ())
    with pytest.raises(WarningNotWholeError, match="KARDENTO"):
        check_answer(answer, office.corpus)


@pytest.mark.parametrize(
    "change",
    [
        {"bullets": ()},
        {"heading": "WARNING"},
        {"bullets": ("KARDENTO can cause serious bleeding", "KARDENTO may cause fetal harm")},
        {"product": "ZELMORIX"},
        {"sha256": "f" * 64},
    ],
)
def test_a_box_that_was_altered_does_not(office: Office, change: dict[str, Any]) -> None:
    with pytest.raises(WarningNotWholeError):
        check_boxes([box_of(office, **change)], office.corpus, {"KARDENTO"})
    with pytest.raises(WarningNotWholeError):
        check_boxes([], office.corpus, {"KARDENTO"})


def test_a_file_without_a_box_does_not(office: Office) -> None:
    box = box_of(office)
    check_written([box], [" \n".join(box.lines)])
    for text in ("", box.heading, " ".join(box.lines)[:-1], " ".join(box.lines).replace("not", "")):
        with pytest.raises(WarningNotWholeError):
            check_written([box], [text])
    with pytest.raises(WarningNotWholeError):
        check_written([box], [])
    empty = replace(box, heading="", bullets=())
    with pytest.raises(WarningNotWholeError):
        check_written([empty], ["anything"])


@pytest.mark.parametrize("form", FORMS)
def test_a_writer_that_loses_a_line_is_found_out(
    office: Office, monkeypatch: pytest.MonkeyPatch, form: Form
) -> None:
    assert written(paper_with(box_of(office)), form)
    if form == "docx":
        whole = word_file._Writer._run

        def cut(self: Any, paragraph: Any, text: str, size: float, *, bold: bool = False) -> None:
            whole(self, paragraph, text.replace("Exclude pregnancy", ""), size, bold=bold)

        monkeypatch.setattr(word_file._Writer, "_run", cut)
    else:
        lines = pdf_file._Writer._box_lines
        monkeypatch.setattr(
            pdf_file._Writer, "_box_lines", lambda self, block: lines(self, block)[:-1]
        )
    with pytest.raises(WarningNotWholeError, match="KARDENTO"):
        written(paper_with(box_of(office)), form)


@pytest.mark.parametrize("form", FORMS)
def test_a_sign_that_no_font_has_is_no_whole_warning(office: Office, form: Form) -> None:
    # In the box nothing is replaced: a warning with a code point in it is not the warning.
    strange = box_of(office, bullets=("KARDENTO \U0001f600", "harm"))
    if form == "docx":
        assert written(paper_with(strange), form)
        return
    with pytest.raises(WarningNotWholeError):
        written(paper_with(strange), form)


def test_nothing_is_handed_out_or_recorded(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = office.answer()
    review = office.queued(answer=answer)

    def cut(answer: Any) -> list[Any]:
        return [b for b in whole(answer) if not isinstance(b, Box)]

    whole = parts.warning_parts
    monkeypatch.setattr(response, "warning_parts", cut)
    monkeypatch.setattr(copies, "warning_parts", cut)
    for form in FORMS:
        with pytest.raises(WarningNotWholeError):
            document(office, review, form, ANN)
        with pytest.raises(WarningNotWholeError):
            copy_of(office, answer.id, form, FAY)
    with office.store.reading() as session:
        assert not [e for e in entries(session) if e.action.startswith("export.")]


def test_a_box_longer_than_a_page_goes_on_with_its_border(office: Office) -> None:
    long = Box(
        "X", "somewhere", "WARNING", tuple(f"Point {n} of many. " * 30 for n in range(30)), (), ""
    )
    for form in FORMS:
        data = written(paper_with(long), form)
        assert data
    read = read_file(data, "pdf")
    assert len(read.pages) > 2
    assert all(f"Point {n} of many." in read.text for n in range(30))


def test_the_box_is_at_least_as_large_as_the_answer(office: Office) -> None:
    assert word_file.BOX_PT >= word_file.BODY_PT
    assert pdf_file.BOX_PT >= pdf_file.BODY_PT
    review = office.queued()
    made = standard_response(office.store, ANN, office.corpus, office.settings, review, "pdf")
    sizes = {}
    opened = pypdfium2.PdfDocument(made.data)
    page = opened[0].get_textpage()
    for words in ("KARDENTO can cause serious", "recurrence was seen in"):
        found = page.search(words).get_next()
        assert found is not None
        left, bottom, right, top = page.get_charbox(found[0], loose=True)
        sizes[words] = top - bottom
        assert right > left
    opened.close()
    assert sizes["KARDENTO can cause serious"] >= sizes["recurrence was seen in"] - 0.01
    # The border is black and drawn around it.
    made = standard_response(office.store, ANN, office.corpus, office.settings, review, "docx")
    xml = parts_of(made.data)["word/document.xml"]
    [framed] = xml.split("<w:tblBorders>")[1:]
    for side in ("top", "left", "bottom", "right"):
        assert f'<w:{side} w:val="single" w:sz="12" w:space="0" w:color="000000"/>' in framed
