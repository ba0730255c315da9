"""Reads exported files as whoever gets them does: all that stands on each page."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import Any

import docx
import pypdfium2
import pytest

from ino_assistant.exports import answer_copy, standard_response
from ino_assistant.exports.files import Form
from ino_assistant.records import Actor
from ino_assistant.text import fold
from review.office import ANN, FAY, Office

FORMS: tuple[Form, ...] = ("docx", "pdf")
on_sqlite = pytest.mark.parametrize("url", ["sqlite"], indirect=True)
"""What has nothing to do with the kind of database is tested on one."""


@dataclass(frozen=True)
class Read:
    """What a file says: its body, and head and foot of its pages."""

    text: str
    pages: tuple[str, ...]
    furniture: tuple[str, ...]
    """Of .docx the head and the foot of every page; of PDF all of each page."""


def read_file(data: bytes, form: Form) -> Read:
    return _read_docx(data) if form == "docx" else _read_pdf(data)


def document(office: Office, review: str, form: Form, actor: Actor = ANN) -> Read:
    """The standard response document of a review."""
    made = standard_response(office.store, actor, office.corpus, office.settings, review, form)
    return read_file(made.data, form)


def copy_of(office: Office, exchange: str, form: Form = "docx", actor: Actor = FAY) -> Read:
    """A copy of an answer."""
    made = answer_copy(office.store, actor, office.corpus, office.settings, exchange, form)
    return read_file(made.data, form)


def parts_of(data: bytes) -> dict[str, str]:
    """The parts of a .docx file."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {n: package.read(n).decode("utf-8", "replace") for n in package.namelist()}


def _read_docx(data: bytes) -> Read:
    opened: Any = docx.Document(io.BytesIO(data))
    said = []
    for element in opened.element.body.iter():
        name = element.tag.rsplit("}")[-1]
        if name == "p":
            said.append("\n")
        elif name == "t":
            said.append(element.text or "")
        elif name == "tab":
            said.append(" ")
    section = opened.sections[0]
    head = " ".join(p.text for p in section.header.paragraphs)
    foot = " ".join(p.text for p in section.footer.paragraphs)
    text = fold("".join(said))
    return Read(text, (text,), (fold(head), fold(foot)))


def _read_pdf(data: bytes) -> Read:
    opened = pypdfium2.PdfDocument(data)
    pages = tuple(fold(page.get_textpage().get_text_range()) for page in opened)
    opened.close()
    return Read(" ".join(pages), pages, pages)
