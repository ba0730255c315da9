"""Exported PDF files keep the rules of PDF/A-2 that their structure can be held to."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf

from exports.pdf_a import broken_rules
from exports.reading import on_sqlite
from ino_assistant.exports import answer_copy, standard_response
from review.office import ANN, FAY, Office

pytestmark = on_sqlite
ODD = "Is 5 µg/mL ≥ 3 × ULN, in 中文 or 😀, with <b>KARDENTO</b> (\\x) %PDF?"


def response(office: Office, review: str) -> bytes:
    made = standard_response(office.store, ANN, office.corpus, office.settings, review, "pdf")
    return made.data


def changed(data: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()


def test_no_export_breaks_a_rule(office: Office) -> None:
    approved = office.approved_review()
    draft = office.queued(ODD, answer=office.answer(ODD))
    assert broken_rules(response(office, approved)) == []
    assert broken_rules(response(office, draft)) == []
    exchange = office.now(draft).exchange_id
    copy = answer_copy(office.store, FAY, office.corpus, office.settings, exchange, "pdf")
    assert broken_rules(copy.data) == []


def test_what_breaks_a_rule_is_found(office: Office) -> None:
    data = response(office, office.approved_review())

    def script(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")

    def no_intent(pdf: pikepdf.Pdf) -> None:
        del pdf.Root.OutputIntents

    def no_metadata(pdf: pikepdf.Pdf) -> None:
        del pdf.Root.Metadata

    def no_font(pdf: pikepdf.Pdf) -> None:
        font = next(iter(pdf.pages[0].Resources.Font.values()))
        del font.DescendantFonts[0].FontDescriptor.FontFile2

    def wider(pdf: pikepdf.Pdf) -> None:
        font = next(iter(pdf.pages[0].Resources.Font.values()))
        font.DescendantFonts[0].W = pikepdf.Array([1, pikepdf.Array([4321])])

    def cmyk(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].contents_add(b"0 0 0 1 k")

    def attached(pdf: pikepdf.Pdf) -> None:
        pdf.attachments["x.txt"] = b"x"

    for change, rule in (
        (script, "6.5.1"),
        (no_intent, "6.2.3"),
        (no_metadata, "6.6.2"),
        (no_font, "not embedded"),
        (wider, "wide, not 4321"),
        (cmyk, "6.2.4"),
        (attached, "embedded files"),
    ):
        assert any(rule in wrong for wrong in broken_rules(changed(data, change))), rule
    assert any("6.1.2" in w for w in broken_rules(data.replace(b"%PDF-1.7", b"%PDF-2.0")))
    assert any("6.1.3" in wrong for wrong in broken_rules(data + b"more"))
    # Saved by another program without being changed, it keeps all of them.
    assert broken_rules(changed(data, lambda pdf: None)) == []
