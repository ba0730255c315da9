"""Exports: documents, records and safety reports as files; pure functions of the records.

Whatever leaves here was asked for by somebody who may have it, stands in the audit trail, and
has every boxed warning whole.
"""

from ino_assistant.exports.cases import Days
from ino_assistant.exports.copies import answer_copy
from ino_assistant.exports.errors import ExportError, WarningNotWholeError
from ino_assistant.exports.files import File, Stream
from ino_assistant.exports.response import standard_response
from ino_assistant.exports.safety import safety_form
from ino_assistant.exports.tabular import records_export

__all__ = [
    "Days",
    "ExportError",
    "File",
    "Stream",
    "WarningNotWholeError",
    "answer_copy",
    "records_export",
    "safety_form",
    "standard_response",
]
