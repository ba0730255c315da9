"""Opening the assistant for serving; what must be built first is built in another process.

Exporting a model and building an index takes far more memory than answering does, and
memory that a process has had it seldom gives back.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

from pydantic import SecretStr

from ino_assistant.errors import AssistantError, ModelError, SearchIndexError
from ino_assistant.llm.opening import open_assistant
from ino_assistant.service import Office, open_office
from ino_assistant.settings import Settings

PREPARING_S = 3.0
"""For so long at most questions to begin with are tried out beforehand."""


def open_prepared(settings: Settings, *, log: Callable[[str], None]) -> Office:
    """The office, warm; its model and index are prepared apart where they must be.

    Raises:
        AssistantError: the corpus can't be read, or model, index or records can't be had.
    """
    try:
        assistant = open_assistant(settings, log=log, building="never")
    except (ModelError, SearchIndexError) as error:
        log(f"preparing model and index: {str(error).split('; run ', 1)[0]}")
        ingest_apart(settings)
        assistant = open_assistant(settings, log=log, building="never")
    assistant.warm()
    office = open_office(settings, log=log, assistant=assistant)
    # Else who comes first would wait for what is done but once, and be offered no question.
    office.prepare(PREPARING_S)
    return office


def ingest_apart(settings: Settings) -> None:
    """Run `ino-assistant ingest` with these settings in a process of its own.

    Raises:
        AssistantError: it failed; it has said why on standard error.
    """
    command = [sys.executable, "-m", "ino_assistant.cli", "ingest"]
    done = subprocess.run(command, env=environment_of(settings), check=False)
    if done.returncode:
        raise AssistantError("the index could not be built; the line above says why")


def environment_of(settings: Settings) -> dict[str, str]:
    """The environment of this process with these settings; one that is not set is not there."""
    environment = dict(os.environ)
    for field in type(settings).model_fields:
        name, value = f"INO_ASSISTANT_{field.upper()}", getattr(settings, field)
        if value is None:
            environment.pop(name, None)
        else:
            hidden = isinstance(value, SecretStr)
            environment[name] = value.get_secret_value() if hidden else str(value)
    return environment
