"""The page: a header, one conversation, and a box to ask in."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import gradio as gr

from ino_assistant.settings import Settings
from ino_assistant.web import view
from ino_assistant.web.asking import Asks
from ino_assistant.web.conversation import Conversation
from ino_assistant.web.examples import answerable
from ino_assistant.web.header import TITLE, header

CONCURRENT_QUESTIONS = 4
MAX_WAITING = 64
FOLDER = Path(__file__).parent
_SYSTEM_FONTS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif")
_SYSTEM_MONO = ("ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace")

# Both run in the browser after an answer. A button that is switched off loses the focus,
# which would leave people who use a keyboard nowhere.
_SHOW_LATEST = """() => {
  document.querySelector('.conversation > article:last-child')
    ?.scrollIntoView({block: 'start'});
}"""
_BACK_TO_BOX = """() => {
  document.querySelector('.conversation > article:last-child')
    ?.scrollIntoView({block: 'start'});
  if (document.activeElement === document.body && matchMedia('(pointer: fine)').matches)
    document.querySelector('#question textarea')?.focus({preventScroll: true});
}"""

Update = tuple[Any, ...]
"""New values for `state, conversation, status, question, ask, examples`, in that order."""


def build_page(assistant: Asks, settings: Settings) -> gr.Blocks:
    """The page of one assistant."""
    with gr.Blocks(title=TITLE, fill_width=True, analytics_enabled=False) as page:
        state = gr.State(Conversation())
        gr.HTML(
            header(assistant.corpus, settings.medical_information_contact),
            apply_default_css=False, js_on_load=None,
            elem_id="header",
        )
        shown = gr.HTML(view.conversation(()), apply_default_css=False, js_on_load=None, elem_id="conversation")
        with gr.Row(elem_id="examples") as examples:
            buttons = [
                gr.Button(question, size="sm", elem_classes="example")
                for question in answerable(assistant)
            ]
        with gr.Column(elem_id="composer"):
            with gr.Row(elem_id="ask-row"):
                question = gr.Textbox(
                    label="Your question",
                    placeholder="Ask about the documents",
                    lines=1,
                    max_lines=6,
                    container=False,
                    autofocus=True,
                    elem_id="question",
                    html_attributes=gr.InputHTMLAttributes(
                        autocomplete="off", autocorrect="off", spellcheck=True
                    ),
                )
                ask = gr.Button("Ask", variant="primary", elem_id="ask")
                new = gr.Button("New conversation", elem_id="new")
            status = gr.HTML(view.status_line(""), apply_default_css=False, js_on_load=None, elem_id="status")

        outputs = [state, shown, status, question, ask, examples]
        work = _worker(assistant)
        options: dict[str, Any] = {
            "outputs": outputs,
            "concurrency_limit": CONCURRENT_QUESTIONS,
            "concurrency_id": "questions",
            "show_progress": "hidden",
            "api_visibility": "private",
            "trigger_mode": "once",
        }
        asking = [gr.on([ask.click, question.submit], work, inputs=[question, state], **options)]
        asking += [button.click(work, inputs=[button, state], **options) for button in buttons]
        for event in asking:
            event.then(None, js=_BACK_TO_BOX, api_visibility="private")
        new.click(
            lambda: _update(Conversation(), status="New conversation.", box="", examples=True),
            outputs=outputs,
            cancels=asking,
            queue=False,
            show_progress="hidden",
            api_visibility="private",
        )
    page.queue(max_size=MAX_WAITING, default_concurrency_limit=CONCURRENT_QUESTIONS)
    return page


def mount_options() -> dict[str, Any]:
    """How the page is mounted: own look, nothing of Gradio's extras, nothing kept."""
    return {
        "theme": gr.themes.Base(font=_SYSTEM_FONTS, font_mono=_SYSTEM_MONO),
        "css_paths": FOLDER / "style.css",
        "favicon_path": str(FOLDER / "favicon.svg"),
        "footer_links": [],
        "show_error": False,
        "ssr_mode": False,
        # On by default: it would keep every question in the browser.
        "run_history": False,
        "enable_monitoring": False,
        "pwa": False,
        "mcp_server": False,
        # Nothing is uploaded here, but Gradio has the route for it.
        "max_file_size": 1,
    }


def _worker(assistant: Asks) -> Callable[[str, Conversation], Iterator[Update]]:
    """What a question sets off: at once a sign that it is worked on, then the answer."""

    def work(question: str, state: Conversation) -> Iterator[Update]:
        if not question.strip():
            yield _update(state, status="Type a question first.")
            return
        yield _update(
            state, pending=question, status=view.WORKING_WORDS, box="", ready=False, examples=False
        )
        number = state.next_number
        try:
            answer = assistant.ask(question, state.earlier)
            fragment = view.exchange(answer, assistant.corpus, number)
        except Exception:
            # Whatever broke: without this the page would wait for ever, and the boxed
            # warnings have to be shown with this too.
            logging.getLogger(__name__).exception("a question broke the assistant")
            state = state.with_exchange(None, view.failed(question, assistant.corpus, number))
            yield _update(state, status="Not answered: a fault in the assistant.")
            return
        state = state.with_exchange(question if answer.problem is None else None, fragment)
        yield _update(state, announced=view.announcement(answer))

    return work


def _update(
    state: Conversation,
    *,
    pending: str | None = None,
    status: str = "",
    announced: str = "",
    box: str | None = None,
    ready: bool = True,
    examples: bool | None = None,
) -> Update:
    fragments = [exchange.fragment for exchange in state.exchanges]
    if pending is not None:
        fragments.append(view.working(pending))
    return (
        state,
        view.conversation(fragments),
        announced or view.status_line(status),
        gr.skip() if box is None else box,
        gr.update(interactive=ready),
        gr.skip() if examples is None else gr.update(visible=examples),
    )


__all__ = ["build_page", "mount_options"]
