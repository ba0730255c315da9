"""Questions to begin with, made from the names in the corpus."""

from __future__ import annotations

from ino_assistant.corpus.model import Corpus
from ino_assistant.web.asking import Answers

MAX_EXAMPLES = 3
_PATTERNS = (
    "What is {name}?",
    "What does the boxed warning of {name} say?",
    "What are the most common adverse reactions of {name}?",
)


def candidates(corpus: Corpus) -> tuple[str, ...]:
    """Questions on each product, the same one on every product before the next."""
    return tuple(
        pattern.format(name=product.name) for pattern in _PATTERNS for product in corpus.products
    )


def answerable(assistant: Answers, corpus: Corpus) -> tuple[str, ...]:
    """Of the candidates the first few that the documents answer.

    To offer a question that is then refused would teach people not to trust the examples.
    """
    found: list[str] = []
    for question in candidates(corpus)[: 4 * MAX_EXAMPLES]:
        if len(found) == MAX_EXAMPLES:
            break
        if assistant.ask(question).outcome == "answered":
            found.append(question)
    return tuple(found)


__all__ = ["MAX_EXAMPLES", "answerable", "candidates"]
