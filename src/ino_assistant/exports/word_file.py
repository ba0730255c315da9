"""A document as .docx: text only; no macro, no link, and no field but the page numbers."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import singledispatchmethod
from typing import TYPE_CHECKING, Any, Final

from ino_assistant.exports.paper import (
    Box,
    Heading,
    Pairs,
    Paper,
    Points,
    Text,
    lines_of,
    plain,
    relevant_words,
)

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.text.paragraph import Paragraph

BODY_PT: Final = 10.5
BOX_PT: Final = 10.5
"""A boxed warning is at least as large as the answer."""
_SMALL_PT: Final = 9
_FONT: Final = "Arial"
_PAGE_MM: Final = (210, 297)
_MARGIN_MM: Final = 22
_NAMES_MM: Final = 46
_EIGHTHS: Final = 12
"""Width of the box's border in eighths of a point."""
_TOGETHER: Final = 12
"""Rows of a table that are kept on one page, if it fits on one."""


def to_docx(paper: Paper) -> tuple[bytes, list[str]]:
    """A document as a .docx file, and the texts of the boxes that the file holds."""
    from docx import Document

    writer = _Writer(Document())
    writer.write(paper)
    out = io.BytesIO()
    writer.document.save(out)
    data = out.getvalue()
    return data, boxes_in(data)


def boxes_in(data: bytes) -> list[str]:
    """The text of every box of a .docx file: of each table of one cell."""
    from docx import Document

    tables = Document(io.BytesIO(data)).tables
    framed = [t for t in tables if (len(t.rows), len(t.columns)) == (1, 1)]
    return ["".join(p.text for p in table.cell(0, 0).paragraphs) for table in framed]


class _Writer:
    """Writes the blocks of one document in order."""

    def __init__(self, document: WordDocument) -> None:
        self.document = document

    def write(self, paper: Paper) -> None:
        self._prepare(paper)
        kind = self._paragraph(paper.kind.upper(), _SMALL_PT, bold=True)
        kind.paragraph_format.keep_with_next = True
        title = self.document.add_paragraph(style="Title")
        title.add_run(" ".join(lines_of(paper.title)))
        for block in paper.blocks:
            self._block(block)

    # Page

    def _prepare(self, paper: Paper) -> None:
        from docx.shared import Mm, Pt, RGBColor

        properties = self.document.core_properties
        properties.title = " ".join(lines_of(paper.title))[:250]
        properties.subject = paper.kind
        properties.author = properties.last_modified_by = "Ino Assistant"
        properties.comments = paper.marking
        properties.created = properties.modified = paper.made_at.replace(tzinfo=None)
        for name, size in (("Normal", BODY_PT), ("Title", 17.0), ("Heading 1", 12.5)):
            style: Any = self.document.styles[name]
            style.font.name, style.font.size = _FONT, Pt(size)
            style.font.color.rgb = RGBColor(0, 0, 0)
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for attribute in list(fonts.attrib):
                # The template's theme would win over the name.
                if attribute.endswith("Theme"):
                    del fonts.attrib[attribute]
            for script in ("ascii", "hAnsi", "eastAsia", "cs"):
                fonts.set(_w(script), _FONT)
            style.paragraph_format.space_before = Pt(14 if name == "Heading 1" else 0)
            style.paragraph_format.space_after = Pt(6)
            for border in style.element.iter(_w("pBdr")):
                border.getparent().remove(border)
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(_PAGE_MM[0]), Mm(_PAGE_MM[1])
        section.left_margin = section.right_margin = Mm(_MARGIN_MM)
        section.top_margin = section.bottom_margin = Mm(_MARGIN_MM + 6)
        head = section.header.paragraphs[0]
        self._run(head, paper.running, _SMALL_PT)
        if paper.marking:
            _bordered(self._marked(section.header.add_paragraph(), paper.marking), "single")
        foot = section.footer.paragraphs[0]
        for line in paper.footer:
            self._run(foot, line, _SMALL_PT)
            foot = section.footer.add_paragraph()
        if paper.marking:
            self._run(foot, f"{paper.marking}   ", _SMALL_PT, bold=True)
        self._run(foot, "Page ", _SMALL_PT)
        _field(foot, "PAGE", _SMALL_PT)
        self._run(foot, " of ", _SMALL_PT)
        _field(foot, "NUMPAGES", _SMALL_PT)

    def _marked(self, paragraph: Paragraph, marking: str) -> Paragraph:
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._run(paragraph, marking, 12, bold=True)
        return paragraph

    # Blocks

    @singledispatchmethod
    def _block(self, block: Any) -> None:
        raise TypeError(f"no such block: {type(block).__name__}")

    @_block.register
    def _(self, block: Heading) -> None:
        self.document.add_paragraph(style="Heading 1").add_run(plain(block.text))

    @_block.register
    def _(self, block: Text) -> None:
        from docx.shared import Mm

        size = _SMALL_PT if block.style == "small" else BODY_PT
        for line in lines_of(block.text):
            paragraph = self._paragraph(line, size, bold=block.style == "lead")
            if block.style == "verbatim":
                paragraph.paragraph_format.left_indent = Mm(6)

    @_block.register
    def _(self, block: Points) -> None:
        from docx.shared import Mm

        for mark, text in block.items:
            # Marks are text: no numbering of Word's own can renumber a citation.
            paragraph = self._paragraph(f"{mark}\t{' '.join(lines_of(text))}", BODY_PT)
            paragraph.paragraph_format.left_indent = Mm(9)
            paragraph.paragraph_format.first_line_indent = Mm(-9)
            paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(9))

    @_block.register
    def _(self, block: Pairs) -> None:
        from docx.shared import Mm

        if not block.rows:
            return
        table = self.document.add_table(rows=0, cols=2)
        table.autofit = False
        widths = (Mm(_NAMES_MM), Mm(_PAGE_MM[0] - 2 * _MARGIN_MM - _NAMES_MM))
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        for number, (name, value) in enumerate(block.rows, start=1):
            row = table.add_row()
            _whole_row(row)
            # What was signed is not torn from who signed it, nor a heading from its rows.
            together = number < len(block.rows) <= _TOGETHER
            for cell, width, text, bold in zip(
                row.cells, widths, (name, value), (True, False), strict=True
            ):
                cell.width = width
                lines = lines_of(text) or ["–"]
                self._run(cell.paragraphs[0], lines[0], _SMALL_PT, bold=bold)
                for line in lines[1:]:
                    self._run(cell.add_paragraph(), line, _SMALL_PT)
                for paragraph in cell.paragraphs:
                    paragraph.paragraph_format.space_after = 0
                    paragraph.paragraph_format.keep_with_next = together

    @_block.register
    def _(self, block: Box) -> None:
        from docx.shared import Mm, Pt

        self._block(Heading(block.caption))
        source = self._paragraph(f"As printed in: {block.source}", _SMALL_PT)
        source.paragraph_format.keep_with_next = True
        table = self.document.add_table(rows=1, cols=1)
        _framed(table)
        _whole_row(table.rows[0])
        cell = table.cell(0, 0)
        for number, line in enumerate(block.lines):
            paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
            self._run(paragraph, plain(line), BOX_PT, bold=number == 0)
            # Loose lines would drive a box that has to stay whole onto a page of its own.
            paragraph.paragraph_format.space_after = Pt(2)
            if number:
                paragraph.paragraph_format.left_indent = Mm(5)
                paragraph.paragraph_format.first_line_indent = Mm(-3)
            if number - 1 in block.relevant:
                _bordered(paragraph, "left")
        note = relevant_words(block)
        if note:
            self._paragraph(note, _SMALL_PT)
        else:
            self._paragraph("", 2)

    def _paragraph(self, text: str, size: float, *, bold: bool = False) -> Paragraph:
        paragraph = self.document.add_paragraph()
        self._run(paragraph, text, size, bold=bold)
        return paragraph

    def _run(self, paragraph: Paragraph, text: str, size: float, *, bold: bool = False) -> None:
        from docx.shared import Pt

        run = paragraph.add_run(plain(text))
        run.font.size, run.font.bold = Pt(size), bold or None


