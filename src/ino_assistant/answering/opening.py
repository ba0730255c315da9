"""Opening an assistant over the corpus, index and model that the settings name."""

from __future__ import annotations

from collections.abc import Callable

from ino_assistant.answering.assistant import Assistant
from ino_assistant.answering.saying.compose import Composer, compose
from ino_assistant.answering.turns.conversation import Rewriter
from ino_assistant.corpus.load import load_corpus
from ino_assistant.search.build import Progress
from ino_assistant.search.searcher import Building, open_searcher
from ino_assistant.settings import Settings


def open_assistant(
    settings: Settings,
    *,
    log: Callable[[str], None] = lambda line: None,
    progress: Progress = lambda done, total: None,
    building: Building = "stale",
    composer: Composer = compose,
    rewriter: Rewriter | None = None,
) -> Assistant:
    """The assistant over the corpus of the settings; the index is built if it must be.

    Args:
        settings: where corpus, index and model are.
        log: given a line on what is being done and why.
        progress: told how far a build is.
        building: whether model and index are prepared never (an error, if they must be),
            if they are missing or stale, or always.
        composer: see `Assistant`.
        rewriter: see `Assistant`.

    Raises:
        AssistantError: corpus, model or index can't be used; one line that says what to do.
    """
    corpus = load_corpus(settings.corpus_dir)
    searcher = open_searcher(
        corpus,
        model=settings.embedding_model,
        model_dir=settings.model_dir,
        index_dir=settings.index_dir,
        log=log,
        progress=progress,
        building=building,
    )
    return Assistant(searcher, settings, composer, rewriter)
