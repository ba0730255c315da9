"""The model of the settings: none by default, and one clear line for what is missing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from llama_index.core.llms import MockLLM

from ino_assistant.errors import AssistantError
from ino_assistant.llm import models
from ino_assistant.llm.models import model_of, name_of
from ino_assistant.settings import Settings, load_settings
from llm.models import Model, as_llm

KEY = "sk-never-shown"
BASE = {"llm": "openai-like", "llm_model": "m", "llm_base_url": "http://127.0.0.1:9/v1"}


def settings(**more: Any) -> Settings:
    return Settings.model_validate({**BASE, "llm_api_key": KEY, **more})


def test_there_is_none_by_default() -> None:
    assert Settings().llm == ""
    assert model_of(Settings()) is None


def test_by_default_nothing_of_it_is_loaded() -> None:
    code = (
        "import sys, ino_assistant.llm.opening\n"
        "from ino_assistant.llm.models import model_of\n"
        "from ino_assistant.settings import Settings\n"
        "model_of(Settings())\n"
        "assert not {'openai', 'ollama', 'llama_cpp'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"llm_model": " "}, "INO_ASSISTANT_LLM_MODEL"),
        ({"llm_base_url": ""}, "INO_ASSISTANT_LLM_BASE_URL"),
        ({"llm_base_url": "127.0.0.1:80"}, "INO_ASSISTANT_LLM_BASE_URL"),
        ({"llm_base_url": "ftp://h/v1"}, "INO_ASSISTANT_LLM_BASE_URL"),
        ({"llm_base_url": "http://[::1/v1"}, "INO_ASSISTANT_LLM_BASE_URL"),
        ({"llm_base_url": "http://me:pass@h/v1"}, "INO_ASSISTANT_LLM_API_KEY"),
        ({"llm_base_url": "http://h/v1?key=pass"}, "INO_ASSISTANT_LLM_API_KEY"),
        ({"llm": "llama-cpp", "llm_model": "/no/such.gguf"}, "INO_ASSISTANT_LLM_MODEL"),
    ],
)
def test_what_can_not_be_used_is_one_clear_line(more: dict[str, str], says: str) -> None:
    with pytest.raises(AssistantError, match=says) as caught:
        model_of(settings(**more))
    assert "\n" not in str(caught.value)
    assert KEY not in str(caught.value)
    assert "pass" not in str(caught.value)


def test_a_provider_that_there_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INO_ASSISTANT_LLM", "other")
    monkeypatch.setenv("INO_ASSISTANT_LLM_API_KEY", KEY)
    with pytest.raises(AssistantError, match="INO_ASSISTANT_LLM: ") as caught:
        load_settings()
    assert KEY not in str(caught.value)


@pytest.mark.parametrize(
    ("provider", "extra"), [("openai-like", "llm"), ("ollama", "llm"), ("llama-cpp", "llm-local")]
)
def test_a_missing_integration_says_what_to_install(
    provider: str, extra: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "m.gguf"
    file.write_bytes(b"")
    monkeypatch.setitem(sys.modules, models._PACKAGES[provider][0], None)
    with pytest.raises(AssistantError, match=rf"pip install 'ino-assistant\[{extra}\]'"):
        model_of(settings(llm=provider, llm_model=str(file)))


def test_an_openai_like_model_sends_its_key_and_follows_nothing() -> None:
    made: Any = model_of(settings())
    assert made is not None
    assert made.max_retries == 0
    assert made.api_key == KEY
    assert not made._http_client.follow_redirects
    made._http_client.close()
    bare: Any = model_of(settings(llm_api_key=""))
    assert bare.api_key == "none"
    bare._http_client.close()


def made_up(monkeypatch: pytest.MonkeyPatch, name: str, **attributes: Any) -> None:
    module = ModuleType(name)
    vars(module).update(attributes)
    monkeypatch.setitem(sys.modules, name, module)


class Made:
    """Takes anything, and keeps it."""

    def __init__(self, **given: Any) -> None:
        self.given = given


def test_a_model_of_ollama(monkeypatch: pytest.MonkeyPatch) -> None:
    made_up(monkeypatch, "llama_index.llms.ollama", Ollama=Made)
    made_up(monkeypatch, "ollama", Client=Made)
    made: Any = model_of(settings(llm="ollama", llm_base_url=""))
    client = made.given["client"].given
    assert made.given["model"] == "m"
    assert client["host"] == "http://127.0.0.1:11434"
    assert client["headers"] == {"Authorization": f"Bearer {KEY}"}
    bare: Any = model_of(settings(llm="ollama", llm_api_key=""))
    assert bare.given["client"].given["headers"] is None


class Loaded(Made):
    """A model of a file that says how messages are written."""

    template: str | None = "template"

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        has = {"tokenizer.chat_template": self.template} if self.template else {}
        self._model = SimpleNamespace(metadata=has)
        self.messages_to_prompt: Any = None


class Formatter(Made):
    def __call__(self, messages: list[dict[str, str]]) -> Any:
        said = " ".join(f"<{m['role']}>{m['content']}" for m in messages)
        return SimpleNamespace(prompt=f"{self.given['template']} {said}")


def test_a_file_writes_messages_as_it_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "m.gguf"
    file.write_bytes(b"")
    made_up(monkeypatch, "llama_index.llms.llama_cpp", LlamaCPP=Loaded)
    made_up(monkeypatch, "llama_cpp.llama_chat_format", Jinja2ChatFormatter=Formatter)
    made: Any = model_of(settings(llm="llama-cpp", llm_model=str(file)))
    message = SimpleNamespace(role=SimpleNamespace(value="user"), content="What?")
    assert made.messages_to_prompt([message]) == "template <user>What?"
    monkeypatch.setattr(Loaded, "template", None)
    bare: Any = model_of(settings(llm="llama-cpp", llm_model=str(file)))
    assert bare.messages_to_prompt is None


def test_a_file_that_is_no_model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def no(**given: Any) -> None:
        raise ValueError(f"bad magic in {given['model_path']}")

    file = tmp_path / "m.gguf"
    file.write_bytes(b"")
    made_up(monkeypatch, "llama_index.llms.llama_cpp", LlamaCPP=no)
    with pytest.raises(AssistantError, match="can't be loaded") as caught:
        model_of(settings(llm="llama-cpp", llm_model=str(file)))
    assert str(tmp_path) not in str(caught.value)


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("gpt-oss:20b", "gpt-oss:20b"),
        ("org/model-7B", "org/model-7B"),
        ("/home/me/models/small.gguf", "small.gguf"),
        ("C:\\models\\small.GGUF", "small.GGUF"),
        ("<b>x</b>\n", "b-x-/b"),
        ("", "Model"),
        (ValueError("none"), "Model"),
        ("x" * 200, "x" * 80),
    ],
)
def test_name_of(given: object, name: str) -> None:
    assert name_of(as_llm(Model(lambda m: "", given))) == name


def test_any_llamaindex_llm_has_a_name() -> None:
    assert name_of(MockLLM()) == "unknown"
