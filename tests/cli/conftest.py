"""One data folder and one assistant over the real corpus for all tests of the command line."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cli.running import Result
from ino_assistant.answering.assistant import Assistant
from ino_assistant.answering.opening import open_assistant
from ino_assistant.cli.main import main
from ino_assistant.records import open_store
from ino_assistant.search.encoder import prepare_encoder
from ino_assistant.service import Office
from ino_assistant.settings import DEFAULT_MODEL, Settings

ROOT = Path(__file__).parents[2]
Run = Callable[..., Result]


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The exported model: a copy of one that is there already, for an export takes long."""
    folder = tmp_path_factory.mktemp("cli-models") / "models"
    exported = Path(os.environ.get("TEST_MODEL_DIR", ROOT / "var" / "models"))
    if exported.is_dir():
        shutil.copytree(exported, folder)
    else:
        prepare_encoder(DEFAULT_MODEL, folder)
    return folder


@pytest.fixture(scope="session")
def data(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the index of the real corpus; not to be changed."""
    folder = tmp_path_factory.mktemp("cli-data")
    (folder / "models").symlink_to(models)
    open_assistant(Settings(corpus_dir=ROOT / "corpus", data_dir=folder))
    return folder


@pytest.fixture(scope="session")
def assistant(data: Path) -> Assistant:
    return open_assistant(Settings(corpus_dir=ROOT / "corpus", data_dir=data))


@pytest.fixture
def settings_of_tests(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment of a command: real corpus, and an index that is fresh."""
    monkeypatch.setenv("INO_ASSISTANT_CORPUS_DIR", str(ROOT / "corpus"))
    monkeypatch.setenv("INO_ASSISTANT_DATA_DIR", str(data))
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture
def other_data(models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The environment of a command: a small corpus, and an empty data folder to damage."""
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "models").symlink_to(models)
    monkeypatch.setenv("INO_ASSISTANT_CORPUS_DIR", str(ROOT / "tests" / "documents"))
    monkeypatch.setenv("INO_ASSISTANT_DATA_DIR", str(folder))
    return folder


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command line in this process."""

    def _run(*arguments: str) -> Result:
        capsys.readouterr()
        status = main(arguments)
        printed = capsys.readouterr()
        return Result(status, printed.out, printed.err)

    return _run


@pytest.fixture
def office(assistant: Assistant, settings_of_tests: None, tmp_path: Path) -> Iterator[Office]:
    """An office around the shared assistant, with records of its own."""
    settings = Settings(database_url=f"sqlite:///{tmp_path}/r.sqlite3", audit_anchor=tmp_path / "a")
    opened = Office(settings, assistant, open_store(settings))
    yield opened
    opened.close()


@pytest.fixture
def ask(run: Run, office: Office, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `ask` in an office that is open already."""
    monkeypatch.setattr("ino_assistant.cli.opening.open_office_for_asking", lambda: office)
    return lambda *arguments: run("ask", *arguments)
