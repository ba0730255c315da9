"""Opening for serving: what must be built is built in another process."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from ino_assistant.errors import AssistantError, CorpusError, SearchIndexError
from ino_assistant.settings import Settings
from ino_assistant.web import preparing


@pytest.fixture(autouse=True)
def offices(monkeypatch: pytest.MonkeyPatch) -> None:
    def open_office(settings: Settings, *, log: Any, assistant: Opened) -> Prepared:
        return Prepared(assistant)

    monkeypatch.setattr(preparing, "open_office", open_office)


class Opened:
    def __init__(self) -> None:
        self.warmed = 0

    def warm(self) -> None:
        self.warmed += 1


class Prepared:
    """An office that notes for how long it was given time."""

    def __init__(self, assistant: Opened) -> None:
        self.assistant = assistant
        self.seconds = 0.0

    def prepare(self, seconds: float) -> None:
        self.seconds = seconds


def test_a_fresh_index_is_opened_without_another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Opened()
    monkeypatch.setattr(preparing, "open_assistant", lambda *a, **k: opened)
    monkeypatch.setattr(preparing, "ingest_apart", lambda settings: pytest.fail("not needed"))
    found: Any = preparing.open_prepared(Settings(), log=lambda line: None)
    assert found.assistant is opened
    assert found.seconds == preparing.PREPARING_S
    assert opened.warmed == 1


def test_a_stale_index_is_built_apart_and_then_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    tried: list[str] = []
    opened = Opened()

    def open_assistant(settings: Settings, *, log: Any, building: str) -> Opened:
        tried.append(building)
        if len(tried) == 1:
            raise SearchIndexError("the index is stale; run `ino-assistant ingest`")
        return opened

    monkeypatch.setattr(preparing, "open_assistant", open_assistant)
    monkeypatch.setattr(preparing, "ingest_apart", lambda settings: tried.append("apart"))
    found: Any = preparing.open_prepared(Settings(), log=said.append)
    assert found.assistant is opened
    assert tried == ["never", "apart", "never"]
    assert said == ["preparing model and index: the index is stale"]


def test_an_unusable_corpus_is_not_prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    def open_assistant(*args: Any, **more: Any) -> Opened:
        raise CorpusError("no manifest")

    monkeypatch.setattr(preparing, "open_assistant", open_assistant)
    monkeypatch.setattr(preparing, "ingest_apart", lambda settings: pytest.fail("no use"))
    with pytest.raises(CorpusError):
        preparing.open_prepared(Settings(), log=lambda line: None)


def test_the_other_process_has_these_settings_and_its_failure_is_told(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    settings = Settings(corpus_dir=tmp_path / "none", data_dir=tmp_path / "data")
    with pytest.raises(AssistantError, match="line above"):
        preparing.ingest_apart(settings)
    assert str(tmp_path / "none") in capfd.readouterr().err


def test_the_other_process_gets_the_same_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INO_ASSISTANT_AUDIT_ANCHOR", "/elsewhere")
    given = Settings(
        audit_anchor=None, data_dir=Path("/data"), port=1234, llm_api_key=SecretStr("key")
    )
    environment = preparing.environment_of(given)
    # `None` as a text would be a file of that name.
    assert "INO_ASSISTANT_AUDIT_ANCHOR" not in environment
    assert "None" not in environment.values()
    assert environment["INO_ASSISTANT_LLM_API_KEY"] == "key"
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("INO_ASSISTANT_AUDIT_ANCHOR")
    assert Settings() == given
