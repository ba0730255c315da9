"""Word documents: nothing that stands in one is lost without a word."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest

from checking.making import TEXT_BOX, add_xml, package, saved, with_part, word
from ino_assistant.checking import word as word_module
from ino_assistant.checking.draft import Draft, DraftError
from ino_assistant.checking.reading import read_draft

NOTES = (
    '<w:{k}s xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:{k} w:type="separator" w:id="-1"><w:p><w:r><w:t>separator</w:t></w:r></w:p></w:{k}>'
    '<w:{k} w:id="1"><w:p><w:r><w:t>A note says 7%.</w:t></w:r></w:p></w:{k}></w:{k}s>'
)


def read(tmp_path: Path, data: bytes) -> Draft:
    path = tmp_path / "draft.docx"
    path.write_bytes(data)
    return read_draft(path)


def texts(draft: Draft) -> list[str]:
    return [block.text for block in draft.blocks]


def test_paragraphs_headings_and_lists(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Efficacy", 1)
    document.add_paragraph("The rate was 12%.\nIt was measured once.")
    document.add_paragraph("nausea", style="List Bullet")
    draft = read(tmp_path, saved(document))
    assert [(b.kind, b.text) for b in draft.blocks] == [
        ("heading", "Efficacy"),
        ("paragraph", "The rate was 12%."),
        ("paragraph", "It was measured once."),
        ("item", "nausea"),
    ]
    assert draft.blocks[1].place == "paragraph 2"


@pytest.mark.parametrize(
    ("setting", "kind"),
    [
        ('<w:numPr {ns}><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>', "item"),
        ('<w:outlineLvl {ns} w:val="0"/>', "heading"),
        ('<w:outlineLvl {ns} w:val="9"/>', "paragraph"),
        ('<w:pStyle {ns} w:val="unknown"/>', "paragraph"),
    ],
)
def test_kinds_by_settings(tmp_path: Path, setting: str, kind: str) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("text")
    add_xml(paragraph, setting)
    settings = paragraph._p.get_or_add_pPr()
    settings.append(paragraph._p[-1])
    assert read(tmp_path, saved(document)).blocks[0].kind == kind


def test_tables_know_rows_and_columns(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(3, 3)
    rows = [["Endpoint", "A", "B"], ["CR, %", "12.5", "14"], ["OS", "7 months", ""]]
    for i, row in enumerate(rows):
        for j, text in enumerate(row):
            table.cell(i, j).text = text
    cells = [b for b in read(tmp_path, saved(document)).blocks if b.kind == "cell"]
    assert [(c.text, c.label, c.column) for c in cells] == [
        ("12.5", "CR, %", "A"),
        ("14", "CR, %", "B"),
        ("7 months", "OS", "A"),
    ]
    assert cells[0].place == "table 1, row 2, column 2"


def test_merged_nested_and_framing_tables(tmp_path: Path) -> None:
    document = docx.Document()
    frame = document.add_table(1, 1)
    frame.cell(0, 0).text = "WARNING: it is framed."
    frame.cell(0, 0).add_paragraph("A second paragraph of 3%.")
    table = document.add_table(3, 3)
    table.cell(0, 1).merge(table.cell(0, 2)).text = "Both arms"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "CR"
    table.cell(1, 1).text = "11%"
    inner = table.cell(2, 2).add_table(1, 2)
    inner.cell(0, 0).text = "inner"
    inner.cell(0, 1).text = "22%"
    draft = read(tmp_path, saved(document))
    assert {"WARNING: it is framed.", "A second paragraph of 3%.", "11%", "22%"} <= set(
        texts(draft)
    )
    assert texts(draft).count("CR") == 1


def test_text_boxes_once_and_pictures_named(tmp_path: Path) -> None:
    document = docx.Document()
    add_xml(document.add_paragraph("Before."), TEXT_BOX)
    cell = document.add_table(1, 2).cell(0, 1)
    add_xml(cell.paragraphs[0], TEXT_BOX.replace("12%", "13%"))
    picture = io.BytesIO(_png())
    document.add_picture(picture)
    draft = read(tmp_path, saved(document))
    assert texts(draft).count("In a text box: 12%.") == 1
    assert texts(draft).count("In a text box: 13%.") == 1
    assert draft.blocks[1].place == "text box"
    assert draft.not_read == ("picture",)


def _png() -> bytes:
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixel = zlib.compress(b"\x00\x00")
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (chunk(b"IHDR", head), chunk(b"IDAT", pixel), chunk(b"IEND", b""))
    )


def test_headers_footers_and_notes(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("The body.")
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.header.paragraphs[0].text = "Same header"
    section.first_page_header.paragraphs[0].text = "Same header"
    section.footer.paragraphs[0].text = "A footer with 9%"
    data = saved(document)
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    for kind in ("footnote", "endnote"):
        xml = NOTES.replace("{k}", kind).encode()
        data = with_part(data, f"{kind}s.xml", xml, f"{kind}s", f"{main}.{kind}s+xml")
    draft = read(tmp_path, data)
    assert [(b.text, b.place) for b in draft.blocks] == [
        ("The body.", "paragraph 1"),
        ("Same header", "page header"),
        ("A footer with 9%", "page footer"),
        ("A note says 7%.", "footnote"),
        ("A note says 7%.", "endnote"),
    ]


def test_comments_are_named(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Some text.")
    document.add_comment(paragraph.runs, text="a remark")
    assert read(tmp_path, saved(document)).not_read == ("comment",)


def test_tracked_changes_and_what_frames_runs(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("The rate was ")
    add_xml(paragraph, '<w:ins {ns} w:id="1"><w:r><w:t>80</w:t></w:r></w:ins>')
    add_xml(paragraph, '<w:del {ns} w:id="2"><w:r><w:delText>70</w:delText></w:r></w:del>')
    add_xml(paragraph, "<w:sdt {ns}><w:sdtContent><w:r><w:t>.7%</w:t></w:r></w:sdtContent></w:sdt>")
    add_xml(paragraph, "<m:oMath {ns}><m:r><m:t>=x</m:t></m:r></m:oMath>")
    body: Any = document.element.body
    block = "<w:sdt {ns}><w:sdtContent><w:p><w:r><w:t>In a control: 5%.</w:t></w:r></w:p>"
    add_xml(paragraph, f"{block}</w:sdtContent></w:sdt>")
    body.insert(0, paragraph._p[-1])
    add_xml(paragraph, '<w:del {ns} w:id="3"><w:p/></w:del>')
    body.insert(0, paragraph._p[-1])
    add_xml(paragraph, "<m:oMathPara {ns}/>")
    body.insert(0, paragraph._p[-1])
    draft = read(tmp_path, saved(document))
    assert texts(draft) == ["In a control: 5%.", "The rate was 80.7%=x"]
    assert draft.not_read == (
        "equation",
        "deleted text of tracked changes (2)",
        "equation, read as plain text",
    )


def test_deleted_rows_and_rows_in_controls(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(3, 2)
    for n, row in enumerate(table.rows):
        row.cells[0].text, row.cells[1].text = f"row {n}", f"{n}1%"
    paragraph = document.add_paragraph("x")
    add_xml(paragraph, '<w:trPr {ns}><w:del w:id="1"/></w:trPr>')
    table.rows[0]._tr.insert(0, paragraph._p[-1])
    add_xml(paragraph, "<w:sdt {ns}><w:sdtContent/></w:sdt>")
    control = paragraph._p[-1]
    control[0].append(table.rows[2]._tr)
    table._tbl.append(control)
    add_xml(paragraph, "<w:sdt {ns}><w:sdtContent/></w:sdt>")
    framed = paragraph._p[-1]
    framed[0].append(table.rows[1]._tr.tc_lst[1])
    table.rows[1]._tr.append(framed)
    draft = read(tmp_path, saved(document))
    assert [b.text for b in draft.blocks if b.kind == "cell"] == ["11%", "21%"]
    assert draft.not_read == ("deleted text of tracked changes",)


def test_signs_of_runs(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("age ")
    add_xml(paragraph, '<w:r {ns}><w:sym w:font="Symbol" w:char="F0B3"/></w:r>')
    add_xml(paragraph, "<w:r {ns}><w:t>55</w:t><w:tab/><w:noBreakHyphen/><w:cr/></w:r>")
    add_xml(paragraph, '<w:r {ns}><w:sym w:font="Wingdings" w:char="F04A"/></w:r>')
    add_xml(paragraph, '<w:r {ns}><w:sym w:font="Symbol" w:char="none"/></w:r>')
    add_xml(paragraph, "<w:r {ns}><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>")
    add_xml(paragraph, '<w:r {ns}><w:rPr><w:vanish w:val="0"/></w:rPr><w:t> shown 10</w:t></w:r>')
    raised = '<w:r {ns}><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>9</w:t></w:r>'
    add_xml(paragraph, raised)
    draft = read(tmp_path, saved(document))
    assert texts(draft) == ["age ≥55 -", "\ufffd\ufffd shown 10⁹"]
    assert draft.not_read == ("sign of a symbol font (2)", "hidden text")


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"just text", "not a .docx file"),
        (b"PK\x03\x04 damaged", "not a .docx file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "protected by a password"),
        (package({"a.txt": b"b"}), "not a Word document"),
        (package({"[Content_Types].xml": b"<x", "word/document.xml": b"<x"}), "not a Word"),
        (word(), "no text in it"),
        (word("   "), "no text in it"),
    ],
)
def test_unusable(tmp_path: Path, data: bytes, complaint: str) -> None:
    with pytest.raises(DraftError, match=complaint) as error:
        read(tmp_path, data)
    assert "\n" not in str(error.value)


def test_encrypted_parts(tmp_path: Path) -> None:
    data = bytearray(word("text"))
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    with pytest.raises(DraftError, match="protected by a password"):
        read(tmp_path, bytes(data))


def test_a_damaged_part(tmp_path: Path) -> None:
    data = word("text " * 2000)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        info = archive.getinfo("word/document.xml")
    start = info.header_offset + 30 + len(info.filename) + 40
    broken = data[:start] + b"\xff" * 20 + data[start + 20 :]
    with pytest.raises(DraftError, match="damaged"):
        read(tmp_path, broken)


def test_zip_bombs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_module, "MAX_UNPACKED", 1_000_000)
    with pytest.raises(DraftError, match="unpacks to more"):
        read(tmp_path, package({"word/document.xml": b"0" * 2_000_000}))
    monkeypatch.setattr(word_module, "MAX_PARTS", 3)
    with pytest.raises(DraftError, match="unpacks to more"):
        read(tmp_path, package({f"{n}": b"0" for n in range(5)}))


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    with zipfile.ZipFile(io.BytesIO(word("text"))) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    body = parts["word/document.xml"]
    head, rest = body.split(b"?>", 1)
    parts["word/document.xml"] = head + b"?>" + bomb + rest.replace(b">text<", b">text &b;<")
    try:
        assert "aaaa" not in " ".join(texts(read(tmp_path, package(parts))))
    except DraftError as error:
        assert "damaged" in str(error)
