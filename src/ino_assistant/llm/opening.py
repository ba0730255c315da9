"""The assistant of the settings, with the language model that they name, if they name one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ino_assistant.answering import opening
from ino_assistant.answering.assistant import Assistant
from ino_assistant.llm.calling import Caller
from ino_assistant.llm.composer import ModelComposer
from ino_assistant.llm.models import model_of, name_of
from ino_assistant.llm.standalone import ModelRewriter
from ino_assistant.search.build import Progress
from ino_assistant.search.searcher import Building
from ino_assistant.settings import Settings

if TYPE_CHECKING:
    from llama_index.core.llms import LLM


def open_assistant(
    settings: Settings,
    *,
    log: Callable[[str], None] = lambda line: None,
    progress: Progress = lambda done, total: None,
    building: Building = "stale",
    model: LLM | None = None,
) -> Assistant:
    """The assistant over the corpus of the settings, worded by their language model if any.

    Args:
        settings: see `answering.opening.open_assistant`, and `llm*`.
        log: see there.
        progress: see there.
        building: see there.
        model: any LlamaIndex LLM, used instead of the one that the settings name.

    Raises:
        AssistantError: see there; or the model's settings can't be used.
    """
    chosen = model if model is not None else model_of(settings)
    if chosen is None:
        return opening.open_assistant(settings, log=log, progress=progress, building=building)
    composer, rewriter = adapters(chosen, settings)
    log(f"answers are worded by {composer.answerer}, as far as the documents say so")
    return opening.open_assistant(
        settings,
        log=log,
        progress=progress,
        building=building,
        composer=composer,
        rewriter=rewriter,
    )


def adapters(model: LLM, settings: Settings) -> tuple[ModelComposer, ModelRewriter | None]:
    """What `Assistant` takes as composer and rewriter, for a model.

    Args:
        model: any LlamaIndex LLM.
        settings: how long it may take, and whether it writes questions out.
    """
    caller = Caller(
        model,
        seconds=settings.llm_timeout_seconds,
        # A model in this process has one state: two calls at once would mix them up.
        at_once=1 if type(model).__name__ == "LlamaCPP" else 4,
    )
    rewriter = ModelRewriter(caller) if settings.llm_rewrites_questions else None
    return ModelComposer(caller, name_of(model)), rewriter
