"""The fonts that PDF files embed: they travel in a package, none of the machine is used."""

from __future__ import annotations

import io
import logging
from collections.abc import Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fpdf import FPDF

FAMILY: Final = "text"
_SPARE: Final = "spare"
_FILES: Final[Mapping[tuple[str, str], str]] = {
    # FiraGO has the signs of clinical texts; the second has what is still missing.
    (FAMILY, ""): "figo",
    (FAMILY, "B"): "figbo",
    (_SPARE, ""): "notos",
    (_SPARE, "B"): "notosbo",
}

# It says of every font that a table of hinting data is left out, which is as it should be.
logging.getLogger("fontTools.subset").setLevel(logging.ERROR)


_NOT_DRAWN: Final = ("GSUB", "GPOS", "GDEF", "TTFA", "DSIG", "kern", "prep", "fpgm", "cvt ", "gasp")
"""Tables of ligatures, kerning and hinting: not used here, and most of the work of a subset."""


@cache
def _font(name: str) -> bytes:
    from fontTools.ttLib import TTFont
    from pymupdf_fonts import fontbuffers

    out = io.BytesIO()
    with TTFont(io.BytesIO(fontbuffers[name]()), lazy=True, recalcTimestamp=False) as font:
        for table in _NOT_DRAWN:
            if table in font:
                del font[table]
        font.save(out)
    return out.getvalue()


@cache
def _signs() -> frozenset[int]:
    """Code points that can be drawn, upright and bold."""
    from fontTools.ttLib import TTFont

    drawn: dict[str, set[int]] = {}
    for (_, style), name in _FILES.items():
        with TTFont(io.BytesIO(_font(name)), lazy=True) as font:
            drawn.setdefault(style, set()).update(font.getBestCmap())
    return frozenset(set.intersection(*drawn.values()))


def drawable(text: str) -> str:
    """A text in which signs that no font has are written as their code points.

    Nothing is left out unseen: `[U+1F600]` stands where a sign can't be drawn.
    """
    signs = _signs()
    return "".join(
        sign if sign in " \n" or ord(sign) in signs else f"[U+{ord(sign):04X}]" for sign in text
    )


def forget_unused(pdf: FPDF) -> None:
    """Take out of a document's tables of characters what stands for none.

    A font's first glyph, which is never drawn, is told of as character 0: PDF/A allows none.
    """
    for font in pdf.fonts.values():
        for glyph, _ in getattr(font, "subset", {}).items():
            if glyph is not None and glyph.unicode == (0,):
                glyph.unicode = ()


@contextmanager
def with_fonts(pdf: FPDF) -> Iterator[FPDF]:
    """Give a document its fonts; it must be written before this ends."""
    with TemporaryDirectory(prefix="ino-assistant-fonts-") as folder:
        for (family, style), name in _FILES.items():
            file = Path(folder) / f"{name}.ttf"
            file.write_bytes(_font(name))
            pdf.add_font(family, style, file)
        pdf.set_fallback_fonts([_SPARE])
        try:
            yield pdf
        finally:
            for font in pdf.fonts.values():
                getattr(font, "ttfont", io.BytesIO()).close()
