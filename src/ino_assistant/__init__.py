"""Ino Assistant: answers over drug documents, grounded in exact quotations."""

__version__ = "0.1.0"
