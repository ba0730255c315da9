"""What keeps a document from leaving, each told in one line."""

from __future__ import annotations

from ino_assistant.records.errors import RejectedError


class ExportError(RejectedError):
    """A document can't be made; says why and what to do."""


class WarningNotWholeError(ExportError):
    """A boxed warning would not leave whole, so nothing does."""
