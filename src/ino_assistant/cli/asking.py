"""Asking so that an Answer, and with it the boxed warning, comes back even from a fault."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ino_assistant.cli.output import trace

if TYPE_CHECKING:
    from ino_assistant.answering.answer import Answer
    from ino_assistant.answering.assistant import Assistant

_FAULT = "A fault in the assistant kept this question from being answered: please report it."


def ask(assistant: Assistant, question: str, earlier: Sequence[str] = ()) -> tuple[Answer, str]:
    """Answer a question.

    Args:
        assistant: who is asked.
        question: as typed.
        earlier: the questions of the turns before, the oldest first.

    Returns:
        The answer, and what went wrong inside of the assistant, empty if nothing did.
    """
    try:
        return assistant.ask(question, earlier), ""
    # Whatever it is: the answer to one question must not take the other ones of a batch with it.
    except Exception as error:
        trace()
        return _failed(assistant, question), f"{type(error).__name__}: {error}"


def _failed(assistant: Assistant, question: str) -> Answer:
    from ino_assistant.answering.answer import Answer, Segment

    return Answer(
        corpus=assistant.corpus,
        question=question,
        outcome="refused",
        segments=(Segment(_FAULT),),
        index_version=assistant.index_version,
        problem=_FAULT,
    )
