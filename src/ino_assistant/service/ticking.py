"""Upkeep every few minutes, beside what is being asked."""

from __future__ import annotations

import logging
import threading
from types import TracebackType

from ino_assistant.errors import AssistantError
from ino_assistant.service.office import Office

EVERY_S = 120.0
_log = logging.getLogger(__name__)


class Ticking:
    """Runs an office's upkeep in a thread, for as long as a `with` block lasts.

    Args:
        office: that is looked after.
        every_s: seconds from one to the next.
    """

    def __init__(self, office: Office, every_s: float = EVERY_S) -> None:
        self._office, self._every_s = office, every_s
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="upkeep", daemon=True)

    def __enter__(self) -> Ticking:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._thread.join(10)

    def _run(self) -> None:
        while not self._stop.wait(self._every_s):
            try:
                self._office.upkeep()
            except AssistantError as error:
                _log.warning("upkeep has to wait: %s", error)
            except Exception:
                # It must not end: what has expired would stay in its queue unseen.
                _log.exception("upkeep failed")