def _w(name: str) -> str:
    from docx.oxml.ns import qn

    return qn(f"w:{name}")


def _child(parent: Any, name: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement

    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(_w(key), value)
    parent.append(made)
    return made


def _field(paragraph: Paragraph, instruction: str, size: float) -> None:
    """A page number: the only fields of the document."""
    from docx.shared import Pt

    field = _child(paragraph._p, "fldSimple", instr=instruction)
    run = paragraph.add_run("1")
    run.font.size = Pt(size)
    field.append(run._r)


def _bordered(paragraph: Paragraph, where: str) -> None:
    """A black border: around a paragraph (`single`), or a thick bar at its left (`left`)."""
    sides: Sequence[str] = ("top", "left", "bottom", "right") if where == "single" else ("left",)
    properties = paragraph._p.get_or_add_pPr()
    width = "12" if where == "single" else "36"
    borders = _child(properties, "pBdr")
    for side in sides:
        _child(borders, side, val="single", sz=width, space="4", color="000000")
    _ahead_of(borders, "shd", "tabs", "spacing", "ind", "jc")


def _framed(table: Any) -> None:
    properties = table._tbl.tblPr
    borders = _child(properties, "tblBorders")
    for side in ("top", "left", "bottom", "right"):
        _child(borders, side, val="single", sz=str(_EIGHTHS), space="0", color="000000")
    _ahead_of(borders, "shd", "tblLayout", "tblCellMar", "tblLook")
    margins = _child(properties, "tblCellMar")
    for side in ("top", "left", "bottom", "right"):
        _child(margins, side, w="120", type="dxa")
    _ahead_of(margins, "tblLook")


def _ahead_of(element: Any, *names: str) -> None:
    """Put an element where the schema wants it: ahead of its first sibling of these names."""
    later = {_w(name) for name in names}
    first = next((child for child in element.getparent() if child.tag in later), None)
    if first is not None:
        first.addprevious(element)


def _whole_row(row: Any) -> None:
    """Keep a row on one page, if it fits on one."""
    _child(row._tr.get_or_add_trPr(), "cantSplit")
