"""Running the command line, and reading what it prints."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ino_assistant.text import fold

_ANSI = re.compile(r"\x1b\[[0-9;]*m")
PROGRAM = (sys.executable, "-m", "ino_assistant.cli")


@dataclass(frozen=True, slots=True)
class Result:
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """Standard output as JSON lines."""
        assert self.out == "" or self.out.endswith("\n")
        return [json.loads(line) for line in self.out.split("\n")[:-1]]

    @property
    def complaint(self) -> str:
        """The one line that says what is wrong; there must be no other."""
        assert self.err.startswith("ino-assistant: ")
        assert self.err.count("\n") == 1
        assert self.err.endswith("\n")
        assert "Traceback" not in self.err
        return self.err.removeprefix("ino-assistant: ").rstrip("\n")


def process(
    *arguments: str, program: Sequence[str] = PROGRAM, text: str | None = None, **variables: str
) -> Result:
    """Run the command line in a process of its own."""
    done = subprocess.run(
        [*program, *arguments],
        input=None if text is None else text.encode(),
        stdin=subprocess.DEVNULL if text is None else None,
        capture_output=True,
        env={**os.environ, **variables},
        timeout=120,
        check=False,
    )
    return Result(done.returncode, done.stdout.decode(), done.stderr.decode())


def boxes(shown: str) -> list[str]:
    """The folded texts of the boxes drawn in what a person is shown."""
    found: list[list[str]] = []
    for line in _ANSI.sub("", shown).splitlines():
        if line.startswith("┏"):
            found.append([])
        elif line.startswith("┃"):
            assert line.endswith("┃")
            found[-1].append(line.strip("┃"))
    return [fold(" ".join(lines)) for lines in found]
