"""Identifying details, found and removed before a message is stored, embedded or sent anywhere."""

from ino_assistant.privacy.model import Detail, DetailKind, Redacted
from ino_assistant.privacy.redaction import known_words, redact

__all__ = ["Detail", "DetailKind", "Redacted", "known_words", "redact"]
