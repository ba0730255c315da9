"""Buttons that ask a question: to begin with, and under an answer."""

from __future__ import annotations

from collections.abc import Sequence

from ino_assistant.web.markup import text

FIRST = "Questions to begin with"
NEXT = "Ask next"

# A press on a button becomes an event of Gradio's; what it asks are the button's own words.
ASKED_BY_BUTTON = """
element.addEventListener('click', (event) => {
  const button = event.target.closest('button.ask-this');
  if (button && !document.querySelector('#ask')?.disabled)
    trigger('submit', { question: button.textContent });
});
"""


def next_questions(questions: Sequence[str], heading: str) -> str:
    """A row of buttons; nothing where there is no question."""
    if not questions:
        return ""
    buttons = "".join(
        f'<li><button type="button" class="ask-this">{text(question)}</button></li>'
        for question in questions
    )
    return f'<section class="next"><h3>{text(heading)}</h3><ul role="list">{buttons}</ul></section>'


__all__ = ["ASKED_BY_BUTTON", "FIRST", "NEXT", "next_questions"]
