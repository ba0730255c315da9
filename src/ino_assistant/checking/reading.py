"""Reading a draft from a file: what can't be one is refused in one line."""

from __future__ import annotations

from pathlib import Path

from ino_assistant.checking.draft import Block, Draft, DraftError, Format, counted
from ino_assistant.text import fold, sha256_text

MAX_BYTES = 50_000_000
"""A longer file is no letter; 300 pages of text are about one million bytes."""
MAX_CHARACTERS = 5_000_000
_FORMATS: dict[str, Format] = {".txt": "txt", ".text": "txt", ".md": "md", ".markdown": "md"}
_FORMATS[".docx"] = "docx"
_KNOWN = "a draft is a .txt, .md or .docx file"
_CONTROLS = frozenset(chr(n) for n in range(32)) - frozenset("\t\n\r\f\v\x1b")


def read_draft(path: Path) -> Draft:
    """Read a draft.

    Raises:
        DraftError: missing, of another kind, damaged, encrypted, empty or far too long.
    """
    form = _FORMATS.get(path.suffix.lower())
    data = _bytes(path, known=form is not None)
    if form is None:
        raise DraftError(f"{path}: {path.suffix or 'no suffix'}: {_KNOWN}; save it as one of these")
    blocks, notes = _blocks(path, form, data)
    kept = tuple(block for block in blocks if any(c.isalnum() for c in block.text))
    if not kept:
        lost = f" (not read: {', '.join(counted(notes))})" if notes else ""
        raise DraftError(f"{path}: there is no text in it{lost}: nothing to check")
    if sum(len(block.text) for block in kept) > MAX_CHARACTERS:
        raise DraftError(f"{path}: more than {MAX_CHARACTERS:,} characters: check it in parts")
    return Draft(path.name, form, _sha256(data), kept, counted(notes))


def draft_of_text(text: str, form: Format = "txt", name: str = "draft") -> Draft:
    """A draft from text that was typed, not read from a file; .docx has no such form.

    Raises:
        DraftError: there is no text in it.
    """
    blocks, notes = _text_blocks(text, form)
    kept = tuple(block for block in blocks if any(c.isalnum() for c in block.text))
    if not kept:
        raise DraftError(f"{name}: there is no text in it: nothing to check")
    return Draft(name, form, sha256_text(text), kept, counted(notes))


def _bytes(path: Path, *, known: bool) -> bytes:
    try:
        if path.is_dir():
            raise DraftError(f"{path}: a folder; give one file: {_KNOWN}")
        if not path.exists():
            raise DraftError(f"{path}: no such file")
        if not path.is_file():
            raise DraftError(f"{path}: not a regular file; {_KNOWN}")
        if not known:
            return b""
        if path.stat().st_size > MAX_BYTES:
            raise DraftError(f"{path}: more than {MAX_BYTES // 1_000_000} MB: no draft is as long")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise DraftError(f"{path}: can't be read: {reason}") from error


def _blocks(path: Path, form: Format, data: bytes) -> tuple[list[Block], list[str]]:
    if not data.strip():
        raise DraftError(f"{path}: the file is empty: nothing to check")
    if form == "docx":
        from ino_assistant.checking.word import read_word

        return read_word(path, data)
    return _text_blocks(_decoded(path, data), form)


def _text_blocks(text: str, form: Format) -> tuple[list[Block], list[str]]:
    # Each way of ending a line counts: a lone `\r` is an old Macintosh's.
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n")
    if form == "md":
        from ino_assistant.checking.markdown import read_markdown

        blocks, notes = read_markdown(text)
    else:
        from ino_assistant.checking.plain import read_plain

        blocks, notes = read_plain(text), []
    return [b for b in blocks if fold(b.text)], notes


def _decoded(path: Path, data: bytes) -> str:
    """The text of a file: UTF-8, or UTF-16 if it says so.

    Nothing is guessed: in a wrong encoding a `≥` may read as another sign.
    """
    if data.startswith((b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"{\\rtf")):
        raise DraftError(f"{path}: not a text file, whatever its name says; {_KNOWN}")
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise DraftError(
            f"{path}: not UTF-8 text (byte {error.start}): save it as UTF-8"
        ) from error
    if "\x00" in text or sum(c in _CONTROLS for c in text) > max(3, len(text) // 1000):
        raise DraftError(f"{path}: binary data, not text; {_KNOWN}")
    return text


def _sha256(data: bytes) -> str:
    import hashlib

    return hashlib.sha256(data).hexdigest()
