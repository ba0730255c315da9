"""Writes into what is built the commit that it is built from; records tell it of each answer."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_FILE = "src/ino_assistant/commit.txt"
_SHOWN = 12


class CommitHook(BuildHookInterface):
    """A checkout that is used as it lies (`editable`) asks git each time instead."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the file, unless it is there, as in what was unpacked, or no commit is known."""
        commit = _commit(self.root)
        if version == "editable" or (Path(self.root) / _FILE).exists() or not commit:
            return
        folder = tempfile.mkdtemp(prefix="commit-")
        written = Path(folder) / "commit.txt"
        written.write_text(commit + "\n", "ascii")
        inside = _FILE if self.target_name == "sdist" else _FILE.removeprefix("src/")
        build_data["force_include"][str(written)] = inside


def _commit(root: str) -> str:
    try:
        git = ["git", "-C", root]
        told = [*git, "rev-parse", "HEAD"]
        head = subprocess.run(told, capture_output=True, text=True, check=False)
        changed = subprocess.run([*git, "diff", "--quiet", "HEAD", "--", "src"], check=False)
    except OSError:
        return ""
    if head.returncode:
        return ""
    return head.stdout.strip()[:_SHOWN] + (".modified" if changed.returncode else "")
