"""What the service adds to the errors of the records."""

from __future__ import annotations

from ino_assistant.records.errors import RecordsError


class UnrecordedError(RecordsError):
    """An answer could not be recorded, and is therefore not given."""
