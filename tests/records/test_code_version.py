"""Which code is at work: told by what was built, by a checkout, or by the installer."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from ino_assistant import __version__
from ino_assistant.records import code_version as module
from ino_assistant.records.code_version import commit_of


def package_in(folder: Path) -> Path:
    package = folder / "src" / "thing"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("X = 1\n")
    return package


def git(folder: Path, *arguments: str) -> str:
    who = ["-c", "user.name=Ann Example", "-c", "user.email=ann@example.com"]
    done = subprocess.run(
        ["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def test_a_checkout_tells_its_commit_and_whether_files_differ_from_it(tmp_path: Path) -> None:
    package = package_in(tmp_path)
    assert commit_of(package) == ""
    git(tmp_path, "init", "-q")
    # A folder of others' commits is not where it comes from.
    assert commit_of(package) == ""
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "one")
    commit = git(tmp_path, "rev-parse", "HEAD")[:12]
    (tmp_path / "notes.txt").write_text("beside the package\n")
    assert commit_of(package) == commit
    (package / "__init__.py").write_text("X = 2\n")
    assert commit_of(package) == f"{commit}.modified"


def test_what_was_written_when_it_was_built_comes_first(tmp_path: Path) -> None:
    package = package_in(tmp_path)
    (package / "commit.txt").write_text("0123456789ab\n")
    assert commit_of(package) == "0123456789ab"


def test_an_installer_that_fetched_it_tells_the_commit(monkeypatch: pytest.MonkeyPatch) -> None:
    class Kept:
        def read_text(self, name: str) -> str:
            assert name == "direct_url.json"
            return (
                '{"url": "https://x", "vcs_info": {"vcs": "git", "commit_id": "abcdef0123456789"}}'
            )

    monkeypatch.setattr(module, "_of_checkout", lambda package: "")
    monkeypatch.setattr(module, "distribution", lambda name: Kept())
    assert commit_of(module.PACKAGE) == "abcdef012345"
    monkeypatch.setattr(Kept, "read_text", lambda self, name: None)
    assert commit_of(module.PACKAGE) == ""


def test_the_version_stands_alone_where_no_commit_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "commit_of", lambda package: "")
    assert module.code_version.__wrapped__() == __version__
