"""Rules of PDF/A-2 (ISO 19005-2) that a file can be held to by its structure.

No validator: veraPDF is a Java program that no registry here has. What is looked at is named rule
by rule; what a validator looks at besides, such as the grammar of every stream, is not.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator
from typing import Any, Final
from xml.etree import ElementTree

import pikepdf
from fontTools.ttLib import TTFont

_FORBIDDEN_ACTIONS: Final = {
    "/Launch",
    "/Sound",
    "/Movie",
    "/ResetForm",
    "/ImportData",
    "/Hide",
    "/SetOCGState",
    "/Rendition",
    "/Trans",
    "/GoTo3DView",
    "/JavaScript",
}
_FORBIDDEN_KEYS: Final = {
    "/AA": "additional actions",
    "/JS": "JavaScript",
    "/XFA": "a form of XML",
    "/NeedAppearances": "a form to be drawn by the viewer",
    "/EmbeddedFiles": "embedded files",
    "/Encrypt": "encryption",
    "/OPI": "a proxy of an image",
    "/Alternates": "other images",
    "/TR": "a transfer function",
    "/PS": "PostScript",
    "/F": "a file outside",
}
_RDF: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_ID: Final = "{http://www.aiim.org/pdfa/ns/id/}"


def broken_rules(data: bytes) -> list[str]:
    """What of a file breaks one of the rules, in words."""
    found = list(_file(data))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for rule in (_structure, _metadata, _intent, _objects, _fonts, _pages):
            found += rule(pdf)
    return found


def _file(data: bytes) -> Iterator[str]:
    """6.1.2 and 6.1.3: how the file begins and ends."""
    lines = data.split(b"\n", 2)
    if not re.fullmatch(rb"%PDF-1\.[0-7]\r?", lines[0]):
        yield "6.1.2: the header is none of PDF 1.7"
    if not (lines[1].startswith(b"%") and sum(b > 127 for b in lines[1][1:5]) == 4):
        yield "6.1.2: no comment of four bytes above 127 behind the header"
    if not re.search(rb"%%EOF\r?\n?\Z", data):
        yield "6.1.3: something stands behind the end"


def _structure(pdf: pikepdf.Pdf) -> Iterator[str]:
    """6.1.3, 6.1.13: trailer and limits."""
    if "/ID" not in pdf.trailer:
        yield "6.1.3: no ID in the trailer"
    if "/Encrypt" in pdf.trailer:
        yield "6.1.3: encrypted"
    if len(pdf.objects) > 8_388_607:
        yield "6.1.13: more objects than there may be"


def _metadata(pdf: pikepdf.Pdf) -> Iterator[str]:
    """6.6.2 and 6.6.4: XMP that says of which kind the file is, readable without a filter."""
    kept = pdf.Root.get("/Metadata")
    if kept is None:
        yield "6.6.2: no metadata"
        return
    if "/Filter" in kept or kept.get("/Subtype") != pikepdf.Name.XML:
        yield "6.6.2: metadata that can't be read as they are"
    root = ElementTree.fromstring(kept.read_bytes())
    told: dict[str, str] = {}
    for description in root.iter(f"{_RDF}Description"):
        told |= description.attrib
        told |= {child.tag: child.text or "" for child in description}
    if (told.get(f"{_ID}part"), told.get(f"{_ID}conformance")) not in {("2", "B"), ("2", "U")}:
        yield "6.6.4: it does not say that it is PDF/A-2b or 2u"
    if "/Info" in pdf.trailer:
        yield "6.1.5: an information dictionary, which was not compared with the metadata"


def _intent(pdf: pikepdf.Pdf) -> Iterator[str]:
    """6.2.3 and 6.2.4: one output intent with a profile, and no colours but those it covers."""
    intents = [i for i in pdf.Root.get("/OutputIntents", []) if i.S == pikepdf.Name.GTS_PDFA1]
    if len(intents) != 1 or "/DestOutputProfile" not in intents[0]:
        yield "6.2.3: no single output intent with a profile"
        return
    profile = intents[0].DestOutputProfile.read_bytes()
    size, signature, space = struct.unpack(">I", profile[:4])[0], profile[36:40], profile[16:20]
    if size != len(profile) or signature != b"acsp" or profile[8] > 4:
        yield "6.2.3: its profile is no ICC profile of version 4 or earlier"
    if (space, int(intents[0].DestOutputProfile.N)) != (b"RGB ", 3):
        yield "6.2.3: its profile is not of three colours"
    for page in pdf.pages:
        for operands, operator in _drawn(page):
            name = str(operator)
            spaces = {str(o) for o in operands} if name in ("cs", "CS") else set()
            if name in ("k", "K") or "/DeviceCMYK" in spaces:
                yield "6.2.4: a colour in CMYK, which the output intent does not cover"


def _objects(pdf: pikepdf.Pdf) -> Iterator[str]:
    """6.1, 6.2, 6.5, 6.6: things that no object of the file may be or hold."""
    for one in pdf.objects:
        if isinstance(one, pikepdf.Stream):
            filters: Any = one.get("/Filter", [])
            names = {str(f) for f in (filters if isinstance(filters, pikepdf.Array) else [filters])}
            if names & {"/LZWDecode", "/Crypt"}:
                yield f"6.1.7: a stream with {', '.join(sorted(names))}"
            if int(one.Length) != len(one.read_raw_bytes()):
                yield "6.1.7: a stream that is not as long as it says"
            if one.get("/Subtype") == pikepdf.Name.PS or bool(one.get("/Interpolate", False)):
                yield "6.2.8: an image or object that is not drawn as it is"
        yield from _held(one, 0)


def _held(one: Any, depth: int) -> Iterator[str]:
    if depth > 40 or not isinstance(one, (pikepdf.Dictionary, pikepdf.Stream, pikepdf.Array)):
        return
    if isinstance(one, pikepdf.Array):
        for item in one:
            if not getattr(item, "is_indirect", False):
                yield from _held(item, depth + 1)
        return
    if one.get("/S") in _FORBIDDEN_ACTIONS:
        yield f"6.5.1: an action: {one.S}"
    if one.get("/Type") == "/Annot" or one.get("/Subtype") in ("/Widget", "/Movie", "/Sound"):
        yield "6.3: an annotation, which was not looked at"
    is_descriptor = one.get("/Type") == "/FontDescriptor"
    for key, value in one.items():
        # `F` of an annotation is a flag; there are none here.
        if key in _FORBIDDEN_KEYS and not is_descriptor:
            yield f"6: {_FORBIDDEN_KEYS[key]}"
        if not getattr(value, "is_indirect", False):
            yield from _held(value, depth + 1)


def _fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    """6.2.11: every font embedded, with the widths it has, and its signs known as text."""
    used: dict[tuple[int, int], tuple[Any, set[int]]] = {}
    for page in pdf.pages:
        signs: set[int] = set()
        for operands, operator in _drawn(page):
            if str(operator) == "Tf":
                font = page.Resources.Font[str(operands[0])]
                _, signs = used.setdefault(font.objgen, (font, set()))
            elif str(operator) in ("Tj", "TJ"):
                texts = operands[0] if str(operator) == "TJ" else [operands[0]]
                for text in texts:
                    if isinstance(text, pikepdf.String):
                        data = bytes(text)
                        signs |= set(struct.unpack(f">{len(data) // 2}H", data))
    for font, signs in used.values():
        yield from (f"6.2.11: {font.BaseFont}: {wrong}" for wrong in _font(font, signs))


def _font(font: Any, used: set[int]) -> Iterator[str]:
    if font.Subtype != pikepdf.Name.Type0:
        yield f"a font of a kind that was not looked at: {font.Subtype}"
        return
    descendant = font.DescendantFonts[0]
    if "/FontFile2" not in descendant.FontDescriptor:
        yield "not embedded"
        return
    if font.Encoding != pikepdf.Name("/Identity-H"):
        yield "signs by another way than their number"
    kept = descendant.get("/CIDToGIDMap")
    if not (isinstance(kept, pikepdf.Stream) or kept == pikepdf.Name.Identity):
        yield "no map of its signs"
        return
    glyphs = _glyphs(kept)
    if "/ToUnicode" not in font:
        yield "signs that are no text"
    elif re.search(rb"<0000>\s*$|> <0000>|<FEFF>", font.ToUnicode.read_bytes(), re.M):
        yield "signs whose text is no character"
    embedded = TTFont(io.BytesIO(descendant.FontDescriptor.FontFile2.read_bytes()))
    scale = 1000 / embedded["head"].unitsPerEm
    advances = embedded["hmtx"].metrics
    order = embedded.getGlyphOrder()
    widths = dict(_widths(descendant.W))
    if 0 in used or not used <= set(widths):
        yield "a sign that it has not"
    for sign in sorted(used & set(widths)):
        width = widths[sign]
        glyph = sign if glyphs is None else glyphs.get(sign, 0)
        if glyph < len(order) and abs(advances[order[glyph]][0] * scale - width) > 1:
            yield f"sign {glyph} is {advances[order[glyph]][0] * scale:.0f} wide, not {width:.0f}"


def _glyphs(kept: Any) -> dict[int, int] | None:
    """Number of the glyph by that of the sign: two bytes for each in order; None: the same."""
    if not isinstance(kept, pikepdf.Stream):
        return None
    data = kept.read_bytes()
    return dict(enumerate(struct.unpack(f">{len(data) // 2}H", data)))


def _widths(kept: Any) -> Iterator[tuple[int, float]]:
    """Widths by number of sign, as `W` writes them: `c [w …]` or `first last w`."""
    at = 0
    while at < len(kept):
        first, then = int(kept[at]), kept[at + 1]
        if isinstance(then, pikepdf.Array):
            yield from ((first + n, float(width)) for n, width in enumerate(then))
            at += 2
        else:
            yield from ((glyph, float(kept[at + 2])) for glyph in range(first, int(then) + 1))
            at += 3


def _pages(pdf: pikepdf.Pdf) -> Iterator[str]:
    """6.1.13, 6.2.2: the size of pages, and that what is drawn has its resources there."""
    for page in pdf.pages:
        left, bottom, right, top = (float(n) for n in page.MediaBox)
        if not (3 <= right - left <= 14_400 and 3 <= top - bottom <= 14_400):
            yield "6.1.13: a page of a size that none may have"
        fonts = set(page.Resources.get("/Font", {}).keys())
        depth = 0
        for operands, operator in _drawn(page):
            depth += {"q": 1, "Q": -1}.get(str(operator), 0)
            if depth > 28:
                yield "6.1.13: graphics within graphics, too deep"
            if str(operator) == "Tf" and str(operands[0]) not in fonts:
                yield f"6.2.2: {operands[0]} is drawn with and not there"
            if str(operator) in ("Tr",) and int(operands[0]) == 3:
                yield "text that nobody sees"


def _drawn(page: Any) -> list[Any]:
    """What is done to draw a page, step by step."""
    return list(pikepdf.parse_content_stream(page))
