"""What an export hands out: a file, or a stream of a file's parts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from ino_assistant.exports.errors import ExportError
from ino_assistant.exports.paper import Paper
from ino_assistant.exports.pdf_file import to_pdf
from ino_assistant.exports.whole import check_written
from ino_assistant.exports.word_file import to_docx

Form = Literal["docx", "pdf"]

MEDIA: Final = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/x-ndjson",
}


@dataclass(frozen=True, slots=True)
class File:
    """A file that was made, to be handed to whoever asked for it."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Stream:
    """A file that is made while it is read: in one thread, once, to its end."""

    name: str
    media_type: str
    chunks: Iterator[bytes]


def written(paper: Paper, form: Form) -> bytes:
    """A document as a file; what it holds of boxed warnings is read from the file again.

    Raises:
        WarningNotWholeError: the file would not have them whole.
        ExportError: there is no such form.
    """
    writers = {"docx": to_docx, "pdf": to_pdf}
    if form not in writers:
        raise ExportError(f"no such form: {form!r}; one of {', '.join(writers)}")
    data, boxes = writers[form](paper)
    check_written(paper.boxes, boxes)
    return data


def digest_of(data: bytes) -> str:
    """Hexadecimal sha256 of a file: what the trail says of it."""
    return hashlib.sha256(data).hexdigest()


def save(chunks: Iterable[bytes], file: Path) -> None:
    """Write a file beside its place and put it there: it is whole at any moment.

    Raises:
        ExportError: it can't be written.
    """
    new = file.with_name(file.name + ".new")
    try:
        with new.open("wb") as out:
            for chunk in chunks:
                out.write(chunk)
        new.replace(file)
    except OSError as error:
        raise ExportError(f"{file}: can't be written: {error.strerror}") from error
    finally:
        with suppress(OSError):
            new.unlink(missing_ok=True)
