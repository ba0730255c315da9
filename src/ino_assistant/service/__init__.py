"""The use cases: asking, reporting, reviewing, exporting, each by somebody with rights to it.

No screen and no HTTP: whatever is built on top of this can't do more than is allowed here.
"""

from ino_assistant.records.errors import NotFoundError, RejectedError
from ino_assistant.service.asking import Given, Turn
from ino_assistant.service.errors import UnrecordedError
from ino_assistant.service.office import REPORT_KINDS, Kept, Office
from ino_assistant.service.opening import open_office
from ino_assistant.service.ticking import Ticking

__all__ = [
    "REPORT_KINDS",
    "Given",
    "Kept",
    "NotFoundError",
    "Office",
    "RejectedError",
    "Ticking",
    "Turn",
    "UnrecordedError",
    "open_office",
]
