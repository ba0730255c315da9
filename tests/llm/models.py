"""Models without a server: what they do is told to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

from llama_index.core.llms import LLM, ChatMessage, ChatResponse, MessageRole

from ino_assistant.llm.calling import Breaker, Caller

Does = Callable[[Sequence[ChatMessage]], Any]


class Model:
    """Stands for an LLM: it has `chat` and `metadata`, which is all that is used."""

    def __init__(self, does: Does, name: object = "made-up") -> None:
        self.does = does
        self.asked = 0
        self._name = name

    @property
    def metadata(self) -> Any:
        if isinstance(self._name, Exception):
            raise self._name
        return type("Metadata", (), {"model_name": self._name})

    def chat(self, messages: Sequence[ChatMessage]) -> Any:
        self.asked += 1
        said = self.does(messages)
        if not isinstance(said, str):
            return said
        return ChatResponse(message=ChatMessage(role=MessageRole.ASSISTANT, content=said))


def as_llm(model: Model) -> LLM:
    return cast(LLM, model)


def caller_of(does: Does, *, tries: int = 10_000, seconds: float = 30.0, **more: int) -> Caller:
    return Caller(as_llm(Model(does)), seconds=seconds, breaker=Breaker(tries=tries), **more)
