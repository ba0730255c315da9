"""An answer as plain text, for a copy: nothing that belongs to it can be left behind."""

from __future__ import annotations

from collections.abc import Iterator

from ino_assistant.answering.answer import Answer
from ino_assistant.answering.render import status_words
from ino_assistant.text import strip_control
from ino_assistant.web.markup import shortened
from ino_assistant.web.source_panel import place_words

MAX_QUESTION = 1000
"""How much of a question is copied along; a pasted document would bury its answer."""


def plain_text(answer: Answer) -> str:
    """Question, answer, status, caveats, boxed warnings letter for letter, and sources."""
    return strip_control("\n\n".join(_parts(answer))) + "\n"


def _parts(answer: Answer) -> Iterator[str]:
    yield f"Question: {shortened(answer.question, MAX_QUESTION)}"
    yield answer.text
    yield f"({status_words(answer)})"
    if answer.caveats:
        yield "Please note:\n" + "\n".join(f"- {caveat.text}" for caveat in answer.caveats)
    for warning in answer.boxed_warning:
        yield f"BOXED WARNING, {warning.product} (as printed in: {warning.source})\n{warning.text}"
    if answer.citations:
        yield "Sources:\n" + "\n".join(
            f"[{c.marker}] “{c.quote}” {c.document_title}; {place_words(c)}"
            for c in answer.citations
        )
    yield from answer.notices


__all__ = ["plain_text"]
