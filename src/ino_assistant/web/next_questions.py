"""Buttons that ask a question: to begin with, and under an answer."""

from __future__ import annotations

from collections.abc import Sequence

from ino_assistant.web.markup import text

FIRST = "Questions to begin with"
NEXT = "Ask next"
REPLIES = "Answer with"

# A press on a button becomes an event of Gradio's; what it asks are the button's own words.
ASKED_BY_BUTTON = """
element.addEventListener('click', (event) => {
  const button = event.target.closest('button.ask-this');
  if (button && !document.querySelector('#ask')?.disabled)
    trigger('submit', { question: button.textContent, reply: 'reply' in button.dataset });
});
"""


def next_questions(questions: Sequence[str], heading: str) -> str:
    """A row of buttons, each a question of its own; nothing where there is none."""
    return _row(questions, heading, "")


def replies(words: Sequence[str]) -> str:
    """A row of buttons that reply to what was asked back."""
    return _row(words, REPLIES, " data-reply")


def _row(words: Sequence[str], heading: str, more: str) -> str:
    if not words:
        return ""
    buttons = "".join(
        f'<li><button type="button" class="ask-this"{more}>{text(each)}</button></li>'
        for each in words
    )
    return f'<section class="next"><h3>{text(heading)}</h3><ul role="list">{buttons}</ul></section>'


__all__ = ["ASKED_BY_BUTTON", "FIRST", "NEXT", "REPLIES", "next_questions", "replies"]
