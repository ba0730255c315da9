"""Opening an office: assistant and records of the settings."""

from __future__ import annotations

from collections.abc import Callable

from ino_assistant.answering.assistant import Assistant
from ino_assistant.llm.opening import open_assistant
from ino_assistant.records.clock import Clock, utc_now
from ino_assistant.records.governing import open_store
from ino_assistant.review.signing import Authenticate
from ino_assistant.search.build import Progress
from ino_assistant.search.searcher import Building
from ino_assistant.service.office import Office
from ino_assistant.settings import Settings


def open_office(
    settings: Settings,
    *,
    log: Callable[[str], None] = lambda line: None,
    progress: Progress = lambda done, total: None,
    building: Building = "stale",
    authenticate: Authenticate | None = None,
    clock: Clock = utc_now,
    assistant: Assistant | None = None,
) -> Office:
    """The office of the settings, ready for use.

    Args:
        settings: where corpus, index, model and records are.
        log: see `answering.opening.open_assistant`; `progress` and `building` as well.
        progress: see there.
        building: see there.
        authenticate: see `Office`.
        clock: the server's clock.
        assistant: one that is open already.

    Raises:
        AssistantError: corpus, model, index or records can't be used.
    """
    # The records first: without them nothing is answered, and they open in no time.
    store = open_store(settings, clock)
    try:
        opened = assistant or open_assistant(
            settings, log=log, progress=progress, building=building
        )

        def reopen() -> Assistant:
            anew = open_assistant(settings, log=log, building="never")
            anew.warm()
            return anew

        office = Office(settings, opened, store, authenticate=authenticate, reopen=reopen)
    except BaseException:
        store.close()
        raise
    office.upkeep()
    return office
