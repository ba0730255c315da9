"""A draft from what the form sent to what was found in it."""

from __future__ import annotations

import base64
import binascii
import tempfile
import threading
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Final

from ino_assistant.checking.check import check_draft
from ino_assistant.checking.draft import Draft, DraftError
from ino_assistant.checking.reading import draft_of_text, read_draft
from ino_assistant.checking.report import DraftReport
from ino_assistant.records.actors import Actor
from ino_assistant.records.errors import RejectedError
from ino_assistant.records.store import require
from ino_assistant.web.reviewing.asked import Asked
from ino_assistant.web.reviewing.office import Reviews

_SUFFIXES: Final = (".txt", ".md", ".docx")
_PATIENCE_S: Final = 20
_MOST_CHARACTERS: Final = 200_000
"""Some eighty printed pages: what takes longer is for the command line."""
_one_at_a_time = threading.Semaphore(1)
"""Checking takes a core for seconds; questions of others go on being answered."""


def checked(office: Reviews, actor: Actor, asked: Asked) -> DraftReport:
    """The report on the draft that was sent.

    Raises:
        ForbiddenError: the actor may not review.
        AssistantError: what was sent is no draft, or another one is being checked.
    """
    require(office.store, actor, "review", ("screen", "draft"))
    draft = read_sent(asked)
    if sum(len(block.text) for block in draft.blocks) > _MOST_CHARACTERS:
        raise RejectedError(
            f"more than {_MOST_CHARACTERS:,} characters: check it in parts, or with "
            "ino-assistant check"
        )
    if not _one_at_a_time.acquire(timeout=_PATIENCE_S):
        raise RejectedError("somebody else's draft is being checked: try again in a moment")
    try:
        return check_draft(draft, office.assistant.searcher)
    finally:
        _one_at_a_time.release()


def read_sent(asked: Asked) -> Draft:
    """The draft that a form holds: the file if one was chosen, else the text.

    Raises:
        AssistantError: it is no draft.
    """
    name = PurePath(asked.one("file_name").replace("\\", "/")).name[:120]
    if not asked.one("file"):
        return draft_of_text(asked.one("text"), "md" if asked.one("format") == "md" else "txt")
    suffix = PurePath(name).suffix.lower()
    if suffix not in _SUFFIXES:
        raise RejectedError(f"{name or 'the file'}: a draft is a .txt, .md or .docx file")
    try:
        data = base64.b64decode(asked.one("file"), validate=True)
    except (binascii.Error, ValueError):
        raise RejectedError(f"{name}: it did not arrive whole: send it again") from None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"draft{suffix}"
        path.write_bytes(data)
        try:
            return replace(read_draft(path), name=name)
        except DraftError as error:
            raise DraftError(str(error).replace(str(path), name)) from None


__all__ = ["checked", "read_sent"]
