"""An answer as plain text, for a copy: nothing that belongs to it can be left behind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ino_assistant.answering.saying.answer import Answer
from ino_assistant.answering.saying.render import (
    OUTCOME_WORDS,
    REFUSALS,
    page_words,
    validated_words,
)
from ino_assistant.text import strip_control
from ino_assistant.web.markup import shortened

MAX_QUESTION = 1000
"""How much of a question is copied along; a pasted document would bury its answer."""


def plain_text(answer: Answer) -> str:
    """Question, answer, status, caveats, boxed warnings letter for letter, and sources."""
    told = {
        "question": answer.question,
        "text": answer.text,
        "outcome": answer.outcome,
        "reason": answer.reason,
        "validated": answer.validated,
        "caveats": [{"text": caveat.text} for caveat in answer.caveats],
        "boxed_warning": [warning.as_dict() for warning in answer.boxed_warning],
        "citations": [citation.as_dict() for citation in answer.citations],
        "notices": answer.notices,
    }
    return recorded_text(told)


def recorded_text(answer: Mapping[str, Any]) -> str:
    """The same of an answer from its record.

    Args:
        answer: in the form of the contract.
    """
    return strip_control("\n\n".join(_parts(answer))) + "\n"


def standing_words(answer: Mapping[str, Any]) -> str:
    """Who stands behind an answer, or why there is none."""
    if answer.get("validated") is not None:
        return validated_words(answer["validated"])
    return REFUSALS.get(answer.get("reason") or "", OUTCOME_WORDS[answer["outcome"]])


def _parts(answer: Mapping[str, Any]) -> Iterator[str]:
    yield f"Question: {shortened(str(answer['question']), MAX_QUESTION)}"
    yield str(answer["text"])
    yield f"({standing_words(answer)})"
    if answer["caveats"]:
        yield "Please note:\n" + "\n".join(f"- {caveat['text']}" for caveat in answer["caveats"])
    for warning in answer["boxed_warning"]:
        printed = f"as printed in: {warning['source']}"
        yield f"BOXED WARNING, {warning['product']} ({printed})\n{warning['text']}"
    if answer["citations"]:
        yield "Sources:\n" + "\n".join(map(_source, answer["citations"]))
    yield from answer.get("notices", ())


def _source(citation: Mapping[str, Any]) -> str:
    page = page_words(citation.get("page"), confirmed=bool(citation.get("page_confirmed")))
    place = ", ".join(part for part in (citation["section"], page) if part)
    return f"[{citation['marker']}] “{citation['quote']}” {citation['document_title']}; {place}"


__all__ = ["plain_text", "recorded_text", "standing_words"]
