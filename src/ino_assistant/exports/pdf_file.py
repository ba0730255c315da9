"""A document as PDF/A: its fonts are embedded, and its boxed warnings are drawn line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import singledispatchmethod
from typing import TYPE_CHECKING, Any, Final

from ino_assistant.exports.fonts import FAMILY, drawable, forget_unused, with_fonts
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
    from fpdf import FPDF

BODY_PT: Final = 10.5
BOX_PT: Final = 10.5
"""A boxed warning is at least as large as the answer."""
_SMALL_PT: Final = 8.5
_MARGIN: Final = 22.0
_TOP: Final = 22.0
_TOP_MARKED: Final = 31.0
_BOTTOM: Final = 28.0
_PADDING: Final = 3.0
_NAMES: Final = 46.0
_HANGING: Final = 9.0
_STEP: Final = 3.0
"""How far a point's further lines stand in."""
_BORDER: Final = 0.55
_COMPLIANCE: Final = "PDF/A-2U"
_PAGES: Final = "\ue000\ue001"
"""Stands for the number of pages while it is not known; no text of a document can hold it."""


def to_pdf(paper: Paper) -> tuple[bytes, list[str]]:
    """A document as a .pdf file, and the texts of the boxes as they were drawn."""
    from fpdf import FPDF

    class Page(FPDF):
        """Draws the head and foot of every page."""

        def header(self) -> None:
            """What the document is, and that it is not approved, where it is not."""
            _head(self, paper)

        def footer(self) -> None:
            """From when until when it is valid, and which page of how many this is."""
            _foot(self, paper)

    made = Page(unit="mm", format="A4", enforce_compliance=_COMPLIANCE)
    with with_fonts(made) as pdf:
        pdf.alias_nb_pages(_PAGES)
        pdf.set_title(" ".join(lines_of(paper.title))[:250])
        pdf.set_subject(paper.kind)
        pdf.set_author("Ino Assistant")
        pdf.set_lang("en-US")
        pdf.set_creation_date(paper.made_at)
        pdf.set_margins(_MARGIN, _top(paper), _MARGIN)
        pdf.set_auto_page_break(True, _BOTTOM)
        writer = _Writer(pdf)
        writer.write(paper)
        forget_unused(pdf)
        return bytes(pdf.output()), writer.boxes


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a box as it is drawn."""

    text: str
    bold: bool
    relevant: bool
    indent: float


class _Writer:
    """Draws the blocks of one document in order.

    Attributes:
        boxes: the text of every box, joined from the lines that were drawn.
    """

    def __init__(self, pdf: FPDF) -> None:
        self.pdf = pdf
        self.boxes: list[str] = []

    def write(self, paper: Paper) -> None:
        self.pdf.add_page()
        self._lines(paper.kind.upper(), _SMALL_PT, bold=True)
        self._lines(" ".join(lines_of(paper.title)), 16, bold=True)
        self.pdf.ln(2)
        for block in paper.blocks:
            self._block(block)

    @singledispatchmethod
    def _block(self, block: Any) -> None:
        """Draw a block."""
        raise TypeError(f"no such block: {type(block).__name__}")

    @_block.register
    def _(self, block: Heading) -> None:
        self._make_room(22)
        self.pdf.ln(4)
        self._lines(block.text, 12.5, bold=True)
        self.pdf.ln(1)

    @_block.register
    def _(self, block: Text) -> None:
        size = _SMALL_PT if block.style == "small" else BODY_PT
        indent = 6.0 if block.style == "verbatim" else 0.0
        for line in lines_of(block.text):
            self._lines(line, size, bold=block.style == "lead", indent=indent)
            self.pdf.ln(1.5)

    @_block.register
    def _(self, block: Points) -> None:
        for mark, text in block.items:
            self._make_room(10)
            self._font(BODY_PT)
            self.pdf.set_x(_MARGIN)
            self.pdf.cell(_HANGING, _height(BODY_PT), drawable(plain(mark)))
            self._lines(" ".join(lines_of(text)), BODY_PT, indent=_HANGING)
            self.pdf.ln(1.5)

    @_block.register
    def _(self, block: Pairs) -> None:
        self.pdf.ln(1.5)
        for name, value in block.rows:
            self._make_room(10)
            top, page = self.pdf.get_y(), self.pdf.page
            self._lines(name, _SMALL_PT, bold=True, width=_NAMES - 3)
            under, under_page = self.pdf.get_y(), self.pdf.page
            if under_page == page:
                self.pdf.set_y(top)
            for line in lines_of(value) or ["–"]:
                self._lines(line, _SMALL_PT, indent=_NAMES)
            if self.pdf.page == under_page:
                self.pdf.set_y(max(self.pdf.get_y(), under))
            self.pdf.ln(1)

    @_block.register
    def _(self, block: Box) -> None:
        self._font(BOX_PT)
        drawn = self._box_lines(block)
        height = _height(BOX_PT)
        # On one page, heading and all, if it fits on one; else it goes on, bordered, on the next.
        whole = len(drawn) * height + 2 * _PADDING + _height(12.5) + 3 * _height(_SMALL_PT) + 8
        self._make_room(min(whole, self._room_of_a_page()))
        self._block(Heading(block.caption))
        self._lines(f"As printed in: {block.source}", _SMALL_PT)
        self.pdf.ln(1)
        said = []
        while drawn:
            count = max(1, int((self._room() - 2 * _PADDING) / height))
            here, drawn = drawn[:count], drawn[count:]
            said += self._bordered(here, height)
            if drawn:
                self.pdf.add_page()
        self.boxes.append(" ".join(said))
        self.pdf.ln(1.5)
        if relevant_words(block):
            self._lines(relevant_words(block), _SMALL_PT)

    def _box_lines(self, block: Box) -> list[_Line]:
        """The lines of a box as they fit into it."""
        found: list[_Line] = []
        for number, text in enumerate(block.lines):
            bold, relevant = number == 0, number - 1 in block.relevant
            self._font(BOX_PT, bold=bold)
            width = self.pdf.epw - 2 * _PADDING - 4 - (0 if bold else _STEP)
            lines = self.pdf.multi_cell(
                width, 1, drawable(plain(text)), align="L", dry_run=True, output="LINES"
            )
            for at, line in enumerate(_sequence(lines)):
                found.append(_Line(line, bold, relevant, 0.0 if bold or at == 0 else _STEP))
        return found

    def _bordered(self, lines: Sequence[_Line], height: float) -> list[str]:
        top = self.pdf.get_y()
        self.pdf.set_y(top + _PADDING)
        for line in lines:
            if line.relevant:
                self.pdf.set_fill_color(0, 0, 0)
                self.pdf.rect(_MARGIN + 1.4, self.pdf.get_y(), 1.2, height, style="F")
            self._font(BOX_PT, bold=line.bold)
            self.pdf.set_x(_MARGIN + _PADDING + 1 + line.indent)
            self.pdf.cell(0, height, line.text, new_x="LMARGIN", new_y="NEXT")
        self.pdf.set_line_width(_BORDER)
        self.pdf.set_draw_color(0, 0, 0)
        bottom = self.pdf.get_y() + _PADDING
        self.pdf.rect(_MARGIN, top, self.pdf.epw, bottom - top)
        self.pdf.set_y(bottom)
        return [line.text for line in lines]

    # Room

    def _room(self) -> float:
        return float(self.pdf.h - _BOTTOM - self.pdf.get_y())

    def _room_of_a_page(self) -> float:
        return float(self.pdf.h - _BOTTOM - self.pdf.t_margin)

    def _make_room(self, height: float) -> None:
        if self._room() < height:
            self.pdf.add_page()

    # Text

    def _font(self, size: float, *, bold: bool = False) -> None:
        self.pdf.set_font(FAMILY, "B" if bold else "", size)

    def _lines(
        self,
        text: str,
        size: float,
        *,
        bold: bool = False,
        indent: float = 0.0,
        width: float = 0.0,
    ) -> None:
        """A paragraph, as many lines as it needs; nothing in it is taken for markup."""
        # The second line of two stands on the page of the first.
        self._make_room(2 * _height(size))
        self._font(size, bold=bold)
        self.pdf.set_x(_MARGIN + indent)
        self.pdf.multi_cell(
            width or self.pdf.epw - indent,
            _height(size),
            drawable(plain(text)),
            align="L",
            new_x="LMARGIN",
            new_y="NEXT",
        )


def _head(pdf: FPDF, paper: Paper) -> None:
    pdf.set_font(FAMILY, "", _SMALL_PT)
    pdf.set_y(10)
    pdf.multi_cell(0, 4, drawable(plain(paper.running)), align="L", new_x="LMARGIN", new_y="NEXT")
    if paper.marking:
        pdf.set_font(FAMILY, "B", 12)
        pdf.set_line_width(_BORDER)
        pdf.set_y(max(pdf.get_y() + 1, 16))
        marking = drawable(plain(paper.marking))
        pdf.cell(0, 8, marking, border=1, align="C", new_x="LMARGIN", new_y="NEXT")
    pdf.set_y(_top(paper))


def _top(paper: Paper) -> float:
    return _TOP_MARKED if paper.marking else _TOP


def _foot(pdf: FPDF, paper: Paper) -> None:
    pdf.set_y(-_BOTTOM + 6)
    pdf.set_line_width(0.2)
    pdf.line(_MARGIN, pdf.get_y() - 2, pdf.w - _MARGIN, pdf.get_y() - 2)
    pdf.set_font(FAMILY, "", _SMALL_PT)
    for line in paper.footer:
        pdf.cell(0, 4, drawable(plain(line)), new_x="LMARGIN", new_y="NEXT")
    if paper.marking:
        pdf.set_font(FAMILY, "B", _SMALL_PT)
        pdf.cell(pdf.epw / 2, 4, drawable(plain(paper.marking)))
    pdf.set_font(FAMILY, "", _SMALL_PT)
    pdf.cell(0, 4, f"Page {pdf.page_no()} of {_PAGES}", align="R")


def _height(size: float) -> float:
    """The height of a line of a size, in millimetres."""
    return size * 0.3528 * 1.32


def _sequence(lines: Any) -> Sequence[str]:
    return list(lines)
