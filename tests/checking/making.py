"""Small Word documents with what python-docx does not write by itself."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

FOLDER = Path(__file__).parent
RIGHT = FOLDER / "right_letter.txt"
WRONG = FOLDER / "wrong_letter.md"

TEXT_BOX = (
    '<w:r xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" {ns}>'
    "<mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent>"
    "<w:p><w:r><w:t>In a text box: 12%.</w:t></w:r></w:p></w:txbxContent></wps:txbx></w:drawing>"
    "</mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>In a text box: 12%."
    "</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


def add_xml(paragraph: Any, xml: str) -> None:
    """Put a piece of XML into a paragraph; `{ns}` in it stands for the namespaces."""
    paragraph._p.append(parse_xml(xml.replace("{ns}", nsdecls("w", "m"))))


def saved(document: Any) -> bytes:
    """The bytes of a document."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def word(*paragraphs: str) -> bytes:
    """A document of plain paragraphs."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    return saved(document)


def package(parts: Mapping[str, bytes]) -> bytes:
    """A ZIP archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def with_part(document: bytes, name: str, data: bytes, kind: str, content_type: str) -> bytes:
    """A document with one more part, related to its body."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    parts[f"word/{name}"] = data
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relation = f'<Relationship Id="rX{name}" Type="{base}/{kind}" Target="{name}"/>'
    relations = "word/_rels/document.xml.rels"
    parts[relations] = parts[relations].replace(
        b"</Relationships>", f"{relation}</Relationships>".encode()
    )
    override = f'<Override PartName="/word/{name}" ContentType="{content_type}"/>'
    types = "[Content_Types].xml"
    parts[types] = parts[types].replace(b"</Types>", f"{override}</Types>".encode())
    return package(parts)
