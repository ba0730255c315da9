"""Opening the assistant for a command: what is going on is told on standard error."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ino_assistant.cli.output import DEBUG, note

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

    from ino_assistant.answering.assistant import Assistant
    from ino_assistant.search.build import Progress
    from ino_assistant.service import Office


def open_office_for_asking() -> Office:
    """The office of the settings; its index is built first if it is missing or stale.

    Raises:
        AssistantError: settings, corpus, model, index or records can't be used.
    """
    from ino_assistant.service import open_office
    from ino_assistant.settings import load_settings

    _tell_faults_in_a_line()
    with building_bar() as progress:
        return open_office(load_settings(), log=note, progress=progress)


def _tell_faults_in_a_line() -> None:
    """The command says what broke in its own line: a log with no place would stand beside it."""
    if not os.environ.get(DEBUG):
        logging.getLogger("ino_assistant.service").addHandler(logging.NullHandler())


def open_for_asking() -> Assistant:
    """The assistant of the settings, for what is no question of anybody's: nothing is recorded.

    Raises:
        AssistantError: settings, corpus, model or index can't be used.
    """
    from ino_assistant.llm.opening import open_assistant
    from ino_assistant.settings import load_settings

    with building_bar() as progress:
        return open_assistant(load_settings(), log=note, progress=progress)


@contextmanager
def building_bar() -> Iterator[Progress]:
    """What shows how far a build is; nothing is shown, or imported, if none takes place."""
    shown = _BuildingBar()
    try:
        yield shown
    finally:
        shown.close()


class _BuildingBar:
    """A progress bar on standard error that appears with the first progress."""

    def __init__(self) -> None:
        self._bar: Bar | None = None
        self._task: TaskID | None = None

    def __call__(self, done: int, total: int) -> None:
        if self._bar is None:
            self._bar = _new_bar()
            self._bar.start()
        if self._task is None:
            self._task = self._bar.add_task("building the index", total=total)
        self._bar.update(self._task, completed=done, total=total)

    def close(self) -> None:
        """Leave the bar as it stands."""
        if self._bar is not None:
            self._bar.stop()


def _new_bar() -> Bar:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as Remaining

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("statements"),
        Remaining(elapsed_when_finished=True),
        console=Console(stderr=True),
        # Standard output is for results; nothing that stands there may be drawn into the bar.
        redirect_stdout=False,
    )
