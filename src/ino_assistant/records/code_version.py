"""Which code is at work: the version of the package, and the commit that it was built from."""

from __future__ import annotations

import json
import subprocess
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Final

from ino_assistant import __version__

PACKAGE: Final = Path(__file__).resolve().parents[1]
COMMIT_FILE: Final = "commit.txt"
"""Written into the package when a wheel is built (`hatch_build.py`)."""
MODIFIED: Final = ".modified"
_SHOWN: Final = 12
_PATIENCE_S: Final = 5.0


@cache
def code_version() -> str:
    """The version with the commit, as `0.1.0+8350f5b4e7af`; `.modified` where files differ from it.

    The version alone where nobody can tell the commit.
    """
    commit = commit_of(PACKAGE)
    return f"{__version__}+{commit}" if commit else __version__


def commit_of(package: Path) -> str:
    """The commit of a package's code, or nothing.

    It was written down when the package was built, or by the installer that fetched it; else the
    package lies in a checkout, and git tells.
    """
    built = package / COMMIT_FILE
    if built.is_file():
        return built.read_text("ascii").strip()
    return _of_checkout(package) or (_of_installer() if package == PACKAGE else "")


def _of_checkout(package: Path) -> str:
    """What git says of a package in a checkout whose commits hold it."""
    lists = ("ls-files", "--error-unmatch", "__init__.py")
    # What an installed package happens to lie under is not where it comes from.
    if _git(package, *lists) is None:
        return ""
    told = _git(package, "status", "--porcelain=v2", "--branch", "--untracked-files=no", "--", ".")
    lines = (told or "").splitlines()
    commit = next((line.split()[-1] for line in lines if line.startswith("# branch.oid ")), "")
    if not commit or not commit.isalnum():
        return ""
    changed = any(not line.startswith("#") for line in lines)
    return commit[:_SHOWN] + (MODIFIED if changed else "")


def _git(folder: Path, *arguments: str) -> str | None:
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), "--no-optional-locks", *arguments],
            capture_output=True,
            text=True,
            check=False,
            timeout=_PATIENCE_S,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout if done.returncode == 0 else None


def _of_installer() -> str:
    """The commit that pip fetched the package by, as PEP 610 has it kept."""
    try:
        kept = distribution("ino-assistant").read_text("direct_url.json")
        commit = json.loads(kept or "{}").get("vcs_info", {}).get("commit_id", "")
    except (PackageNotFoundError, ValueError, AttributeError):
        return ""
    return str(commit)[:_SHOWN]
