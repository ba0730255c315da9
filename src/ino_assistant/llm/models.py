"""The LlamaIndex LLM of the settings; its integration is loaded only if one is set."""

from __future__ import annotations

import importlib
import math
import re
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ino_assistant.errors import AssistantError
from ino_assistant.settings import Settings

if TYPE_CHECKING:
    import httpx
    from llama_index.core.llms import LLM, ChatMessage

_MAX_TOKENS = 600
_MAX_BYTES = 1_000_000
"""Bytes of a reply that are read; one with all its wrapping takes a few thousand."""
_CONTEXT = 4096
_OLLAMA = "http://127.0.0.1:11434"
_PACKAGES = {
    "openai-like": ("llama_index.llms.openai_like", "llm"),
    "ollama": ("llama_index.llms.ollama", "llm"),
    "llama-cpp": ("llama_index.llms.llama_cpp", "llm-local"),
}


def model_of(settings: Settings) -> LLM | None:
    """The model of the settings; None if none is set.

    Raises:
        AssistantError: a setting is missing or unusable, the integration is not installed,
            or the model can't be loaded; the line never holds the key.
    """
    if not settings.llm:
        return None
    if not settings.llm_model.strip():
        raise AssistantError(
            "INO_ASSISTANT_LLM is set and INO_ASSISTANT_LLM_MODEL is not: name the model"
        )
    if settings.llm == "openai-like":
        return _openai_like(settings, _address(settings.llm_base_url))
    if settings.llm == "ollama":
        return _ollama(settings, _address(settings.llm_base_url or _OLLAMA))
    return _llama_cpp(settings)


def name_of(model: LLM) -> str:
    """What a model is called in answers: its name, of a file the name without folders."""
    try:
        given = str(model.metadata.model_name)
    except Exception:
        # A model of somebody's own need not tell.
        given = ""
    short = re.split(r"[\\/]", given)[-1] if given.lower().endswith(".gguf") else given
    plain = re.sub(r"[^\w.:/@+-]+", "-", short).strip("-")[:80]
    return plain or type(model).__name__


def _openai_like(settings: Settings, address: str) -> LLM:
    made: LLM = _integration(settings.llm).OpenAILike(
        model=settings.llm_model,
        api_base=address,
        # Left empty, the library would send whatever key the environment holds for another.
        api_key=settings.llm_api_key.get_secret_value() or "none",
        is_chat_model=True,
        is_function_calling_model=False,
        context_window=_CONTEXT,
        max_tokens=_MAX_TOKENS,
        temperature=0.0,
        max_retries=0,
        timeout=settings.llm_timeout_seconds,
        http_client=_client(settings.llm_timeout_seconds),
    )
    return made


def _ollama(settings: Settings, address: str) -> LLM:
    integration = _integration(settings.llm)
    key = settings.llm_api_key.get_secret_value()
    served = importlib.import_module("ollama").Client(
        host=address,
        timeout=settings.llm_timeout_seconds,
        headers={"Authorization": f"Bearer {key}"} if key else None,
        event_hooks=_hooks(settings.llm_timeout_seconds),
    )
    made: LLM = integration.Ollama(
        model=settings.llm_model,
        client=served,
        request_timeout=settings.llm_timeout_seconds,
        context_window=_CONTEXT,
        temperature=0.0,
        additional_kwargs={"num_predict": _MAX_TOKENS},
    )
    return made


def _llama_cpp(settings: Settings) -> LLM:
    path = Path(settings.llm_model).expanduser()
    if not path.is_file():
        raise AssistantError("INO_ASSISTANT_LLM_MODEL: no such file; name a GGUF file")
    integration = _integration(settings.llm)
    try:
        made: LLM = integration.LlamaCPP(
            model_path=str(path),
            temperature=0.0,
            max_new_tokens=_MAX_TOKENS,
            context_window=_CONTEXT,
            model_kwargs={"verbose": False},
            verbose=False,
        )
    except Exception as error:
        raise AssistantError(
            f"INO_ASSISTANT_LLM_MODEL: the file can't be loaded ({type(error).__name__}); "
            "name another"
        ) from error
    _use_own_template(made)
    return made


def _use_own_template(model: Any) -> None:
    """Have messages written as the file says; the integration has one form for all models."""
    loaded = getattr(model, "_model", None)
    template = getattr(loaded, "metadata", {}).get("tokenizer.chat_template")
    if not template:
        return
    formats = importlib.import_module("llama_cpp.llama_chat_format")
    # llama.cpp puts the token that begins a text before every prompt itself.
    formatter = formats.Jinja2ChatFormatter(template=template, eos_token="", bos_token="")

    def prompt(messages: Sequence[ChatMessage]) -> str:
        said = [{"role": m.role.value, "content": m.content} for m in messages]
        return str(formatter(messages=said).prompt)

    model.messages_to_prompt = prompt


def _integration(provider: str) -> Any:
    module, extra = _PACKAGES[provider]
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise AssistantError(
            f"INO_ASSISTANT_LLM is {provider} and its integration is not installed: "
            f"pip install 'ino-assistant[{extra}]'"
        ) from error


def _address(given: str) -> str:
    """The base URL, if it is one that can be called."""
    try:
        parts = urlsplit(given.strip())
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        usable = False
    if not usable:
        raise AssistantError(
            "INO_ASSISTANT_LLM_BASE_URL: give the address of the server, http://… or https://…"
        )
    if parts.username or parts.password or parts.query:
        # An address is written to logs.
        raise AssistantError(
            "INO_ASSISTANT_LLM_BASE_URL: leave names and keys out; "
            "the key belongs into INO_ASSISTANT_LLM_API_KEY"
        )
    return given.strip()


def _client(seconds: float) -> httpx.Client:
    import httpx

    # No redirects: questions go to the address that was set, and nowhere else.
    return httpx.Client(timeout=seconds, follow_redirects=False, event_hooks=_hooks(seconds))


def _hooks(seconds: float) -> dict[str, list[Any]]:
    """What ends a reply that is too long or drips: a client's own time limit is per read."""
    import httpx

    class Limited(httpx.SyncByteStream):
        def __init__(self, stream: httpx.SyncByteStream) -> None:
            self._stream = stream

        def __iter__(self) -> Iterator[bytes]:
            left, until = _MAX_BYTES, time.monotonic() + math.ceil(seconds)
            for chunk in self._stream:
                left -= len(chunk)
                if left < 0 or time.monotonic() > until:
                    raise httpx.ReadError("a reply without end")
                yield chunk

        def close(self) -> None:
            self._stream.close()

    def limit(response: httpx.Response) -> None:
        if isinstance(response.stream, httpx.SyncByteStream):
            response.stream = Limited(response.stream)

    return {"response": [limit]}
