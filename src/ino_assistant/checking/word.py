"""Word documents (.docx) as blocks: body, tables, text boxes, headers, footers, notes.

python-docx opens the package and finds its parts. The text itself is read from their
XML: its `Paragraph.text` leaves out what stands in content controls, text boxes and
tracked insertions, and a number left out would be a number unchecked.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ino_assistant.checking.draft import Block, DraftError
from ino_assistant.checking.tables import table_blocks
from ino_assistant.checking.word_text import Paragraph, WordReader, local_name
from ino_assistant.text import fold

MAX_UNPACKED = 200_000_000
"""Bytes that a package may hold when unpacked: pictures of a letter need far less."""
MAX_PARTS = 5_000
_OLE = b"\xd0\xcf\x11\xe0"
_NOT_READ = {
    "/image": "picture",
    "/chart": "chart",
    "/diagramData": "diagram",
    "/oleObject": "embedded object",
    "/package": "embedded file",
    "/aFChunk": "part of another format",
}
_SECTIONS = (("/header", "page header"), ("/footer", "page footer"))
_NOTES = (("/footnotes", "footnote"), ("/endnotes", "endnote"))


def read_word(path: Path, data: bytes) -> tuple[list[Block], list[str]]:
    """The blocks of a Word document, and what of it was not read.

    Args:
        path: its file, to name in errors.
        data: its bytes.

    Raises:
        DraftError: it is no Word document, encrypted, damaged, or unpacks to too much.
    """
    _check_package(path, data)
    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    try:
        document = docx.Document(io.BytesIO(data))
        return _read(document)
    except (OpcError, LxmlError, KeyError, ValueError, AttributeError, IndexError) as error:
        raise DraftError(
            f"{path}: not a Word document, or a damaged one ({type(error).__name__}): open it in "
            "Word and save it anew"
        ) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise DraftError(f"{path}: a damaged .docx file: save it anew") from error


def _check_package(path: Path, data: bytes) -> None:
    """Refuse what is no package, is locked, or would fill the memory when unpacked."""
    if data.startswith(_OLE):
        raise DraftError(
            f"{path}: protected by a password, or in Word's old format: save it as an "
            "unprotected .docx"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise DraftError(f"{path}: not a .docx file, whatever its name says") from error
    if any(part.flag_bits & 1 for part in parts):
        raise DraftError(f"{path}: protected by a password: save it unprotected")
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise DraftError(
            f"{path}: unpacks to more than {MAX_UNPACKED // 1_000_000} MB or {MAX_PARTS:,} parts: "
            "no letter does"
        )


def _read(document: Any) -> tuple[list[Block], list[str]]:
    from docx.oxml import parse_xml

    reader = WordReader(_style_names(document))
    blocks = list(_blocks(reader, document.element.body, "paragraph", _Tables()))
    seen: set[str] = set()
    for kind, place in (*_SECTIONS, *_NOTES):
        for relation in document.part.rels.values():
            if relation.is_external or not relation.reltype.endswith(kind):
                continue
            root = parse_xml(relation.target_part.blob)
            for part in _parts(root):
                for block in _blocks(reader, part, place, _Tables(place)):
                    # Odd, even and first pages repeat what they have in common.
                    if block.text not in seen or kind not in ("/header", "/footer"):
                        blocks.append(block)
                    seen.add(block.text)
    notes = [*reader.notes]
    for relation in document.part.rels.values():
        notes += [what for end, what in _NOT_READ.items() if relation.reltype.endswith(end)]
        if relation.reltype.endswith("/comments") and not relation.is_external:
            notes += ["comment"] * relation.target_part.blob.count(b"<w:comment ")
    return blocks, notes


def _parts(root: Any) -> list[Any]:
    """The notes of a part of notes, without Word's separators; of others the part itself."""
    if local_name(root) not in ("footnotes", "endnotes"):
        return [root]
    return [note for note in root if not any(k.endswith("}type") for k in note.attrib)]


class _Tables:
    """Counts tables and paragraphs, to name places with."""

    def __init__(self, within: str = "") -> None:
        self.within = within
        self.tables = self.paragraphs = 0

    def table(self) -> str:
        """The name of the next table."""
        self.tables += 1
        return f"{self.within} table {self.tables}".strip()


def _blocks(reader: WordReader, root: Any, place: str, count: _Tables) -> Iterator[Block]:
    """Blocks in the order of the document; a text box stands behind its paragraph."""
    for kind, element in reader.walk(root):
        if kind == "table":
            yield from _table(reader, element, count)
            continue
        paragraph = reader.paragraph(element)
        count.paragraphs += bool(fold(paragraph.text))
        where = place if count.within else f"{place} {count.paragraphs}"
        yield from _paragraph_blocks(paragraph, where)
        for box in paragraph.boxes:
            yield from _blocks(reader, box, "text box", _Tables("text box"))


def _paragraph_blocks(paragraph: Paragraph, where: str) -> Iterator[Block]:
    for line in paragraph.text.split("\n"):
        if fold(line):
            yield Block(paragraph.kind, fold(line), where)


def _table(reader: WordReader, element: Any, count: _Tables) -> Iterator[Block]:
    name = count.table()
    rows: list[list[str]] = []
    inner: list[Any] = []
    cells: list[list[Any]] = [reader.cells(row) for row in reader.rows(element)]
    framed = all(len(row) <= 1 for row in cells)
    if framed:
        # A frame around text: its paragraphs are those of the letter.
        for row in cells:
            for cell in row:
                yield from _blocks(reader, cell.element, name, _Tables(name))
        return
    for row in cells:
        texts: list[str] = []
        for cell in row:
            parts: list[str] = []
            for kind, child in reader.walk(cell.element):
                if kind == "table":
                    inner.append(child)
                    continue
                paragraph = reader.paragraph(child)
                parts.append(paragraph.text)
                inner += paragraph.boxes
            texts += ["" if cell.continued else fold(" ".join(parts)), *[""] * (cell.width - 1)]
        rows.append(texts)
    yield from table_blocks(rows, name)
    for child in inner:
        if local_name(child) == "tbl":
            yield from _table(reader, child, count)
        else:
            yield from _blocks(reader, child, "text box", _Tables("text box"))


def _style_names(document: Any) -> dict[str, str]:
    """Ids of styles with their names in small letters."""
    names: dict[str, str] = {}
    for style in document.styles.element:
        if local_name(style) != "style":
            continue
        identity = next((v for k, v in style.attrib.items() if k.endswith("}styleId")), "")
        for child in style:
            if local_name(child) == "name":
                names[identity] = next(iter(child.attrib.values()), "").lower()
    return names
