"""Every table of the records, imported: migrations, checks and restores have to know them all."""

from __future__ import annotations

from ino_assistant.records import people_tables, review_tables, tables

__all__ = ["people_tables", "review_tables", "tables"]
