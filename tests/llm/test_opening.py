"""The assistant is opened with the model of the settings, or with any LlamaIndex LLM."""

from __future__ import annotations

from typing import Any

import pytest
from llama_index.core.llms import MockLLM

from ino_assistant.answering import opening as extractive
from ino_assistant.answering.saying.compose import compose
from ino_assistant.errors import AssistantError
from ino_assistant.llm import opening
from ino_assistant.llm.composer import ModelComposer
from ino_assistant.llm.standalone import ModelRewriter
from ino_assistant.settings import Settings


class LlamaCPP(MockLLM):
    """By name a model that runs in this process."""


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the assistant is opened with."""
    found: dict[str, Any] = {"composer": compose, "rewriter": None}
    monkeypatch.setattr(extractive, "open_assistant", lambda s, **more: found.update(more))
    return found


def test_without_a_model_answers_are_quotations(opened: dict[str, Any]) -> None:
    opening.open_assistant(Settings())
    assert opened["composer"] is compose
    assert opened["rewriter"] is None


def test_any_llm_may_word_answers(opened: dict[str, Any]) -> None:
    said: list[str] = []
    opening.open_assistant(Settings(), log=said.append, model=MockLLM())
    assert isinstance(opened["composer"], ModelComposer)
    assert isinstance(opened["rewriter"], ModelRewriter)
    assert said == ["answers are worded by llm:unknown, as far as the documents say so"]


def test_questions_are_written_out_only_if_wanted() -> None:
    settings = Settings(llm_rewrites_questions=False)
    assert opening.adapters(MockLLM(), settings)[1] is None


def test_a_model_in_this_process_is_asked_one_thing_at_a_time() -> None:
    composer, _ = opening.adapters(LlamaCPP(max_tokens=None), Settings())
    assert composer.caller._free._value == 1


def test_unusable_settings_are_told_before_anything_is_built(opened: dict[str, Any]) -> None:
    with pytest.raises(AssistantError):
        opening.open_assistant(Settings(llm="ollama"))
    assert opened["composer"] is compose
